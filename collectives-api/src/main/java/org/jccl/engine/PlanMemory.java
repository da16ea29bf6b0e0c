// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.Accelerator;
import org.jccl.buffer.CopyEngine;
import org.jccl.buffer.RegisteredMemory;

/** Where a plan has memory of its own. */
interface PlanMemory {
    /** The processor's. */
    PlanMemory PLAIN = PrivateMemory::new;

    RegisteredMemory allocate(long bytes);

    /** A device's. */
    static PlanMemory of(final Accelerator device) {
        return device::allocate;
    }

    /**
     * The processor's, between a device and the peers: quick to copy for the one, and where the transports can have it so,
     * within reach of the others.
     */
    static PlanMemory between(final CopyEngine engine, final PlanMemory reachable) {
        return bytes -> new Pinned(reachable, bytes, engine);
    }

    /**
     * Native memory that an engine was told of: whole pages, for a page is pinned once, and what a copy touches has to be
     * pinned all or not at all.
     */
    final class Pinned implements RegisteredMemory {
        private static final long PAGE_BYTES = 4096;

        private final RegisteredMemory memory;
        private final CopyEngine engine;
        private final long address;
        private final long lengthBytes;
        private boolean pinned;

        Pinned(final PlanMemory kind, final long bytes, final CopyEngine engine) {
            this.lengthBytes = wholePages(bytes);
            this.memory = kind.allocate(lengthBytes + PAGE_BYTES);
            this.address = wholePages(memory.address());
            this.engine = engine;
            this.pinned = engine.pin(address, lengthBytes);
        }

        private static long wholePages(final long bytes) {
            return bytes + PAGE_BYTES - 1 & -PAGE_BYTES;
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
            try {
                if (pinned) {
                    pinned = false;
                    engine.unpin(address);
                }
            } finally {
                memory.close();
            }
        }
    }
}
