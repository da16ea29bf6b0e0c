// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Main memory, the room for shared memory, and huge pages. */
final class MemoryInspection {
    /** Docker's default of 64 MiB is the usual reason for shared memory to fail. */
    private static final long LITTLE_SHARED_BYTES = 256L << 20;

    private static final String HUGE = "sys/kernel/mm/transparent_hugepage/";

    private final SystemFiles files;
    private final Path shared;

    MemoryInspection(final SystemFiles files, final Path shared) {
        this.files = files;
        this.shared = shared;
    }

    List<Finding> findings() {
        final List<Finding> findings = new ArrayList<>();
        files.field("proc/meminfo", "MemAvailable")
                .ifPresent(free -> findings.add(Finding.fine(
                        "memory",
                        free + " available, heap up to " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB")));
        findings.add(sharedMemory());
        findings.add(hugePages());
        return findings;
    }

    Finding sharedMemory() {
        try {
            final FileStore store = Files.getFileStore(shared);
            return room(shared, store.getUsableSpace(), store.getTotalSpace());
        } catch (final IOException missing) {
            return new Finding(
                    "shared memory",
                    "no " + shared,
                    "transport shm needs it: mount a tmpfs there (docker: --shm-size=1g)");
        }
    }

    static Finding room(final Path shared, final long freeBytes, final long totalBytes) {
        return new Finding(
                "shared memory",
                (freeBytes >> 20) + " MiB free of " + (totalBytes >> 20) + " MiB in " + shared,
                freeBytes < LITTLE_SHARED_BYTES
                        ? "little room: remove stale files, or enlarge it (docker: --shm-size=1g)"
                        : null);
    }

    Finding hugePages() {
        final String anonymous =
                files.line(HUGE + "enabled").map(MemoryInspection::chosen).orElse("unknown");
        final String mapped =
                files.line(HUGE + "shmem_enabled").map(MemoryInspection::chosen).orElse("unknown");
        return new Finding(
                "huge pages",
                "transparent " + anonymous + ", for shared memory " + mapped + ", reserved "
                        + files.field("proc/meminfo", "HugePages_Total").orElse("unknown"),
                "never".equals(anonymous)
                        ? "large buffers gain from huge pages: echo madvise > /" + HUGE + "enabled"
                        : null);
    }

    /** The kernel brackets what is in force: {@code always [madvise] never}. */
    private static String chosen(final String choices) {
        return choices.replaceFirst(".*\\[(.*)].*", "$1");
    }
}
