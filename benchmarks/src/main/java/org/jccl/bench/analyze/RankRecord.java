// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.analyze;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jccl.bench.report.FlatJson;

/**
 * One rank's flight record, as {@code Communicator.flightRecord} writes it.
 *
 * @param communicator its name
 * @param number tells communicators of one name apart
 * @param rank whose
 * @param size of how many
 * @param where its host and process
 * @param failure what ended the communicator there, or null
 * @param place where its thread was
 * @param operations by lane and sequence
 */
record RankRecord(
        String communicator,
        String number,
        int rank,
        int size,
        String where,
        String failure,
        String place,
        Map<Place, Operation> operations) {
    private static final int VERSION = 1;

    /** A place in the order of a lane. */
    record Place(int lane, long sequence) implements Comparable<Place> {
        @Override
        public int compareTo(final Place other) {
            return lane == other.lane ? Long.compare(sequence, other.sequence) : Integer.compare(lane, other.lane);
        }
    }

    /**
     * One operation; times in microseconds since 1970, {@code doneUs} is 0 if it did not end. Small operations that were
     * not timed have times that are right to a tenth of a second, and are not {@code exact}.
     *
     * @param lateRank whose message was waited for longest, or -1 if that is not known
     * @param waitedUs how long
     * @param links what came from whom, where that was timed
     */
    record Operation(
            String call,
            long bytes,
            long enteredUs,
            long doneUs,
            boolean exact,
            List<String> waitsFor,
            int lateRank,
            long waitedUs,
            List<Link> links) {}

    /** What a peer sent, and how fast the fastest message of it came. */
    record Link(int fromRank, long bytes, long bytesPerSecond) {}

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read or is no flight record; the message says which file
     */
    static RankRecord read(final Path file) throws IOException {
        final List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty()) {
            throw new IOException(file + " is empty");
        }
        try {
            final FlatJson head = FlatJson.read(lines.get(0));
            if (!"jccl flight record".equals(head.textOrNull("record"))) {
                throw new IOException("its first line is that of no flight record");
            }
            if (head.number("version") != VERSION) {
                throw new IOException("it is of version " + head.number("version") + ", and this reads " + VERSION);
            }
            final Map<Place, Operation> operations = new TreeMap<>();
            for (final String line : lines.subList(1, lines.size())) {
                final FlatJson each = FlatJson.read(line);
                operations.put(new Place((int) each.number("lane"), each.number("sequence")), operation(each));
            }
            return new RankRecord(
                    head.text("communicator"),
                    head.text("number"),
                    (int) head.number("rank"),
                    (int) head.number("size"),
                    head.text("where"),
                    head.textOrNull("failure"),
                    head.text("place"),
                    operations);
        } catch (final IOException unreadable) {
            throw new IOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static Operation operation(final FlatJson fields) throws IOException {
        return new Operation(
                fields.text("call"),
                fields.number("bytes"),
                fields.number("enteredUs"),
                fields.number("doneUs", 0),
                !fields.has("exact"),
                fields.texts("waitsFor"),
                (int) fields.number("lateRank", -1),
                fields.number("waitedUs", 0),
                links(fields));
    }

    private static List<Link> links(final FlatJson fields) throws IOException {
        final List<Long> ranks = fields.numbers("linkRanks");
        final List<Long> bytes = fields.numbers("linkBytes");
        final List<Long> rates = fields.numbers("linkBytesPerSecond");
        if (bytes.size() != ranks.size() || rates.size() != ranks.size()) {
            throw new IOException("a line tells of " + ranks.size() + " links, and of the bytes of " + bytes.size());
        }
        final List<Link> links = new ArrayList<>();
        for (int i = 0; i < ranks.size(); i++) {
            links.add(new Link(ranks.get(i).intValue(), bytes.get(i), rates.get(i)));
        }
        return links;
    }
}
