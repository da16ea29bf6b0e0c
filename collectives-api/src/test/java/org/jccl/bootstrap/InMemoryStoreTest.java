// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jccl.testing.RankThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class InMemoryStoreTest extends RendezvousContract {
    @Override
    Meeting open(final int size) {
        final InMemoryStore store = new InMemoryStore();
        return new Meeting() {
            @Override
            public Rendezvous at(final int rank) {
                return store;
            }

            @Override
            public void close() {
                // nothing outside memory
            }
        };
    }

    @Test
    void shouldServeOneMeetingAfterTheOther() {
        final InMemoryStore store = new InMemoryStore();
        final List<Integer> failures = RankThreads.run(3, PATIENCE, rank -> {
            for (int round = 0; round < 200; round++) {
                final byte[] mine = {(byte) round, (byte) rank};
                for (final byte[] one : store.allGather(mine, rank, 3, PATIENCE)) {
                    assertThat(one[0]).isEqualTo((byte) round);
                }
            }
            return 0;
        });
        assertThat(failures).hasSize(3);
    }

    @Test
    void shouldRefuseASecondThreadOfTheSameRank() {
        final InMemoryStore store = new InMemoryStore();
        final List<String> failures = RankThreads.run(
                2,
                PATIENCE,
                thread -> failureOf(() -> store.allGather(bytes("x"), 1, 3, java.time.Duration.ofMillis(500))));
        assertThat(failures).anyMatch(failure -> failure.equals("two threads say that they are rank 1"));
    }
}
