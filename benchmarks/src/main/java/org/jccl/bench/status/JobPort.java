// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.status;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jccl.bootstrap.StatusVisit;
import org.jccl.control.Question;
import org.jccl.spi.Wiring;

/**
 * The port of any rank of a running job.
 *
 * @param address where it listens
 * @param wiring how the job's connections carry their bytes
 * @param token the job's, or empty
 */
public record JobPort(InetSocketAddress address, Wiring wiring, String token) {
    private String ask(final Question question) {
        return StatusVisit.ask(address, wiring, token.getBytes(StandardCharsets.UTF_8), question);
    }

    /** Prints what the job does in that form; returns whether all is well. */
    public boolean printStatus(final PrintWriter out, final StatusFormat format) throws IOException {
        final String answer = ask(Question.STATUS);
        final List<Status> all = Status.read(answer);
        switch (format) {
            case JSON -> out.print(answer);
            case PROMETHEUS -> out.print(StatusMetrics.text(all));
            case TABLE -> printTable(out, all);
        }
        out.flush();
        return all.stream().allMatch(Status::isWell);
    }

    private static void printTable(final PrintWriter out, final List<Status> all) throws IOException {
        if (all.isEmpty()) {
            out.println(
                    "the process that listens there has no communicator that is connected, not yet or not any more");
        } else {
            final StatusTable table = new StatusTable(out);
            for (final Status status : all) {
                table.print(status);
            }
        }
    }

    /** Has all ranks say what they remember, and writes it there; returns whether none is missing. */
    public boolean writeRecords(final PrintWriter out, final Path folder) throws IOException {
        final RecordFolder records = new RecordFolder(folder);
        records.write(ask(Question.RECORDS));
        out.printf(
                "%d records are in %s; 'jccl analyze %s' reads them%n",
                records.files().size(), folder, folder);
        if (!records.missing().isEmpty()) {
            out.println("there is none of rank " + String.join(", ", records.missing())
                    + ": no answer, or too much in all");
        }
        return records.missing().isEmpty();
    }
}
