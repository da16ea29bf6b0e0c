// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one rank is doing and has done in one communicator, as it tells a rank that was asked from outside.
 *
 * @param report what it is doing
 * @param inItForNs for each operation of the report that is under way, since when, to a tenth of a second
 * @param done how many operations it has ended
 * @param failure what ended the communicator there, or null
 * @param timed how many operations were timed, of which {@code late} tells
 * @param late whom it waited for
 * @param links what has gone over its links
 * @param latencies how long its operations took
 */
public record RankStatus(
        RankReport report,
        List<Long> inItForNs,
        long done,
        String failure,
        long timed,
        List<Lateness.Straggler> late,
        List<LinkStatus> links,
        List<LatencyReport> latencies) {
    private static final int MOST_LINKS = 32;
    private static final int MOST_LATE = 8;
    private static final int MOST_KINDS = 16;
    private static final int MOST_TEXT = 1_000;

    /** As it travels; bounded: no more than the busiest links, the worst stragglers and what took most time is told. */
    public byte[] encode() {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            final byte[] encoded = report.encode();
            out.writeShort(encoded.length);
            out.write(encoded);
            final List<Long> told = inItForNs.subList(0, Math.min(RankReport.MOST_OPERATIONS, inItForNs.size()));
            out.writeByte(told.size());
            for (final long ns : told) {
                out.writeLong(ns);
            }
            out.writeLong(done);
            out.writeUTF(failure == null ? "" : failure.substring(0, Math.min(MOST_TEXT, failure.length())));
            writeLate(out);
            writeLinks(out);
            writeLatencies(out);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private void writeLate(final DataOutputStream out) throws IOException {
        out.writeLong(timed);
        final List<Lateness.Straggler> worst = late.subList(0, Math.min(MOST_LATE, late.size()));
        out.writeByte(worst.size());
        for (final Lateness.Straggler straggler : worst) {
            out.writeInt(straggler.rank());
            out.writeLong(straggler.times());
            out.writeLong(straggler.waitedNs());
            out.writeLong(straggler.longestNs());
        }
    }

    private void writeLinks(final DataOutputStream out) throws IOException {
        final List<LinkStatus> busiest = links.stream()
                .filter(LinkStatus::isUsed)
                .sorted(Comparator.comparingLong(LinkStatus::weight).reversed())
                .limit(MOST_LINKS)
                .sorted(Comparator.comparingInt(LinkStatus::peer))
                .toList();
        out.writeByte(busiest.size());
        for (final LinkStatus link : busiest) {
            link.write(out);
        }
    }

    private void writeLatencies(final DataOutputStream out) throws IOException {
        final List<LatencyReport> heaviest = latencies.stream()
                .sorted(Comparator.comparingDouble(LatencyReport::weight).reversed())
                .limit(MOST_KINDS)
                .toList();
        out.writeByte(heaviest.size());
        for (final LatencyReport latency : heaviest) {
            latency.write(out);
        }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IOException if it is something else
     */
    public static RankStatus decode(final byte[] bytes) throws IOException {
        final DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        final int length = in.readUnsignedShort();
        final RankReport report = RankReport.decode(in.readNBytes(length));
        final List<Long> inItForNs = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            inItForNs.add(in.readLong());
        }
        if (inItForNs.size() != report.underWay().size()) {
            throw new IOException(report.underWay().size() + " operations, and times of " + inItForNs.size());
        }
        final long done = in.readLong();
        final String failure = in.readUTF();
        final long timed = in.readLong();
        final List<Lateness.Straggler> late = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            late.add(new Lateness.Straggler(in.readInt(), in.readLong(), in.readLong(), in.readLong()));
        }
        final List<LinkStatus> links = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            links.add(LinkStatus.read(in));
        }
        final List<LatencyReport> latencies = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            latencies.add(LatencyReport.read(in));
        }
        return new RankStatus(
                report, inItForNs, done, failure.isEmpty() ? null : failure, timed, late, links, latencies);
    }
}
