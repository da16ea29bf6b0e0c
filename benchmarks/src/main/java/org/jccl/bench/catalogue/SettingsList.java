// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.catalogue;

import java.util.Locale;
import org.jccl.spi.KnownSettings;
import org.jccl.spi.Setting;
import org.jccl.spi.Settings;

/** The settings as lines of text, with what they are here and now. */
public final class SettingsList {
    private static final String LINE = "%-16s %-36s %-22s %s%n";

    private final KnownSettings known;
    private final Settings settings;

    /** Values are those that a communicator would find that is told nothing by its builder. */
    public SettingsList(final KnownSettings known, final Settings settings) {
        this.known = known;
        this.settings = settings;
    }

    /** A head, and a line each. */
    public String text() {
        final StringBuilder text = new StringBuilder(line("name", "value", "from", "meaning"));
        known.all().forEach(setting -> text.append(line(setting)));
        return text.toString();
    }

    private String line(final Setting<?> setting) {
        return settings.given(setting)
                .map(given -> line(setting.name(), setting.shown(given.text()), given.source(), setting.meaning()))
                .orElseGet(() -> line(setting.name(), setting.otherwise(), "", setting.meaning()));
    }

    private static String line(final String name, final String value, final String from, final String meaning) {
        return String.format(Locale.ROOT, LINE, name, value, from, meaning.replace("`", ""));
    }
}
