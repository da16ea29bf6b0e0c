// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.Memory;
import org.jccl.buffer.RegisteredMemory;

/** Plain native memory, where no transport has a better kind. */
final class PrivateMemory implements RegisteredMemory {
    private final long lengthBytes;
    private long address;

    PrivateMemory(final long lengthBytes) {
        this.lengthBytes = lengthBytes;
        this.address = Memory.allocate(lengthBytes);
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
        if (address != 0) {
            Memory.free(address);
            address = 0;
        }
    }
}
