// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jccl.bootstrap.Door;
import org.jccl.bootstrap.Doors;
import org.jccl.control.ControlGroup;
import org.jccl.control.ControlListener;
import org.jccl.control.Endpoint;
import org.jccl.control.Subject;
import org.jccl.error.TransportException;
import org.jccl.spi.Candidates;
import org.jccl.spi.Connections;

/** The control plane of one communicator over an endpoint that it shares with its splits; the last one closes it. */
final class EndpointControl implements ControlPlane {
    private final Endpoint endpoint;
    private final Doors doors;
    private final AtomicInteger holders;
    private volatile ControlGroup group;
    private volatile long number;
    private boolean closed;

    EndpointControl(final Endpoint endpoint, final Doors doors) {
        this(endpoint, doors, new AtomicInteger());
    }

    private EndpointControl(final Endpoint endpoint, final Doors doors, final AtomicInteger holders) {
        this.endpoint = endpoint;
        this.doors = doors;
        this.holders = holders;
        holders.incrementAndGet();
    }

    @Override
    public Connections connections() {
        return endpoint;
    }

    @Override
    public String address() {
        return endpoint.candidates().encode();
    }

    @Override
    public void join(
            final Membership membership,
            final ControlListener news,
            final Subject subject,
            final CommunicatorOptions options) {
        number = membership.number();
        group = endpoint.join(
                membership.number(),
                membership.rank(),
                candidates(membership),
                news,
                Duration.ofNanos(options.timeoutNs()),
                Duration.ofNanos(membership.introductions().get(0).resumeNs()));
        endpoint.show(number, subject);
    }

    private static Candidates[] candidates(final Membership membership) {
        final Candidates[] candidates = new Candidates[membership.size()];
        for (int rank = 0; rank < candidates.length; rank++) {
            try {
                candidates[rank] =
                        Candidates.parse(membership.introductions().get(rank).control());
            } catch (final IllegalArgumentException malformed) {
                throw new TransportException(
                        "rank " + rank + " says that it listens at " + malformed.getMessage(), malformed);
            }
        }
        return candidates;
    }

    @Override
    public void abort(final Failure why) {
        final ControlGroup joined = group;
        if (joined != null) {
            joined.abort(why.code(), why.toText());
        }
    }

    @Override
    public void send(final int rank, final ByteBuffer content) {
        final ControlGroup joined = group;
        if (joined != null) {
            joined.send(rank, content);
        }
    }

    @Override
    public void giveUp(final int rank) {
        final ControlGroup joined = group;
        if (joined != null) {
            joined.giveUp(rank, "it did not take part when the other ranks shrank the communicator");
        }
    }

    @Override
    public Door door(final Membership membership, final String name) {
        return doors.open(name, membership.rank() == 0 ? null : candidates(membership)[0]);
    }

    @Override
    public long coarseNs() {
        return endpoint.coarseNs();
    }

    @Override
    public void leave() {
        final ControlGroup joined = group;
        if (joined != null) {
            endpoint.hide(number);
            joined.close();
        }
    }

    @Override
    public ControlPlane split() {
        return new EndpointControl(endpoint, doors, holders);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            leave();
            if (holders.decrementAndGet() == 0) {
                doors.close();
                endpoint.close();
            }
        }
    }
}
