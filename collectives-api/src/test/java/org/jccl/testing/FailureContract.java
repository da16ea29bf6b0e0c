// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.CommunicatorAbortedException;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.MismatchException;
import org.junit.jupiter.api.Test;

/** How a communicator fails: every rank hears of it, with a message that says who did what. */
public interface FailureContract extends OverTransport {
    private static BufferView floats(final int count) {
        return BufferView.of(new float[count]);
    }

    /** Both ranks of two must see a mismatch whose message holds what each of them called. */
    private void mismatch(final ThrowingCall first, final ThrowingCall second, final String... both) {
        spawn(2, communicator -> {
            final ThrowingCall mine = communicator.rank() == 0 ? first : second;
            assertThatThrownBy(() -> mine.on(communicator))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContainingAll(both)
                    .hasMessageContainingAll("rank 0", "rank 1");
            assertDead(communicator, MismatchException.class);
        });
    }

    /** A call of one rank. */
    interface ThrowingCall {
        /** Makes it. */
        void on(Communicator communicator);
    }

    private static void assertDead(final Communicator communicator, final Class<? extends Throwable> how) {
        assertThatThrownBy(communicator::barrier).isInstanceOf(how);
    }

    @Test
    default void shouldNameBothCallsWhenRanksDisagreeOnTheCollective() {
        mismatch(
                c -> c.allReduce(floats(4), floats(4), ReduceOp.SUM),
                c -> c.allGather(floats(2), floats(4)),
                "all_reduce",
                "all_gather");
    }

    @Test
    default void shouldNameBothCallsWhenRanksDisagreeOnTheCount() {
        mismatch(
                c -> c.allReduce(floats(1000), floats(1000), ReduceOp.SUM),
                c -> c.allReduce(floats(1001), floats(1001), ReduceOp.SUM),
                "1000",
                "1001");
    }

    @Test
    default void shouldNoticeWhenRanksGroupOtherCalls() {
        mismatch(c -> group(c, 10, 20), c -> group(c, 20, 10), "all_reduce(float32 x 30, sum, grouped as");
        mismatch(c -> group(c, 10, 20), c -> group(c, 10), "float32 x 30", "float32 x 10");
    }

    private static void group(final Communicator communicator, final int... counts) {
        communicator.group(() -> {
            for (final int count : counts) {
                communicator.allReduceAsync(floats(count), floats(count), ReduceOp.SUM);
            }
        });
    }

    @Test
    default void shouldNameBothCallsWhenRanksDisagreeOnOperatorOrType() {
        mismatch(
                c -> c.allReduce(floats(4), floats(4), ReduceOp.SUM),
                c -> c.allReduce(floats(4), floats(4), ReduceOp.MAX),
                "sum",
                "max");
        mismatch(
                c -> c.allReduce(floats(4), floats(4), ReduceOp.SUM),
                c -> c.allReduce(BufferView.of(new int[4]), BufferView.of(new int[4]), ReduceOp.SUM),
                "float32",
                "int32");
    }

    @Test
    default void shouldNameTheSenderWhenAReceiveExpectsAnotherLength() {
        spawn(2, communicator -> {
            final ThrowingCallable call = communicator.rank() == 0
                    ? () -> {
                        communicator.send(floats(5), 1);
                        communicator.barrier();
                    }
                    : () -> communicator.receive(floats(6), 0);
            assertThatThrownBy(call)
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContainingAll("float32 x 5", "float32 x 6");
        });
    }

    @Test
    default void shouldNoticeAtOnceWhenEachWaitsForAnotherRoot() {
        final long begun = System.nanoTime();
        mismatch(
                c -> c.broadcast(floats(4), floats(4), 1),
                c -> c.broadcast(floats(4), floats(4), 0),
                "broadcast(float32 x 4, root 0",
                "broadcast(float32 x 4, root 1",
                "FailureContract.java:");
        // long before the deadline of 30 s; what it takes is a matter of benchmarks
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    default void shouldNoticeWhenARankThatNeedNotWaitCallsSomethingElse() {
        spawn(3, communicator -> {
            if (communicator.rank() == 0) {
                Thread.sleep(500);
            }
            // ranks 1 and 2 wait for rank 0, which is a root that waits for nobody
            final int root = communicator.rank() == 0 ? 0 : 3 - communicator.rank();
            assertThatThrownBy(() -> {
                        communicator.broadcast(floats(4), floats(4), root);
                        communicator.barrier();
                    })
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("broadcast(float32 x 4, root");
        });
    }

    @Test
    default void shouldNameTheCallSitesOfBoth() {
        spawn(
                2,
                communicator -> assertThatThrownBy(() -> {
                            if (communicator.rank() == 0) {
                                barrierHere(communicator);
                            } else {
                                gatherThere(communicator);
                            }
                        })
                        .isInstanceOf(MismatchException.class)
                        .hasMessageContainingAll(
                                "FailureContract.barrierHere(Fail", "FailureContract.gatherThere(Fail"));
    }

    private static void barrierHere(final Communicator communicator) {
        communicator.barrier();
    }

    private static void gatherThere(final Communicator communicator) {
        communicator.allGather(floats(1), floats(2));
    }

    @Test
    default void shouldSayOnEveryRankWhoNeverCameAndWhereItIs() {
        Ranks.spawn(3, transport(), b -> configure().apply(b).timeout(Duration.ofMillis(700)), communicator -> {
            communicator.barrier();
            if (communicator.rank() == 2) {
                sleep(2_500);
                assertDead(communicator, CollectiveTimeoutException.class);
                return;
            }
            assertThatThrownBy(() -> communicator.allReduce(floats(8), floats(8), ReduceOp.SUM))
                    .isInstanceOf(CollectiveTimeoutException.class)
                    .hasMessageContainingAll(
                            "all_reduce(float32 x 8", "#1 on 'world' timed out", "after 700 ms: rank 2")
                    .hasMessageContainingAll("never entered it (last: barrier #0, ", "; its thread 'rank-2' is at")
                    .hasMessageContainingAll("FailureContract.sleep(FailureContract.java:", "ranks 0-1 wait")
                    .hasMessageContaining("waits for rank 2 to send");
        });
    }

    @Test
    default void shouldHoldACallToADeadlineOfItsOwn() {
        spawn(2, communicator -> {
            final Communicator hasty = communicator.timeout(Duration.ofMillis(300));
            hasty.barrier();
            hasty.allReduceAsync(floats(9), floats(9), ReduceOp.SUM).await();
            if (communicator.rank() == 1) {
                sleep(1_500);
                assertDead(communicator, CollectiveTimeoutException.class);
                return;
            }
            assertThatThrownBy(hasty::barrier)
                    .isInstanceOf(CollectiveTimeoutException.class)
                    .hasMessageContaining("barrier #2 on 'world' timed out on rank 0 after 300 ms");
        });
    }

    @Test
    default void shouldRememberOnRequestWhereAnAsynchronousCallWasStarted() {
        Ranks.spawn(2, transport(), b -> configure().apply(b).set("callsites", "on"), communicator -> {
            final CollectiveRequest request =
                    communicator.rank() == 0 ? startHere(communicator) : communicator.barrierAsync();
            assertThatThrownBy(request::await)
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("start was at FailureContract.");
        });
    }

    private static CollectiveRequest startHere(final Communicator communicator) {
        return communicator.allReduceAsync(floats(9), floats(9), ReduceOp.SUM);
    }

    @Test
    default void shouldSayWhoseSendIsMissing() {
        Ranks.spawn(2, transport(), b -> configure().apply(b).timeout(Duration.ofMillis(500)), communicator -> {
            if (communicator.rank() == 1) {
                sleep(2_000);
                assertDead(communicator, CollectiveTimeoutException.class);
                return;
            }
            assertThatThrownBy(() -> communicator.receive(floats(3), 1))
                    .isInstanceOf(CollectiveTimeoutException.class)
                    .hasMessageContaining("receive from rank 1 (float32 x 3) #0")
                    .hasMessageContaining("has not made the matching call (no call yet");
        });
    }

    @Test
    default void shouldSayBetweenWhomNothingMoves() {
        Ranks.spawn(
                2,
                transport(),
                b -> configure().apply(b).timeout(Duration.ofMillis(700)).set("faults", "seed=1,stall=rank1@64K"),
                communicator -> assertThatThrownBy(
                                () -> communicator.allReduce(floats(1 << 20), floats(1 << 20), ReduceOp.SUM))
                        .isInstanceOf(CollectiveTimeoutException.class)
                        .hasMessageContaining("every rank entered it, and ")
                        .hasMessageContaining("rank 0 waits for rank 1"));
    }

    @Test
    default void shouldEndEverythingPendingEverywhereOnAbort() {
        spawn(3, communicator -> {
            if (communicator.rank() == 1) {
                communicator.abort("the loss is not a number");
            }
            assertThatThrownBy(() -> {
                        while (true) {
                            communicator.allReduce(floats(100), floats(100), ReduceOp.SUM);
                        }
                    })
                    .isInstanceOf(CommunicatorAbortedException.class)
                    .hasMessageContainingAll("rank 1", "the loss is not a number");
        });
    }

    @Test
    default void shouldFailAsynchronousRequestsAndFuturesToo() {
        spawn(2, communicator -> {
            if (communicator.rank() == 1) {
                Thread.sleep(100);
                communicator.abort("enough");
                return;
            }
            final CollectiveRequest first = communicator.allReduceAsync(floats(4), floats(4), ReduceOp.SUM);
            final CollectiveRequest second = communicator.barrierAsync();
            final CompletableFuture<Void> future = second.toCompletableFuture();
            assertThatThrownBy(first::await).isInstanceOf(CommunicatorAbortedException.class);
            assertThatThrownBy(future::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(CommunicatorAbortedException.class);
        });
    }

    @Test
    default void shouldEndTheWaitAloneWhenOnlyTheWaitIsBounded() {
        spawn(2, communicator -> {
            if (communicator.rank() == 0) {
                final float[] sum = {1};
                final BufferView view = BufferView.of(sum);
                final CollectiveRequest request = communicator.allReduceAsync(view, view, ReduceOp.SUM);
                assertThat(request.await(Duration.ofMillis(50))).isFalse();
                communicator.send(floats(1), 1);
                request.await();
                assertThat(sum).containsExactly(3);
            } else {
                communicator.receive(floats(1), 0);
                final float[] sum = {2};
                communicator.allReduce(sum, ReduceOp.SUM);
                assertThat(sum).containsExactly(3);
            }
        });
    }

    @Test
    default void shouldAbortWhenABlockingCallIsInterrupted() {
        spawn(2, communicator -> {
            if (communicator.rank() == 0) {
                final Thread self = Thread.currentThread();
                final Thread interrupter = new Thread(() -> {
                    sleep(200);
                    self.interrupt();
                });
                interrupter.start();
                assertThatThrownBy(communicator::barrier)
                        .isInstanceOf(CommunicatorAbortedException.class)
                        .hasMessageContaining("interrupted");
                assertThat(Thread.interrupted()).isTrue();
                interrupter.join();
            } else {
                Thread.sleep(400);
                assertThatThrownBy(communicator::barrier)
                        .isInstanceOf(CommunicatorAbortedException.class)
                        .hasMessageContaining("interrupted");
            }
        });
    }

    private static void sleep(final long ms) {
        try {
            Thread.sleep(ms);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    default void shouldNameTheRankThatLeftTooEarly() {
        spawn(2, communicator -> {
            communicator.barrier();
            if (communicator.rank() == 1) {
                communicator.close();
                return;
            }
            assertThatThrownBy(() -> communicator.allReduce(floats(4), floats(4), ReduceOp.SUM))
                    .isInstanceOf(CollectiveException.class)
                    .hasMessageContaining("rank 1");
        });
    }

    @Test
    default void shouldAbortAndNameWhatAnOperatorOfTheUsersThrew() {
        final ReduceOp broken = ReduceOp.of("broken", true, (accumulator, operand, count, type) -> {
            throw new IllegalStateException("cannot add apples");
        });
        spawn(
                2,
                communicator -> assertThatThrownBy(() -> communicator.allReduce(floats(4), floats(4), broken))
                        .isInstanceOf(CommunicatorAbortedException.class)
                        .hasMessageContainingAll("broken", "cannot add apples"));
    }

    @Test
    default void shouldAbortWhenClassesThatACallNeedsAreMissing() {
        // as with two versions of a dependency on the class path: an Error, not an exception
        final ReduceOp broken = ReduceOp.of("broken", true, (accumulator, operand, count, type) -> {
            throw new NoSuchMethodError("another version");
        });
        spawn(
                2,
                communicator -> assertThatThrownBy(() -> communicator.allReduce(floats(4), floats(4), broken))
                        .isInstanceOf(CommunicatorAbortedException.class)
                        .hasMessageContaining("another version"));
    }

    @Test
    default void shouldRefuseEverythingOnceClosed() {
        spawn(2, communicator -> {
            communicator.barrier();
            communicator.close();
            communicator.close();
            assertThatThrownBy(communicator::barrier)
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(() -> communicator.broadcast(floats(1), floats(1), 0))
                    .isInstanceOf(InvalidUsageException.class);
        });
    }
}
