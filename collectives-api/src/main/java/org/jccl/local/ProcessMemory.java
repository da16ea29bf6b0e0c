// SPDX-License-Identifier: Apache-2.0
package org.jccl.local;

import org.jccl.buffer.Memory;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.ring.Regions;

/**
 * Memory of one process: every address means the same to every rank, so all of it can be read by reference.
 *
 * <p>A region is freed when its owner and all that opened it have closed; the count of them lies in front of it.
 */
final class ProcessMemory implements Regions {
    private static final long WHOLE_PROCESS = 1;
    private static final long HOLDERS_BYTES = Memory.CACHE_LINE;

    private final java.util.List<Long> held = new java.util.ArrayList<>();
    private long mine;
    /** Whether peers were told where it is and may still be about to open it. */
    private boolean inDoubt;

    @Override
    public long create(final String token, final long bytes) {
        mine = Memory.allocate(bytes + HOLDERS_BYTES);
        hold(mine);
        return mine + HOLDERS_BYTES;
    }

    @Override
    public long handle() {
        inDoubt = true;
        return mine;
    }

    @Override
    public long open(final int peer, final String peerToken, final long handle, final long bytes) {
        hold(handle);
        return handle + HOLDERS_BYTES;
    }

    private void hold(final long region) {
        Memory.getAndAddLong(region, 1);
        held.add(region);
    }

    @Override
    public void opened() {
        inDoubt = false;
    }

    @Override
    public RegisteredMemory allocate(final long bytes) {
        return new Allocation(Memory.allocate(bytes), bytes);
    }

    @Override
    public long regionOf(final long address, final long length) {
        return WHOLE_PROCESS;
    }

    @Override
    public long offsetIn(final long region, final long address) {
        return address;
    }

    @Override
    public long reach(final int peer, final long region, final long offset) {
        return offset;
    }

    /**
     * If connecting has failed half-way, a peer may open the region after this: better that it stays for good than that
     * the peer writes to memory that is something else's by then.
     */
    @Override
    public void close() {
        if (inDoubt) {
            held.remove(mine);
        }
        for (final long region : held) {
            if (Memory.getAndAddLong(region, -1) == 1) {
                Memory.free(region);
            }
        }
        held.clear();
    }

    private static final class Allocation implements RegisteredMemory {
        private final long address;
        private final long lengthBytes;
        private boolean closed;

        Allocation(final long address, final long lengthBytes) {
            this.address = address;
            this.lengthBytes = lengthBytes;
        }

        @Override
        public long address() {
            return address;
        }

        @Override
        public long lengthBytes() {
            return lengthBytes;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                Memory.free(address);
            }
        }
    }
}
