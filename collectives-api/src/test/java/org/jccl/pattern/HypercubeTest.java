// SPDX-License-Identifier: Apache-2.0
package org.jccl.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HypercubeTest {
    private static final int LARGEST = 1024;

    @Test
    void shouldPairMembersBothWays() {
        for (int dimension = 0; dimension < 10; dimension++) {
            for (int member = 0; member < LARGEST; member++) {
                final int partner = Hypercube.partner(member, dimension);
                assertThat(Math.abs(partner - member)).isEqualTo(1 << dimension);
                assertThat(Hypercube.partner(partner, dimension)).isEqualTo(member);
            }
        }
    }

    @Test
    void shouldSpreadWhatAMemberKnowsOverItsBlock() {
        for (int members = 1; members <= LARGEST; members *= 2) {
            BitSet[] known = new BitSet[members];
            for (int member = 0; member < members; member++) {
                known[member] = new BitSet();
                known[member].set(member);
            }
            for (int dimension = 0; dimension < Hypercube.dimensions(members); dimension++) {
                known = meet(known, dimension);
                assertBlocks(known, dimension + 1);
            }
            assertThat(known[0].cardinality()).isEqualTo(members);
        }
    }

    @Test
    void shouldMeetTheBlockThatBeginsAtThePartnerOfTheFirst() {
        for (int dimension = 0; dimension < 10; dimension++) {
            for (int member = 0; member < LARGEST; member++) {
                final int theirs = Hypercube.block(Hypercube.partner(member, dimension), dimension);
                final int first = Hypercube.block(member, dimension);
                assertThat(Hypercube.partner(first, dimension)).isEqualTo(theirs);
            }
        }
    }

    private static BitSet[] meet(final BitSet[] known, final int dimension) {
        final BitSet[] met = new BitSet[known.length];
        for (int member = 0; member < met.length; member++) {
            met[member] = (BitSet) known[member].clone();
            met[member].or(known[Hypercube.partner(member, dimension)]);
        }
        return met;
    }

    private static void assertBlocks(final BitSet[] known, final int dimension) {
        for (int member = 0; member < known.length; member++) {
            final int first = Hypercube.block(member, dimension);
            final BitSet block = new BitSet();
            block.set(first, first + (1 << dimension));
            assertThat(known[member])
                    .as("what %d of %d knows", member, known.length)
                    .isEqualTo(block);
        }
    }
}
