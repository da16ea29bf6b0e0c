// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jccl.bench.status.JobPort;
import org.jccl.bench.status.StatusFormat;
import org.jccl.spi.Addresses;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Settings;
import org.jccl.tls.Credentials;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jccl status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        sortOptions = false,
        description = {
            "Asks a running job what its ranks do: who is in which call, for how long and waiting for whom, who is usually "
                    + "late, and what goes over the links.",
            "",
            "Any rank will do; it asks the others, for a second at most. A rank logs at INFO where it listens "
                    + "('listening at ...'), and its flight record says it (\"listens\"). The job goes on undisturbed. "
                    + "A job with TLS answers those who have a certificate too: JCCL_TLS_CERT, JCCL_TLS_KEY and "
                    + "JCCL_TLS_CA, as its ranks.",
            "",
            "Small operations are timed one in 32, so that who is late is found from a sample. Rates are of the last "
                    + "four seconds."
        },
        footer = {
            "",
            "Exit status: 0 all ranks answered and nothing failed or stands still, 1 otherwise, 2 wrong use.",
            "",
            "Examples:",
            "  jccl status node1:7000",
            "  JCCL_TOKEN=secret jccl status node1:7000 --watch 2",
            "  jccl status node1:7000 --prometheus > /var/lib/node_exporter/jccl.prom",
            "  jccl status node1:7000 --record /tmp/records && jccl analyze /tmp/records"
        })
public final class StatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "HOST:PORT", description = "Where any rank of the job listens.")
    private String address;

    @Option(
            names = "--token",
            paramLabel = "TEXT",
            description =
                    "The job's secret; JCCL_TOKEN if this is not given, which other users of the machine do not see.")
    private String token;

    @ArgGroup
    private Form form = new Form();

    /** One of them, or neither: a table for people. */
    static final class Form {
        @Option(names = "--json", description = "Print JSON, one flat object a line, for programs.")
        private boolean json;

        @Option(names = "--prometheus", description = "Print Prometheus' text format, for its textfile collector say.")
        private boolean prometheus;

        StatusFormat format() {
            return json ? StatusFormat.JSON : prometheus ? StatusFormat.PROMETHEUS : StatusFormat.TABLE;
        }
    }

    @Option(
            names = "--watch",
            paramLabel = "SECONDS",
            description = "Ask again every so many seconds, until interrupted or the job is gone.")
    private int watch;

    @Option(
            names = "--record",
            paramLabel = "DIR",
            description = "Write what every rank remembers into this folder, for 'jccl analyze', and print no status.")
    private Path records;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (watch < 0) {
            throw new IllegalArgumentException("--watch " + watch + " is no number of seconds; give 1 or more");
        }
        final Settings settings = Settings.ofProcess(Map.of());
        final JobPort job = new JobPort(
                Addresses.parse(address),
                Credentials.wiring(settings),
                token == null ? settings.get(CoreSettings.TOKEN) : token);
        final var out = spec.commandLine().getOut();
        if (records != null) {
            return job.writeRecords(out, records) ? 0 : 1;
        }
        boolean well = job.printStatus(out, form.format());
        while (watch > 0) {
            TimeUnit.SECONDS.sleep(watch);
            well = job.printStatus(out, form.format());
        }
        return well ? 0 : 1;
    }
}
