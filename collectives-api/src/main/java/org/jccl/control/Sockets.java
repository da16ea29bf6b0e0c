// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import org.jccl.spi.PeerAddress;

/** What every user of sockets here needs: closing without ceremony, and addresses as text. Any thread. */
public final class Sockets {
    private Sockets() {}

    /** Closes what may be null or broken; there is nobody to tell. */
    public static void close(final Channel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (final IOException ignored) {
            // the descriptor is gone either way
        }
    }

    /** The other end, for messages. */
    public static String remote(final SocketChannel channel) {
        try {
            return text(channel.getRemoteAddress());
        } catch (final IOException closed) {
            return "a closed connection";
        }
    }

    /** {@code 10.0.0.1:7000} or {@code [fe80::1]:7000}, without a look-up of the name. */
    public static String text(final SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return String.valueOf(address);
        }
        return inet.isUnresolved() ? inet.getHostString() + ":" + inet.getPort() : PeerAddress.text(inet);
    }
}
