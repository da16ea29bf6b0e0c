// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jccl.spi.Candidates;
import org.jccl.spi.Durations;

/**
 * Tries to connect one lane until it succeeds, the peer has connected it, or the time is up: at each of the peer's
 * addresses, a little after the one before it, as RFC 8305 has it. Where the peer itself answers first the attempt goes on
 * and the others stand back, so that the peer sees one greeting. All but {@link #begin} runs on the event loop's thread.
 */
final class ConnectAttempts {
    /** As the control plane's. */
    private static final long STAGGER_MS = 250;

    private final EventLoop loop;
    private final Connector connector;
    private final LaneConnection connection;
    private final int incarnation;
    private final long timeoutNs;
    private final long begunNs = System.nanoTime();
    private List<AddressAttempts> ways;
    private AddressAttempts leader;
    private int started;
    private boolean over;
    private Future<?> deadline;

    ConnectAttempts(
            final EventLoop loop,
            final Connector connector,
            final LaneConnection connection,
            final int incarnation,
            final long timeoutNs) {
        this.loop = loop;
        this.connector = connector;
        this.connection = connection;
        this.incarnation = incarnation;
        this.timeoutNs = timeoutNs;
    }

    /** Begins; names are looked up on the event loop's thread, where only other lanes wait for it. */
    void begin(final Candidates peer, final LaneGreeting greeting) {
        loop.execute(() -> {
            deadline = loop.schedule(this::timeUp, timeoutNs, TimeUnit.NANOSECONDS);
            final InetSocketAddress known = connector.answered(peer.identity());
            ways = peer.dialled().addresses().stream()
                    .sorted((a, b) -> Boolean.compare(b.equals(known), a.equals(known)))
                    .map(address -> new AddressAttempts(loop, connector, address, greeting, this))
                    .toList();
            startNext();
        });
    }

    private void startNext() {
        if (leader != null || over || started == ways.size()) {
            return;
        }
        final int now = ++started;
        loop.schedule(
                () -> {
                    if (started == now) {
                        startNext();
                    }
                },
                STAGGER_MS,
                TimeUnit.MILLISECONDS);
        ways.get(now - 1).attempt();
    }

    /** Whether that one may go on. */
    boolean wants(final AddressAttempts way) {
        if (!over && !connection.isConnecting(incarnation)) {
            end();
        }
        return !over && (leader == null || leader == way);
    }

    /** The peer itself answers there. */
    void recognised(final AddressAttempts way) {
        leader = way;
        connector.answers(way.identity(), way.address());
        ways.stream().filter(other -> other != way).forEach(AddressAttempts::abandon);
    }

    /** That one failed for now, or for good; the next one need not wait. */
    void failed(final AddressAttempts way) {
        if (leader == way) {
            leader = null;
            ways.stream().filter(other -> other != way).forEach(AddressAttempts::resume);
        }
        startNext();
        if (!over && ways.stream().allMatch(AddressAttempts::isHopeless)) {
            refuse("cannot be reached (" + standing() + ")");
        }
    }

    /** The peer is connecting to us: there is nothing to do but watch the time. */
    void waitForPeer() {
        over = true;
    }

    void connected(final OwnedSocketChannel channel) {
        end();
        channel.deregister().addListener(done -> {
            connector.release(channel);
            connection.connected(channel.wire(), incarnation);
        });
    }

    /** The attempts are over, and why. */
    void refuse(final String reason) {
        end();
        ways.forEach(AddressAttempts::abandon);
        connection.failed(reason, incarnation);
    }

    private void end() {
        over = true;
        deadline.cancel(false);
    }

    private void timeUp() {
        refuse("did not answer within " + Durations.text(timeoutNs) + " (" + standing() + ")");
    }

    private String standing() {
        return ways.stream().map(AddressAttempts::toString).collect(Collectors.joining("; "));
    }

    long restMs() {
        return TimeUnit.NANOSECONDS.toMillis(timeoutNs - (System.nanoTime() - begunNs));
    }
}
