// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import org.jccl.bench.launch.Logging;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The harness: one command with a sub-command for each thing it does. */
@Command(
        name = "jccl",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        description = "Measures, launches and explains JCCL, collective communications for the JVM.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit status: 0 all well, 1 something failed or came out wrong, 2 wrong use.",
            "",
            "Examples:",
            "  jccl perf all_reduce --ranks 4 -b 8 -e 64M -f 4",
            "  jccl launch --ranks 2 --class-path my.jar -- com.example.Train 10",
            "  jccl schedule all_reduce --algo ring --ranks 8 --svg ring.svg",
            "  jccl status node1:7000",
            "  jccl doctor"
        },
        subcommands = {
            PerfCommand.class,
            CompareCommand.class,
            TuneCommand.class,
            LaunchCommand.class,
            ScheduleCommand.class,
            DoctorCommand.class,
            SettingsCommand.class,
            StatusCommand.class,
            AnalyzeCommand.class,
            ChaosCommand.class,
            VersionCommand.class
        })
public final class Jccl implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Runs one command and exits with its status. */
    public static void main(final String[] args) {
        Logging.configure();
        System.exit(commandLine().execute(args));
    }

    /** The command line, for {@link #main} and for tests. */
    static CommandLine commandLine() {
        return new CommandLine(new Jccl())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(110)
                .setParameterExceptionHandler(Jccl::refuse)
                .setExecutionExceptionHandler(Jccl::report);
    }

    private static int refuse(final ParameterException wrongUse, final String[] args) {
        return refuse(wrongUse.getCommandLine(), wrongUse.getMessage());
    }

    /** What is wrong, and where to read on; the whole help would scroll it away. */
    private static int refuse(final CommandLine command, final String sentence) {
        command.getErr().println("jccl: " + sentence);
        command.getErr().println("'" + command.getCommandSpec().qualifiedName() + " --help' says more");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** One line for what the library or the operating system refuses; a stack trace only for what nobody foresaw. */
    private static int report(final Exception failure, final CommandLine command, final ParseResult parsed) {
        if (failure instanceof IllegalArgumentException) {
            return refuse(command, failure.getMessage());
        }
        command.getErr().println("jccl: " + Failures.describe(failure));
        if (!Failures.isExpected(failure)) {
            failure.printStackTrace(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
