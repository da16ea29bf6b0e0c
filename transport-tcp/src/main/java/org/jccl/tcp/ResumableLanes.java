// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.util.HashMap;
import java.util.Map;
import org.jccl.spi.Candidates;
import org.jccl.spi.Greeting;
import org.jccl.spi.Link;
import org.jccl.spi.TransportContext;
import org.jccl.spi.Wire;

/** A transport's lanes where connections that break are made anew, and the connections themselves. Any thread. */
final class ResumableLanes {
    /** So much may be on its way to a peer, over a thousandth of a second 4 GB/s; it is allocated for each lane in use. */
    private static final int REPLAY_BYTES = 4 << 20;

    private final TransportContext context;
    private final Connector connector;
    private final SocketTuning tuning;
    private final Candidates[] addresses;
    private final int stagingBytes;
    private final int readBytes;
    private final Resumption resumption;
    /** By peer and number. */
    private final Map<Integer, Revival> revivals = new HashMap<>();

    private final Map<Integer, Receipts> receipts = new HashMap<>();
    private boolean closed;

    ResumableLanes(
            final TransportContext context,
            final Connector connector,
            final SocketTuning tuning,
            final Candidates[] addresses,
            final int stagingBytes,
            final int readBytes) {
        this.context = context;
        this.connector = connector;
        this.tuning = tuning;
        this.addresses = addresses;
        this.stagingBytes = stagingBytes;
        this.readBytes = readBytes;
        this.resumption = new Resumption(context.rank());
    }

    /** The lane, which begins to connect unless the peer has begun. */
    ResumableLane open(final int peer, final int number) {
        final ResumableLane lane = (ResumableLane) revival(peer, number).line();
        dial(revival(peer, Receipts.NUMBER), peer, Receipts.NUMBER);
        dial(revival(peer, number), peer, number);
        return lane;
    }

    /** A connection that a peer has made; on the control thread. */
    void accept(final Greeting greeting, final Wire wire) {
        final Revival revival = revival(greeting.rank(), greeting.lane());
        revival.connection().accept(wire, greeting.incarnation());
    }

    private synchronized Revival revival(final int peer, final int number) {
        final int key = peer * (Link.LANES + 1) + number;
        final Revival known = revivals.get(key);
        if (known != null) {
            return known;
        }
        final Revival[] made = new Revival[1];
        final LaneConnection connection =
                new LaneConnection(context.rank() < peer, true, tuning, () -> resumption.settled(made[0]));
        made[0] = new Revival(line(peer, number, connection, made), connection, each -> dial(each, peer, number));
        revivals.put(key, made[0]);
        resumption.add(made[0]);
        if (closed) {
            connection.close();
        }
        return made[0];
    }

    private Line line(final int peer, final int number, final LaneConnection connection, final Revival[] revival) {
        final Receipts told = receipts.computeIfAbsent(peer, none -> new Receipts());
        if (number == Receipts.NUMBER) {
            told.onLoss(gone -> resumption.broken(revival[0], gone));
            return told;
        }
        // all that is staged fits besides what the peer need not have acknowledged yet
        final Replay replay = new Replay(Math.max(REPLAY_BYTES, stagingBytes + 2 * ResumableLane.ACKNOWLEDGED_BYTES));
        final ResumableLane lane = new ResumableLane(
                number,
                connection,
                context.waiter(),
                new KeptOutbound(stagingBytes, replay),
                replay,
                new Inbound(readBytes),
                told);
        lane.onLoss(gone -> resumption.broken(revival[0], gone));
        told.add(number, lane);
        return lane;
    }

    private void dial(final Revival revival, final int peer, final int number) {
        final LaneConnection connection = revival.connection();
        if (connection.beginConnecting()) {
            final int incarnation = connection.incarnation();
            final Greeting greeting = new Greeting(
                    Greeting.Purpose.DATA, context.communicator().getAsLong(), context.rank(), number, incarnation);
            final long timeoutNs =
                    incarnation == 0 ? context.timeoutNs() : context.resumeNs().getAsLong();
            connector.connect(addresses[peer], greeting, connection, timeoutNs);
        }
    }

    /** Tells the peers, so that they do not try to make anew what ends; then closes everything. Owner only. */
    synchronized void close() {
        closed = true;
        receipts.values().forEach(Receipts::leave);
        resumption.close();
        for (final Revival revival : revivals.values()) {
            if (revival.line() instanceof ResumableLane lane) {
                lane.close();
            } else {
                revival.line().detach();
            }
            revival.connection().close();
        }
    }
}
