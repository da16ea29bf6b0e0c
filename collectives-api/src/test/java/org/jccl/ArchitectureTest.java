// SPDX-License-Identifier: Apache-2.0
package org.jccl;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which package may see which. Whoever adds a package, or an arrow, says so here. */
@Timeout(120)
class ArchitectureTest {
    private static final String ROOT = "org.jccl";

    /** A package's arrows: packages by their last word, or single classes of the root by their full name. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry("pattern", Set.of()),
            entry("schedule", Set.of()),
            entry("algorithm", Set.of("pattern", "schedule")),
            entry("verify", Set.of("schedule")),
            entry("draw", Set.of("schedule", "algorithm", "verify")),
            entry("topology", Set.of("schedule")),
            entry("select", Set.of("algorithm", "schedule", "topology")),
            entry("plan", Set.of("schedule")),
            entry("error", Set.of("org.jccl.DataType")),
            entry("buffer", Set.of("error", "org.jccl.DataType", "org.jccl.ReduceOp")),
            entry("reduce", Set.of("buffer", "org.jccl.DataType", "org.jccl.ReduceOp", "org.jccl.ReduceOperator")),
            entry("spi", Set.of("buffer", "error")),
            entry("ring", Set.of("spi", "buffer", "error")),
            entry("local", Set.of("ring", "spi", "buffer", "error", "org.jccl.DataType")),
            entry("shm", Set.of("ring", "spi", "buffer", "error", "org.jccl.DataType")),
            entry("tls", Set.of("spi", "error")),
            entry("traffic", Set.of("spi", "buffer", "error")),
            // the one listening port decides how all connections carry their bytes
            entry("control", Set.of("tls", "spi", "buffer", "error")),
            // the store is reached through the process's one listening port
            entry("bootstrap", Set.of("control", "spi", "buffer", "error")));

    /** Packages that join the others, and so are held only by the rules below. */
    private static final Set<String> JOINING = Set.of("engine", "observe", "simulate");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void shouldFollowTheArrows() {
        final Set<String> breaches = new TreeSet<>();
        for (final JavaClass origin : CLASSES) {
            final Set<String> allowed = ARROWS.get(packageOf(origin));
            if (allowed != null) {
                for (final Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                    final JavaClass target = dependency.getTargetClass();
                    if (isOurs(target) && !packageOf(target).equals(packageOf(origin)) && !allows(allowed, target)) {
                        breaches.add(dependency.getDescription());
                    }
                }
            }
        }
        assertThat(breaches).isEmpty();
    }

    @Test
    void shouldKnowEveryPackage() {
        final Set<String> known = new TreeSet<>(ARROWS.keySet());
        known.addAll(JOINING);
        known.add("");
        assertThat(CLASSES.stream().map(ArchitectureTest::packageOf).collect(Collectors.toSet()))
                .as("packages; give a new one its arrows in this test")
                .isSubsetOf(known);
    }

    @Test
    void shouldShowInThePublicFaceOnlyBuffersErrorsWhatIsObservedOrSentAndTheRendezvous() {
        final Set<String> breaches = new TreeSet<>();
        for (final JavaClass origin : CLASSES) {
            if (packageOf(origin).isEmpty()) {
                for (final Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                    final JavaClass target = dependency.getTargetClass();
                    final boolean allowed = Set.of("", "buffer", "error").contains(packageOf(target))
                            || Set.of(
                                            "org.jccl.bootstrap.Rendezvous",
                                            "org.jccl.observe.LatencyReport",
                                            "org.jccl.observe.RankStatus",
                                            "org.jccl.traffic.Traffic")
                                    .contains(outermost(target));
                    if (isOurs(target) && !allowed) {
                        breaches.add(dependency.getDescription());
                    }
                }
            }
        }
        assertThat(breaches).isEmpty();
    }

    @Test
    void shouldJoinSchedulesAndTransportsInTheEngineAlone() {
        final Set<String> joining = new TreeSet<>();
        for (final JavaClass origin : CLASSES) {
            final Set<String> seen = origin.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .filter(ArchitectureTest::isOurs)
                    .map(ArchitectureTest::packageOf)
                    .collect(Collectors.toSet());
            if (seen.contains("spi") && (seen.contains("schedule") || seen.contains("algorithm"))) {
                joining.add(packageOf(origin));
            }
        }
        // the simulator runs schedules over links of its own
        assertThat(joining).isSubsetOf("engine", "simulate");
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("org.jccl.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldKeepThePublicFaceSmall() {
        final List<String> face = CLASSES.stream()
                .filter(type -> packageOf(type).isEmpty() && type.isTopLevelClass())
                .map(JavaClass::getSimpleName)
                .filter(name -> !name.equals("package-info"))
                .toList();
        assertThat(face).hasSizeLessThan(15);
    }

    private static boolean allows(final Set<String> allowed, final JavaClass target) {
        return !packageOf(target).isEmpty() ? allowed.contains(packageOf(target)) : allowed.contains(outermost(target));
    }

    private static boolean isOurs(final JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    /** The first word after the root package; empty for the root itself. */
    private static String packageOf(final JavaClass type) {
        final String name = type.getPackageName();
        return name.length() <= ROOT.length()
                ? ""
                : name.substring(ROOT.length() + 1).split("\\.")[0];
    }

    private static String outermost(final JavaClass type) {
        final String name = type.getBaseComponentType().getName();
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }
}
