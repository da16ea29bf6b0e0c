// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.buffer.BufferView;
import org.jccl.error.CollectiveException;
import org.jccl.error.InvalidUsageException;
import org.jccl.schedule.Collective;
import org.junit.jupiter.api.Test;

/** Wrong use is refused on the rank that does it, with the value in the message, and harms nothing. */
interface UsageContract extends OverTransport {
    /** A rank that does not exist. */
    int NOBODY = 37;

    @Test
    default void shouldRefuseWrongUseAndLiveOn() {
        spawn(2, communicator -> {
            if (communicator.rank() == 0) {
                refuseCounts(communicator);
                refuseRanks(communicator);
                refuseTables(communicator);
                refuseBuffers(communicator);
                refuseNulls(communicator);
            }
            final float[] sum = {1};
            communicator.allReduce(sum, ReduceOp.SUM);
            assertThat(sum).containsExactly(2);
        });
    }

    @Test
    default void shouldTellWhatCarriesACall() {
        spawn(3, communicator -> {
            final int next = (communicator.rank() + 1) % 3;
            assertThat(communicator.transport(next)).isEqualTo(transport());
            refused(() -> communicator.transport(communicator.rank()), String.valueOf(communicator.rank()));
            refused(() -> communicator.transport(NOBODY), "37");
            final String algorithm = communicator.algorithm("all_reduce", 1 << 20, false);
            assertThat(Algorithms.of(Collective.ALL_REDUCE))
                    .extracting(Algorithm::name)
                    .contains(algorithm);
            assertThat(communicator.explain("AllReduce", 1 << 20, false)).contains("* " + algorithm);
            assertThat(communicator.algorithm("gather_v", 1 << 20, false))
                    .isEqualTo(communicator.algorithm("gather_v", 8, false));
            assertThat(communicator.explain("gather_v", 1 << 20, false))
                    .as("only the root knows the size")
                    .isEqualTo(communicator.explain("gather_v", 8, false));
            refused(() -> communicator.algorithm("all_produce", 8, false), "all_produce", "all_reduce");
        });
    }

    private static void refused(final ThrowingCallable call, final String... values) {
        assertThatThrownBy(call).isInstanceOf(InvalidUsageException.class).hasMessageContainingAll(values);
    }

    private static BufferView floats(final int count) {
        return BufferView.of(new float[count]);
    }

    private static void refuseCounts(final Communicator c) {
        refused(() -> c.allReduce(floats(11), floats(13), ReduceOp.SUM), "11", "13");
        refused(() -> c.allReduceAsync(floats(11), floats(13), ReduceOp.SUM), "11", "13");
        refused(() -> c.reduce(floats(11), floats(13), ReduceOp.SUM, 0), "11", "13");
        refused(() -> c.broadcast(floats(11), floats(13), 0), "11", "13");
        refused(() -> c.allGather(floats(11), floats(23)), "11", "23");
        refused(() -> c.reduceScatter(floats(23), floats(11), ReduceOp.SUM), "11", "23");
        refused(() -> c.allToAll(floats(12), floats(14)), "12", "14");
        refused(() -> c.allToAll(floats(11), floats(11)), "11");
        refused(() -> c.gather(floats(11), floats(23), 0), "11", "23");
        refused(() -> c.scatter(floats(23), floats(11), 0), "11", "23");
    }

    private static void refuseRanks(final Communicator c) {
        refused(() -> c.broadcast(floats(1), floats(1), NOBODY), "37");
        refused(() -> c.broadcast(floats(1), floats(1), -1), "-1");
        refused(() -> c.reduce(floats(1), floats(1), ReduceOp.SUM, NOBODY), "37");
        refused(() -> c.gather(floats(1), floats(2), NOBODY), "37");
        refused(() -> c.scatter(floats(2), floats(1), 2), "2");
        refused(() -> c.send(floats(1), NOBODY), "37");
        refused(() -> c.send(floats(1), 0), "0");
        refused(() -> c.receive(floats(1), -5), "-5");
        refused(() -> c.receiveAsync(floats(1), 0), "0");
        refused(() -> c.split(-2, 0), "-2");
    }

    private static void refuseTables(final Communicator c) {
        refused(() -> c.allGatherV(floats(3), floats(7), new long[] {3, 4, 5}), "3");
        refused(() -> c.allGatherV(floats(3), floats(7), new long[] {4, 3}), "3", "4");
        refused(() -> c.allGatherV(floats(3), floats(7), new long[] {3, 5}), "7", "8");
        refused(() -> c.allGatherV(floats(3), floats(7), new long[] {3, -4}), "-4");
        refused(() -> c.reduceScatterV(floats(7), floats(4), ReduceOp.SUM, new long[] {3, 4}), "3", "4");
        refused(() -> c.gatherV(floats(3), floats(7), new long[] {3, 5}, 0), "7", "8");
        refused(() -> c.scatterV(floats(7), floats(3), new long[] {-3, 10}, 0), "-3");
        refused(() -> c.allToAllV(floats(3), floats(3), new long[] {1, 1}, new long[] {1, 2}), "3", "2");
    }

    private static void refuseBuffers(final Communicator c) {
        final BufferView whole = floats(20);
        refused(() -> c.allReduce(whole.slice(0, 10), whole.slice(5, 10), ReduceOp.SUM), "overlap");
        refused(() -> c.allToAll(whole, whole), "overlap");
        refused(() -> c.allGather(whole.slice(1, 5), whole.slice(0, 10)), "overlap");
        refused(() -> c.allReduce(floats(1), BufferView.of(new int[1]), ReduceOp.SUM), "float32", "int32");
        refused(() -> c.allReduce(floats(1), floats(1), ReduceOp.BAND), "band", "float32");
        final ByteBuffer readOnly =
                ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder()).asReadOnlyBuffer();
        final BufferView constant = BufferView.of(readOnly.order(ByteOrder.nativeOrder()), DataType.FLOAT32);
        refused(() -> c.allReduce(floats(2), constant, ReduceOp.SUM), "read-only");
        refused(() -> c.receive(constant, 1), "read-only");
        refused(() -> c.allocate(0), "0");
    }

    private static void refuseNulls(final Communicator c) {
        refused(() -> c.allReduce(null, floats(1), ReduceOp.SUM), "input");
        refused(() -> c.allReduce(floats(1), null, ReduceOp.SUM), "output");
        refused(() -> c.allReduce(floats(1), floats(1), null), "op");
        refused(() -> c.reduce(floats(1), null, ReduceOp.SUM, 0), "output");
        refused(() -> c.broadcast(null, floats(1), 0), "input");
        refused(() -> c.send(null, 1), "input");
        refused(() -> c.allGatherV(floats(1), floats(2), null), "counts");
        refused(() -> c.gatherV(floats(1), floats(2), null, 0), "counts");
        refused(() -> c.group(null), "submissions");
    }

    @Test
    default void shouldRefuseToRestartWhatIsNotDone() {
        spawn(2, communicator -> {
            final float[] value = {1};
            if (communicator.rank() == 0) {
                final var request = communicator.receiveAsync(BufferView.of(value), 1);
                assertThatThrownBy(request::restart).isInstanceOf(InvalidUsageException.class);
                communicator.barrier();
                request.await();
            } else {
                communicator.barrier();
                communicator.send(BufferView.of(value), 0);
            }
        });
    }

    @Test
    default void shouldRefuseCallsOnAClosedCommunicator() {
        spawn(2, communicator -> {
            communicator.barrier();
            communicator.close();
            communicator.close();
            assertThatThrownBy(() -> communicator.allReduce(new float[1], ReduceOp.SUM))
                    .isInstanceOf(CollectiveException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(communicator::barrierAsync)
                    .isInstanceOf(CollectiveException.class)
                    .hasMessageContaining("closed");
        });
    }

    @Test
    default void shouldEndPendingOperationsEverywhereOnAbort() {
        spawn(3, communicator -> {
            if (communicator.rank() == 1) {
                Thread.sleep(100);
                communicator.abort("enough is enough");
            }
            assertThatThrownBy(() -> communicator.allReduce(new float[1_000], ReduceOp.SUM))
                    .isInstanceOf(CollectiveException.class)
                    .hasMessageContaining("enough is enough");
        });
    }
}
