// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import org.jccl.spi.Addresses;

/** What every user of sockets here needs: closing without ceremony, and who is at the other end. Any thread. */
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
            return Addresses.text(channel.getRemoteAddress());
        } catch (final IOException closed) {
            return "a closed connection";
        }
    }
}
