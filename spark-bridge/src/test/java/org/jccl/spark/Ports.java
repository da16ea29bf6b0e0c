// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;

/** Where this process listens, by what the kernel says. */
final class Ports {
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTENS = "0A";
    private static final int HEX = 16;

    private Ports() {}

    /** Other than those of Spark's own executor or driver. */
    static Stream<Integer> notOfSpark() throws IOException {
        final Set<Integer> spark = ofSpark();
        return listening().filter(port -> !spark.contains(port));
    }

    private static Set<Integer> ofSpark() {
        final SparkEnv env = SparkEnv.get();
        if (env == null) {
            return Set.of();
        }
        return Stream.of(env.rpcEnv().address())
                .filter(Objects::nonNull)
                .map(address -> address.port())
                .collect(Collectors.collectingAndThen(Collectors.toSet(), ports -> {
                    ports.add(env.blockManager().blockManagerId().port());
                    return ports;
                }));
    }

    private static Stream<Integer> listening() throws IOException {
        final Set<String> mine = sockets();
        return Stream.of("/proc/self/net/tcp", "/proc/self/net/tcp6")
                .map(Path::of)
                .filter(Files::exists)
                .flatMap(Ports::rows)
                .filter(row -> row[STATE].equals(LISTENS) && mine.contains("socket:[" + row[INODE] + "]"))
                .map(row -> row[LOCAL_ADDRESS].substring(row[LOCAL_ADDRESS].indexOf(':') + 1))
                .map(port -> Integer.parseInt(port, HEX));
    }

    private static Stream<String[]> rows(final Path table) {
        return FilesOfKernel.lines(table).skip(1).map(row -> row.trim().split("\\s+"));
    }

    private static Set<String> sockets() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(FilesOfKernel::target).collect(Collectors.toSet());
        }
    }
}
