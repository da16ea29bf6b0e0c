// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.RegisteredMemory;

/** Memory that grows to the largest need and stays, so that a warm operation allocates nothing. */
final class Scratch {
    private final PlanMemory kind;
    private RegisteredMemory memory;

    Scratch(final PlanMemory kind) {
        this.kind = kind;
    }

    /** The address of at least that much, or 0 if that is nothing; what was there before is lost. */
    long reserve(final long wanted) {
        if (memory == null ? wanted > 0 : wanted > memory.lengthBytes()) {
            close();
            memory = kind.allocate(wanted);
        }
        return memory == null ? 0 : memory.address();
    }

    void close() {
        if (memory != null) {
            memory.close();
        }
        memory = null;
    }
}
