// SPDX-License-Identifier: Apache-2.0
package org.jccl.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class EmbeddedTest {
    private static final int[] RANKS = {7, 5};

    @Test
    void shouldRenameRanksAndMoveChunksToOutput() {
        final Schedule inner = Program.of(2)
                .once(step -> step.send(INPUT, 1, 1).to(1).to(0))
                .once(step -> step.reduce()
                        .from(1)
                        .local(INPUT, 1, 1)
                        .into(OUTPUT, 1, 1)
                        .last())
                .build();
        final Schedule outer = new Embedded(inner, RANKS, 10, 12);
        final Step step = new Step();
        outer.at(0, step);
        assertThat(step).hasToString("SEND OUTPUT[11,12) to 5 7");
        outer.at(1, step);
        assertThat(step).hasToString("REDUCE rank 5, OUTPUT[11,12) -> OUTPUT[11,12) last");
        assertThat(outer.chunks()).isEqualTo(12);
        assertThat(outer.steps()).isEqualTo(2);
    }

    @Test
    void shouldRefuseMoreChunksThanThereAre() {
        final Schedule inner = Program.of(3).build();
        assertThatThrownBy(() -> new Embedded(inner, RANKS, 10, 12))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 chunks from 10 on do not fit into 12");
    }

    @Test
    void shouldRefuseASchedulesOwnScratch() {
        final Schedule inner = Program.of(1).scratch(1).build();
        assertThatThrownBy(() -> new Embedded(inner, RANKS, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scratch");
    }
}
