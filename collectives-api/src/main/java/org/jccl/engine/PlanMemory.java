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
        return bytes -> new Pinned(reachable.allocate(bytes), engine);
    }

    /** Native memory that an engine was told of. */
    final class Pinned implements RegisteredMemory {
        private final RegisteredMemory memory;
        private final CopyEngine engine;
        private boolean pinned;

        Pinned(final RegisteredMemory memory, final CopyEngine engine) {
            this.memory = memory;
            this.engine = engine;
            this.pinned = engine.pin(memory.address(), memory.lengthBytes());
        }

        @Override
        public long address() {
            return memory.address();
        }

        @Override
        public long lengthBytes() {
            return memory.lengthBytes();
        }

        @Override
        public synchronized void close() {
            try {
                if (pinned) {
                    pinned = false;
                    engine.unpin(memory.address());
                }
            } finally {
                memory.close();
            }
        }
    }
}
