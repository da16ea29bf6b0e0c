// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Settings;

/** What tells this machine from others, as far as sharing memory goes. */
final class Host {
    private Host() {}

    /**
     * The boot of the kernel, the network it sees and its folder of shared memory: processes that have all three in common
     * can share memory and should. Containers and network namespaces thus count as hosts of their own; setting {@code host}
     * (JCCL_HOST) divides ranks by hand.
     */
    static String identity(final Settings settings) {
        return settings.get(CoreSettings.HOST)
                + read(Path.of("/proc/sys/kernel/random/boot_id"), name())
                + link(Path.of("/proc/self/ns/net"))
                + device(Path.of("/dev/shm"));
    }

    /** This process: its number, and when it began, since numbers are used again. */
    static String process() {
        final ProcessHandle self = ProcessHandle.current();
        return self.pid() + " since "
                + self.info().startInstant().map(Object::toString).orElse("?");
    }

    /** The machine's name, as people know it. */
    static String name() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (final UnknownHostException nameless) {
            return read(Path.of("/proc/sys/kernel/hostname"), "unknown-host");
        }
    }

    private static String read(final Path file, final String otherwise) {
        try {
            return Files.readString(file).trim();
        } catch (final IOException absent) {
            return otherwise;
        }
    }

    private static String link(final Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (final IOException | UnsupportedOperationException absent) {
            return "";
        }
    }

    private static String device(final Path folder) {
        try {
            return "dev:" + Files.getAttribute(folder, "unix:dev");
        } catch (final IOException | UnsupportedOperationException | IllegalArgumentException absent) {
            return "";
        }
    }
}
