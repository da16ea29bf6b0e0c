// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jccl.spi.Handshake;
import org.jccl.spi.Wire;

/**
 * How one lane comes by its one connection: either side connects at first use, so both may at once. The lower rank
 * decides: it turns the other's attempt away as soon as it has begun its own, and else takes it. Where connections are
 * made anew each has a number, its incarnation: a later one replaces what is there, whichever side found that broken,
 * and an earlier one is stale and turned away. Any thread; whoever waits looks at {@link #isSettled} and is told when that
 * changes.
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
    private final boolean renewable;
    private final SocketTuning tuning;
    private final Runnable changed;
    private final List<Wire> replaced = new ArrayList<>();
    private short incarnation;
    private Phase phase = Phase.IDLE;
    private Wire wire;
    private String failure;
    private volatile boolean settled;

    /**
     * None yet.
     *
     * @param decides whether this is the lower rank
     * @param renewable whether it may be made anew
     * @param tuning how its socket is set
     * @param changed run when it is settled, by the thread that settles it
     */
    LaneConnection(final boolean decides, final boolean renewable, final SocketTuning tuning, final Runnable changed) {
        this.decides = decides;
        this.renewable = renewable;
        this.tuning = tuning;
        this.changed = changed;
    }

    /** Whether this side is to connect now: nobody has begun. */
    synchronized boolean beginConnecting() {
        if (phase != Phase.IDLE) {
            return false;
        }
        phase = Phase.CONNECTING;
        return true;
    }

    /** Whether this side's attempt to make the connection of that number is still wanted. */
    synchronized boolean isConnecting(final int number) {
        return phase == Phase.CONNECTING && incarnation == (short) number;
    }

    /** The number of the connection that is open, under way, or to be made. */
    synchronized int incarnation() {
        return Short.toUnsignedInt(incarnation);
    }

    /** That connection is of no use any more; returns whether there is none now and one may be made. */
    synchronized boolean reopen(final Wire broken) {
        if (phase != Phase.OPEN || wire != broken) {
            return false;
        }
        close(wire);
        wire = null;
        incarnation++;
        settled = false;
        phase = Phase.IDLE;
        return true;
    }

    /** Closes the connections in whose place others have come; nobody must be using them any more. */
    synchronized void closeReplaced() {
        replaced.forEach(LaneConnection::close);
        replaced.clear();
    }

    /** Takes or turns away a connection of that number that the peer has made, and tells it so. */
    void accept(final Wire accepted, final int number) {
        final byte verdict = judge((short) number);
        try {
            // a connection that has carried nothing this way has room for one byte
            accepted.write(ByteBuffer.wrap(new byte[] {verdict}));
        } catch (final IOException gone) {
            if (!renewable) {
                fail(Phase.ACCEPTING, "closed its connection as soon as it was made (" + gone.getMessage() + ")");
            }
        }
        open(Phase.ACCEPTING, accepted, verdict);
    }

    private synchronized byte judge(final short number) {
        if (phase == Phase.CLOSED || phase == Phase.FAILED) {
            return phase == Phase.CLOSED ? Handshake.UNKNOWN_COMMUNICATOR : Handshake.DUPLICATE;
        }
        // numbers wrap
        final int later = (short) (number - incarnation);
        if (renewable && later > 0 || later == 0 && (phase == Phase.IDLE || phase == Phase.CONNECTING && !decides)) {
            replace(number);
            return Handshake.ACCEPTED;
        }
        return Handshake.DUPLICATE;
    }

    private void replace(final short number) {
        if (wire != null) {
            // the line may be using it, and hears of this in a moment
            replaced.add(wire);
            wire = null;
        }
        incarnation = number;
        settled = false;
        phase = Phase.ACCEPTING;
    }

    /** This side's attempt has succeeded; the wire is closed if it is not wanted any more. */
    synchronized void connected(final Wire open, final int number) {
        if (isConnecting(number)) {
            open(Phase.CONNECTING, open, Handshake.ACCEPTED);
        } else {
            close(open);
        }
    }

    /** This side's attempt has failed for good; nothing changes if it was not wanted any more. */
    synchronized void failed(final String reason, final int number) {
        if (isConnecting(number)) {
            fail(Phase.CONNECTING, reason);
        }
    }

    /** Ends it, whatever its state. */
    synchronized void close() {
        closeReplaced();
        if (wire != null) {
            close(wire);
            wire = null;
        }
        settle(Phase.CLOSED);
    }

    private synchronized void open(final Phase from, final Wire open, final byte verdict) {
        if (phase == from && verdict == Handshake.ACCEPTED) {
            tuning.tune(open.socket());
            wire = open;
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
        changed.run();
    }

    /** Whether it is decided that there is a connection, or that there is none. */
    boolean isSettled() {
        return settled;
    }

    /** The connection, or null if there is none. */
    synchronized Wire wire() {
        return wire;
    }

    /** Why there is none, as the end of a sentence. */
    synchronized String failure() {
        return failure;
    }

    static void close(final Wire wire) {
        try {
            wire.close();
        } catch (final IOException ignored) {
            // it was to be given up, and the descriptor is free all the same
        }
    }
}
