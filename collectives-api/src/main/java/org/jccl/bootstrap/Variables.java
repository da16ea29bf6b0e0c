// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.util.Map;
import org.jccl.error.InvalidUsageException;

/** Environment variables; an empty one counts as absent. */
record Variables(Map<String, String> map) {
    boolean has(final String name) {
        return get(name) != null;
    }

    /** The value, or null. */
    String get(final String name) {
        final String value = map.get(name);
        return value == null || value.isBlank() ? null : value.trim();
    }

    String get(final String name, final String defaultValue) {
        final String value = get(name);
        return value == null ? defaultValue : value;
    }

    /** The first of these that is there, or null. */
    String firstOf(final String... names) {
        for (final String name : names) {
            if (has(name)) {
                return get(name);
            }
        }
        return null;
    }

    /**
     * The value of a variable without which the environment makes no sense.
     *
     * @param because what was found that needs it
     * @param what what it should hold
     */
    String require(final String name, final String because, final String what) {
        final String value = get(name);
        if (value == null) {
            throw new InvalidUsageException(because + ", but " + name + " (" + what + ") is missing");
        }
        return value;
    }

    int number(final String name, final String because, final String what) {
        return number(name, require(name, because, what));
    }

    int number(final String name, final int defaultValue) {
        return has(name) ? number(name, get(name)) : defaultValue;
    }

    private static int number(final String name, final String value) {
        try {
            return Integer.parseInt(value);
        } catch (final NumberFormatException notANumber) {
            throw new InvalidUsageException(name + "='" + value + "' is no number", notANumber);
        }
    }
}
