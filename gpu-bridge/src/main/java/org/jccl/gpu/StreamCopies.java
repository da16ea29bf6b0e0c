// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import org.jccl.buffer.Accelerator;
import org.jccl.buffer.CopyEngine;
import org.jccl.buffer.StreamTurn;

/** A device's copies, for operations that take their turn on a stream. The copies themselves are not on it. */
final class StreamCopies implements CopyEngine {
    private final DeviceStream stream;
    private final DeviceCopies copies;

    StreamCopies(final DeviceStream stream, final DeviceCopies copies) {
        this.stream = stream;
        this.copies = copies;
    }

    @Override
    public StreamTurn turn() {
        return stream.turn();
    }

    @Override
    public long load(final Object base, final long source, final long address, final long bytes) {
        return copies.load(base, source, address, bytes);
    }

    @Override
    public long store(final long address, final Object base, final long destination, final long bytes) {
        return copies.store(address, base, destination, bytes);
    }

    @Override
    public boolean isDone(final long ticket) {
        return copies.isDone(ticket);
    }

    @Override
    public boolean pin(final long address, final long bytes) {
        return copies.pin(address, bytes);
    }

    @Override
    public void unpin(final long address) {
        copies.unpin(address);
    }

    @Override
    public Accelerator accelerator() {
        return copies.accelerator();
    }
}
