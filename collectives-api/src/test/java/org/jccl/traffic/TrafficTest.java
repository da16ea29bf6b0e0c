// SPDX-License-Identifier: Apache-2.0
package org.jccl.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class TrafficTest {
    private static final long NOW = 7_000_000_000L;
    /** Takes a millisecond at the rate of 8 Gbit/s, of which a quarter may be ahead. */
    private static final long MEGABYTE = 1_000_000;

    private static final long HELD_NS = 750_000;

    private final Traffic traffic = Traffic.of(new Settings(Map.of(), name -> null, name -> null));
    private final Sender plain = traffic.join("world", "");
    private final Sender tagged = traffic.join("world", "checkpoint");
    private final Sender other = traffic.join("other", "checkpoint");

    private static long held(final Sender sender) {
        return Math.max(0, sender.waitNs(NOW));
    }

    private void sendAll() {
        plain.sent(MEGABYTE, 0, NOW);
        tagged.sent(MEGABYTE, 0, NOW);
        other.sent(MEGABYTE, 0, NOW);
    }

    @Test
    void shouldHoldUpATagInAllCommunicatorsAndNothingElse() {
        traffic.cap("tag:checkpoint:8Gbit");
        sendAll();
        assertThat(held(plain)).isZero();
        assertThat(held(tagged)).isEqualTo(HELD_NS + MEGABYTE);
        assertThat(held(other)).isEqualTo(HELD_NS + MEGABYTE);
        assertThat(plain.isPaced()).isFalse();
        assertThat(tagged.isPaced()).isTrue();
    }

    @Test
    void shouldHoldUpACommunicatorWithAllItsTags() {
        traffic.cap("communicator:world:8Gbit");
        sendAll();
        assertThat(held(plain)).isEqualTo(HELD_NS + MEGABYTE);
        assertThat(held(tagged)).isEqualTo(HELD_NS + MEGABYTE);
        assertThat(held(other)).isZero();
    }

    @Test
    void shouldHeedTheStrictestOfSeveralRates() {
        traffic.cap("16Gbit, tag:checkpoint:8Gbit");
        plain.sent(MEGABYTE, 0, NOW);
        assertThat(held(plain)).isEqualTo(250_000);
        assertThat(held(tagged)).as("the rank's").isEqualTo(250_000);
        tagged.sent(MEGABYTE, 0, NOW);
        assertThat(held(tagged)).isEqualTo(HELD_NS);
    }

    @Test
    void shouldGoByNewRatesAtOnce() {
        assertThat(traffic.caps()).isEmpty();
        traffic.cap("8Gbit");
        assertThat(traffic.caps()).isEqualTo("8Gbit");
        plain.sent(MEGABYTE, 0, NOW);
        assertThat(held(tagged)).isEqualTo(HELD_NS);
        traffic.cap("");
        assertThat(held(tagged)).isZero();
    }

    @Test
    void shouldKnowLinksByTheRanksThatWereMetFirst() {
        traffic.cap("link:2:8Gbit");
        final List<LinkCap> world = traffic.links(List.of("a", "b", "c"));
        final List<LinkCap> part = traffic.links(List.of("c", "a"));
        assertThat(world).extracting(LinkCap::isSet).containsExactly(false, false, true);
        assertThat(part).extracting(LinkCap::isSet).containsExactly(true, false);
        assertThat(world.get(2).sent(MEGABYTE, NOW)).isEqualTo(HELD_NS);
        assertThat(part.get(0).sent(0, NOW)).as("the same link").isEqualTo(HELD_NS);
    }

    @Test
    void shouldPreferTheWeightOfTheTagToThatOfTheCommunicator() {
        traffic.weigh("2, communicator:world:3, tag:checkpoint:4");
        assertThat(plain.row().weight()).isEqualTo(3);
        assertThat(tagged.row().weight()).isEqualTo(4);
        assertThat(traffic.join("third", "").row().weight()).isEqualTo(2);
        traffic.weigh("");
        assertThat(tagged.row().weight()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"fast", "1Gbyte", "0Gbit", "tag:1Gbit", "link:x:1Gbit", "link:-1:1Gbit", "1Gbit,", "-1Gbit"})
    void shouldSayHowRatesAreWritten(final String rules) {
        assertThatThrownBy(() -> traffic.cap(rules))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageStartingWith("cap='" + rules + "': cannot read '")
                .hasMessageEndingWith(
                        "write 200Mbit, tag:NAME:200Mbit, communicator:NAME:200Mbit or link:RANK:200Mbit");
        assertThat(traffic.caps()).as("as before").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "1.5", "tag:x"})
    void shouldSayHowWeightsAreWritten(final String rules) {
        assertThatThrownBy(() -> traffic.weigh(rules))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageStartingWith("weight='" + rules + "': cannot read '");
    }

    @Test
    void shouldRefuseWhatContradictsItselfOrMakesNoSense() {
        assertThatThrownBy(() -> traffic.cap("1Gbit,2Gbit")).hasMessageContaining("two values for the rank");
        assertThatThrownBy(() -> traffic.cap("tag:a:1Gbit,tag:a:1Gbit")).hasMessageContaining("tag:a twice");
        assertThatThrownBy(() -> traffic.weigh("link:1:2")).hasMessageContaining("links share nothing");
    }

    @Test
    void shouldLetATagHaveColonsInItsName() {
        traffic.cap("tag:a:b:8Gbit");
        assertThat(traffic.join("world", "a:b").isPaced()).isTrue();
    }
}
