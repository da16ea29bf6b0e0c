// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jccl.spi.Handshake;
import org.jccl.spi.Waiter;

/**
 * How one lane comes by its one connection: either side connects at first use, so both may at once. The lower rank
 * decides: it turns the other's attempt away as soon as it has begun its own, and else takes it. Any thread; the
 * domain's owner looks at {@link #isSettled} and is rung when that changes.
 */
final class LaneConnection {
    private enum Phase {
        IDLE,
        CONNECTING,
        ACCEPTING,
        OPEN,
        FAILED,
        CLOSED
    }

    private final boolean decides;
    private final Waiter waiter;
    private Phase phase = Phase.IDLE;
    private SocketChannel channel;
    private String failure;
    private volatile boolean settled;

    LaneConnection(final boolean decides, final Waiter waiter) {
        this.decides = decides;
        this.waiter = waiter;
    }

    /** Whether this side is to connect now: nobody has begun. */
    synchronized boolean beginConnecting() {
        if (phase != Phase.IDLE) {
            return false;
        }
        phase = Phase.CONNECTING;
        return true;
    }

    /** Whether this side's attempt is still wanted. */
    synchronized boolean isConnecting() {
        return phase == Phase.CONNECTING;
    }

    /** Takes or turns away a connection that the peer has made, and tells it so. */
    void accept(final SocketChannel accepted) {
        final byte verdict = judge();
        try {
            // a connection that has carried nothing this way has room for one byte
            accepted.write(ByteBuffer.wrap(new byte[] {verdict}));
        } catch (final IOException gone) {
            fail(Phase.ACCEPTING, "closed its connection as soon as it was made (" + gone.getMessage() + ")");
        }
        open(Phase.ACCEPTING, accepted, verdict);
    }

    private synchronized byte judge() {
        if (phase == Phase.IDLE || phase == Phase.CONNECTING && !decides) {
            phase = Phase.ACCEPTING;
            return Handshake.ACCEPTED;
        }
        return phase == Phase.CLOSED ? Handshake.UNKNOWN_COMMUNICATOR : Handshake.DUPLICATE;
    }

    /** This side's attempt has succeeded; the channel is closed if it is not wanted any more. */
    void connected(final SocketChannel open) {
        open(Phase.CONNECTING, open, Handshake.ACCEPTED);
    }

    /** This side's attempt has failed for good; nothing changes if it was not wanted any more. */
    void failed(final String reason) {
        fail(Phase.CONNECTING, reason);
    }

    /** Ends it, whatever its state. */
    synchronized void close() {
        if (channel != null) {
            close(channel);
            channel = null;
        }
        settle(Phase.CLOSED);
    }

    private synchronized void open(final Phase from, final SocketChannel open, final byte verdict) {
        if (phase == from && verdict == Handshake.ACCEPTED) {
            channel = open;
            settle(Phase.OPEN);
        } else {
            close(open);
        }
    }

    private synchronized void fail(final Phase from, final String reason) {
        if (phase == from) {
            failure = reason;
            settle(Phase.FAILED);
        }
    }

    private void settle(final Phase end) {
        phase = end;
        settled = true;
        waiter.ring();
    }

    /** Whether it is decided that there is a connection, or that there is none. */
    boolean isSettled() {
        return settled;
    }

    /** The connection, or null if there is none. */
    synchronized SocketChannel channel() {
        return channel;
    }

    /** Why there is none, as the end of a sentence. */
    synchronized String failure() {
        return failure;
    }

    static void close(final SocketChannel channel) {
        try {
            channel.close();
        } catch (final IOException ignored) {
            // it was to be given up, and the descriptor is free all the same
        }
    }
}
