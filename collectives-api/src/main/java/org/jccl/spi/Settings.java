// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Tunables by name, such as {@code tcp.staging}: from the builder, else the system property {@code jccl.NAME}, else the
 * environment variable {@code JCCL_NAME} (upper case, dots as underscores), else the default. Immutable, any thread.
 */
public final class Settings {
    private final Map<String, String> explicit;
    private final UnaryOperator<String> properties;
    private final UnaryOperator<String> environment;

    /** Settings over the given sources; each function returns null for what it has not. */
    public Settings(
            final Map<String, String> explicit,
            final UnaryOperator<String> properties,
            final UnaryOperator<String> environment) {
        this.explicit = Map.copyOf(explicit);
        this.properties = properties;
        this.environment = environment;
    }

    /** Settings of this process, with what the builder said going first. */
    public static Settings ofProcess(final Map<String, String> explicit) {
        return new Settings(explicit, System::getProperty, System::getenv);
    }

    /** The value, or the default if nobody gave one. */
    public String get(final String name, final String defaultValue) {
        final String given = explicit.get(name);
        if (given != null) {
            return given;
        }
        final String property = properties.apply("jccl." + name);
        if (property != null) {
            return property;
        }
        final String variable = environment.apply(variable(name));
        return variable != null ? variable : defaultValue;
    }

    /**
     * The value as a number of bytes or a plain number; {@code K}, {@code M} and {@code G} multiply by powers of 1024.
     *
     * @throws IllegalArgumentException if it is no such number; the message names the setting
     */
    public long getLong(final String name, final long defaultValue) {
        final String text = get(name, null);
        return text == null ? defaultValue : parse(name, text.trim());
    }

    /**
     * The value as a span of time: {@code 200ms}, {@code 5s}, {@code 2m}, or a plain number of seconds.
     *
     * @throws IllegalArgumentException if it is no such span; the message names the setting
     */
    public long getDurationNs(final String name, final long defaultNs) {
        final String text = get(name, null);
        final long ns = text == null ? defaultNs : Durations.parseNs(text);
        if (ns < 0) {
            throw new IllegalArgumentException(
                    variable(name) + "='" + text + "' is no span of time; write 5s, 200ms or 2m");
        }
        return ns;
    }

    private static long parse(final String name, final String text) {
        final int unit = text.isEmpty() ? -1 : "KMG".indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
        try {
            final long number = Long.parseLong(unit < 0 ? text : text.substring(0, text.length() - 1));
            return number << 10 * (unit + 1);
        } catch (final NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    variable(name) + "='" + text + "' is no number; write 4096, 64K or 1M", notANumber);
        }
    }

    private static String variable(final String name) {
        return "JCCL_" + name.replace('.', '_').toUpperCase(java.util.Locale.ROOT);
    }
}
