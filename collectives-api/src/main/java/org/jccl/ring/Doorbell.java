// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jccl.spi.Waiter;

/**
 * A unix-domain connection to one peer of the same machine: a byte wakes it, and its end shows that the peer's process
 * has ended, which shared memory alone would never show. Confined to the progress domain's owner.
 */
final class Doorbell implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteBuffer bell = ByteBuffer.allocateDirect(1);
    private final ByteBuffer drain = ByteBuffer.allocateDirect(64);
    private String failure;
    private SelectionKey key;

    Doorbell(final SocketChannel channel) {
        this.channel = channel;
    }

    /** Makes the bell wake the owner of this rank's progress domain. */
    void register(final Waiter waiter) {
        key = waiter.register(channel, SelectionKey.OP_READ, this::empty);
    }

    /** Wakes the peer. A full socket buffer means that many wake-ups are under way already, so that is as good. */
    void ring() {
        try {
            bell.clear();
            channel.write(bell);
        } catch (final IOException gone) {
            fail();
        }
    }

    /** Reads what was rung; the selector would report it again otherwise. */
    void empty() {
        try {
            drain.clear();
            if (channel.read(drain) < 0) {
                fail();
            }
        } catch (final IOException gone) {
            fail();
        }
    }

    String failure() {
        return failure;
    }

    private void fail() {
        failure = "closed its end of the shared memory";
        if (key != null) {
            key.cancel();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException ignored) {
            // the peer sees the end of the stream at the latest when this process ends
        }
    }
}
