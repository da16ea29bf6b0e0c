// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.jmh;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * An all-reduce between two ranks of this JVM over each transport: shows that a warm operation allocates nothing, on
 * either rank. Run with {@code java -cp benchmarks/target/jccl.jar org.openjdk.jmh.Main TwoRanksBenchmark} and read
 * {@code bytesPerCall}, which counts the threads that carry out operations. JMH's {@code -prof gc} counts the heartbeats
 * of the control plane and JMH's own work as well: some 15 KB a second, which is much beside a few long operations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class TwoRanksBenchmark {
    private static final String DRIVER = "jccl-progress";

    /** What carries the messages. */
    @Param({"local", "shm", "tcp"})
    public String transport;

    /** Of each rank's vector. */
    @Param({"8", "65536", "4194304"})
    public int bytes;

    /** Whether calls block, or are requests that are started again and awaited. */
    @Param({"blocking", "async"})
    public String form;

    private Pair pair;

    /** Connects the two. */
    @Setup
    public void open() {
        pair = new Pair(transport, form.equals("async") ? this::restarting : this::blocking);
    }

    private Runnable blocking(final Communicator communicator) {
        final BufferView input = Pair.floats(bytes);
        final BufferView output = Pair.floats(bytes);
        return () -> communicator.allReduce(input, output, ReduceOp.SUM);
    }

    private Runnable restarting(final Communicator communicator) {
        final CollectiveRequest request =
                communicator.allReduceAsync(Pair.floats(bytes), Pair.floats(bytes), ReduceOp.SUM);
        request.await();
        return () -> request.restart().await();
    }

    /** Ends both. */
    @TearDown
    public void close() {
        pair.close();
    }

    /** One all-reduce, sum of floats. */
    @Benchmark
    public void allReduce(final Allocated allocated) {
        pair.run();
        allocated.calls++;
    }

    /** What the threads of both ranks allocate: the callers, and those that drive what nobody waits for. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Allocated {
        private static final com.sun.management.ThreadMXBean THREADS =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

        private static final Thread[] ALL = new Thread[256];

        private long calls;
        private long bytesBefore;

        /** Begins to count. */
        @Setup(Level.Iteration)
        public void begin() {
            calls = 0;
            bytesBefore = bytes();
        }

        /** Bytes for each operation, of both ranks together. */
        public double bytesPerCall() {
            return (double) (bytes() - bytesBefore) / Math.max(1, calls);
        }

        private static long bytes() {
            final int found = Thread.enumerate(ALL);
            long bytes = 0;
            for (int i = 0; i < found; i++) {
                final Thread thread = ALL[i];
                if (thread.getName().equals(Pair.PARTNER)
                        || thread == Thread.currentThread()
                        || thread.getName().startsWith(DRIVER)) {
                    bytes += THREADS.getThreadAllocatedBytes(thread.getId());
                }
            }
            return bytes;
        }
    }
}
