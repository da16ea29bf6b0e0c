// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.Recovery;
import org.jccl.ReduceOp;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.error.CommunicatorAbortedException;
import org.jccl.testing.RankThreads;
import org.jccl.testing.ThreadRendezvous;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** What callers were told of their calls and what recovery says of them. */
@Timeout(60)
final class CompletionTest {
    private record Outcome(boolean returned, Recovery recovery) {}

    @RepeatedTest(20)
    void shouldCountACallAsCompletedWhereItReturnedAndNowhereElse() throws Exception {
        final Rendezvous meeting = new ThreadRendezvous(2);
        final List<Outcome> outcomes = RankThreads.run(2, Duration.ofSeconds(20), rank -> reduce(rank, meeting));
        final long returned = outcomes.stream().filter(Outcome::returned).count();
        for (final Outcome outcome : outcomes) {
            assertThat(outcome.recovery().completedByAll()).as("%s", outcomes).isEqualTo(returned == 2 ? 1 : 0);
            assertThat(outcome.recovery().completedBySome()).as("%s", outcomes).isEqualTo(returned > 0 ? 1 : 0);
        }
    }

    /** The communicator fails while the last step of rank 0 is carried out. */
    private static Outcome reduce(final int rank, final Rendezvous meeting) {
        try (Communicator communicator = Communicator.builder()
                .rank(rank)
                .size(2)
                .rendezvous(meeting)
                .transport("local")
                .build()) {
            final boolean returned = reduce(communicator);
            awaitFailure(communicator);
            try (Communicator rest = communicator.shrink()) {
                return new Outcome(returned, rest.recovery());
            }
        }
    }

    private static void awaitFailure(final Communicator communicator) {
        try {
            while (true) {
                communicator.barrier();
            }
        } catch (final CommunicatorAbortedException told) {
            assertThat(told).hasMessageContaining("in the middle");
        }
    }

    private static boolean reduce(final Communicator communicator) {
        try {
            communicator.allReduce(new float[] {1}, ReduceOp.of("abort", true, (into, operand, count, type) -> {
                if (communicator.rank() == 0) {
                    abort(communicator);
                }
            }));
            return true;
        } catch (final CommunicatorAbortedException told) {
            return false;
        }
    }

    private static void abort(final Communicator communicator) {
        final Thread other = new Thread(() -> communicator.abort("in the middle"));
        other.start();
        try {
            other.join();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
