// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.schedule.Collective;
import org.jccl.schedule.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MessageStatisticsTest {
    @Test
    void shouldCountMessagesThatFollowOneAnotherAsRounds() {
        final Shape shape = Shape.of(Collective.BROADCAST, 4, 0).asInPlace();
        final MessageStatistics chain = MessageStatistics.of(shape, rank -> {
            final ListSchedule schedule = new ListSchedule(2, 0);
            if (rank > 0) {
                schedule.then(step -> step.receive(rank - 1).into(OUTPUT, 0, 2));
            }
            if (rank < 3) {
                schedule.then(step -> step.send(OUTPUT, 0, 2).to(rank + 1));
            }
            return schedule;
        });
        assertThat(chain).isEqualTo(new MessageStatistics(3, 1.0, 3));
    }

    @Test
    void shouldCountMessagesSideBySideAsOneRound() {
        final MessageStatistics direct = MessageStatistics.of(Shape.of(Collective.ALL_GATHER, 4, 0), rank -> {
            final ListSchedule schedule = new ListSchedule(4, 0)
                    .then(step -> step.send(INPUT, rank, 1)
                            .to((rank + 1) % 4)
                            .to((rank + 2) % 4)
                            .to((rank + 3) % 4));
            for (int i = 1; i < 4; i++) {
                final int peer = (rank + i) % 4;
                schedule.then(step -> step.receive(peer).into(OUTPUT, peer, 1));
            }
            return schedule.then(step -> step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1));
        });
        assertThat(direct).isEqualTo(new MessageStatistics(1, 0.75, 12));
    }

    @Test
    void shouldRefuseToCountBrokenSchedules() {
        assertThatThrownBy(() -> MessageStatistics.of(
                        Shape.of(Collective.BARRIER, 2, 0),
                        rank -> new ListSchedule(1, 0).then(step -> step.await(1 - rank))))
                .hasMessageContaining("never sends");
    }
}
