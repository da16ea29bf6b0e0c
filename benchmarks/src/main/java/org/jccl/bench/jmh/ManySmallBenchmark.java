// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What many small all-reduces cost beside one that carries as many bytes, or as few. Run with
 * {@code java -cp benchmarks/target/jccl.jar org.openjdk.jmh.Main ManySmallBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ManySmallBenchmark {
    private static final int SMALL_BYTES = 1 << 10;
    private static final int GROUPED = 64;
    private static final int OUTSTANDING = 1000;

    /** What carries the messages. */
    @Param({"local", "shm", "tcp"})
    public String transport;

    /**
     * One of 1 KiB, one of 64 KiB, a group of 64 of 1 KiB, the same group kept and started again, or 1000 of 1 KiB
     * outstanding at once.
     */
    @Param({"one1K", "one64K", "group64x1K", "again64x1K", "outstanding1000x1K"})
    public String what;

    private Pair pair;

    /** Connects the two. */
    @Setup
    public void open() {
        pair = new Pair(transport, this::role);
    }

    private Runnable role(final Communicator communicator) {
        return switch (what) {
            case "one1K" -> one(communicator, SMALL_BYTES);
            case "one64K" -> one(communicator, GROUPED * SMALL_BYTES);
            case "group64x1K" -> {
                final Runnable submissions = submissions(communicator);
                yield () -> communicator.group(submissions);
            }
            case "again64x1K" -> {
                final CollectiveRequest group = communicator.groupAsync(submissions(communicator));
                group.await();
                yield () -> group.restart().await();
            }
            default -> outstanding(communicator);
        };
    }

    private static Runnable one(final Communicator communicator, final int bytes) {
        final BufferView input = Pair.floats(bytes);
        final BufferView output = Pair.floats(bytes);
        return () -> communicator.allReduce(input, output, ReduceOp.SUM);
    }

    private static Runnable submissions(final Communicator communicator) {
        final BufferView[] inputs = views();
        final BufferView[] outputs = views();
        return () -> {
            for (int i = 0; i < GROUPED; i++) {
                communicator.allReduceAsync(inputs[i], outputs[i], ReduceOp.SUM);
            }
        };
    }

    private static BufferView[] views() {
        final BufferView[] views = new BufferView[GROUPED];
        for (int i = 0; i < GROUPED; i++) {
            views[i] = Pair.floats(SMALL_BYTES);
        }
        return views;
    }

    private static Runnable outstanding(final Communicator communicator) {
        final List<CollectiveRequest> requests = new ArrayList<>();
        for (int i = 0; i < OUTSTANDING; i++) {
            requests.add(communicator.allReduceAsync(Pair.floats(SMALL_BYTES), Pair.floats(SMALL_BYTES), ReduceOp.SUM));
        }
        requests.forEach(CollectiveRequest::await);
        return () -> {
            requests.forEach(CollectiveRequest::restart);
            requests.forEach(CollectiveRequest::await);
        };
    }

    /** Ends both. */
    @TearDown
    public void close() {
        pair.close();
    }

    /** All of them once. */
    @Benchmark
    public void reduce() {
        pair.run();
    }
}
