// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Whether this process may lock as much memory as it likes, which registering does. Where the kernel refuses that, UCX 1.13
 * tries again for ever or ends the process, so a limit must be known before.
 */
final class LockedMemory {
    private static final String UNLIMITED = "unlimited";
    private static final int IPC_LOCK = 14;
    private static final String ALL_USERS = "0\\s+0\\s+4294967295";

    private final Path proc;

    /**
     * Of a process.
     *
     * @param proc {@code /proc}
     */
    LockedMemory(final Path proc) {
        this.proc = proc;
    }

    static LockedMemory ofProcess() {
        return new LockedMemory(Path.of("/proc"));
    }

    /** Why it may not, with advice, or null if it may. */
    String shortage() {
        final String limit = field("self/limits", "Max locked memory");
        return limit.isEmpty() || limit.equals(UNLIMITED) || isPrivileged() || isAsMuchAsThereIs(limit)
                ? null
                : "this process may lock only " + limit + " bytes of memory, and UCX ends a process that is refused"
                        + " more: set ulimit -l unlimited (systemd: LimitMEMLOCK=infinity, Docker: --ulimit memlock=-1)";
    }

    /** The capability counts in the first user namespace alone, where users are those of the machine. */
    private boolean isPrivileged() {
        final String effective = field("self/status", "CapEff:");
        return !effective.isEmpty()
                && (Long.parseUnsignedLong(effective, 16) >> IPC_LOCK & 1) == 1
                && lineOf("self/uid_map", "").matches(ALL_USERS);
    }

    private boolean isAsMuchAsThereIs(final String limit) {
        final String kibibytes = field("meminfo", "MemTotal:");
        return !kibibytes.isEmpty() && Long.parseLong(limit) / 1024 >= Long.parseLong(kibibytes);
    }

    /** The first word behind a name. */
    private String field(final String file, final String name) {
        return lineOf(file, name).split("\\s+")[0];
    }

    /** What stands behind the name that a line begins with, or nothing. */
    private String lineOf(final String file, final String name) {
        try (Stream<String> lines = Files.lines(proc.resolve(file))) {
            return lines.map(String::trim)
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).trim())
                    .findFirst()
                    .orElse("");
        } catch (final IOException unknown) {
            return "";
        }
    }
}
