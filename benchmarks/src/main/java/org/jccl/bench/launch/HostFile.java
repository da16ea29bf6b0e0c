// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of hosts in the grammar of Open MPI and MPICH, a line each: {@code node1 slots=4} or {@code node1:4}; {@code #}
 * begins a remark. A host without a number has one slot, and one that is listed again has the sum.
 */
public final class HostFile {
    private static final String COUNT = "[1-9]\\d{0,5}";
    /** No name begins with a hyphen, which ssh would take for an option. */
    private static final Pattern LINE = Pattern.compile(
            "(?<name>\\[[0-9A-Fa-f:.%]+]|[\\w.@][\\w.@%-]*)(?::(?<count>" + COUNT + "))?(?<rest>(?:\\s+\\S+)*)");

    private static final Pattern SLOTS = Pattern.compile("slots=(" + COUNT + ")");
    /** How far others may be crowded, which no rank here ever is. */
    private static final Pattern MOST = Pattern.compile("max[-_]slots=" + COUNT);

    private final Map<String, Integer> slots = new LinkedHashMap<>();
    private final String source;

    private HostFile(final String source) {
        this.source = source;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if there is none, a line is not understood, or it lists no host; names the line
     */
    public static List<HostSlots> read(final Path file) throws IOException {
        try {
            return parse(file.toString(), Files.readAllLines(file));
        } catch (final NoSuchFileException missing) {
            throw new IllegalArgumentException("no hostfile " + file, missing);
        }
    }

    /** Reads lines; {@code source} is what messages call them. */
    static List<HostSlots> parse(final String source, final List<String> lines) {
        final HostFile hosts = new HostFile(source);
        for (int i = 0; i < lines.size(); i++) {
            hosts.accept(i + 1, lines.get(i).replaceFirst("#.*", "").strip());
        }
        if (hosts.slots.isEmpty()) {
            throw new IllegalArgumentException(source + " lists no host; write a line for each: node1 slots=4");
        }
        return hosts.slots.entrySet().stream()
                .map(host -> new HostSlots(host.getKey(), host.getValue()))
                .toList();
    }

    private void accept(final int number, final String line) {
        if (line.isEmpty()) {
            return;
        }
        final Matcher host = LINE.matcher(line);
        if (!host.matches()) {
            throw notUnderstood(number, line);
        }
        String count = host.group("count");
        for (final String word : host.group("rest").strip().split("\\s+")) {
            final Matcher said = SLOTS.matcher(word);
            if (said.matches() && count == null) {
                count = said.group(1);
            } else if (!word.isEmpty() && !MOST.matcher(word).matches()) {
                throw notUnderstood(number, word);
            }
        }
        slots.merge(
                host.group("name").replaceAll("[\\[\\]]", ""),
                count == null ? 1 : Integer.parseInt(count),
                Integer::sum);
    }

    private IllegalArgumentException notUnderstood(final int number, final String what) {
        return new IllegalArgumentException(source + ", line " + number + ": '" + what
                + "' is not understood; write: node1 slots=4, or node1:4, or node1");
    }
}
