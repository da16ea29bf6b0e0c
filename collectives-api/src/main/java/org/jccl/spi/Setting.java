// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jccl.error.InvalidUsageException;

/**
 * Declares one thing that users may set. {@link Settings} reads values through it, and the table in {@code
 * docs/configuration.md} is written from it, so that neither knows of a setting that the other does not. A module that has
 * some gives them out by a {@link SettingsProvider}. Immutable, any thread.
 *
 * @param <T> what its value is read as
 */
public final class Setting<T> {
    static final String PROPERTIES = "jccl.";
    static final String VARIABLES = "JCCL_";

    private final String name;
    private final String defaultText;
    private final String meaning;
    private final String advice;
    private final Function<String, T> reader;
    private final Traits traits;

    /**
     * What few settings have.
     *
     * @param builder the builder's own method for it, or null
     * @param unset what happens where nobody sets one that has no default, in a few words
     * @param page where in {@code docs} there is more, or null
     * @param secret whether its value is shown to nobody
     * @param ofProcess whether it holds for the whole process, so that no builder can say it
     */
    private record Traits(String builder, String unset, String page, boolean secret, boolean ofProcess) {}

    private Setting(
            final String name,
            final String defaultText,
            final String meaning,
            final String advice,
            final Function<String, T> reader,
            final Traits traits) {
        this.name = Objects.requireNonNull(name, "name");
        this.defaultText = Objects.requireNonNull(defaultText, name);
        this.meaning = Objects.requireNonNull(meaning, name);
        this.advice = advice;
        this.reader = reader;
        this.traits = traits;
    }

    private static <T> Setting<T> of(
            final String name,
            final String defaultText,
            final String meaning,
            final String advice,
            final Function<String, T> reader) {
        return new Setting<>(name, defaultText, meaning, advice, reader, new Traits(null, "none", null, false, false));
    }

    /** Any text; an empty default means that there is none. */
    public static Setting<String> text(final String name, final String defaultText, final String meaning) {
        return of(name, defaultText, meaning, "", text -> text);
    }

    /** A number of bytes, or a plain number: {@code K}, {@code M} and {@code G} multiply by powers of 1024. */
    public static Setting<Long> size(final String name, final String defaultText, final String meaning) {
        return of(name, defaultText, meaning, "is no number; write 4096, 64K or 1M", Sizes::parse);
    }

    /** A span of time in nanoseconds, written {@code 200ms}, {@code 5s}, {@code 2m}, or a plain number of seconds. */
    public static Setting<Long> span(final String name, final String defaultText, final String meaning) {
        return of(name, defaultText, meaning, "is no span of time; write 5s, 200ms or 2m", Durations::parseNs);
    }

    /** {@code on} or {@code off}. */
    public static Setting<Boolean> toggle(final String name, final String defaultText, final String meaning) {
        return toggle(name, defaultText, "off", "on", meaning);
    }

    /** One of two words, in any case: true for the second. */
    public static Setting<Boolean> toggle(
            final String name, final String defaultText, final String off, final String on, final String meaning) {
        return of(
                name,
                defaultText,
                meaning,
                "is neither; write " + off + " or " + on,
                text -> text.equalsIgnoreCase(on) ? Boolean.TRUE : text.equalsIgnoreCase(off) ? Boolean.FALSE : null);
    }

    private Setting<T> with(final Traits newTraits) {
        return new Setting<>(name, defaultText, meaning, advice, reader, newTraits);
    }

    /** The same, for which the builder has a method of that name. */
    public Setting<T> builder(final String method) {
        return with(new Traits(method, traits.unset, traits.page, traits.secret, traits.ofProcess));
    }

    /** The same; the words say what happens where nobody sets it. */
    public Setting<T> unset(final String words) {
        return with(new Traits(traits.builder, words, traits.page, traits.secret, traits.ofProcess));
    }

    /** The same, about which that page of {@code docs} has more: {@code errors.md#numbers}. */
    public Setting<T> page(final String newPage) {
        return with(new Traits(traits.builder, traits.unset, newPage, traits.secret, traits.ofProcess));
    }

    /** The same, whose value no log and no command shows. */
    public Setting<T> secret() {
        return with(new Traits(traits.builder, traits.unset, traits.page, true, traits.ofProcess));
    }

    /** The same, for the whole process: by property and variable alone. */
    public Setting<T> ofProcess() {
        return with(new Traits(traits.builder, traits.unset, traits.page, traits.secret, true));
    }

    /** What the builder's {@code set} calls it: {@code tcp.read}. */
    public String name() {
        return name;
    }

    /** The system property: {@code jccl.tcp.read}. */
    public String property() {
        return PROPERTIES + name;
    }

    /** The environment variable, in upper case, with underscores for dots: {@code JCCL_TCP_READ}. */
    public String variable() {
        return VARIABLES + name.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The builder's own method for it, or null if {@code set} alone sets it. */
    public String builderMethod() {
        return traits.builder;
    }

    /** The default as a user would write it, or empty if there is none. */
    public String defaultText() {
        return defaultText;
    }

    /** What happens where nobody sets it, in a few words; the default if there is one. */
    public String otherwise() {
        return defaultText.isEmpty() ? traits.unset : defaultText;
    }

    /** What it is for, in one line. */
    public String meaning() {
        return meaning;
    }

    /** Where in {@code docs} there is more, as {@code errors.md#numbers}; or null. */
    public String page() {
        return traits.page;
    }

    /** Whether its value is shown to nobody. */
    public boolean isSecret() {
        return traits.secret;
    }

    /** Whether it holds for the whole process, so that no builder can say it. */
    public boolean isOfProcess() {
        return traits.ofProcess;
    }

    /** The default's value. */
    T defaultValue() {
        return reader.apply(defaultText);
    }

    /**
     * Reads what a user wrote.
     *
     * @param source where it was written, for the message
     * @throws InvalidUsageException if it cannot be; the message says what can
     */
    T read(final String text, final String source) {
        final T value = reader.apply(text.trim());
        if (value == null) {
            throw new InvalidUsageException(name + "='" + shown(text) + "' (" + source + ") " + advice);
        }
        return value;
    }

    /** That value as logs and commands may show it. */
    public String shown(final String text) {
        return traits.secret ? "***" : text;
    }

    @Override
    public String toString() {
        return name;
    }
}
