// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import org.jccl.spi.Wire;
import org.jccl.spi.Wiring;

/** Netty's channel, whose bytes go over a wire that can be taken from it once the handshake is over. */
final class OwnedSocketChannel extends NioSocketChannel {
    private final Wire wire;

    OwnedSocketChannel(final Wiring wiring) {
        wire = wiring.over(javaChannel(), true);
    }

    /** The caller's alone once this channel is deregistered from its event loop. */
    Wire wire() {
        return wire;
    }

    @Override
    protected int doReadBytes(final ByteBuf into) throws IOException {
        if (!wire.establish()) {
            return 0;
        }
        final int count = wire.read(into.nioBuffer(into.writerIndex(), into.writableBytes()));
        into.writerIndex(into.writerIndex() + Math.max(0, count));
        return count;
    }

    @Override
    protected void doWrite(final ChannelOutboundBuffer out) throws IOException {
        while (!out.isEmpty()) {
            final int count = wire.write(((ByteBuf) out.current()).nioBuffer());
            if (count == 0) {
                incompleteWrite(true);
                return;
            }
            out.removeBytes(count);
        }
        clearOpWrite();
    }
}
