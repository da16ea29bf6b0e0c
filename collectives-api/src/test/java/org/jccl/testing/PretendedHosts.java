// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Hosts as network namespaces, each with interfaces and addresses of its own. Needs root and iproute2; a test that opens
 * them is skipped elsewhere. Closing takes them away. One thread.
 */
public final class PretendedHosts implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final String mark = "jccl-test-" + ProcessHandle.current().pid() + "-";
    private final List<String> hosts = new ArrayList<>();

    private PretendedHosts() {}

    /** Hosts of those names, which have nothing but loopback. */
    public static PretendedHosts open(final String... names) {
        assumeTrue(isRoot(), "only root may make network namespaces");
        assumeTrue(run("ip", "netns", "list").isEmpty(), "this machine has no ip, or no network namespaces");
        final PretendedHosts opened = new PretendedHosts();
        for (final String name : names) {
            opened.add(name);
        }
        return opened;
    }

    private static boolean isRoot() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .anyMatch(line -> line.matches("Uid:\t0\t.*"));
        } catch (final IOException noProc) {
            return false;
        }
    }

    private void add(final String name) {
        final String refusal = run("ip", "netns", "add", mark + name);
        assumeTrue(refusal.isEmpty(), "this process may not make network namespaces: " + refusal);
        hosts.add(name);
        ip(name, "link", "set", "lo", "up");
    }

    /** Joins two hosts by a cable; both ends have that name, and link-local addresses only. */
    public PretendedHosts cable(final String first, final String second, final String name) {
        require(
                "ip",
                "link",
                "add",
                name,
                "netns",
                mark + first,
                "type",
                "veth",
                "peer",
                "name",
                name,
                "netns",
                mark + second);
        ip(first, "link", "set", name, "up");
        ip(second, "link", "set", name, "up");
        awaitLinkLocal(first, name);
        awaitLinkLocal(second, name);
        return this;
    }

    /** The kernel takes a second or two to see the cable and to find that nobody else has the address. */
    private void awaitLinkLocal(final String host, final String name) {
        final long end = System.nanoTime() + PATIENCE_NS;
        while (!run(
                        "sh",
                        "-c",
                        "ip -netns " + mark + host + " -6 address show dev " + name
                                + " scope link -tentative | grep -q fe80")
                .isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(name + " of host " + host + " gets no link-local address");
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** Gives a host an interface that leads nowhere: what is sent is lost. */
    public PretendedHosts dead(final String host, final String name, final String address) {
        ip(host, "link", "add", name, "type", "veth", "peer", "name", name + "-end");
        ip(host, "link", "set", name, "up", "addrgenmode", "none");
        ip(host, "link", "set", name + "-end", "up", "addrgenmode", "none");
        return address(host, name, address);
    }

    /** Gives an interface an address, as {@code 10.0.0.1/24}. */
    public PretendedHosts address(final String host, final String name, final String address) {
        if (address.contains(":")) {
            // or it could be used only once the kernel has asked around for a second
            ip(host, "address", "add", address, "dev", name, "nodad");
        } else {
            ip(host, "address", "add", address, "dev", name);
        }
        return this;
    }

    /** What must stand before a command for it to run on that host. */
    public List<String> on(final String host) {
        return List.of("ip", "netns", "exec", mark + host);
    }

    private void ip(final String host, final String... arguments) {
        require(Stream.concat(Stream.of("ip", "-netns", mark + host), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static void require(final String... command) {
        final String refusal = run(command);
        if (!refusal.isEmpty()) {
            throw new AssertionError(String.join(" ", command) + ": " + refusal);
        }
    }

    /** What it says when it fails, else nothing. */
    private static String run(final String... command) {
        try {
            final Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            final String said = new String(process.getInputStream().readAllBytes());
            return process.waitFor() == 0 ? "" : said + "exit code " + process.exitValue();
        } catch (final IOException missing) {
            return missing.getMessage();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(interrupted));
        }
    }

    @Override
    public void close() {
        hosts.forEach(host -> run("ip", "netns", "delete", mark + host));
        hosts.clear();
    }
}
