// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An sshd of the test's own with keys of its own, on loopback: hosts 127.0.0.2, and 127.0.0.3 by the name of nodeb. */
final class LoopbackSshd implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");
    /** Where sshd of Debian locks itself in when root starts it. */
    private static final Path EMPTY = Path.of("/run/sshd");

    private final Path folder;
    private final Process sshd;

    private LoopbackSshd(final Path folder, final Process sshd) {
        this.folder = folder;
        this.sshd = sshd;
    }

    static LoopbackSshd start(final Path folder) throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "no " + PROGRAM + " (Debian: openssh-server), so no ssh to test with");
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(EMPTY);
        }
        final int port = freePort();
        key(folder.resolve("host_key"));
        key(folder.resolve("user_key"));
        final String hostKey = Files.readString(folder.resolve("host_key.pub"));
        Files.writeString(
                folder.resolve("known_hosts"), "[127.0.0.2]:" + port + ",[127.0.0.3]:" + port + " " + hostKey);
        Files.copy(folder.resolve("user_key.pub"), folder.resolve("authorized_keys"));
        write(
                folder,
                "sshd_config",
                List.of(
                        "Port " + port,
                        "ListenAddress 127.0.0.2",
                        "ListenAddress 127.0.0.3",
                        "HostKey " + folder + "/host_key",
                        "AuthorizedKeysFile " + folder + "/authorized_keys",
                        "StrictModes no",
                        "UsePAM no",
                        "PidFile none",
                        "PasswordAuthentication no",
                        "PermitRootLogin prohibit-password"));
        write(
                folder,
                "ssh_config",
                List.of(
                        "Host nodeb",
                        "HostName 127.0.0.3",
                        "Host *",
                        "Port " + port,
                        "IdentityFile " + folder + "/user_key",
                        "IdentitiesOnly yes",
                        "UserKnownHostsFile " + folder + "/known_hosts",
                        "GlobalKnownHostsFile /dev/null"));
        final Process sshd = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-D",
                        "-e",
                        "-f",
                        folder.resolve("sshd_config").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sshd.log").toFile())
                .start();
        final LoopbackSshd started = new LoopbackSshd(folder, sshd);
        started.awaitPort(port);
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static void key(final Path file) throws Exception {
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString())
                .start()
                .waitFor();
    }

    private static void write(final Path folder, final String name, final List<String> lines) throws IOException {
        Files.write(folder.resolve(name), lines);
    }

    private void awaitPort(final int port) throws Exception {
        while (true) {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress("127.0.0.3", port), 1000);
                return;
            } catch (final IOException notYet) {
                assumeTrue(sshd.isAlive(), () -> "sshd does not start here: " + log());
                Thread.sleep(20);
            }
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("sshd.log"));
        } catch (final IOException none) {
            return none.toString();
        }
    }

    /** What reaches the hosts. */
    String ssh() {
        return "ssh -F " + folder.resolve("ssh_config");
    }

    @Override
    public void close() {
        sshd.destroy();
        sshd.onExit().join();
    }
}
