// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;
import org.jccl.spi.Wire;

/**
 * Who takes which authenticated connections. A connection that comes before its taker is parked for a while: ranks start
 * at different moments, and the fast ones dial the slow ones. Confined to the control thread.
 */
final class Acceptors {
    /** Longer than any rank should need between the rendezvous and its first connection. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    /** Every rank of a large job may be early at once, with several lanes. */
    private static final int MOST_PARKED = 4096;

    private final Map<Key, BiConsumer<Greeting, Wire>> takers = new HashMap<>();
    private final Deque<Parked> parked = new ArrayDeque<>();
    private boolean closed;

    private record Key(Greeting.Purpose purpose, long communicator) {
        static Key of(final Greeting greeting) {
            return new Key(greeting.purpose(), greeting.communicator());
        }
    }

    private record Parked(Greeting greeting, Wire wire, long sinceNs) {}

    /** Registers a taker and gives it what waits for it. */
    void take(final Greeting.Purpose purpose, final long communicator, final BiConsumer<Greeting, Wire> taker) {
        final Key key = new Key(purpose, communicator);
        takers.put(key, taker);
        final List<Parked> waiting = new ArrayList<>();
        for (final Iterator<Parked> each = parked.iterator(); each.hasNext(); ) {
            final Parked one = each.next();
            if (Key.of(one.greeting()).equals(key)) {
                each.remove();
                waiting.add(one);
            }
        }
        waiting.forEach(one -> give(taker, one.greeting(), one.wire()));
    }

    void refuse(final Greeting.Purpose purpose, final long communicator) {
        takers.remove(new Key(purpose, communicator));
    }

    /** Gives the connection to its taker, or parks it. */
    void route(final Greeting greeting, final Wire wire, final long nowNs) {
        final BiConsumer<Greeting, Wire> taker = takers.get(Key.of(greeting));
        if (taker != null) {
            give(taker, greeting, wire);
            return;
        }
        if (closed) {
            // it was on its way here while the endpoint closed
            Sockets.close(wire);
            return;
        }
        if (parked.size() == MOST_PARKED) {
            turnAway(parked.removeFirst());
        }
        parked.addLast(new Parked(greeting, wire, nowNs));
    }

    /** Turns away those who waited too long. */
    void expire(final long nowNs) {
        while (!parked.isEmpty() && nowNs - parked.peekFirst().sinceNs() > PATIENCE_NS) {
            turnAway(parked.removeFirst());
        }
    }

    void close() {
        closed = true;
        parked.forEach(one -> Sockets.close(one.wire()));
        parked.clear();
        takers.clear();
    }

    private static void turnAway(final Parked one) {
        verdict(one.wire(), Handshake.UNKNOWN_COMMUNICATOR);
        Sockets.close(one.wire());
    }

    private static void give(final BiConsumer<Greeting, Wire> taker, final Greeting greeting, final Wire wire) {
        // a lane's acceptor answers for itself, because it may have to say "duplicate"
        if (greeting.purpose() == Greeting.Purpose.DATA || verdict(wire, Handshake.ACCEPTED)) {
            taker.accept(greeting, wire);
        }
    }

    /** One byte always fits into the empty buffer of a fresh socket; returns false if the other side has gone. */
    static boolean verdict(final Wire wire, final byte verdict) {
        try {
            return wire.write(ByteBuffer.wrap(new byte[] {verdict})) == 1;
        } catch (final IOException gone) {
            Sockets.close(wire);
            return false;
        }
    }
}
