// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jccl.bench.analyze.FlightRecords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jccl analyze}. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        description = {
            "Lays the flight records of all ranks beside each other, and says who did not come, who called something "
                    + "else, who is usually late and which link is slow.",
            "",
            "With JCCL_RECORD=DIR every rank of a communicator that fails writes its last operations there; "
                    + "Communicator.flightRecord() gives them at any time. Times of different hosts are compared by "
                    + "their clocks."
        },
        footer = {
            "",
            "Exit status: 0 nothing wrong was found, 1 something was, 2 wrong use.",
            "",
            "Examples:",
            "  JCCL_RECORD=/tmp/records ./jccl launch --ranks 4 --class-path my.jar -- com.example.Train",
            "  jccl analyze /tmp/records"
        })
public final class AnalyzeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "A folder with the records of all ranks, *.jsonl.")
    private Path folder;

    @Option(
            names = "--last",
            defaultValue = "16",
            paramLabel = "N",
            description = "Show the last N operations of each communicator (default ${DEFAULT-VALUE}).")
    private int last;

    @Override
    public Integer call() throws IOException {
        return FlightRecords.read(folder).print(spec.commandLine().getOut(), last) ? 0 : 1;
    }
}
