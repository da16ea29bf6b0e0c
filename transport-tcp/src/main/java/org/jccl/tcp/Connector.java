// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import io.netty.channel.IoEventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jccl.spi.Candidates;
import org.jccl.spi.Connections;
import org.jccl.spi.Greeting;

/** Makes one transport's outgoing connections on a thread of its own, which begins with the first. */
final class Connector {
    private static final long CLOSE_MS = 1000;

    private final Connections connections;
    /** By identity, where peers have answered: what one lane found out the others need not. The loop's thread only. */
    private final Map<Long, InetSocketAddress> answered = new HashMap<>();

    /** Netty closes none that begins to connect while its loop ends. */
    private final Set<OwnedSocketChannel> open = ConcurrentHashMap.newKeySet();

    private IoEventLoop loop;
    private boolean closed;

    Connector(final Connections connections) {
        this.connections = connections;
    }

    /** Settles {@code connection} within the timeout, unless the peer does. Any thread. */
    synchronized void connect(
            final Candidates peer, final Greeting greeting, final LaneConnection connection, final long timeoutNs) {
        if (closed) {
            return;
        }
        if (loop == null) {
            loop = new SingleThreadIoEventLoop(
                    null, new DefaultThreadFactory("jccl-tcp-connect", true), NioIoHandler.newFactory());
        }
        final LaneGreeting said = new LaneGreeting(peer.identity(), greeting, connections.token());
        new ConnectAttempts(loop, this, connection, greeting.incarnation(), timeoutNs).begin(peer, said);
    }

    /** One that is closed with this at the latest, unless it is {@link #release released} before. */
    OwnedSocketChannel open() {
        final OwnedSocketChannel channel = new OwnedSocketChannel(connections.wiring());
        open.add(channel);
        channel.closeFuture().addListener(closed -> open.remove(channel));
        return channel;
    }

    /** Somebody else looks after its wire. */
    void release(final OwnedSocketChannel channel) {
        open.remove(channel);
    }

    /** Where that rank has answered before, or null. The loop's thread only. */
    InetSocketAddress answered(final long identity) {
        return answered.get(identity);
    }

    /** That rank answers there. The loop's thread only. */
    void answers(final long identity, final InetSocketAddress address) {
        answered.put(identity, address);
    }

    /** Gives up what is under way; bounded. */
    synchronized void close() {
        closed = true;
        if (loop != null) {
            loop.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS);
            loop.terminationFuture().awaitUninterruptibly(CLOSE_MS);
            open.forEach(channel -> LaneConnection.close(channel.wire()));
        }
    }
}
