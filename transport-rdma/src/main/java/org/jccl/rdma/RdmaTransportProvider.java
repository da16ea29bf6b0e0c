// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.error.TransportException;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;
import org.jccl.spi.TransportProvider;

/** RDMA fabrics through UCX: announced, so that asking for it gets an answer; not there in this version. */
public final class RdmaTransportProvider implements TransportProvider {
    @Override
    public String name() {
        return "rdma";
    }

    @Override
    public String unavailable() {
        return "this version of JCCL has no RDMA data path; use tcp, which runs over IPoIB or RoCE interfaces too";
    }

    @Override
    public int latencyNs() {
        return 2_000;
    }

    @Override
    public Transport open(final TransportContext context) {
        throw new TransportException(unavailable());
    }
}
