// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jccl.buffer.BufferView;
import org.jccl.error.TransportException;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SplitTest {
    /** Rank 1 makes the calls of which a split consists, with numbers of its own. */
    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 1L << 40, (1 << 20) + 1, Integer.MAX_VALUE})
    void shouldNameTheRankWhoseLengthMakesNoSense(final long length) {
        Ranks.spawn(2, "local", communicator -> {
            if (communicator.rank() == 1) {
                communicator.allGather(BufferView.of(new int[] {0, 1}), BufferView.of(new int[4]));
                communicator.allGather(BufferView.of(new long[] {length}), BufferView.of(new long[2]));
            } else {
                assertThatThrownBy(() -> communicator.split(0, 0))
                        .isInstanceOf(TransportException.class)
                        .hasMessageContainingAll("rank 1", Long.toString(length));
            }
        });
    }
}
