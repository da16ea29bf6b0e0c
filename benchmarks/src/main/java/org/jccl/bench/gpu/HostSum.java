// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.gpu;

import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.Memory;
import org.jccl.reduce.Kernel;
import org.jccl.reduce.Kernels;

/** The library's sum of float32 by one thread of the host, from memory, where a device's copies put what is to be reduced. */
final class HostSum {
    private static final int CALLS = 7;

    private HostSum() {}

    /** GB/s of result. */
    static double measure(final long bytes) {
        final Kernel kernel = Kernels.of(DataType.FLOAT32, ReduceOp.SUM);
        final long memory = Memory.allocate(2 * bytes);
        final long table = Memory.allocate(2L * Long.BYTES);
        try {
            // pages that nobody wrote would all be the same one
            Memory.fill(memory, 2 * bytes, (byte) 0);
            Memory.putLong(table, memory);
            Memory.putLong(table + Long.BYTES, memory + bytes);
            return bytes / Medians.ns(CALLS, () -> kernel.combine(table, 2, memory, bytes / Float.BYTES));
        } finally {
            Memory.free(table);
            Memory.free(memory);
        }
    }
}
