// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;

/** The connecting side of {@link Handshake}: reads the challenge, answers with the greeting, reads the verdict. */
final class HandshakeHandler extends SimpleChannelInboundHandler<ByteBuf> {
    /** What became of it; exactly one call, on the event loop's thread. */
    interface Outcome {
        void verdict(byte verdict);

        /** The other side listens, but not for us: trying again is of no use. */
        void stranger();

        void lost(Throwable cause);
    }

    private final Greeting greeting;
    private final byte[] token;
    private final ExactReads reads;
    private final Outcome outcome;
    private final ByteBuffer challenge = ByteBuffer.allocate(Handshake.CHALLENGE_BYTES);
    private boolean greeted;
    private boolean over;

    HandshakeHandler(final Greeting greeting, final byte[] token, final ExactReads reads, final Outcome outcome) {
        this.greeting = greeting;
        this.token = token;
        this.reads = reads;
        this.outcome = outcome;
    }

    @Override
    public void channelActive(final ChannelHandlerContext context) {
        expect(context, challenge.remaining());
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final ByteBuf in) {
        if (greeted) {
            over = true;
            outcome.verdict(in.readByte());
            return;
        }
        challenge.limit(challenge.position() + in.readableBytes());
        in.readBytes(challenge);
        challenge.limit(challenge.capacity());
        if (challenge.hasRemaining()) {
            expect(context, challenge.remaining());
        } else {
            greet(context);
        }
    }

    private void greet(final ChannelHandlerContext context) {
        final byte[] nonce = Handshake.readChallenge(challenge.flip());
        if (nonce == null) {
            over = true;
            outcome.stranger();
            return;
        }
        final ByteBuffer answer = ByteBuffer.allocate(Handshake.GREETING_BYTES);
        Handshake.writeGreeting(answer, greeting, nonce, token);
        context.writeAndFlush(Unpooled.wrappedBuffer(answer.flip()));
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
