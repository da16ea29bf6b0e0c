// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class HalvingTest {
    private static final int LARGEST = 1024;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSplitWhatIsLeftInEveryRound(final boolean nearestFirst) {
        for (int members = 1; members <= LARGEST; members *= 2) {
            for (int member = 0; member < members; member++) {
                int first = 0;
                final Halving halving = halving(nearestFirst, member, members);
                for (int round = 0; round < halving.rounds(); round++) {
                    final int width = halving.width(round);
                    assertThat(new int[] {halving.keep(round), halving.give(round)})
                            .as("halves of member %d of %d in round %d", member, members, round)
                            .containsExactlyInAnyOrder(first, first + width);
                    first = halving.keep(round);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveThePartnerWhatItKeeps(final boolean nearestFirst) {
        for (int members = 1; members <= LARGEST; members *= 2) {
            for (int member = 0; member < members; member++) {
                final Halving halving = halving(nearestFirst, member, members);
                for (int round = 0; round < halving.rounds(); round++) {
                    final Halving partner = halving(nearestFirst, halving.partner(round), members);
                    assertThat(partner.partner(round)).isEqualTo(member);
                    assertThat(partner.keep(round)).isEqualTo(halving.give(round));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLeaveEveryMemberWithAShareOfItsOwn(final boolean nearestFirst) {
        for (int members = 2; members <= LARGEST; members *= 2) {
            final BitSet left = new BitSet();
            for (int member = 0; member < members; member++) {
                final Halving halving = halving(nearestFirst, member, members);
                final int share = halving.keep(halving.rounds() - 1);
                assertThat(share).isEqualTo(nearestFirst ? backwards(member, halving.rounds()) : member);
                left.set(share);
            }
            assertThat(left.cardinality()).isEqualTo(members);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 256, 1024})
    void shouldMeetPartnersFromTheNearestOrTheFarthest(final int members) {
        final int rounds = Hypercube.dimensions(members);
        final int[] distances =
                IntStream.range(0, rounds).map(round -> 1 << round).toArray();
        final Halving near = Halving.nearestFirst(0, members);
        assertThat(IntStream.range(0, rounds).map(near::partner)).containsExactly(box(distances));
        final Halving far = Halving.farthestFirst(0, members);
        assertThat(IntStream.range(0, rounds).map(round -> far.partner(rounds - 1 - round)))
                .containsExactly(box(distances));
    }

    private static Integer[] box(final int[] values) {
        return IntStream.of(values).boxed().toArray(Integer[]::new);
    }

    private static Halving halving(final boolean nearestFirst, final int member, final int members) {
        return nearestFirst ? Halving.nearestFirst(member, members) : Halving.farthestFirst(member, members);
    }

    private static int backwards(final int member, final int bits) {
        int result = 0;
        for (int bit = 0; bit < bits; bit++) {
            result = result << 1 | member >> bit & 1;
        }
        return result;
    }
}
