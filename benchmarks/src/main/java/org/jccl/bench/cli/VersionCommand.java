// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import org.jccl.reduce.Kernels;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code jccl version}. */
@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        description = "Says which JCCL, JVM and reduction kernels these are.",
        footer = {"", "Example:", "  jccl version"})
public final class VersionCommand implements Runnable, IVersionProvider {
    @Spec
    private CommandSpec spec;

    @Override
    public String[] getVersion() {
        final String version = getClass().getPackage().getImplementationVersion();
        return new String[] {
            "jccl " + (version == null ? "(not from its jar)" : version),
            "java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")",
            "kernels " + Kernels.description()
        };
    }

    @Override
    public void run() {
        for (final String line : getVersion()) {
            spec.commandLine().getOut().println(line);
        }
    }
}
