// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jccl.reduce.Kernels;
import org.jccl.spi.TransportProvider;

/** The JDK, the reduction kernels, the transports, and the launcher that started this process, if one did. */
final class SoftwareInspection {
    private static final List<String> LAUNCHERS =
            List.of("JCCL_", "RANK", "WORLD_SIZE", "LOCAL_RANK", "MASTER_", "OMPI_COMM_", "SLURM_", "JOB_COMPLETION_");

    private final Map<String, String> environment;

    SoftwareInspection(final Map<String, String> environment) {
        this.environment = environment;
    }

    List<Finding> findings() {
        final List<Finding> findings = new ArrayList<>();
        findings.add(Finding.fine("JDK", MachineProbe.jdk() + " on " + MachineProbe.kernel()));
        findings.add(kernels(Kernels.description()));
        ServiceLoader.load(TransportProvider.class).forEach(provider -> findings.add(transport(provider)));
        findings.add(launcher());
        return findings;
    }

    static Finding kernels(final String description) {
        return new Finding(
                "kernels",
                description,
                description.startsWith("native")
                        ? null
                        : "reductions run in plain Java, up to 4 times slower; install gcc and build again to have native ones");
    }

    static Finding transport(final TransportProvider provider) {
        final String reason = provider.unavailable();
        return new Finding("transport", provider.name() + (reason == null ? ": available" : ": not here"), reason);
    }

    /** The values too, but for secrets. */
    Finding launcher() {
        final Map<String, String> seen = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (LAUNCHERS.stream().anyMatch(name::startsWith)) {
                seen.put(name, name.contains("TOKEN") ? "***" : value);
            }
        });
        return Finding.fine(
                "environment", seen.isEmpty() ? "no launcher's variables, none of JCCL's" : seen.toString());
    }
}
