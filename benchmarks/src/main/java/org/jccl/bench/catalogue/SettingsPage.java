// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.catalogue;

import java.util.List;
import org.jccl.spi.KnownSettings;
import org.jccl.spi.Setting;

/** The table in {@code docs/configuration.md}: written from the declarations by which settings are read. */
public final class SettingsPage {
    private static final String BEGIN = """
            <!-- Settings, written by `./jccl settings --docs docs/configuration.md`; a test fails when stale. Do not edit. -->
            """;
    private static final String END = "<!-- End of settings. -->\n";
    private static final String HEAD = """
            | name | builder | variable | default | |
            |---|---|---|---|---|
            """;

    private SettingsPage() {}

    /**
     * The page with the table as it should be.
     *
     * @throws IllegalArgumentException if the page does not say where the table goes
     */
    public static String update(final String page) {
        final int begin = page.indexOf(BEGIN);
        final int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    "the page has no place for settings; it is between these two lines:\n" + BEGIN + END);
        }
        return page.substring(0, begin) + BEGIN + table(KnownSettings.load().all()) + page.substring(end);
    }

    private static String table(final List<Setting<?>> settings) {
        final StringBuilder table = new StringBuilder(HEAD);
        settings.forEach(setting -> table.append(row(setting)));
        return table.toString();
    }

    private static String row(final Setting<?> setting) {
        final String method = setting.builderMethod();
        final String defaultText = setting.defaultText();
        return "| `" + setting.name() + "` | " + (method == null ? "" : "`" + method + "`") + " | `"
                + setting.variable()
                + "` | " + (defaultText.isEmpty() ? setting.otherwise() : "`" + defaultText + "`") + " | "
                + setting.meaning() + link(setting.page()) + " |\n";
    }

    /** By the page's name, or within this page by the section's. */
    private static String link(final String page) {
        if (page == null) {
            return "";
        }
        final String here = "configuration.md";
        return page.startsWith(here)
                ? "; see [below](" + page.substring(here.length()) + ")"
                : "; see [" + page.substring(0, page.indexOf(".md")) + "](" + page + ")";
    }
}
