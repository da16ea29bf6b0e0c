// SPDX-License-Identifier: Apache-2.0
package org.jccl.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class ProgramTest {
    @Test
    void shouldWriteEveryLineOfARoundBeforeTheNextRound() {
        final Schedule program = Program.of(8)
                .once(step -> step.copy(INPUT, 7, 1).into(OUTPUT, 7, 1))
                .times(
                        2,
                        (step, round) -> step.send(INPUT, round, 1).to(1),
                        (step, round) -> step.receive(2).into(OUTPUT, round, 1))
                .build();
        assertThat(lines(program))
                .containsExactly(
                        "COPY INPUT[7,8) -> OUTPUT[7,8)",
                        "SEND INPUT[0,1) to 1",
                        "RECEIVE rank 2 -> OUTPUT[0,1)",
                        "SEND INPUT[1,2) to 1",
                        "RECEIVE rank 2 -> OUTPUT[1,2)");
    }

    @Test
    void shouldLeaveOutPhasesWithoutRounds() {
        final Schedule program = Program.of(1)
                .onceIf(false, step -> step.signal().to(9))
                .times(0, (step, round) -> step.signal().to(8))
                .once(step -> step.signal().to(7))
                .build();
        assertThat(program.steps()).isEqualTo(1);
        final Step step = new Step();
        program.at(0, step);
        assertThat(step.peer(0)).isEqualTo(7);
    }

    @Test
    void shouldCountAfterFromTheFirstStepOfThePhase() {
        final Schedule gated = Program.of(1)
                .once(step -> step.await(1))
                .times(
                        1,
                        (step, round) -> step.await(2),
                        (step, round) -> step.await(3).after(0))
                .build();
        final Schedule whole =
                Program.of(1).once(step -> step.await(0)).then(gated).build();
        final Step step = new Step();
        whole.at(3, step);
        assertThat(step.after()).isEqualTo(2);
        whole.at(2, step);
        assertThat(step.after()).isEqualTo(-1);
    }

    @Test
    void shouldNeedTheScratchOfItsHungriestPart() {
        final Schedule hungry = Program.of(4).scratch(6).build();
        assertThat(Program.of(4).scratch(3).then(hungry).build().scratchChunks())
                .isEqualTo(6);
    }

    @Test
    void shouldRefuseAPartOverOtherChunks() {
        final Schedule three = Program.of(3).build();
        assertThatThrownBy(() -> Program.of(4).then(three))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 chunks after 4");
    }

    private static List<String> lines(final Schedule schedule) {
        final List<String> lines = new ArrayList<>();
        final Step step = new Step();
        for (int index = 0; index < schedule.steps(); index++) {
            schedule.at(index, step);
            lines.add(step.toString());
        }
        return lines;
    }
}
