// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import org.jccl.buffer.RegisteredMemory;
import org.jccl.spi.Link;
import org.jccl.spi.Transport;

/** One rank's end of a {@link SimulatedNetwork}. */
final class SimulatedTransport implements Transport {
    private final SimulatedLink[] links;
    private boolean closed;

    SimulatedTransport(final SimulatedLink[] links) {
        this.links = links;
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public byte[] address() {
        return new byte[0];
    }

    @Override
    public void connect(final byte[][] addresses) {
        if (addresses.length != links.length) {
            throw new IllegalArgumentException(
                    addresses.length + " addresses for a network of " + links.length + " ranks");
        }
    }

    @Override
    public boolean reaches(final int peer) {
        return links[peer] != null;
    }

    @Override
    public Link link(final int peer) {
        if (closed) {
            throw new IllegalStateException("the transport is closed");
        }
        return links[peer];
    }

    @Override
    public RegisteredMemory allocate(final long bytes) {
        return null;
    }

    @Override
    public void prepareSleep() {
        // nobody sleeps in virtual time
    }

    @Override
    public void wake() {
        // nobody slept
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            for (final SimulatedLink link : links) {
                if (link != null) {
                    link.cut("closed its end");
                }
            }
        }
    }
}
