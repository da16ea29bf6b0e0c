// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;

/** Who connects to a rank's port and says something that is almost right. */
public final class Stranger {
    /** The communicator that half of them name; the others guess. */
    public static final long COMMUNICATOR = 5;

    private Stranger() {}

    /** Answers the challenge wrongly, in two pieces, then goes, resets, or stays: the caller closes what is returned. */
    public static SocketChannel visit(final InetSocketAddress address, final byte[] token, final Garbler garbler)
            throws IOException {
        final SocketChannel stranger = SocketChannel.open(address);
        try {
            final ByteBuffer challenge = ByteBuffer.allocate(Handshake.CHALLENGE_BYTES);
            while (challenge.hasRemaining() && stranger.read(challenge) >= 0) {
                // all of it is on its way
            }
            final byte[] bytes = garbler.garble(
                    greeting(Handshake.readChallenge(challenge.flip()).nonce(), token, garbler));
            final int cut = garbler.random().nextInt(bytes.length + 1);
            stranger.write(ByteBuffer.wrap(bytes, 0, cut));
            stranger.write(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
            if (garbler.once(4)) {
                stranger.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            if (!garbler.once(3)) {
                stranger.close();
            }
        } catch (final IOException dropped) {
            stranger.close();
        }
        return stranger;
    }

    private static byte[] greeting(final byte[] nonce, final byte[] token, final Garbler garbler) {
        final Greeting.Purpose[] purposes = Greeting.Purpose.values();
        final Greeting greeting = new Greeting(
                purposes[garbler.random().nextInt(purposes.length)],
                garbler.once(2) ? COMMUNICATOR : garbler.random().nextLong(),
                garbler.random().nextInt(-2, 5),
                garbler.random().nextInt(-2, 5));
        final ByteBuffer bytes = ByteBuffer.allocate(Handshake.GREETING_BYTES);
        Handshake.writeGreeting(bytes, greeting, nonce, token);
        return bytes.array();
    }
}
