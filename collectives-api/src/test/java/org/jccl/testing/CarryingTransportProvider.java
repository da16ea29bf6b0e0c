// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.concurrent.atomic.AtomicInteger;
import org.jccl.shm.ShmTransportProvider;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;
import org.jccl.spi.TransportProvider;

/**
 * A network that carries the memory of emulated devices, between all ranks of the machine, whichever hosts they pretend to be
 * on. There only while a test has asked for it.
 */
public final class CarryingTransportProvider implements TransportProvider {
    private static final AtomicInteger USERS = new AtomicInteger();

    /** For the service loader. */
    public CarryingTransportProvider() {}

    static void begin() {
        USERS.incrementAndGet();
    }

    static void end() {
        USERS.decrementAndGet();
    }

    @Override
    public String name() {
        return "carrying";
    }

    @Override
    public String unavailable() {
        return USERS.get() > 0 ? null : "no test has asked for it";
    }

    @Override
    public int latencyNs() {
        return 1_000_000;
    }

    @Override
    public Transport open(final TransportContext context) {
        final TransportContext everywhere = new TransportContext(
                context.rank(),
                context.size(),
                context.communicator(),
                "one host for all",
                context.timeoutNs(),
                context.waiter(),
                context.connections(),
                context.settings(),
                context.resumeNs());
        return new CarryingTransport(new ShmTransportProvider().open(everywhere), name(), context.rank());
    }
}
