// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A JSON object of texts, numbers and lists of these, as the library writes one a line. Immutable. */
public final class FlatJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, Object> fields;

    private FlatJson(final Map<String, Object> fields) {
        this.fields = fields;
    }

    /**
     * Reads a line.
     *
     * @throws IOException if it is something else
     */
    public static FlatJson read(final String line) throws IOException {
        final Map<String, Object> fields = new HashMap<>();
        try (JsonParser parser = FACTORY.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("a line is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final String name = parser.currentName();
                fields.put(name, value(parser, parser.nextToken()));
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("a line is cut");
            }
        }
        return new FlatJson(fields);
    }

    private static Object value(final JsonParser parser, final JsonToken token) throws IOException {
        if (token == JsonToken.START_ARRAY) {
            final List<String> all = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (!parser.currentToken().isScalarValue()) {
                    throw new IOException("a list holds more than texts and numbers");
                }
                all.add(parser.getText());
            }
            return all;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getLongValue();
        }
        return token == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    /** Whether it has that field. */
    public boolean has(final String name) {
        return fields.containsKey(name);
    }

    /** A text. */
    public String text(final String name) throws IOException {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new IOException("a line lacks " + name);
    }

    /** A text, or null if it is null or missing. */
    public String textOrNull(final String name) {
        return fields.get(name) instanceof String text ? text : null;
    }

    /** A number. */
    public long number(final String name) throws IOException {
        if (fields.get(name) instanceof Long number) {
            return number;
        }
        throw new IOException("a line lacks " + name);
    }

    /** A number that may have a fraction. */
    public double real(final String name) throws IOException {
        try {
            return Double.parseDouble(String.valueOf(fields.get(name)));
        } catch (final NumberFormatException none) {
            throw new IOException("a line lacks " + name, none);
        }
    }

    /** A number, or that one if it is missing. */
    public long number(final String name, final long missing) throws IOException {
        return has(name) ? number(name) : missing;
    }

    /** A list of texts, empty if it is missing. */
    public List<String> texts(final String name) throws IOException {
        final Object value = fields.getOrDefault(name, List.of());
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        throw new IOException(name + " is no list");
    }

    /** A list of numbers, empty if it is missing. */
    public List<Long> numbers(final String name) throws IOException {
        try {
            return texts(name).stream().map(Long::valueOf).toList();
        } catch (final NumberFormatException none) {
            throw new IOException(name + " is no list of numbers", none);
        }
    }
}
