// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a host is told to start what runs ranks there.
 *
 * @param ssh the program and its first arguments; the host and one command follow
 * @param java the Java there
 * @param folder in which the ranks work there
 * @param classPath where JCCL is there
 */
public record RemoteShell(List<String> ssh, String java, String folder, String classPath) {
    /** What the remote shell ends with if the folder is missing. */
    static final int NO_FOLDER = 66;

    /**
     * Never asks for a password, notices within half a minute that the host or the way to it is gone, and opens nothing that
     * the user's own settings would forward. What the command names goes before these.
     */
    private static final List<String> OPTIONS = List.of(
            "BatchMode=yes",
            "ConnectTimeout=10",
            "ServerAliveInterval=5",
            "ServerAliveCountMax=6",
            "ClearAllForwardings=yes");
    /** It passes lines on; the ranks' JVMs have what memory they like. */
    private static final List<String> JAVA_OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-Xshare:auto");

    /** Takes a copy. */
    public RemoteShell {
        ssh = List.copyOf(ssh);
    }

    /**
     * With what this JVM has itself wherever nothing else is said.
     *
     * @param ssh a command, its words divided by blanks
     * @param java null for the same as here
     * @param folder null for the same as here
     * @param classPath null for the same as here
     */
    public static RemoteShell of(final String ssh, final String java, final String folder, final String classPath) {
        return new RemoteShell(
                List.of(ssh.strip().split("\\s+")),
                java == null ? JavaCommand.java() : java,
                folder == null ? Path.of("").toAbsolutePath().toString() : folder,
                classPath == null ? JavaCommand.classPath() : classPath);
    }

    /** The command that runs {@link HostMain} on a host. */
    List<String> command(final String host) {
        final List<String> command = new ArrayList<>(ssh);
        if (isOpenSsh()) {
            command.add("-T");
            OPTIONS.forEach(option -> command.addAll(List.of("-o", option)));
        }
        command.add(host);
        command.add(remoteCommand());
        return command;
    }

    /** A wrapper of another name knows itself what it needs. */
    private boolean isOpenSsh() {
        return Path.of(ssh.get(0)).endsWith("ssh");
    }

    /** For the shell of the user there, whichever it is. */
    private String remoteCommand() {
        final List<String> words = new ArrayList<>(List.of(java));
        words.addAll(JAVA_OPTIONS);
        words.addAll(List.of("-cp", classPath, HostMain.class.getName()));
        return "cd " + quoted(folder) + " || exit " + NO_FOLDER + "; exec "
                + words.stream().map(RemoteShell::quoted).collect(Collectors.joining(" "));
    }

    /** As one word, whatever is in it. */
    static String quoted(final String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
