// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;
import org.jccl.spi.TransportProvider;

/** Ranks anywhere that can reach one another's listening port. */
public final class TcpTransportProvider implements TransportProvider {
    @Override
    public String name() {
        return "tcp";
    }

    /** Never: a JVM without sockets could not have met its peers. */
    @Override
    public String unavailable() {
        return null;
    }

    @Override
    public int latencyNs() {
        return 10_000;
    }

    @Override
    public Transport open(final TransportContext context) {
        return new TcpTransport(context);
    }
}
