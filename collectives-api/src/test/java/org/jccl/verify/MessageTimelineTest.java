// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;
import static org.jccl.schedule.Space.SCRATCH;

import org.jccl.schedule.Collective;
import org.jccl.schedule.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MessageTimelineTest {
    @Test
    void shouldTellWhenMessagesTravelAndWhatTheyCarry() {
        // rank 0 passes its block on to 1, which passes both on to 2
        final MessageTimeline timeline = MessageTimeline.of(Shape.of(Collective.GATHER, 3, 2), rank -> {
            final ListSchedule schedule = new ListSchedule(3, 2);
            return switch (rank) {
                case 0 -> schedule.then(step -> step.send(INPUT, 0, 1).to(1));
                case 1 ->
                    schedule.then(step -> step.send(INPUT, 1, 1).to(2))
                            .then(step -> step.receive(0).into(SCRATCH, 0, 1))
                            .then(step -> step.send(SCRATCH, 0, 1).to(2));
                default ->
                    schedule.then(step -> step.copy(INPUT, 2, 1).into(OUTPUT, 2, 1))
                            .then(step -> step.receive(1).into(OUTPUT, 1, 1))
                            .then(step -> step.receive(1).into(OUTPUT, 0, 1));
            };
        });
        assertThat(timeline.rounds()).isEqualTo(2);
        assertThat(timeline.transfers())
                .extracting(Object::toString)
                .containsExactly(
                        "Transfer[round=1, from=0, sendStep=0, to=1, receiveStep=1, contents=[0[0]]]",
                        "Transfer[round=1, from=1, sendStep=0, to=2, receiveStep=1, contents=[1[1]]]",
                        "Transfer[round=2, from=1, sendStep=2, to=2, receiveStep=2, contents=[0[0]]]");
        assertThat(timeline.round(2, 0)).isZero();
        assertThat(timeline.round(2, 2)).isEqualTo(2);
    }

    @Test
    void shouldLetMessagesOfOneLinkFollowOneAnother() {
        final MessageTimeline timeline =
                MessageTimeline.of(Shape.of(Collective.BROADCAST, 2, 0).asInPlace(), rank -> {
                    final ListSchedule schedule = new ListSchedule(3, 0);
                    for (int chunk = 0; chunk < 3; chunk++) {
                        final int c = chunk;
                        if (rank == 0) {
                            schedule.then(step -> step.send(OUTPUT, c, 1).to(1));
                        } else {
                            schedule.then(step -> step.receive(0).into(OUTPUT, c, 1));
                        }
                    }
                    return schedule;
                });
        assertThat(timeline.transfers())
                .extracting(MessageTimeline.Transfer::round)
                .containsExactly(1, 2, 3);
    }
}
