// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.analyze;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
            final Map<String, Object> head = fields(lines.get(0));
            if (!"jccl flight record".equals(head.get("record"))) {
                throw new IOException("its first line is that of no flight record");
            }
            if (number(head, "version") != VERSION) {
                throw new IOException("it is of version " + head.get("version") + ", and this reads " + VERSION);
            }
            final Map<Place, Operation> operations = new TreeMap<>();
            for (final String line : lines.subList(1, lines.size())) {
                final Map<String, Object> each = fields(line);
                operations.put(new Place((int) number(each, "lane"), number(each, "sequence")), operation(each));
            }
            return new RankRecord(
                    text(head, "communicator"),
                    text(head, "number"),
                    (int) number(head, "rank"),
                    (int) number(head, "size"),
                    text(head, "where"),
                    (String) head.get("failure"),
                    text(head, "place"),
                    operations);
        } catch (final IOException | ClassCastException unreadable) {
            throw new IOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    @SuppressWarnings("unchecked")
    private static Operation operation(final Map<String, Object> fields) throws IOException {
        return new Operation(
                text(fields, "call"),
                number(fields, "bytes"),
                number(fields, "enteredUs"),
                (long) fields.getOrDefault("doneUs", 0L),
                !fields.containsKey("exact"),
                (List<String>) fields.getOrDefault("waitsFor", List.of()),
                (int) (long) fields.getOrDefault("lateRank", -1L),
                (long) fields.getOrDefault("waitedUs", 0L),
                links(fields));
    }

    private static List<Link> links(final Map<String, Object> fields) throws IOException {
        final List<Long> ranks = numbers(fields, "linkRanks");
        final List<Long> bytes = numbers(fields, "linkBytes");
        final List<Long> rates = numbers(fields, "linkBytesPerSecond");
        if (bytes.size() != ranks.size() || rates.size() != ranks.size()) {
            throw new IOException("a line tells of " + ranks.size() + " links, and of the bytes of " + bytes.size());
        }
        final List<Link> links = new ArrayList<>();
        for (int i = 0; i < ranks.size(); i++) {
            links.add(new Link(ranks.get(i).intValue(), bytes.get(i), rates.get(i)));
        }
        return links;
    }

    @SuppressWarnings("unchecked")
    private static List<Long> numbers(final Map<String, Object> fields, final String name) {
        return ((List<String>) fields.getOrDefault(name, List.of()))
                .stream().map(Long::valueOf).toList();
    }

    private static String text(final Map<String, Object> fields, final String name) throws IOException {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new IOException("a line lacks " + name);
    }

    private static long number(final Map<String, Object> fields, final String name) throws IOException {
        if (fields.get(name) instanceof Long number) {
            return number;
        }
        throw new IOException("a line lacks " + name);
    }

    private static Map<String, Object> fields(final String line) throws IOException {
        final Map<String, Object> fields = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final String name = parser.currentName();
                fields.put(name, value(parser, parser.nextToken()));
            }
        }
        return fields;
    }

    private static Object value(final JsonParser parser, final JsonToken token) throws IOException {
        if (token == JsonToken.START_ARRAY) {
            final List<String> all = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                all.add(parser.getText());
            }
            return all;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getLongValue();
        }
        return token == JsonToken.VALUE_NULL ? null : parser.getText();
    }
}
