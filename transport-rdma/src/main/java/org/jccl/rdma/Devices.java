// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The devices for RDMA that the kernel knows, as it lists them in {@code /sys/class/infiniband}. */
final class Devices {
    /** Addresses of a port that mean something; the kernel lists many empty ones behind them. */
    private static final String NO_GID = "0000:0000:0000:0000:0000:0000:0000:0000";

    private final Path folder;

    Devices(final Path folder) {
        this.folder = folder;
    }

    static Devices ofMachine() {
        return new Devices(Path.of("/sys/class/infiniband"));
    }

    boolean areThere() {
        return !list(folder).isEmpty();
    }

    /** A line for each port: {@code rxe0:1 ACTIVE, Ethernet, 10 Gb/sec (1X QDR), GID 1 ::ffff:10.77.0.1 RoCE v2}. */
    List<String> describe() {
        final List<String> lines = new ArrayList<>();
        for (final Path device : list(folder)) {
            for (final Path port : list(device.resolve("ports"))) {
                lines.add(device.getFileName() + ":" + port.getFileName() + " " + describe(port));
            }
        }
        return lines;
    }

    private static String describe(final Path port) {
        // the kernel writes "4: ACTIVE"
        final String state = read(port.resolve("state")).replaceFirst("^\\d+: ", "");
        return String.join(", ", state, read(port.resolve("link_layer")), read(port.resolve("rate")), gids(port));
    }

    private static String gids(final Path port) {
        final List<String> gids = new ArrayList<>();
        for (final Path gid : list(port.resolve("gids"))) {
            final String value = read(gid);
            if (!value.isEmpty() && !value.equals(NO_GID)) {
                final String index = gid.getFileName().toString();
                gids.add("GID " + index + " " + value + " "
                        + read(port.resolve("gid_attrs").resolve("types").resolve(index)));
            }
        }
        return gids.isEmpty() ? "no GID" : String.join(", ", gids);
    }

    private static List<Path> list(final Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (final IOException none) {
            return List.of();
        }
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file).trim();
        } catch (final IOException unreadable) {
            return "";
        }
    }
}
