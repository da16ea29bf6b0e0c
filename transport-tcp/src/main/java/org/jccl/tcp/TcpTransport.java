// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.TransportException;
import org.jccl.spi.Candidates;
import org.jccl.spi.Greeting;
import org.jccl.spi.Link;
import org.jccl.spi.Setting;
import org.jccl.spi.Settings;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;
import org.jccl.spi.Wire;

/** Connections to all peers: found and opened by other threads, then driven by the owner alone. */
final class TcpTransport implements Transport {
    /** How long {@link #close} lets bytes leave that were accepted: a connection may still be under way. */
    private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long LINGER_PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private final TransportContext context;
    private final int stagingBytes;
    private final int readBytes;
    private final SocketTuning tuning;
    private final Connector connector;
    private final TcpLink[] links;
    private final List<TcpLane> lanes = new ArrayList<>();

    /** By peer and lane; the control thread puts connections here that nobody has asked for yet. */
    private final Map<Integer, LaneConnection> connections = new ConcurrentHashMap<>();

    private Candidates[] addresses;
    /** Null if a connection that breaks stays so. */
    private ResumableLanes resumable;

    private volatile boolean closed;

    TcpTransport(final TransportContext context) {
        this.context = context;
        stagingBytes = bytes(context.settings(), TcpSettings.STAGING);
        readBytes = bytes(context.settings(), TcpSettings.READ);
        tuning = new SocketTuning(sendBuffer(context.settings()));
        links = new TcpLink[context.size()];
        connector = new Connector(context.connections());
    }

    private static int bytes(final Settings settings, final Setting<Long> setting) {
        final long bytes = settings.get(setting);
        if (bytes < Inbound.SHORT_READ_BYTES || bytes > 1 << 30) {
            throw new InvalidUsageException(setting + " is " + bytes + "; give from 4K to 1G");
        }
        return (int) bytes;
    }

    private static int sendBuffer(final Settings settings) {
        return settings.get(TcpSettings.SEND_BUFFER) == 0 ? 0 : bytes(settings, TcpSettings.SEND_BUFFER);
    }

    @Override
    public String name() {
        return "tcp";
    }

    @Override
    public byte[] address() {
        return context.connections().candidates().encode().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void connect(final byte[][] everyones) {
        final Candidates[] parsed = new Candidates[everyones.length];
        for (int rank = 0; rank < parsed.length; rank++) {
            parsed[rank] = everyones[rank] == null ? null : parse(rank, everyones[rank]);
        }
        addresses = parsed;
        if (context.resumeNs().getAsLong() > 0) {
            resumable = new ResumableLanes(context, connector, tuning, parsed, stagingBytes, readBytes);
        }
        context.connections().accept(context.communicator().getAsLong(), this::accept);
    }

    private static Candidates parse(final int rank, final byte[] address) {
        try {
            return Candidates.parse(new String(address, StandardCharsets.US_ASCII));
        } catch (final IllegalArgumentException malformed) {
            throw new TransportException(
                    "tcp: rank " + rank + " says that it listens at " + malformed.getMessage(), malformed);
        }
    }

    /** On the control thread. */
    private void accept(final Greeting greeting, final Wire wire) {
        final int peer = greeting.rank();
        final boolean known = greeting.purpose() == Greeting.Purpose.DATA
                && peer >= 0
                && peer < context.size()
                && reaches(peer)
                && greeting.lane() >= 0
                && (greeting.lane() < Link.LANES || resumable != null && greeting.lane() == Receipts.NUMBER);
        if (!known) {
            LaneConnection.close(wire);
            return;
        }
        if (resumable != null) {
            resumable.accept(greeting, wire);
            return;
        }
        final LaneConnection connection = connection(peer, greeting.lane());
        connection.accept(wire, greeting.incarnation());
        if (closed) {
            // close() may have looked through the connections before this one was there
            connection.close();
        }
    }

    @Override
    public boolean reaches(final int peer) {
        return peer != context.rank() && addresses[peer] != null;
    }

    @Override
    public Link link(final int peer) {
        if (links[peer] == null) {
            links[peer] = new TcpLink(peer, this);
        }
        return links[peer];
    }

    /** Begins to connect unless the peer has begun. */
    TcpLane openLane(final int peer, final int number) {
        final TcpLane lane = resumable == null ? openPlain(peer, number) : resumable.open(peer, number);
        lanes.add(lane);
        return lane;
    }

    private TcpLane openPlain(final int peer, final int number) {
        final LaneConnection connection = connection(peer, number);
        if (connection.beginConnecting()) {
            final Greeting greeting =
                    new Greeting(Greeting.Purpose.DATA, context.communicator().getAsLong(), context.rank(), number);
            connector.connect(addresses[peer], greeting, connection, context.timeoutNs());
        }
        return new TcpLane(connection, context.waiter(), new Outbound(stagingBytes), new Inbound(readBytes));
    }

    private LaneConnection connection(final int peer, final int number) {
        return connections.computeIfAbsent(
                peer * Link.LANES + number,
                key -> new LaneConnection(context.rank() < peer, false, tuning, context.waiter()::ring));
    }

    /** None: the bytes cross a wire. */
    @Override
    public RegisteredMemory allocate(final long bytes) {
        return null;
    }

    @Override
    public void prepareSleep() {
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).prepareSleep();
        }
    }

    @Override
    public void wake() {
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).wake();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        linger();
        if (addresses != null) {
            context.connections().refuse(context.communicator().getAsLong());
        }
        if (resumable != null) {
            resumable.close();
        }
        lanes.forEach(TcpLane::close);
        connections.values().forEach(LaneConnection::close);
        // last: an attempt that begins while its thread ends must find that nobody wants it
        connector.close();
    }

    /** A rank whose part is done may close while its last bytes are still here; the peers need them. */
    private void linger() {
        final long begun = System.nanoTime();
        while (!flush() && System.nanoTime() - begun < LINGER_NS) {
            LockSupport.parkNanos(LINGER_PAUSE_NS);
        }
    }

    private boolean flush() {
        boolean left = true;
        for (final TcpLane lane : lanes) {
            left &= lane.flush();
        }
        return left;
    }
}
