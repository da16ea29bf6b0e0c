// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What is set: by the builder, else by the system property {@code jccl.NAME}, else by the environment variable {@code
 * JCCL_NAME} (upper case, underscores for dots; an empty one counts as absent), else the default. Immutable, any thread.
 */
public final class Settings {
    private static final String BUILDER = "builder";

    private final Map<String, String> explicit;
    private final UnaryOperator<String> properties;
    private final UnaryOperator<String> environment;

    /**
     * What a user wrote.
     *
     * @param text as it was written
     * @param source {@code builder}, {@code -Djccl.NAME} or {@code JCCL_NAME}
     */
    public record Given(String text, String source) {}

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

    /**
     * The value, or the default if nobody gave one.
     *
     * @throws org.jccl.error.InvalidUsageException if what was given is none; the message names it and says what to write
     */
    public <T> T get(final Setting<T> setting) {
        return value(setting).orElseGet(setting::defaultValue);
    }

    /**
     * The value that somebody gave, default or not; empty if nobody did.
     *
     * @throws org.jccl.error.InvalidUsageException if it is none
     */
    public <T> Optional<T> value(final Setting<T> setting) {
        return given(setting).map(given -> setting.read(given.text(), given.source()));
    }

    /** What somebody wrote, and where; empty if nobody did. */
    public Optional<Given> given(final Setting<?> setting) {
        return given(explicit.get(setting.name()), BUILDER)
                .or(() -> given(properties.apply(setting.property()), "-D" + setting.property()))
                .or(() -> given(environment.apply(setting.variable()), setting.variable())
                        .filter(given -> !given.text().isBlank()));
    }

    private static Optional<Given> given(final String text, final String source) {
        return Optional.ofNullable(text).map(there -> new Given(there, source));
    }

    /** The names that the builder was told. */
    public Set<String> explicitNames() {
        return explicit.keySet();
    }
}
