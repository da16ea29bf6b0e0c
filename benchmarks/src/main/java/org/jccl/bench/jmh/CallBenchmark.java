// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.bootstrap.InMemoryStore;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.RegisteredMemory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call costs beside the messages: checks, plan, executor and completion of an all-reduce over one rank, which
 * copies 8 bytes. Run with {@code java -cp benchmarks/target/jccl.jar org.openjdk.jmh.Main CallBenchmark -prof gc}: a warm
 * call allocates nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CallBenchmark {
    private Communicator communicator;
    private RegisteredMemory memory;
    private BufferView input;
    private BufferView output;
    private CollectiveRequest request;

    /** One rank. */
    @Setup
    public void open() {
        communicator = Communicator.builder()
                .rank(0)
                .size(1)
                .rendezvous(new InMemoryStore())
                .build();
        memory = communicator.allocate(256);
        final BufferView all = memory.view(DataType.FLOAT32);
        input = all.slice(0, 2);
        output = all.slice(32, 2);
        request = communicator.allReduceAsync(input, output, ReduceOp.SUM);
        request.await();
    }

    /** Ends it. */
    @TearDown
    public void close() {
        memory.close();
        communicator.close();
    }

    /** The blocking form, with the same arguments as before. */
    @Benchmark
    public void blocking() {
        communicator.allReduce(input, output, ReduceOp.SUM);
    }

    /** A request started again and waited for. */
    @Benchmark
    public void restarted() {
        request.restart();
        request.await();
    }
}
