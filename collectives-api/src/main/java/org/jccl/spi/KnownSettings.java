// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jccl.error.InvalidUsageException;

/** Every setting that something on the class path reads, and what was probably meant by a name that is none. Immutable. */
public final class KnownSettings {
    /**
     * Names in the same form that are read elsewhere: by launchers for the process's place in the job, by {@code ./jccl} and
     * what it starts. They stay in the environment of whoever exported them.
     */
    private static final Set<String> OF_OTHERS =
            Set.of("rank", "size", "local.rank", "java.opts", "no.build", "launcher.pid", "terminal");

    private final List<Setting<?>> settings;

    /** These. */
    public KnownSettings(final Collection<Setting<?>> settings) {
        this.settings = List.copyOf(settings);
    }

    /** Those of every {@link SettingsProvider} on the class path, the library's own first. */
    public static KnownSettings load() {
        final List<SettingsProvider> providers = new ArrayList<>();
        ServiceLoader.load(SettingsProvider.class, KnownSettings.class.getClassLoader())
                .forEach(providers::add);
        providers.sort(Comparator.comparing((SettingsProvider provider) -> !(provider instanceof CoreSettings))
                .thenComparing(provider -> provider.getClass().getName()));
        final List<Setting<?>> settings = new ArrayList<>();
        providers.forEach(provider -> settings.addAll(provider.settings()));
        return new KnownSettings(settings);
    }

    /** All of them, in the order in which users should read of them. */
    public List<Setting<?>> all() {
        return settings;
    }

    /**
     * Refuses what a builder was told and nothing reads, and values that cannot be read.
     *
     * @throws InvalidUsageException with the nearest name, or with what to write
     */
    public void check(final Settings given) {
        for (final String name : given.explicitNames()) {
            final Setting<?> setting = find(name)
                    .orElseThrow(
                            () -> new InvalidUsageException("nothing on the class path reads the builder's setting '"
                                    + name + "'" + advice(name, Setting::name)));
            if (setting.isOfProcess()) {
                throw new InvalidUsageException(
                        "'" + name + "' holds for the whole process, not for one communicator; set "
                                + setting.variable() + " or -D" + setting.property());
            }
        }
        settings.forEach(given::get);
    }

    private Optional<Setting<?>> find(final String name) {
        return settings.stream().filter(setting -> setting.name().equals(name)).findFirst();
    }

    /** What is not as by default, as {@code transport=tcp (JCCL_TRANSPORT)}; no secrets. */
    public List<String> changed(final Settings given) {
        final List<String> changed = new ArrayList<>();
        for (final Setting<?> setting : settings) {
            given.given(setting)
                    .filter(found -> !found.text().trim().equals(setting.defaultText()))
                    .ifPresent(found ->
                            changed.add(setting + "=" + setting.shown(found.text()) + " (" + found.source() + ")"));
        }
        return changed;
    }

    /** A sentence for each of these variables and properties that has the library's prefix, and is read by nothing. */
    public List<String> unread(final Set<String> variables, final Set<String> properties) {
        final List<String> sentences = new ArrayList<>();
        unread(sentences, "variable ", variables, Setting.VARIABLES, Setting::variable);
        unread(sentences, "property ", properties, Setting.PROPERTIES, Setting::property);
        return sentences;
    }

    private void unread(
            final List<String> sentences,
            final String kind,
            final Set<String> names,
            final String prefix,
            final Function<Setting<?>, String> form) {
        for (final String name : new TreeSet<>(names)) {
            if (name.startsWith(prefix) && settings.stream().map(form).noneMatch(name::equals)) {
                final String setting =
                        name.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '.');
                if (!OF_OTHERS.contains(setting)) {
                    sentences.add("nothing on the class path reads the " + kind + name + advice(setting, form));
                }
            }
        }
    }

    private String advice(final String name, final Function<Setting<?>, String> form) {
        return nearest(name)
                .map(nearest -> "; did you mean " + form.apply(nearest) + "?")
                .orElse("; docs/configuration.md has all that is read");
    }

    /** Where more than two letters in five differ, no guess is better than a wild one. */
    private Optional<Setting<?>> nearest(final String name) {
        return settings.stream()
                .min(Comparator.comparingInt(setting -> EditDistance.between(name, setting.name())))
                .filter(setting -> 5 * EditDistance.between(name, setting.name())
                        <= 2 * Math.max(name.length(), setting.name().length()));
    }
}
