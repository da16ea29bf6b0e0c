// SPDX-License-Identifier: Apache-2.0
package org.jccl.local;

import java.lang.management.ManagementFactory;
import org.jccl.ring.RingTransport;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;
import org.jccl.spi.TransportProvider;

/** Ranks that are threads of one JVM: they read each other's buffers where they lie. */
public final class LocalTransportProvider implements TransportProvider {
    private static final long BUDGET_BYTES = 32 << 20;

    @Override
    public String name() {
        return "local";
    }

    @Override
    public String unavailable() {
        return null;
    }

    @Override
    public int latencyNs() {
        return 100;
    }

    @Override
    public Transport open(final TransportContext context) {
        // the runtime's name holds the process number, its start time tells it from a later process of that number
        final String jvm = context.host() + "/"
                + ManagementFactory.getRuntimeMXBean().getName() + "/"
                + ManagementFactory.getRuntimeMXBean().getStartTime();
        return new RingTransport(name(), context, jvm, new ProcessMemory(), BUDGET_BYTES);
    }
}
