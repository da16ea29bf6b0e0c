// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How many cores there are, how many this process may use, and how far apart they are. */
final class ProcessorInspection {
    private static final long LATENCY_BUDGET_NS = 50_000_000;
    /** Two cores of one chip take 20 to 100 ns; above this, a virtual machine's cores sit on different sockets. */
    private static final double FAR_NS = 150;

    private final SystemFiles files;
    private final int usable;

    ProcessorInspection(final SystemFiles files, final int usable) {
        this.files = files;
        this.usable = usable;
    }

    List<Finding> findings() {
        final List<Finding> findings = new ArrayList<>();
        findings.add(cores());
        findings.add(distance(CoreLatency.measureNs(LATENCY_BUDGET_NS)));
        return findings;
    }

    /** The JVM's number already honours control groups and affinity. */
    Finding cores() {
        final long present = files.lines("proc/cpuinfo").stream()
                .filter(line -> line.startsWith("processor"))
                .count();
        final String quota = files.line("sys/fs/cgroup/cpu.max")
                .filter(line -> !line.startsWith("max"))
                .map(line -> ", control group quota " + line + " us")
                .orElse("");
        final String fact =
                usable + " usable" + (present > 0 ? " of " + present : "") + ": " + MachineProbe.cpu(files) + quota;
        final boolean limited = present > usable || !quota.isEmpty();
        return new Finding(
                "cores",
                fact,
                limited ? "with more ranks here than usable cores, small operations wait for the scheduler" : null);
    }

    static Finding distance(final double latencyNs) {
        if (Double.isNaN(latencyNs)) {
            return Finding.fine("core to core", "one core only");
        }
        return new Finding(
                "core to core",
                String.format(Locale.ROOT, "%.0f ns one way", latencyNs),
                latencyNs > FAR_NS
                        ? "far apart: another socket, or a virtual machine's host at work; expect slow shared memory"
                        : null);
    }
}
