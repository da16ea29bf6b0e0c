// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jccl.bench.measure.Operation;

/**
 * Results that somebody measured before: the output of OSU's micro-benchmarks, of nccl-tests or of {@code jccl perf}, or
 * the JSON lines that {@code jccl perf} writes.
 */
final class ResultFile implements Contender {
    private static final Pattern OSU_TITLE = Pattern.compile("#\\s*OSU MPI\\S* (.+?) Latency Test.*");
    private static final Pattern NCCL_TITLE = Pattern.compile("#\\s*(?:nccl-tests.*\\s|.*/)?(\\w+?)_perf\\b.*");
    private static final Pattern JCCL_TITLE = Pattern.compile("#\\s*([a-z_]+)\\s*");
    private static final Pattern ROW = Pattern.compile("\\s*\\d+\\s+[\\d.].*");
    private static final int OUT_OF_PLACE_TIME = 5;
    private static final int JCCL_COLUMNS = 21;
    private static final int JCCL_P50 = 9;
    private static final Map<String, String> OSU_NAMES = Map.of("bcast", "broadcast", "alltoall", "all_to_all");

    private final String name;
    private final Map<Operation, TreeMap<Long, Figures>> figures = new HashMap<>();
    private final int ranks;
    /** What the rows to come are about; null where no title has said it. */
    private Operation operation;

    private boolean osu;

    private ResultFile(final String name, final int ranks) {
        this.name = name;
        this.ranks = ranks;
    }

    /**
     * Reads a file.
     *
     * @param ranks how many ranks it was measured with; OSU's sizes are those of one rank's block
     * @throws IllegalArgumentException if there is no row in it; the message says what is understood
     */
    static ResultFile read(final Path path, final int ranks) throws IOException {
        final ResultFile file = new ResultFile(path.getFileName().toString(), ranks);
        for (final String line : lines(path)) {
            if (line.startsWith("{")) {
                file.json(line);
            } else if (line.startsWith("#")) {
                file.title(line);
            } else if (ROW.matcher(line).matches()) {
                file.row(line.trim().split("\\s+"));
            }
        }
        if (file.figures.isEmpty()) {
            throw new IllegalArgumentException(path + " has no rows that are understood: it takes the output of OSU's"
                    + " micro-benchmarks, of nccl-tests or of jccl perf, titles included, or jccl perf's --json file");
        }
        return file;
    }

    private static List<String> lines(final Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(
                    "'" + path + "' is neither openmpi, nor a file of results, nor a program");
        }
        return Files.readAllLines(path);
    }

    private void title(final String line) {
        final Matcher ofOsu = OSU_TITLE.matcher(line);
        final Matcher ofNccl = NCCL_TITLE.matcher(line);
        final Matcher ofJccl = JCCL_TITLE.matcher(line);
        if (ofOsu.matches()) {
            osu = true;
            operation = operation(ofOsu.group(1).replaceAll("[^A-Za-z]", "")).orElse(null);
        } else if (ofNccl.matches()) {
            operation = operation(ofNccl.group(1)).orElse(operation);
        } else if (ofJccl.matches()) {
            operation = operation(ofJccl.group(1)).orElse(operation);
        }
    }

    private static Optional<Operation> operation(final String text) {
        final String plain = text.toLowerCase(Locale.ROOT);
        try {
            return Optional.of(
                    Operation.parse(OSU_NAMES.getOrDefault(plain, plain)).get(0));
        } catch (final IllegalArgumentException another) {
            return Optional.empty();
        }
    }

    private void row(final String[] fields) {
        if (operation == null) {
            return;
        }
        if (osu) {
            add(operation, Figures.average(osuBytes(Long.parseLong(fields[0])), Double.parseDouble(fields[1])));
        } else if (fields.length >= JCCL_COLUMNS) {
            final int at = JCCL_P50;
            add(
                    operation,
                    new Figures(
                            Long.parseLong(fields[0]),
                            Double.parseDouble(fields[OUT_OF_PLACE_TIME]),
                            Double.parseDouble(fields[at]),
                            Double.parseDouble(fields[at + 1]),
                            Double.parseDouble(fields[at + 2]),
                            Double.parseDouble(fields[at + 3])));
        } else if (fields.length > OUT_OF_PLACE_TIME) {
            add(operation, Figures.average(Long.parseLong(fields[0]), Double.parseDouble(fields[OUT_OF_PLACE_TIME])));
        }
    }

    /** OSU counts the bytes that one rank sends, or sends to each; nccl-tests those of all blocks together. */
    private long osuBytes(final long bytes) {
        return switch (operation) {
            case ALL_GATHER, ALL_TO_ALL, GATHER, SCATTER -> bytes * ranks;
            default -> bytes;
        };
    }

    private void json(final String line) throws IOException {
        final Map<String, String> values = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    values.put(parser.currentName(), parser.getText());
                }
            }
        }
        if (!values.containsKey("collective") || !"false".equals(values.get("inPlace"))) {
            return;
        }
        operation(values.get("collective"))
                .ifPresent(read -> add(
                        read,
                        new Figures(
                                Long.parseLong(values.get("sizeBytes")),
                                Double.parseDouble(values.get("avgUs")),
                                Double.parseDouble(values.get("p50Us")),
                                Double.parseDouble(values.get("p99Us")),
                                Double.parseDouble(values.get("p999Us")),
                                Double.parseDouble(values.get("maxUs")))));
    }

    private void add(final Operation about, final Figures row) {
        figures.computeIfAbsent(about, unseen -> new TreeMap<>()).putIfAbsent(row.bytes(), row);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public Optional<Figures> measure(final Task task) {
        return Optional.ofNullable(figures.get(task.operation())).map(rows -> rows.get(task.bytes()));
    }

    @Override
    public void close() {
        // nothing is held
    }
}
