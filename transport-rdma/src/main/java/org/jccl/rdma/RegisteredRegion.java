// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.buffer.Memory;
import org.jccl.buffer.RegisteredMemory;
import org.openucx.jucx.ucp.UcpMemMapParams;
import org.openucx.jucx.ucp.UcpMemory;

/** Memory that the devices know from the day it is made until it is given back. */
final class RegisteredRegion implements RegisteredMemory {
    private final SharedContext context;
    private final UcpMemory memory;
    private final long address;
    private final long lengthBytes;
    private boolean closed;

    RegisteredRegion(final SharedContext context, final long lengthBytes) {
        this.context = context;
        this.lengthBytes = lengthBytes;
        memory = context.ucp().memoryMap(new UcpMemMapParams().allocate().setLength(lengthBytes));
        address = memory.getAddress();
        context.retain();
        Memory.fill(address, lengthBytes, (byte) 0);
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
            memory.deregister();
            context.release();
        }
    }
}
