// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.util.List;
import java.util.function.LongFunction;

/**
 * What a flight recorder holds, as JSON lines: first an object about the rank, then one for each operation, the oldest
 * first. Times are microseconds since 1970 by this host's clock. {@code ./jccl analyze} reads those of all ranks together.
 *
 * @param communicator its name
 * @param number the same on all its ranks, and on no other communicator
 * @param rank which rank
 * @param size of how many
 * @param where its host and process
 * @param listens where it listens, or null
 * @param failure what ended the communicator, or null
 * @param report what the rank is doing
 * @param entries what it remembers
 */
public record FlightRecord(
        String communicator,
        long number,
        int rank,
        int size,
        String where,
        String listens,
        String failure,
        RankReport report,
        List<FlightRecorder.Entry> entries) {
    /** Raised whenever a reader of the version before could misread it. */
    private static final int VERSION = 1;

    /**
     * The lines.
     *
     * @param calls names a call by its fingerprint
     */
    public String text(final LongFunction<String> calls) {
        final long nowUs = System.currentTimeMillis() * 1_000;
        final long nowNs = System.nanoTime();
        final StringBuilder text = new StringBuilder(256 + 200 * entries.size());
        head(text, nowUs);
        for (final FlightRecorder.Entry entry : entries) {
            line(text, entry, calls, time -> nowUs - (nowNs - time) / 1_000);
        }
        return text.toString();
    }

    private void head(final StringBuilder text, final long nowUs) {
        new JsonLine(text)
                .field("record", "jccl flight record")
                .field("version", VERSION)
                .field("communicator", communicator)
                .field("number", Long.toHexString(number))
                .field("rank", rank)
                .field("size", size)
                .field("where", where)
                .field("listens", listens)
                .field("atUs", nowUs)
                .field("failure", failure)
                .field("place", report.place())
                .end();
    }

    private void line(
            final StringBuilder text,
            final FlightRecorder.Entry entry,
            final LongFunction<String> calls,
            final Clock clock) {
        final RankReport.UnderWay underWay = entry.isDone() ? null : report.at(entry.lane(), entry.sequence());
        final JsonLine line = new JsonLine(text)
                .field("lane", entry.lane())
                .field("sequence", entry.sequence())
                .field("call", calls.apply(entry.fingerprint()))
                .field("bytes", entry.bytes())
                .field("enteredUs", clock.us(entry.enteredNs()));
        if (!entry.exact()) {
            line.field("exact", "false");
        }
        time(line, "firstByteUs", entry.firstByteNs(), clock);
        time(line, "lastByteUs", entry.lastByteNs(), clock);
        time(line, "doneUs", entry.doneNs(), clock);
        if (entry.lateRank() >= 0) {
            line.field("lateRank", entry.lateRank()).field("waitedUs", entry.waitedNs() / 1_000);
        }
        links(line, entry.links());
        if (underWay != null) {
            line.field(
                    "waitsFor", underWay.waits().stream().map(Object::toString).toList());
        }
        line.end();
    }

    /** Three columns, since a line is flat. */
    private static void links(final JsonLine line, final List<LinkTimes.Row> rows) {
        if (!rows.isEmpty()) {
            line.numbers("linkRanks", rows.stream().mapToLong(LinkTimes.Row::peer))
                    .numbers("linkBytes", rows.stream().mapToLong(LinkTimes.Row::bytes))
                    .numbers("linkBytesPerSecond", rows.stream().mapToLong(LinkTimes.Row::bytesPerSecond));
        }
    }

    private static void time(final JsonLine line, final String name, final long ns, final Clock clock) {
        if (ns != 0) {
            line.field(name, clock.us(ns));
        }
    }

    /** From the recorder's time to that of people. */
    private interface Clock {
        long us(long ns);
    }
}
