// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import java.util.List;
import java.util.stream.Stream;
import org.jccl.DataType;
import org.jccl.ReduceOp;

/** One implementation of one operator on one type. */
record KernelCase(String implementation, DataType type, ReduceOp op) {
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
        return Stream.of(DataType.values())
                .flatMap(type ->
                        OPS.stream().filter(op -> op.supports(type)).map(op -> new KernelCase("java", type, op)));
    }

    Kernel create() {
        return Kernels.java(type, op);
    }

    /** Makes equal what the contract of {@link Kernel} leaves open: which NaN comes out of float32 and float64 arithmetic. */
    long canonical(final long bits, final int operands) {
        final boolean ordered = op.kind() == ReduceOp.Kind.MIN || op.kind() == ReduceOp.Kind.MAX;
        if (operands == 1 || ordered) {
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
        return implementation + " " + op + " " + type;
    }
}
