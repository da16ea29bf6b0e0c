// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jccl.Communicator;
import org.jccl.Recovery;
import org.jccl.ReduceOp;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.PeerFailedException;
import org.junit.jupiter.api.Test;

/** How the ranks that are left go on after a failure. */
public interface RecoveryContract extends OverTransport {
    private static void requireWhole(final Communicator communicator) {
        for (int round = 0; round < 20; round++) {
            final float[] ones = new float[1 + 997 * round];
            java.util.Arrays.fill(ones, 1);
            communicator.allReduce(ones, ReduceOp.SUM);
            for (final float each : ones) {
                assertThat(each).isEqualTo(communicator.size());
            }
        }
    }

    private static void callUntilItFails(final Communicator communicator) {
        callUntilItFails(communicator, Communicator::barrier);
    }

    private static void callUntilItFails(final Communicator communicator, final Consumer<Communicator> first) {
        assertThatThrownBy(() -> {
                    first.accept(communicator);
                    while (true) {
                        communicator.barrier();
                    }
                })
                .isInstanceOf(CollectiveException.class)
                .isNotInstanceOf(InvalidUsageException.class);
    }

    @Test
    default void shouldGoOnWithThoseThatAreLeft() {
        spawn(4, communicator -> {
            communicator.barrier();
            if (communicator.rank() == 1) {
                communicator.close();
                return;
            }
            callUntilItFails(communicator);
            try (Communicator rest = communicator.shrink()) {
                communicator.close();
                assertThat(rest.size()).isEqualTo(3);
                assertThat(rest.rank()).isEqualTo(List.of(0, 2, 3).indexOf(communicator.rank()));
                assertThat(rest.recovery().formerRanks()).containsExactly(0, 2, 3);
                requireWhole(rest);
            }
        });
    }

    @Test
    default void shouldGoOnWithoutRankZeroAndThenWithoutAnother() {
        spawn(4, communicator -> {
            if (communicator.rank() == 0) {
                communicator.close();
                return;
            }
            callUntilItFails(communicator);
            try (Communicator rest = communicator.shrink()) {
                requireWhole(rest);
                if (rest.rank() == 2) {
                    return;
                }
                callUntilItFails(rest);
                try (Communicator fewer = rest.shrink()) {
                    assertThat(fewer.recovery().formerRanks()).containsExactly(0, 1);
                    requireWhole(fewer);
                }
            }
        });
    }

    @Test
    default void shouldGoOnWithAllWhenNobodyHasDied() {
        spawn(3, communicator -> {
            if (communicator.rank() == 2) {
                requireWhole(communicator);
                communicator.abort("once more, please");
            }
            // the others may be in the last of those calls when the abort reaches them
            callUntilItFails(communicator, RecoveryContract::requireWhole);
            try (Communicator again = communicator.shrink()) {
                assertThat(again.size()).isEqualTo(3);
                final Recovery recovery = again.recovery();
                assertThat(recovery.completedByAll()).isBetween(19L, recovery.completedBySome());
                assertThat(recovery.completedBySome()).isGreaterThanOrEqualTo(20);
                requireWhole(again);
            }
        });
    }

    @Test
    default void shouldSayWhatEndedNowhere() {
        Ranks.spawn(3, transport(), b -> configure().apply(b).timeout(Duration.ofMillis(800)), communicator -> {
            communicator.barrier();
            communicator.barrier();
            if (communicator.rank() == 1) {
                Thread.sleep(1_500);
            } else {
                assertThatThrownBy(() -> communicator.allReduce(new float[8], ReduceOp.SUM))
                        .isInstanceOf(CollectiveTimeoutException.class);
            }
            callUntilItFails(communicator);
            try (Communicator again = communicator.shrink()) {
                assertThat(again.recovery()).isEqualTo(new Recovery(List.of(0, 1, 2), 2, 2));
                requireWhole(again);
            }
        });
    }

    @Test
    default void shouldGiveUpWhoDoesNotCome() {
        Ranks.spawn(3, transport(), b -> configure().apply(b).timeout(Duration.ofMillis(900)), communicator -> {
            if (communicator.rank() == 0) {
                Thread.sleep(4_000);
                assertThatThrownBy(communicator::shrink)
                        .isInstanceOf(PeerFailedException.class)
                        .hasMessageContaining("the other ranks have given up this one, rank 0");
                return;
            }
            callUntilItFails(communicator);
            try (Communicator rest = communicator.shrink()) {
                assertThat(rest.recovery().formerRanks()).containsExactly(1, 2);
                requireWhole(rest);
            }
        });
    }

    @Test
    default void shouldRefuseToShrinkWhatIsWhole() {
        spawn(2, communicator -> {
            assertThatThrownBy(communicator::shrink)
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageContaining("nothing has failed on 'world'");
            assertThat(communicator.recovery()).isNull();
            requireWhole(communicator);
        });
    }
}
