// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks at everything about this machine that decides how well collectives run here. */
public final class Doctor {
    private Doctor() {}

    /** What there is to say, topic by topic. */
    public static List<Finding> examine() {
        final SystemFiles files = new SystemFiles(Path.of("/"));
        return Stream.of(
                        new SoftwareInspection(System.getenv()).findings(),
                        new ProcessorInspection(files, Runtime.getRuntime().availableProcessors()).findings(),
                        new MemoryInspection(files, Path.of("/dev/shm")).findings(),
                        new LimitsInspection(files).findings(),
                        new NetworkInspection().findings(),
                        new DeviceInspection(files).findings())
                .flatMap(List::stream)
                .toList();
    }
}
