// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.util.concurrent.atomic.AtomicInteger;
import org.jccl.buffer.MemoryKind;
import org.jccl.error.TransportException;
import org.openucx.jucx.UcxException;
import org.openucx.jucx.ucp.UcpContext;
import org.openucx.jucx.ucp.UcpParams;

/**
 * A context of UCX and how many use it: memory registered with it may outlive the communicator that it was made for, and
 * must be given back before the context is. Any thread.
 */
final class SharedContext {
    /** Of {@code UCS_MEMORY_TYPE_CUDA}, in all versions. */
    private static final long CUDA_BIT = 1 << 1;

    private final UcpContext ucp;
    private final AtomicInteger users = new AtomicInteger(1);

    private SharedContext(final UcpContext ucp) {
        this.ucp = ucp;
    }

    /** Opens one with a single user. */
    static SharedContext open(final UcxSettings settings) {
        // memory is registered by any thread while the owner drives the worker
        final UcpParams params = new UcpParams()
                .requestTagFeature()
                .requestRmaFeature()
                .requestWakeupFeature()
                .setMtWorkersShared(true);
        settings.values().forEach(params::setConfig);
        try {
            return new SharedContext(new UcpContext(params));
        } catch (final UcxException refused) {
            throw new TransportException(
                    UcxLibrary.versions() + " finds nothing to use (" + refused.getMessage()
                            + "): no device for RDMA, or none that UCX_TLS and JCCL_RDMA_DEVICES permit",
                    refused);
        }
    }

    UcpContext ucp() {
        return ucp;
    }

    /** Whether this UCX was built with what moves such memory, and has found it. */
    boolean carries(final MemoryKind kind) {
        return switch (kind) {
            case HOST -> true;
            case CUDA -> (ucp.getMemoryTypesMask() & CUDA_BIT) != 0;
            case OTHER -> false;
        };
    }

    void retain() {
        users.incrementAndGet();
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            ucp.close();
        }
    }
}
