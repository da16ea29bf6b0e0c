// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.Memory;
import org.jccl.reduce.Kernel;
import org.jccl.reduce.Kernels;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * {@code destination += operand}, in C and in Java. The counter {@code payload} reads as GB/s of operand; memory traffic
 * is three times that. Run with {@code java -cp benchmarks/target/jccl.jar org.openjdk.jmh.Main KernelBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class KernelBenchmark {
    /** Bytes folded in. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Folded {
        /** Bytes of operand; per nanosecond, hence GB/s. */
        public long payload;
    }

    /** The first level cache, the second, and beyond. */
    @Param({"16384", "262144", "4194304"})
    int bytes;

    /** Elements. */
    @Param({"FLOAT32", "BFLOAT16", "FLOAT16", "INT32"})
    DataType type;

    private Kernel kernel;
    private long memory;
    private long operandTable;

    /** Zeros: neither denormals nor NaN slow the sums down. */
    @Setup
    public void allocate() {
        kernel = Kernels.of(type, ReduceOp.SUM);
        memory = Memory.allocate(2L * bytes);
        operandTable = Memory.allocate(2L * Long.BYTES);
        Memory.putLong(operandTable, memory);
        Memory.putLong(operandTable + Long.BYTES, memory + bytes);
    }

    /** Frees both operands. */
    @TearDown
    public void free() {
        Memory.free(memory);
        Memory.free(operandTable);
    }

    /** The native kernel. */
    @Benchmark
    @Fork(1)
    public void inC(final Folded folded) {
        fold(folded);
    }

    /** The pure-Java kernel. */
    @Benchmark
    @Fork(value = 1, jvmArgsAppend = "-Djccl.native=off")
    public void inJava(final Folded folded) {
        fold(folded);
    }

    private void fold(final Folded folded) {
        kernel.combine(operandTable, 2, memory, bytes / type.sizeBytes());
        folded.payload += bytes;
    }
}
