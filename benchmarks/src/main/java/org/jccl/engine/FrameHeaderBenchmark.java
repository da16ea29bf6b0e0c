// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.concurrent.TimeUnit;
import org.jccl.buffer.Memory;
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
 * Writing the header of a message and comparing it with the expected one. In this package because the header is nobody
 * else's affair. Run with {@code java -cp benchmarks/target/jccl.jar org.openjdk.jmh.Main FrameHeaderBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class FrameHeaderBenchmark {
    private long address;
    private long sequence;

    /** Room for one. */
    @Setup
    public void allocate() {
        address = Memory.allocate(FrameHeader.BYTES);
    }

    /** Gives it back. */
    @TearDown
    public void free() {
        Memory.free(address);
    }

    /** The sender's half. */
    @Benchmark
    public void write() {
        FrameHeader.write(address, sequence++, 42, sequence, 8, 0);
    }

    /** Both halves. */
    @Benchmark
    public boolean writeAndMatch() {
        FrameHeader.write(address, ++sequence, 42, sequence, 8, 0);
        return FrameHeader.matches(address, sequence, 42, 8, 0);
    }
}
