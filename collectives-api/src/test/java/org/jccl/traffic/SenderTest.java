// SPDX-License-Identifier: Apache-2.0
package org.jccl.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jccl.spi.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SenderTest {
    private static final long NOW = 7_000_000_000L;
    private static final long MS = 1_000_000;
    private static final long PIECE = 16 << 10;

    private final Traffic traffic = traffic(Map.of());
    private final Sender one = traffic.join("world", "");

    private static Traffic traffic(final Map<String, String> settings) {
        return Traffic.of(new Settings(settings, name -> null, name -> null));
    }

    @Test
    void shouldHeedNothingWhileItIsAlone() {
        assertThat(traffic.isFree()).isTrue();
        one.sent(1 << 30, 0, NOW);
        assertThat(one.waitNs(NOW)).isLessThanOrEqualTo(0);
    }

    @Test
    void shouldWaitForTheRateOfItsRank() {
        final Traffic rank = traffic(Map.of("cap", "8Gbit"));
        assertThat(rank.isFree()).isFalse();
        final Sender capped = rank.join("world", "");
        capped.sent(1_000_000, 0, NOW);
        assertThat(capped.waitNs(NOW)).isEqualTo(750_000);
        assertThat(capped.waitNs(NOW + 750_000)).isLessThanOrEqualTo(0);
    }

    @Test
    void shouldPayForWhatIsUrgentToo() {
        final Sender capped = traffic(Map.of("cap", "8Gbit")).join("world", "");
        capped.sent(0, 1_000_000, NOW);
        assertThat(capped.waitNs(NOW)).isEqualTo(750_000);
    }

    @Test
    void shouldWaitWhileSomethingUrgentMovesElsewhere() {
        final Sender other = traffic.join("world", "");
        other.urgent(NOW);
        assertThat(one.waitNs(NOW + MS)).isPositive();
        assertThat(other.waitNs(NOW + MS)).as("its own").isLessThanOrEqualTo(0);
        assertThat(one.waitNs(NOW + 3 * MS)).as("it waits for somebody").isLessThanOrEqualTo(0);
        other.urgent(NOW + 3 * MS);
        other.urgent(0);
        assertThat(one.waitNs(NOW + 3 * MS)).as("it has ended").isLessThanOrEqualTo(0);
    }

    @Test
    void shouldForgetWhatWasUrgentOfOneThatLeft() {
        final Sender other = traffic.join("world", "");
        other.urgent(NOW);
        other.close();
        assertThat(one.waitNs(NOW)).isLessThanOrEqualTo(0);
    }

    @Test
    void shouldWaitForOneThatHasHadLessOnlyWhileThatWantsMore() {
        final Sender other = traffic.join("world", "");
        one.sent(1 << 20, 0, NOW);
        assertThat(one.waitNs(NOW)).as("nobody wants more").isLessThanOrEqualTo(0);
        other.refused(NOW);
        assertThat(one.waitNs(NOW)).isPositive();
        assertThat(one.waitNs(NOW + 6 * MS)).isLessThanOrEqualTo(0);
    }

    @Test
    void shouldShareByWeightWhatALinkTakes() {
        final Sender other = traffic.join("other", "");
        traffic.weigh("communicator:world:3");
        final long[] sent = share(one, other, 100_000, NOW);
        assertThat((double) sent[0] / sent[1]).isCloseTo(3, within(0.02));
    }

    @Test
    void shouldNotGiveToOneThatComesBackWhatItDidNotUse() {
        final Sender other = traffic.join("world", "");
        one.refused(NOW);
        one.sent(1L << 30, 0, NOW);
        final long[] sent = share(one, other, 10_000, NOW + MS);
        assertThat((double) sent[0] / sent[1]).isCloseTo(1, within(0.05));
    }

    /** Both want all of a link that takes one piece at a time, from whichever asks first. */
    private static long[] share(final Sender first, final Sender second, final int pieces, final long begunNs) {
        final Sender[] all = {first, second};
        final long[] sent = new long[2];
        long nowNs = begunNs;
        for (int piece = 0; piece < pieces; piece++) {
            boolean taken = false;
            for (int i = 0; i < all.length; i++) {
                all[i].refused(nowNs);
                if (!taken && all[i].waitNs(nowNs) <= 0) {
                    all[i].sent(PIECE, 0, nowNs);
                    sent[i] += PIECE;
                    taken = true;
                }
            }
            nowNs += MS / 8;
        }
        return sent;
    }

    @Test
    void shouldLetOneGoItsWayForWhomThereIsNoRow() {
        final List<Sender> all = new ArrayList<>();
        for (int i = 1; i < Table.ROWS; i++) {
            all.add(traffic.join("world", "tag " + i));
        }
        final Sender unseen = traffic.join("late", "");
        unseen.refused(NOW);
        one.sent(1 << 20, 0, NOW);
        assertThat(one.waitNs(NOW)).as("nobody knows of it").isLessThanOrEqualTo(0);
        unseen.close();
        all.get(7).close();
        traffic.join("world", "seen").refused(NOW);
        assertThat(one.waitNs(NOW)).as("it has the row of one that left").isPositive();
    }
}
