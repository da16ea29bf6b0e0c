// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.nio.file.Path;
import org.jccl.reduce.Kernels;

/** Finds out what a {@link Machine} is. */
public final class MachineProbe {
    private static final long LATENCY_BUDGET_NS = 50_000_000;

    private MachineProbe() {}

    /** This machine; takes about 50 ms, in which two cores should have nothing else to do. */
    public static Machine probe() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                cpu(new SystemFiles(Path.of("/"))),
                jdk(),
                kernel(),
                Kernels.description().startsWith("native"),
                Kernels.description(),
                CoreLatency.measureNs(LATENCY_BUDGET_NS));
    }

    static String cpu(final SystemFiles files) {
        return files.field("proc/cpuinfo", "model name").orElse(System.getProperty("os.arch"));
    }

    static String jdk() {
        return System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")";
    }

    static String kernel() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch");
    }
}
