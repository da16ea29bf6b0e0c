// SPDX-License-Identifier: Apache-2.0
package org.jccl;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The declarations of settings say what is so: each is told of, each is read, and the builder has the methods they name. */
@Timeout(60)
class SettingsTruthTest {
    @Test
    void shouldTellOfEverySettingThatIsDeclared() throws IllegalAccessException {
        final List<Object> declared = new ArrayList<>();
        for (final Field field : CoreSettings.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class) {
                declared.add(field.get(null));
            }
        }
        assertThat(declared).containsExactlyElementsOf(new CoreSettings().settings());
    }

    @Test
    void shouldReadEverySettingThatIsDeclared() {
        final JavaClass declaring = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.jccl")
                .get(CoreSettings.class);
        final Set<String> unread = new TreeSet<>();
        for (final JavaField field : declaring.getFields()) {
            if (field.getAccessesToSelf().stream()
                    .allMatch(access -> access.getOriginOwner().equals(declaring))) {
                unread.add(field.getName());
            }
        }
        // read where the native part is loaded, under the name that both take from there
        assertThat(unread).containsExactly("NATIVE");
    }

    @Test
    void shouldNameMethodsThatTheBuilderHas() {
        final Set<String> methods = Stream.of(CommunicatorBuilder.class.getMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());
        assertThat(new CoreSettings()
                        .settings().stream().map(Setting::builderMethod).filter(name -> name != null))
                .isNotEmpty()
                .isSubsetOf(methods);
    }
}
