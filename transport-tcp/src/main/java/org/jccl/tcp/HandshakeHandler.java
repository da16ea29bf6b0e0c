// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jccl.spi.Challenge;
import org.jccl.spi.Handshake;
import org.jccl.spi.Wire;

/** The connecting side of {@link Handshake}: reads the challenge, answers with the greeting, reads the verdict. */
final class HandshakeHandler extends SimpleChannelInboundHandler<ByteBuf> {
    /** What became of it, on the event loop's thread. */
    interface Outcome {
        /** The peer itself is there, not somebody else with its address; it is greeted next. The others end it. */
        void recognised();

        void verdict(byte verdict);

        /** The other side listens, but not for us: trying again is of no use. */
        void stranger(String what);

        void lost(Throwable cause);
    }

    private final LaneGreeting greeting;
    private final ExactReads reads;
    private final Outcome outcome;
    private final ByteBuffer received = ByteBuffer.allocate(Handshake.CHALLENGE_BYTES);
    private int announced;
    private boolean greeted;
    private boolean over;

    HandshakeHandler(final LaneGreeting greeting, final ExactReads reads, final Outcome outcome) {
        this.greeting = greeting;
        this.reads = reads;
        this.outcome = outcome;
    }

    @Override
    public void channelActive(final ChannelHandlerContext context) throws IOException {
        final Wire wire = ((OwnedSocketChannel) context.channel()).wire();
        // one that encrypts begins here and goes on whenever there is something to read
        if (wire.establish()) {
            announced = Handshake.announce(wire);
        }
        expect(context, received.remaining());
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final ByteBuf in) {
        if (greeted) {
            over = true;
            outcome.verdict(in.readByte());
            return;
        }
        received.limit(received.position() + in.readableBytes());
        in.readBytes(received);
        received.limit(received.capacity());
        if (Handshake.isForeign(received)) {
            stranger(Handshake.meaning(received));
        } else if (received.hasRemaining()) {
            expect(context, received.remaining());
        } else {
            judge(context, Handshake.readChallenge(received.flip()));
        }
    }

    private void judge(final ChannelHandlerContext context, final Challenge challenge) {
        if (challenge.identity() != greeting.identity()) {
            stranger("is somebody else");
        } else {
            outcome.recognised();
            greet(context, challenge.nonce());
        }
    }

    private void stranger(final String what) {
        over = true;
        outcome.stranger(what);
    }

    private void greet(final ChannelHandlerContext context, final byte[] nonce) {
        final ByteBuffer answer = ByteBuffer.allocate(Handshake.GREETING_BYTES);
        Handshake.writeGreeting(answer, greeting.greeting(), nonce, greeting.token());
        context.writeAndFlush(Unpooled.wrappedBuffer(answer.flip().position(announced)));
        greeted = true;
        expect(context, 1);
    }

    private void expect(final ChannelHandlerContext context, final int bytes) {
        reads.expect(bytes);
        context.read();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        lost(new IOException("connection closed during the handshake"));
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        lost(cause);
        context.close();
    }

    private void lost(final Throwable cause) {
        if (!over) {
            over = true;
            outcome.lost(cause);
        }
    }
}
