// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jccl.spi.KnownSettings;
import org.jccl.spi.Setting;
import org.jccl.spi.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SettingsPageTest {
    private static final Path DOCS = Path.of("..", "docs");

    private final KnownSettings known = KnownSettings.load();

    @Test
    void shouldBeWhatTheDocumentationSays() throws IOException {
        final String page = Files.readString(DOCS.resolve("configuration.md"));
        assertThat(page)
                .as("stale: run ./jccl settings --docs docs/configuration.md")
                .isEqualTo(SettingsPage.update(page));
    }

    @Test
    void shouldHaveThoseOfEveryTransport() {
        assertThat(known.all().stream().map(Setting::name))
                .doesNotHaveDuplicates()
                .contains("timeout", "tcp.read", "rdma.devices");
    }

    @Test
    void shouldPointToSectionsThatAreThere() throws IOException {
        for (final Setting<?> setting : known.all()) {
            if (setting.page() != null) {
                final String[] page = setting.page().split("#");
                final Stream<String> headings = Files.readString(DOCS.resolve(page[0]))
                        .lines()
                        .filter(line -> line.startsWith("#"))
                        .map(line -> line.replaceFirst("#+ ", "")
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9 -]", "")
                                .replace(' ', '-'));
                assertThat(headings.filter(heading -> page.length < 2 || heading.equals(page[1])))
                        .as(setting + ": " + setting.page())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void shouldHaveNoVariableInTheDocumentationThatNothingReads() throws IOException {
        final TreeSet<String> named = new TreeSet<>();
        try (Stream<Path> pages = Files.list(DOCS)) {
            for (final Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                Pattern.compile("JCCL_[A-Z_]+[A-Z]")
                        .matcher(Files.readString(page))
                        .results()
                        .map(MatchResult::group)
                        .forEach(named::add);
            }
        }
        // the page's example of one that is mistyped
        assertThat(named.remove("JCCL_TIMOUT")).isTrue();
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(known.unread(named, named)).isEmpty();
    }

    @Test
    void shouldListWhatIsSetAndFromWhere() {
        final Map<String, String> environment = Map.of("JCCL_TIMEOUT", "7s", "JCCL_TOKEN", "tiger");
        final String text = new SettingsList(known, new Settings(Map.of(), none -> null, environment::get)).text();
        assertThat(text.lines()).hasSize(1 + known.all().size());
        assertThat(text)
                .containsPattern("timeout +7s +JCCL_TIMEOUT +deadline")
                .containsPattern("token +\\*\\*\\* +JCCL_TOKEN ")
                .containsPattern("slab +128K +bytes")
                .doesNotContain("tiger");
    }

    @Test
    void shouldRefuseAPageWithoutAPlaceForTheTable() {
        assertThatThrownBy(() -> SettingsPage.update("# Something else"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no place for settings");
    }
}
