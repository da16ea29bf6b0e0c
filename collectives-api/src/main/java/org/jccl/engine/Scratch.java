// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.Memory;

/** Native memory that grows to the largest need and stays, so that a warm operation allocates nothing. */
final class Scratch {
    private long address;
    private long bytes;

    /** The address of at least that much; what was there before is lost. */
    long reserve(final long wanted) {
        if (wanted > bytes) {
            if (address != 0) {
                Memory.free(address);
            }
            address = Memory.allocate(wanted);
            bytes = wanted;
        }
        return address;
    }

    void close() {
        if (address != 0) {
            Memory.free(address);
        }
        address = 0;
        bytes = 0;
    }
}
