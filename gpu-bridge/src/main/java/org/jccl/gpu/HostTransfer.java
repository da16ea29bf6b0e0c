// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import org.jccl.buffer.BufferView;
import org.jccl.buffer.CopyEngine;
import org.jccl.buffer.Memory;
import org.jccl.buffer.MemorySpace;
import org.jccl.error.InvalidUsageException;

/** All of a device buffer to or from memory of the host, for callers who wait. One thread. */
final class HostTransfer {
    /** Arrays may be moved at any time, so they go through native memory, as much at a time. */
    private static final long PIECE_BYTES = 1 << 20;

    private final CopyEngine engine;
    private final long device;
    private final BufferView host;

    private HostTransfer(final CopyEngine engine, final long device, final BufferView host) {
        this.engine = engine;
        this.device = device;
        this.host = host;
    }

    static HostTransfer between(final DeviceBuffer buffer, final BufferView host) {
        final BufferView view = buffer.view();
        if (host.space() == MemorySpace.DEVICE || host.lengthBytes() != view.lengthBytes()) {
            throw new InvalidUsageException(
                    "a buffer of " + view + " is filled from, or copied to, as many bytes on the host, not " + host);
        }
        return new HostTransfer(view.copyEngine(), view.address(), host);
    }

    void load() {
        if (host.isReadOnly()) {
            throw new InvalidUsageException("the memory to copy to is read-only");
        }
        if (host.space() == MemorySpace.HOST) {
            load(0, host.address(), host.lengthBytes());
            return;
        }
        inPieces((piece, offset, bytes) -> {
            load(offset, piece, bytes);
            Memory.copy(null, piece, host.base(), host.address() + offset, bytes);
        });
    }

    void store() {
        if (host.space() == MemorySpace.HOST) {
            store(host.address(), 0, host.lengthBytes());
            return;
        }
        inPieces((piece, offset, bytes) -> {
            Memory.copy(host.base(), host.address() + offset, null, piece, bytes);
            store(piece, offset, bytes);
        });
    }

    private interface Step {
        void copy(long piece, long offset, long bytes);
    }

    private void inPieces(final Step step) {
        final long piece = Memory.allocate(PIECE_BYTES);
        try {
            final long length = host.lengthBytes();
            for (long offset = 0; offset < length; offset += PIECE_BYTES) {
                step.copy(piece, offset, Math.min(PIECE_BYTES, length - offset));
            }
        } finally {
            Memory.free(piece);
        }
    }

    private void load(final long offset, final long address, final long bytes) {
        if (bytes > 0) {
            await(() -> engine.load(null, device + offset, address, bytes));
        }
    }

    private void store(final long address, final long offset, final long bytes) {
        if (bytes > 0) {
            await(() -> engine.store(address, null, device + offset, bytes));
        }
    }

    private interface Copy {
        long begin();
    }

    private void await(final Copy copy) {
        long ticket = copy.begin();
        while (ticket == CopyEngine.BUSY) {
            Thread.onSpinWait();
            ticket = copy.begin();
        }
        while (ticket != CopyEngine.DONE && !engine.isDone(ticket)) {
            Thread.onSpinWait();
        }
    }
}
