// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.buffer.Memory;
import org.jccl.buffer.RegisteredMemory;

/**
 * Memory that the devices know from the day it is made until it is given back. Not by way of JUCX, which ends the process
 * where UCX refuses to register.
 */
final class RegisteredRegion implements RegisteredMemory {
    private final SharedContext context;
    private final long handle;
    private final long address;
    private final long lengthBytes;
    private boolean closed;

    /** Filled with zeros; a {@link org.openucx.jucx.UcxException} says why there is none. */
    RegisteredRegion(final SharedContext context, final long lengthBytes) {
        this.context = context;
        this.lengthBytes = lengthBytes;
        handle = map(context.ucp().getNativeId(), lengthBytes);
        address = addressOf(handle);
        context.retain();
        Memory.fill(address, lengthBytes, (byte) 0);
    }

    private static native long map(long context, long bytes);

    private static native long addressOf(long handle);

    private static native byte[] packKey(long context, long handle);

    private static native void unmap(long context, long handle);

    @Override
    public long address() {
        return address;
    }

    @Override
    public long lengthBytes() {
        return lengthBytes;
    }

    /** What permits a peer to write there. */
    byte[] remoteKey() {
        return packKey(context.ucp().getNativeId(), handle);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            unmap(context.ucp().getNativeId(), handle);
            context.release();
        }
    }
}
