// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;

/**
 * A process that broadcasts from memory and into memory that is mapped anew for each call and unmapped afterwards: what a
 * fabric remembers of an address is no longer true when other memory lies there.
 */
public final class FreedMemoryRank {
    private static final int ROUNDS = 8;
    private static final int COUNT = 50_000;

    private FreedMemoryRank() {}

    /** Takes its place from the launcher's variables. */
    public static void main(final String[] none) {
        try (Communicator world = Communicator.builder().build()) {
            for (int round = 1; round <= ROUNDS; round++) {
                final long address = Memory.allocate((long) COUNT * Long.BYTES);
                for (int i = 0; i < COUNT; i++) {
                    Memory.putLong(address + (long) i * Long.BYTES, world.rank() == 0 ? value(round, i) : 0);
                }
                final BufferView view = BufferView.ofAddress(address, COUNT, DataType.INT64);
                world.broadcast(view, view, 0);
                for (int i = 0; i < COUNT; i++) {
                    final long found = Memory.getLong(address + (long) i * Long.BYTES);
                    if (found != value(round, i)) {
                        throw new AssertionError("round " + round + " at " + i + ": " + Long.toHexString(found));
                    }
                }
                Memory.free(address);
                System.out.println("round " + round + " at " + Long.toHexString(address));
            }
        }
    }

    private static long value(final int round, final int index) {
        return (long) round << 32 | index;
    }
}
