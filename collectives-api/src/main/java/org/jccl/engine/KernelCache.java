// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.reduce.Kernel;
import org.jccl.reduce.Kernels;

/** The kernels of one progress domain, found again without allocating. Any thread may ask; only the owner runs them. */
final class KernelCache {
    private static final int KINDS = ReduceOp.Kind.values().length;

    private final Kernel[] kernels = new Kernel[DataType.values().length * KINDS];
    /** Which operator each was made for: those with a scalar or with code of the user's are told apart by identity. */
    private final ReduceOp[] operators = new ReduceOp[kernels.length];

    synchronized Kernel of(final Call call) {
        final ReduceOp op = call.op();
        if (op == null) {
            return null;
        }
        final int slot = call.type().ordinal() * KINDS + op.kind().ordinal();
        if (operators[slot] != op) {
            kernels[slot] = Kernels.of(call.type(), op);
            operators[slot] = op;
        }
        return kernels[slot];
    }
}
