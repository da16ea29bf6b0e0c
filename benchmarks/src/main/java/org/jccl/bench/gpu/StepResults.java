// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jccl.bench.report.FlatJson;

/** What the steps of {@code check-on-gpu.sh} left: how each ended, in {@code steps.txt}, and its JSON lines. Immutable. */
final class StepResults {
    private static final String TIMED_OUT = "124";
    private static final String KILLED = "137";
    private static final String SKIPPED = "skipped";

    /** By name, the exit status as text; or that it was skipped, and why. */
    private final Map<String, String> ends;

    private final Map<String, List<FlatJson>> lines;

    private StepResults(final Map<String, String> ends, final Map<String, List<FlatJson>> lines) {
        this.ends = ends;
        this.lines = lines;
    }

    static StepResults read(final Path folder) throws IOException {
        final Map<String, String> ends = new LinkedHashMap<>();
        final Map<String, List<FlatJson>> lines = new LinkedHashMap<>();
        for (final String line : Files.readAllLines(folder.resolve("steps.txt"))) {
            final String[] words = line.split(" ", 2);
            ends.put(words[0], words[1]);
            lines.put(words[0], lines(folder.resolve(words[0] + ".jsonl")));
        }
        return new StepResults(ends, lines);
    }

    private static List<FlatJson> lines(final Path file) throws IOException {
        final List<FlatJson> all = new ArrayList<>();
        if (Files.exists(file)) {
            for (final String line : Files.readAllLines(file)) {
                // the first is about the machine; the last of a step that was ended may be cut
                if (line.endsWith("}") && !line.startsWith("{\"machine\"")) {
                    all.add(FlatJson.read(line));
                }
            }
        }
        return all;
    }

    /** Names of the steps that begin so, in the order of the script. */
    List<String> steps(final String prefix) {
        return ends.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    boolean isComplete(final String step) {
        return "0".equals(ends.get(step));
    }

    /** Whether it ended by itself, and said that something is wrong. */
    boolean hasFailed(final String step) {
        return ends.containsKey(step) && !isComplete(step) && !wasCut(step);
    }

    private boolean wasCut(final String step) {
        final String end = ends.get(step);
        return end.equals(TIMED_OUT) || end.equals(KILLED) || end.startsWith(SKIPPED);
    }

    /** Why a step has not all of its results. */
    String obstacle(final String step) {
        final String end = ends.get(step);
        if (end == null) {
            return step + " was not begun";
        }
        if (end.startsWith(SKIPPED)) {
            return end.substring(SKIPPED.length()).strip();
        }
        return wasCut(step)
                ? step + " took too long"
                : isComplete(step) ? step + " has no such figure" : step + " ended with status " + end;
    }

    List<FlatJson> lines(final String step) {
        return lines.getOrDefault(step, List.of());
    }

    /** A figure of {@link Quantities}. */
    OptionalDouble quantity(final String step, final String name) throws IOException {
        for (final FlatJson line : lines(step)) {
            if (name.equals(line.textOrNull("quantity"))) {
                return OptionalDouble.of(line.real("value"));
            }
        }
        return OptionalDouble.empty();
    }

    /** The median of that size in microseconds; out of place, where a row says. */
    OptionalDouble p50(final String step, final long bytes) throws IOException {
        for (final FlatJson line : lines(step)) {
            if (line.number("sizeBytes") == bytes && !"true".equals(line.textOrNull("inPlace"))) {
                return OptionalDouble.of(line.real("p50Us"));
            }
        }
        return OptionalDouble.empty();
    }

    /** The greatest size that a step has measured; 0 if none. */
    long greatestBytes(final String step) throws IOException {
        long greatest = 0;
        for (final FlatJson line : lines(step)) {
            greatest = Math.max(greatest, line.number("sizeBytes"));
        }
        return greatest;
    }
}
