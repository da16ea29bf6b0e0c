// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.ArrayList;
import java.util.List;
import org.jccl.buffer.RegisteredMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Memory that grows to the largest need and stays, so that a warm operation allocates nothing. */
final class Scratch {
    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);

    private final PlanMemory kind;
    private final List<RegisteredMemory> outgrown = new ArrayList<>();
    private RegisteredMemory memory;

    Scratch(final PlanMemory kind) {
        this.kind = kind;
    }

    /** The address of at least that much, or 0 if that is nothing; what was there before is lost. */
    long reserve(final long wanted) {
        if (memory == null ? wanted > 0 : wanted > memory.lengthBytes()) {
            grow(wanted);
        }
        return memory == null ? 0 : memory.address();
    }

    /**
     * To free what a device knows of waits for all that the device has to do, and so, where later work on a stream waits for
     * this very operation, for ever: it is kept, all of it together no more than what is in use.
     */
    private void grow(final long wanted) {
        if (kind == PlanMemory.PLAIN) {
            close();
            memory = kind.allocate(wanted);
            return;
        }
        if (memory != null) {
            outgrown.add(memory);
        }
        memory = kind.allocate(Long.highestOneBit(2 * wanted - 1));
    }

    void close() {
        if (memory != null) {
            free(memory);
        }
        memory = null;
        outgrown.forEach(Scratch::free);
        outgrown.clear();
    }

    /** A device that is lost keeps its memory, and refuses every call; what is still to be closed is closed all the same. */
    private static void free(final RegisteredMemory memory) {
        try {
            memory.close();
        } catch (final RuntimeException lost) {
            LOG.warn("scratch memory is not given back: {}", lost.getMessage());
        }
    }
}
