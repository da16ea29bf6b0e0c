// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FoldingTest {
    private static final int LARGEST = 1024;

    @Test
    void shouldMakeTheGreatestPowerOfTwoOfMembers() {
        for (int size = 1; size <= LARGEST; size++) {
            final Folding folding = new Folding(size);
            assertThat(folding.members()).isLessThanOrEqualTo(size).isGreaterThan(size / 2);
            assertThat(1 << folding.dimensions()).isEqualTo(folding.members());
            assertThat(folding.members() + folding.pairs()).isEqualTo(size);
        }
    }

    @Test
    void shouldLetOneRankActForEveryMember() {
        for (int size = 1; size <= LARGEST; size++) {
            final Folding folding = new Folding(size);
            final int[] acting = new int[folding.members()];
            for (int rank = 0; rank < size; rank++) {
                final int member = folding.member(rank);
                acting[member] += folding.isFolded(rank) ? 0 : 1;
                final int actor = folding.isFolded(rank) ? folding.twin(rank) : rank;
                assertThat(folding.rank(member))
                        .as("who acts for %d of %d", rank, size)
                        .isEqualTo(actor);
            }
            assertThat(acting).containsOnly(1);
        }
    }

    @Test
    void shouldPairAFoldedRankWithTheOneBeforeIt() {
        for (int size = 1; size <= LARGEST; size++) {
            final Folding folding = new Folding(size);
            int pairs = 0;
            for (int rank = 0; rank < size; rank++) {
                if (folding.actsForTwo(rank)) {
                    pairs++;
                    assertThat(folding.twin(rank)).isEqualTo(rank + 1);
                    assertThat(folding.isFolded(rank + 1)).isTrue();
                }
            }
            assertThat(pairs).isEqualTo(folding.pairs());
        }
    }

    @Test
    void shouldKeepMembersInTheOrderOfTheirRanks() {
        for (int size = 1; size <= LARGEST; size++) {
            final Folding folding = new Folding(size);
            int next = 0;
            for (int member = 0; member < folding.members(); member++) {
                assertThat(folding.rank(member)).isEqualTo(next);
                assertThat(folding.ranks(0, member)).isEqualTo(next);
                next += folding.ranks(member, 1);
            }
            assertThat(next).isEqualTo(size);
        }
    }

    @Test
    void shouldCountTheLongestChainOfMessages() {
        for (int size = 1; size <= LARGEST; size++) {
            final Folding folding = new Folding(size);
            assertThat(folding.rounds()).as("rounds of %d ranks", size).isEqualTo(longestChain(folding));
        }
    }

    /** Follows, member by member, how many messages in a row led to what it knows. */
    private static int longestChain(final Folding folding) {
        int[] behind = new int[folding.members()];
        Arrays.fill(behind, 0, folding.pairs(), 1);
        for (int dimension = 0; dimension < folding.dimensions(); dimension++) {
            final int[] next = new int[behind.length];
            for (int member = 0; member < next.length; member++) {
                next[member] = Math.max(behind[member], behind[Hypercube.partner(member, dimension)] + 1);
            }
            behind = next;
        }
        int longest = 0;
        for (int member = 0; member < behind.length; member++) {
            longest = Math.max(longest, behind[member] + (member < folding.pairs() ? 1 : 0));
        }
        return longest;
    }
}
