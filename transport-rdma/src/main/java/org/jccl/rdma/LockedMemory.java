// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory this process may lock, as registering does. */
final class LockedMemory {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LIMIT = "Max locked memory";

    private LockedMemory() {}

    /** Advice to append to what UCX refuses, or nothing where there is no limit. */
    static String advice() {
        final String limit = limit();
        return limit.isEmpty() || limit.equals("unlimited")
                ? ""
                : "; this process may lock " + limit + " bytes of memory, RDMA wants ulimit -l unlimited";
    }

    /** The first column after the name is the limit that counts. */
    private static String limit() {
        try (Stream<String> lines = Files.lines(LIMITS)) {
            return lines.filter(line -> line.startsWith(LIMIT))
                    .map(line -> line.substring(LIMIT.length()).trim().split("\\s+")[0])
                    .findFirst()
                    .orElse("");
        } catch (final IOException unknown) {
            return "";
        }
    }
}
