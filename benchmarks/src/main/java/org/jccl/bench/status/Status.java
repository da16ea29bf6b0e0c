// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jccl.bench.report.FlatJson;

/**
 * What a job said of one communicator, line by line as {@code JobStatus} writes it.
 *
 * @param head of the communicator
 * @param ranks one line each
 * @param operations what is under way
 * @param late who was waited for
 * @param links what went over them
 * @param latencies how long operations took
 */
record Status(
        FlatJson head,
        List<FlatJson> ranks,
        List<FlatJson> operations,
        List<FlatJson> late,
        List<FlatJson> links,
        List<FlatJson> latencies) {
    private static final int VERSION = 1;

    /**
     * Reads an answer; lines of a kind that is not known are passed over.
     *
     * @throws IOException if it is no answer, or one of another version
     */
    static List<Status> read(final String answer) throws IOException {
        final List<Status> all = new ArrayList<>();
        for (final String text : answer.lines().toList()) {
            final FlatJson line = FlatJson.read(text);
            if ("communicator".equals(line.text("line"))) {
                requireVersion(line);
                all.add(of(line));
            } else if (!all.isEmpty()) {
                all.get(all.size() - 1).add(line);
            }
        }
        return all;
    }

    private static Status of(final FlatJson head) {
        return new Status(
                head, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    private static void requireVersion(final FlatJson head) throws IOException {
        if (head.number("version") != VERSION) {
            throw new IOException("the job answers in version " + head.number("version") + ", and this reads " + VERSION
                    + "; ask with the jccl of the job's version, or with --json");
        }
    }

    private void add(final FlatJson line) throws IOException {
        switch (line.text("line")) {
            case "rank" -> ranks.add(line);
            case "operation" -> operations.add(line);
            case "late" -> late.add(line);
            case "link" -> links.add(line);
            case "latency" -> latencies.add(line);
            default -> {
                // a later version may say more
            }
        }
    }

    /** Those lines that are about that rank. */
    static List<FlatJson> of(final FlatJson rank, final List<FlatJson> lines) throws IOException {
        final List<FlatJson> some = new ArrayList<>();
        for (final FlatJson line : lines) {
            if (line.number("rank") == rank.number("rank")) {
                some.add(line);
            }
        }
        return some;
    }

    static boolean hasAnswered(final FlatJson rank) {
        return "true".equals(rank.textOrNull("answered"));
    }

    /** Whether every rank has answered, and none says that something failed or stands still. */
    boolean isWell() {
        return head.textOrNull("problem") == null
                && ranks.stream().allMatch(rank -> hasAnswered(rank) && rank.textOrNull("failure") == null);
    }
}
