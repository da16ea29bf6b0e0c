// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.PrintWriter;
import org.jccl.bench.machine.Doctor;
import org.jccl.bench.machine.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jccl doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        description = {
            "Says what this machine offers: JDK, kernels, transports, cores, memory, limits, interfaces.",
            "",
            "What could be better has advice below it, after an arrow. The exit status is 0 either way."
        },
        footer = {"", "Example:", "  jccl doctor"})
public final class DoctorCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        final PrintWriter out = spec.commandLine().getOut();
        for (final Finding finding : Doctor.examine()) {
            out.printf("%-14s %s%n", finding.topic(), finding.fact());
            if (finding.advice() != null) {
                out.printf("%-14s   -> %s%n", "", finding.advice());
            }
        }
    }
}
