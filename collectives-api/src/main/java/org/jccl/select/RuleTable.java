// SPDX-License-Identifier: Apache-2.0
package org.jccl.select;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jccl.algorithm.Algorithms;
import org.jccl.schedule.Collective;
import org.jccl.topology.Reach;

/**
 * Rules in order; the first that applies and can be followed counts. Immutable, any thread.
 *
 * <p>As a file, one rule a line, fields apart by blanks, {@code #} begins a remark:
 *
 * <pre>
 *   # collective  bytes   ranks  reach      algorithm
 *   all_reduce    0-16k   3-     net        recursive_doubling
 *   all_gather    *       *      local,shm  direct
 * </pre>
 *
 * <p>As an override, in one line: {@code allreduce:0-4k:recursive_doubling,allgather:ring}.
 */
public final class RuleTable {
    private static final String SHIPPED = "tuning.txt";
    private static final String LINE_FORM = "a line is: collective bytes ranks reach algorithm,"
            + " as in 'all_reduce 0-16k 3- net recursive_doubling', with * for any";
    private static final String ENTRY_FORM = "an entry is collective:algorithm or collective:bytes:algorithm,"
            + " as in 'allgather:ring' or 'allreduce:0-4k:recursive_doubling'";
    private static final Set<Reach> ANYWHERE = EnumSet.allOf(Reach.class);

    private final List<Rule> rules;

    private RuleTable(final List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** The table that comes with the library. */
    public static RuleTable shipped() {
        try (InputStream file = RuleTable.class.getResourceAsStream(SHIPPED)) {
            return parse(SHIPPED, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(SHIPPED + " in the library's own jar cannot be read", unreadable);
        }
    }

    /**
     * Reads a table, one rule a line.
     *
     * @param name what to call the table in messages
     * @throws IllegalArgumentException if a line is no rule; the message names the line and says what is allowed
     */
    public static RuleTable parse(final String name, final String text) {
        final List<Rule> rules = new ArrayList<>();
        final String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            final String line = lines[i].replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                rules.add(parseLine(line, name + " line " + (i + 1)));
            }
        }
        return new RuleTable(rules);
    }

    private static Rule parseLine(final String line, final String place) {
        final String[] fields = line.split("\\s+");
        if (fields.length != 5) {
            throw new IllegalArgumentException(
                    place + " '" + line + "' has " + fields.length + " fields; " + LINE_FORM);
        }
        try {
            return new Rule(
                    NumberRange.parse(fields[1]),
                    NumberRange.parse(fields[2]),
                    reaches(fields[3]),
                    Algorithms.find(Collective.parse(fields[0]), fields[4]),
                    place + " (" + String.join(" ", fields) + ")");
        } catch (final IllegalArgumentException wrong) {
            throw new IllegalArgumentException(place + ": " + wrong.getMessage(), wrong);
        }
    }

    private static Set<Reach> reaches(final String field) {
        if (field.equals("*")) {
            return ANYWHERE;
        }
        final Set<Reach> reaches = EnumSet.noneOf(Reach.class);
        for (final String name : field.split(",")) {
            reaches.add(Reach.parse(name));
        }
        return reaches;
    }

    /**
     * Reads overrides, apart by commas.
     *
     * @param name where they come from, for messages: {@code JCCL_ALGO}
     * @throws IllegalArgumentException if an entry is no rule; the message names it and says what is allowed
     */
    public static RuleTable parseOverrides(final String name, final String text) {
        final List<Rule> rules = new ArrayList<>();
        final String[] entries = text.split(",", -1);
        for (int i = 0; i < entries.length && !text.isBlank(); i++) {
            rules.add(parseEntry(entries[i].strip(), name, i + 1));
        }
        return new RuleTable(rules);
    }

    private static Rule parseEntry(final String entry, final String name, final int number) {
        final String place = name + " entry " + number + " '" + entry + "'";
        final String[] fields = entry.split(":", -1);
        if (fields.length != 2 && fields.length != 3) {
            throw new IllegalArgumentException(place + " is no rule; " + ENTRY_FORM);
        }
        try {
            return new Rule(
                    fields.length == 2 ? NumberRange.ANY : NumberRange.parse(fields[1]),
                    NumberRange.ANY,
                    ANYWHERE,
                    Algorithms.find(Collective.parse(fields[0]), fields[fields.length - 1]),
                    name + " (" + entry + ")");
        } catch (final IllegalArgumentException wrong) {
            throw new IllegalArgumentException(place + ": " + wrong.getMessage(), wrong);
        }
    }

    /** These rules, and after them others. */
    public RuleTable then(final RuleTable others) {
        final List<Rule> all = new ArrayList<>(rules);
        all.addAll(others.rules);
        return new RuleTable(all);
    }

    List<Rule> rules() {
        return rules;
    }
}
