// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.NativeLibrary;

/** One implementation of one operator on one type. */
record KernelCase(int level, DataType type, ReduceOp op) {
    /** Stands for the kernels in plain Java. */
    static final int JAVA = -1;

    private static final List<ReduceOp> OPS = List.of(
            ReduceOp.SUM,
            ReduceOp.PROD,
            ReduceOp.MIN,
            ReduceOp.MAX,
            ReduceOp.AVG,
            ReduceOp.BAND,
            ReduceOp.BOR,
            ReduceOp.BXOR,
            ReduceOp.preMulSum(-1.37));

    /** Every implementation that runs here, of every operator on every type. */
    static Stream<KernelCase> all() {
        final int levels = NativeLibrary.isLoaded() ? NativeKernel.levels() : 0;
        return IntStream.range(JAVA, levels)
                .boxed()
                .flatMap(level -> Stream.of(DataType.values())
                        .flatMap(type -> OPS.stream()
                                .filter(op -> op.supports(type))
                                .map(op -> new KernelCase(level, type, op))));
    }

    KernelCase with(final ReduceOp other) {
        return new KernelCase(level, type, other);
    }

    Kernel create() {
        return level == JAVA ? Kernels.java(type, op) : new NativeKernel(type, op, level);
    }

    /** Makes equal what the contract of {@link Kernel} leaves open: which NaN comes out of float32 and float64 arithmetic. */
    long canonical(final long bits) {
        if (op.kind() == ReduceOp.Kind.MIN || op.kind() == ReduceOp.Kind.MAX) {
            return bits;
        }
        return switch (type) {
            case FLOAT32 -> Float.floatToIntBits(Float.intBitsToFloat((int) bits)) & 0xffffffffL;
            case FLOAT64 -> Double.doubleToLongBits(Double.longBitsToDouble(bits));
            default -> bits;
        };
    }

    @Override
    public String toString() {
        return (level == JAVA ? "java" : NativeKernel.levelName(level)) + " " + op + " " + type;
    }
}
