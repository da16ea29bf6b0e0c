// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;
import org.jccl.spi.Wiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections and finds out who they are; strangers are dropped. However many there are and however slowly they
 * speak, they hold a bounded number of connections for a bounded time. Confined to the control thread.
 */
final class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    /** When there are more, the oldest goes: a rank needs milliseconds, a stranger who stalls never finishes. */
    private static final int MOST_ARRIVALS = 512;
    /** So that a flood of connections cannot keep the thread from those it has. */
    private static final int ACCEPTS_A_TURN = 64;

    private final ControlThread thread;
    private final ServerSocketChannel listener;
    private final long identity;
    private final Wiring wiring;
    private final byte[] token;
    private final Acceptors acceptors;
    private final Strangers strangers;
    private final SecureRandom random = new SecureRandom();
    private final Set<Arrival> arrivals = new LinkedHashSet<>();
    private SelectionKey key;
    private boolean starved;

    Reception(
            final ControlThread thread,
            final ServerSocketChannel listener,
            final long identity,
            final Wiring wiring,
            final byte[] token,
            final Acceptors acceptors) {
        this.thread = thread;
        this.listener = listener;
        this.identity = identity;
        this.wiring = wiring;
        this.token = token;
        this.acceptors = acceptors;
        this.strangers = new Strangers(listener.socket().getLocalPort());
    }

    void open() throws IOException {
        listener.configureBlocking(false);
        key = thread.register(listener, SelectionKey.OP_ACCEPT, this::acceptAll);
        thread.everyTick(this::tick);
    }

    long identity() {
        return identity;
    }

    byte[] token() {
        return token;
    }

    private void acceptAll() {
        try {
            for (int i = 0; i < ACCEPTS_A_TURN; i++) {
                final SocketChannel channel = listener.accept();
                if (channel == null) {
                    return;
                }
                starved = false;
                receive(channel);
            }
        } catch (final IOException cannot) {
            // most likely the limit of open files: the connection stays ready, so look again only at the next tick
            if (!starved) {
                LOG.warn(
                        "port {}: cannot accept connections: {}; is the limit of open files reached?",
                        listener.socket().getLocalPort(),
                        cannot.getMessage());
            }
            starved = true;
            key.interestOps(0);
        }
    }

    private void receive(final SocketChannel channel) {
        final byte[] nonce = new byte[Handshake.NONCE_BYTES];
        random.nextBytes(nonce);
        final Arrival arrival = new Arrival(this, wiring.over(channel, false), nonce, thread.nowNs());
        if (arrivals.size() == MOST_ARRIVALS) {
            drop(arrivals.iterator().next(), "too many connections have not yet said who they are");
        }
        try {
            channel.configureBlocking(false);
            // first, because it may be over before it returns
            arrivals.add(arrival);
            arrival.begin(thread);
        } catch (final IOException gone) {
            arrivals.remove(arrival);
            Sockets.close(channel);
        }
    }

    /** The arrival said who it is. */
    void admit(final Arrival arrival, final Greeting greeting) {
        arrivals.remove(arrival);
        thread.handOver(arrival.key(), () -> acceptors.route(greeting, arrival.wire(), thread.nowNs()));
    }

    /** The arrival is none of ours. */
    void drop(final Arrival arrival, final String why) {
        arrivals.remove(arrival);
        Sockets.close(arrival.wire());
        strangers.dropped(arrival.remote(), why, thread.nowNs());
    }

    /** The arrival went without a word, as the probes of load balancers do: not worth a warning. */
    void ended(final Arrival arrival) {
        arrivals.remove(arrival);
        Sockets.close(arrival.wire());
        LOG.debug(
                "port {}: {} connected and went without a word",
                listener.socket().getLocalPort(),
                arrival.remote());
    }

    private void tick() {
        if (key.interestOps() == 0) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
        final long nowNs = thread.nowNs();
        while (!arrivals.isEmpty()) {
            final Arrival oldest = arrivals.iterator().next();
            if (nowNs - oldest.sinceNs() <= PATIENCE_NS) {
                break;
            }
            drop(oldest, oldest.spoke() ? "it did not finish saying who it is" : "it said nothing");
        }
        acceptors.expire(nowNs);
    }
}
