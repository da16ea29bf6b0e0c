// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.channels.SocketChannel;

/** Netty's channel, whose socket can be taken from it once the handshake is over. */
final class OwnedSocketChannel extends NioSocketChannel {
    /** The socket itself; the caller's alone once this channel is deregistered from its event loop. */
    SocketChannel socketChannel() {
        return javaChannel();
    }
}
