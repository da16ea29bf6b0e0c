// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PerfRunTest {
    private static final Effort BRIEF = new Effort(3, 1, Effort.ROW_NS);

    private final List<String> told = new ArrayList<>();

    private final Report recorder = new Report() {
        @Override
        public void begin(final Subject subject) {
            told.add("begin " + subject.operation());
        }

        @Override
        public void skip(final Subject subject, final String reason) {
            told.add("skip " + subject.operation() + ": " + reason);
        }

        @Override
        public void row(final Row row) {
            final Latencies times = row.outOfPlace().latencies();
            assertThat(times.p50Ns()).isPositive().isLessThanOrEqualTo(times.maxNs());
            assertThat(times.averageNs()).isPositive();
            told.add(row.sizeBytes() + " bytes, " + row.count() + " each, " + times.calls() + " calls, wrong "
                    + row.outOfPlace().wrong()
                    + (row.inPlace() == null ? "" : " and " + row.inPlace().wrong()));
        }

        @Override
        public void overlap(final Overlap row) {
            assertThat(row.ratio()).isPositive();
            assertThat(row.computing().p50Ns()).isPositive();
            told.add("overlap of " + row.sizeBytes() + " bytes, " + row.both().calls() + " calls");
        }

        @Override
        public void end(final long wrong) {
            told.add("end " + wrong);
        }
    };

    @Test
    void shouldGiveARowForEachSizeAndSkipSizesThatRoundToTheSame() {
        final Subject allReduce = new Subject(Operation.ALL_REDUCE, DataType.FLOAT64, ReduceOp.SUM, 0);
        final Subject allGather = new Subject(Operation.ALL_GATHER, DataType.FLOAT64, null, 0);
        final Subject allToAll = new Subject(Operation.ALL_TO_ALL, DataType.FLOAT64, null, 0);
        run(
                2,
                new PerfPlan(
                        List.of(allReduce, allGather, allToAll),
                        new Sizes(1, 64, 2, 0),
                        BRIEF,
                        true,
                        BufferKind.DIRECT,
                        false));

        assertThat(told)
                .containsExactly(
                        "begin all_reduce",
                        "8 bytes, 1 each, 3 calls, wrong 0 and 0",
                        "16 bytes, 2 each, 3 calls, wrong 0 and 0",
                        "32 bytes, 4 each, 3 calls, wrong 0 and 0",
                        "64 bytes, 8 each, 3 calls, wrong 0 and 0",
                        "begin all_gather",
                        "16 bytes, 1 each, 3 calls, wrong 0 and 0",
                        "32 bytes, 2 each, 3 calls, wrong 0 and 0",
                        "64 bytes, 4 each, 3 calls, wrong 0 and 0",
                        "begin all_to_all",
                        "16 bytes, 1 each, 3 calls, wrong 0",
                        "32 bytes, 2 each, 3 calls, wrong 0",
                        "64 bytes, 4 each, 3 calls, wrong 0",
                        "end 0");
    }

    @Test
    void shouldSayWhenNobodyCheckedAndSkipWhatTakesMoreRanks() {
        final Subject shift = new Subject(Operation.SEND_RECEIVE, DataType.INT8, null, 0);
        final Subject barrier = new Subject(Operation.BARRIER, DataType.INT8, null, 0);
        run(1, new PerfPlan(List.of(shift, barrier), new Sizes(8, 64, 2, 0), BRIEF, false, BufferKind.HEAP, false));

        assertThat(told)
                .containsExactly(
                        "skip send_receive: needs 2 ranks",
                        "begin barrier",
                        "0 bytes, 0 each, 3 calls, wrong -1",
                        "end 0");
    }

    @Test
    void shouldCountWhatIsWrongOverAllRanksBeforeAndAfterTheTimedCalls() {
        final Subject allReduce = new Subject(Operation.ALL_REDUCE, DataType.FLOAT32, ReduceOp.SUM, 0);
        final PerfPlan plan =
                new PerfPlan(List.of(allReduce), new Sizes(64, 64, 2, 0), BRIEF, true, BufferKind.DIRECT, false);
        Ranks.spawn(2, "local", communicator -> {
            final Communicator liar = communicator.rank() == 1 ? spoiling(communicator) : communicator;
            final Report report = communicator.rank() == 0 ? recorder : row -> {};
            try (Progress progress = Progress.silent()) {
                assertThat(new PerfRun(liar, plan, report, progress).run()).isEqualTo(3);
            }
        });
        assertThat(told).containsExactly("begin all_reduce", "64 bytes, 16 each, 3 calls, wrong 2 and 1", "end 3");
    }

    @Test
    void shouldMeasureWhatAComputationHidesOfEveryOperation() {
        final List<Subject> all = Operation.parse("all").stream()
                .map(each -> new Subject(each, DataType.INT32, each.reduces() ? ReduceOp.SUM : null, 0))
                .toList();
        run(2, new PerfPlan(all, new Sizes(64, 64, 2, 0), BRIEF, false, BufferKind.DIRECT, true));

        assertThat(told).hasSize(2 * all.size() + 1);
        assertThat(told)
                .startsWith("begin all_reduce", "overlap of 64 bytes, 3 calls")
                .endsWith("end 0");
    }

    /** As the communicator, but the third element of every floating all-reduce gets a wrong bit. */
    private static Communicator spoiling(final Communicator communicator) {
        final InvocationHandler handler = (proxy, method, arguments) -> {
            final Object result = method.invoke(communicator, arguments);
            if (method.getName().equals("allReduce")
                    && arguments[1] instanceof BufferView output
                    && output.type() == DataType.FLOAT32) {
                final long address = output.address() + 2 * Float.BYTES;
                Memory.putInt(address, Memory.getInt(address) ^ 1);
            }
            return result;
        };
        final Class<?>[] faces = {Communicator.class};
        return (Communicator) Proxy.newProxyInstance(Communicator.class.getClassLoader(), faces, handler);
    }

    @Test
    void shouldCallSmallSizesOftenAndLargeOnesASecondsFraction() {
        final Effort automatic = new Effort(0, -1, Effort.ROW_NS);
        assertThat(automatic.iterations(8, 350)).isEqualTo(100_000);
        assertThat(automatic.iterations(8, 50_000_000)).isEqualTo(200);
        assertThat(automatic.iterations(1 << 20, 2_000_000)).isEqualTo(100);
        assertThat(automatic.iterations(64 << 20, 500_000_000)).isEqualTo(7);
        assertThat(new Effort(20, -1, Effort.ROW_NS).iterations(8, 1)).isEqualTo(20);
    }

    private void run(final int ranks, final PerfPlan plan) {
        Ranks.spawn(ranks, "local", communicator -> {
            final Report report = communicator.rank() == 0 ? recorder : row -> {};
            try (Progress progress = Progress.silent()) {
                assertThat(new PerfRun(communicator, plan, report, progress).run())
                        .isZero();
            }
        });
    }
}
