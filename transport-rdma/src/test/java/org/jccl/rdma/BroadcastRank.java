// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;

/**
 * A process that broadcasts without end and checks what comes, {@code anew} from and into memory that is mapped for each
 * round and unmapped after it, or always the {@code same}. What a fabric remembers of an address is no longer true when other
 * memory lies there.
 */
public final class BroadcastRank {
    private static final int COUNT = 50_000;

    private BroadcastRank() {}

    /** Takes its place from the launcher's variables. */
    public static void main(final String[] args) {
        final boolean anew = args[0].equals("anew");
        try (Communicator world = Communicator.builder().build()) {
            long address = 0;
            for (long round = 1; round > 0; round++) {
                if (anew || address == 0) {
                    address = Memory.allocate((long) COUNT * Long.BYTES);
                }
                broadcast(world, address, round);
                System.out.println("round " + round + " at " + Long.toHexString(address));
                if (anew) {
                    Memory.free(address);
                }
            }
        }
    }

    private static void broadcast(final Communicator world, final long address, final long round) {
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
    }

    private static long value(final long round, final int index) {
        return round << 32 | index;
    }
}
