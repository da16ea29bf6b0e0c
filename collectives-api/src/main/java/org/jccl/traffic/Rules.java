// SPDX-License-Identifier: Apache-2.0
package org.jccl.traffic;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jccl.error.InvalidUsageException;

/**
 * Values for a rank, and for some of its tags, communicators and links: {@code 1Gbit,tag:checkpoint:200Mbit,link:3:100Mbit}.
 *
 * @param text as it was written
 * @param values by subject, as {@link #tag} and its like name it
 */
record Rules<T>(String text, Map<String, T> values) {
    /** The subject of a value that names none. */
    static final String RANK = "";

    private static final Pattern GRAMMAR = Pattern.compile("(?:((?:tag|communicator):.+|link:\\d{1,6}):)?([^:]+)");

    static String tag(final String name) {
        return "tag:" + name;
    }

    static String communicator(final String name) {
        return "communicator:" + name;
    }

    static String link(final int rank) {
        return "link:" + rank;
    }

    /**
     * Reads them.
     *
     * @param setting what they are called
     * @param value reads a value; null or an exception if it is none
     * @param advice how a value is written
     * @throws InvalidUsageException if they cannot be read; the message says what would be
     */
    static <T> Rules<T> parse(
            final String setting, final String text, final Function<String, T> value, final String advice) {
        final Map<String, T> values = new HashMap<>();
        for (final String rule : text.isBlank() ? new String[0] : text.split(",", -1)) {
            final Matcher grammar = GRAMMAR.matcher(rule.trim());
            final T read = grammar.matches() ? value.apply(grammar.group(2)) : null;
            if (read == null) {
                throw new InvalidUsageException(
                        setting + "='" + text + "': cannot read '" + rule.trim() + "'; write " + advice + ", tag:NAME:"
                                + advice + ", communicator:NAME:" + advice + " or link:RANK:" + advice);
            }
            final String subject = grammar.group(1) == null ? RANK : grammar.group(1);
            if (values.put(subject, read) != null) {
                throw new InvalidUsageException(setting + "='" + text + "' says "
                        + (subject.equals(RANK) ? "two values for the rank" : subject + " twice") + "; leave out one");
            }
        }
        return new Rules<>(text, Map.copyOf(values));
    }

    T of(final String subject, final T otherwise) {
        return values.getOrDefault(subject, otherwise);
    }
}
