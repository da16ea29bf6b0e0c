// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** One flat JSON object (RFC 8259) on a line of its own. */
final class JsonLine {
    private final StringBuilder text;
    private char before = '{';

    JsonLine(final StringBuilder text) {
        this.text = text;
    }

    /** A text, or null. */
    JsonLine field(final String name, final String value) {
        name(name);
        if (value == null) {
            text.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    JsonLine field(final String name, final long value) {
        name(name);
        text.append(value);
        return this;
    }

    JsonLine field(final String name, final boolean value) {
        name(name);
        text.append(value);
        return this;
    }

    JsonLine field(final String name, final List<String> values) {
        name(name);
        char separator = '[';
        for (final String value : values) {
            text.append(separator);
            quote(value);
            separator = ',';
        }
        text.append(values.isEmpty() ? "[]" : "]");
        return this;
    }

    JsonLine numbers(final String name, final LongStream values) {
        name(name);
        text.append(values.mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]")));
        return this;
    }

    void end() {
        text.append(before == '{' ? "{}" : "}").append('\n');
    }

    private void name(final String name) {
        text.append(before);
        before = ',';
        quote(name);
        text.append(':');
    }

    private void quote(final String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            final char one = value.charAt(i);
            switch (one) {
                case '"', '\\' -> text.append('\\').append(one);
                case '\n' -> text.append("\\n");
                default -> {
                    if (one < ' ') {
                        text.append(String.format("\\u%04x", (int) one));
                    } else {
                        text.append(one);
                    }
                }
            }
        }
        text.append('"');
    }
}
