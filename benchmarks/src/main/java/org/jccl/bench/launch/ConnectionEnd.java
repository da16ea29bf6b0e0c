// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.util.List;
import java.util.Map;

/**
 * How the connection to a host ended, told so that it can be mended.
 *
 * @param host as the hostfile names it
 * @param status what {@code ssh} ended with: 255, or what the command there did
 * @param said what {@code ssh}, the shell and the JVM there complained of, last
 */
record ConnectionEnd(String host, RemoteShell shell, int status, List<String> said) {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    /** What ssh says, and what helps. */
    private static final Map<String, String> LOGIN_ADVICE = Map.of(
            "Permission denied", "jccl types no passwords: log in with a key, ssh-copy-id copies it there",
            "Host key verification failed", "connect to it by hand once to see and accept its key, or run ssh-keyscan",
            "Could not resolve", "is its name spelt right in the hostfile?",
            "Connection refused", "does sshd run there, at the port that ssh's configuration says?",
            "timed out", "is it up, and does a firewall let ssh through?",
            "No route to host", "is it up, and on a network that is reached from here?");

    /** No rank was started there yet. */
    String beforeGreeting() {
        if (status == RankEnd.LOST) {
            return host + ": ssh cannot log in (" + lastSaid() + ")" + loginAdvice() + "; try: " + tryIt();
        }
        if (status == RemoteShell.NO_FOLDER) {
            return host + ": there is no folder " + shell.folder()
                    + "; share or copy it, or name another: --remote-dir";
        }
        if (status == NOT_FOUND || status == NOT_EXECUTABLE) {
            return host + ": there is no Java at " + shell.java() + " (" + lastSaid() + "); install it, or name"
                    + " another: --remote-java";
        }
        if (said.stream().anyMatch(line -> line.contains("ClassNotFoundException"))) {
            return host + ": JCCL is not at " + shell.classPath() + " there; share or copy it, or name where it is:"
                    + " --remote-class-path";
        }
        if (said.stream().anyMatch(line -> line.contains("UnsupportedClassVersionError"))) {
            return host + ": the Java at " + shell.java() + " is too old, it takes 17; name another: --remote-java";
        }
        return host + ": what starts ranks there ended with status " + status + " (" + lastSaid() + ")";
    }

    /** Ranks were running there. */
    String afterwards() {
        return status == RankEnd.LOST
                ? "the connection to " + host + " ended (" + lastSaid() + ")"
                : "ssh to " + host + " ended with status " + status + " (" + lastSaid() + ")";
    }

    private String loginAdvice() {
        return LOGIN_ADVICE.entrySet().stream()
                .filter(advice -> lastSaid().contains(advice.getKey()))
                .map(advice -> "; " + advice.getValue())
                .findFirst()
                .orElse("");
    }

    private String lastSaid() {
        return said.isEmpty() ? "it said nothing" : said.get(said.size() - 1).strip();
    }

    private String tryIt() {
        return String.join(" ", shell.ssh()) + " " + host + " true";
    }
}
