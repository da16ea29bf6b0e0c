// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the poms must say of each module, and no plugin asks for. */
@Timeout(10)
class PublishedModulesTest {
    private static final Path ROOT = Path.of("..");
    private static final String BOM = "collectives-bom";

    private static String pom(final String module) throws IOException {
        return Files.readString(ROOT.resolve(module).resolve("pom.xml"));
    }

    private static List<String> all(final String element, final String xml) {
        return Pattern.compile("<" + element + ">([^<]+)</" + element + ">")
                .matcher(xml)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static Set<String> jars() throws IOException {
        final Set<String> jars = new TreeSet<>();
        for (final String module : all("module", pom("."))) {
            if (!pom(module).contains("<packaging>pom</packaging>")) {
                jars.add(module);
            }
        }
        return jars;
    }

    @Test
    void shouldHaveEveryPublishedModuleInTheBom() throws IOException {
        final Set<String> published = new TreeSet<>();
        for (final String module : jars()) {
            if (!pom(module).contains("<maven.deploy.skip>true</maven.deploy.skip>")) {
                published.add(module);
            }
        }
        final Matcher managed = Pattern.compile("(?s)<dependencyManagement>.*?</dependencyManagement>")
                .matcher(pom(BOM));
        assertThat(managed.find()).isTrue();
        assertThat(all("artifactId", managed.group()))
                .as(BOM)
                .containsExactlyInAnyOrderElementsOf(published)
                .isNotEmpty();
    }

    @Test
    void shouldNameEveryModuleOfJava() throws IOException {
        final Set<String> names = new TreeSet<>();
        for (final String module : jars()) {
            final List<String> name = all("module.name", pom(module));
            assertThat(name).as("property module.name of " + module).hasSize(1);
            assertThat(name.get(0)).matches("[a-z]+(\\.[a-z0-9]+)+");
            assertThat(names.add(name.get(0))).as("a second " + name).isTrue();
        }
    }
}
