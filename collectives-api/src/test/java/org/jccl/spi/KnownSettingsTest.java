// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jccl.error.InvalidUsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class KnownSettingsTest {
    private static final String NOBODY = "nothing on the class path reads the ";
    private static final String EVERYTHING = "; docs/configuration.md has all that is read";

    private final KnownSettings known = KnownSettings.load();

    private static Settings explicit(final String name, final String value) {
        return new Settings(Map.of(name, value), none -> null, none -> null);
    }

    @Test
    void shouldKnowTheLibrarysOwn() {
        assertThat(known.all()).containsAll(new CoreSettings().settings());
        assertThat(known.all().stream().map(Setting::name)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "JCCL_TIMOUT, JCCL_TIMEOUT",
        "JCCL_CONTROL_SLIENCE, JCCL_CONTROL_SILENCE",
        "JCCL_SOCKET_INTERFACE, JCCL_SOCKET_IFNAME",
        "JCCL_ALGOS, JCCL_ALGO",
        "JCCL_RECORDS, JCCL_RECORD",
        "JCCL_Timeout, JCCL_TIMEOUT",
        "JCCL_TLS_KEYS, JCCL_TLS_KEY",
    })
    void shouldNameTheNearestVariable(final String mistyped, final String meant) {
        assertThat(known.unread(Set.of(mistyped), Set.of()))
                .containsExactly(NOBODY + "variable " + mistyped + "; did you mean " + meant + "?");
    }

    @Test
    void shouldNameTheNearestProperty() {
        assertThat(known.unread(Set.of(), Set.of("jccl.tranport", "jccl.timeout", "java.home", "jcclean")))
                .containsExactly(NOBODY + "property jccl.tranport; did you mean jccl.transport?");
    }

    @Test
    void shouldGuessNothingWild() {
        assertThat(known.unread(Set.of("JCCL_QUANTUM_FOAM"), Set.of()))
                .containsExactly(NOBODY + "variable JCCL_QUANTUM_FOAM" + EVERYTHING);
    }

    @Test
    void shouldSayNothingOfWhatIsReadHereOrElsewhere() {
        final Set<String> variables = new HashSet<>(Set.of(
                "PATH", "NCCL_DEBUG", "JCCL_RANK", "JCCL_SIZE", "JCCL_LOCAL_RANK", "JCCL_NO_BUILD", "JCCL_JAVA_OPTS"));
        known.all().forEach(setting -> variables.add(setting.variable()));
        assertThat(known.unread(variables, Set.of("jccl.terminal", "jccl.native")))
                .isEmpty();
    }

    @Test
    void shouldRefuseWhatABuilderMistypes() {
        assertThatThrownBy(() -> known.check(explicit("timout", "5s")))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessage(NOBODY + "builder's setting 'timout'; did you mean timeout?");
        assertThatThrownBy(() -> known.check(explicit("JCCL_FOO", "5s"))).hasMessageEndingWith(EVERYTHING);
    }

    @Test
    void shouldRefuseAValueThatNobodyHasReadYet() {
        assertThatThrownBy(() -> known.check(explicit("shm.bulk", "much")))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageStartingWith("shm.bulk='much' (builder) is no number");
    }

    @Test
    void shouldSayHowToSetWhatHoldsForTheProcess() {
        assertThatThrownBy(() -> known.check(explicit("native", "off")))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessage("'native' holds for the whole process, not for one communicator; set JCCL_NATIVE or"
                        + " -Djccl.native");
    }

    @Test
    void shouldListWhatIsNotAsByDefaultWithoutSecrets() {
        final Map<String, String> environment =
                Map.of("JCCL_TRANSPORT", "tcp", "JCCL_TIMEOUT", "30s", "JCCL_TOKEN", "tiger", "JCCL_TLS_KEY", "/k.pem");
        final Settings settings = new Settings(Map.of("slab", "1M"), none -> null, environment::get);
        assertThat(known.changed(settings))
                .isEqualTo(List.of(
                        "transport=tcp (JCCL_TRANSPORT)",
                        "token=*** (JCCL_TOKEN)",
                        "tls.key=*** (JCCL_TLS_KEY)",
                        "slab=1M (builder)"));
    }
}
