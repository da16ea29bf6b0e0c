// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.jccl.spi.Addresses;

/** Between which two addresses a connection runs. */
record Way(InetSocketAddress from, InetSocketAddress to) {
    /** The connection's, or null if it is closed already. */
    static Way of(final SocketChannel channel) {
        try {
            return new Way(
                    (InetSocketAddress) channel.getLocalAddress(), (InetSocketAddress) channel.getRemoteAddress());
        } catch (final IOException closed) {
            return null;
        }
    }

    InetAddress here() {
        return from.getAddress();
    }

    InetAddress there() {
        return to.getAddress();
    }

    @Override
    public String toString() {
        return Addresses.text(to) + " from " + Addresses.text(from);
    }
}
