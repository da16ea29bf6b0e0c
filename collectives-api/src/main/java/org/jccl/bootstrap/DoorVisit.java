// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jccl.error.TransportException;
import org.jccl.spi.Addresses;
import org.jccl.spi.Candidates;
import org.jccl.spi.Connections;
import org.jccl.spi.Greeting;

/** A newcomer that stands at the door of a job, has its ticket, and meets the ranks there. One thread. */
public final class DoorVisit implements Rendezvous, AutoCloseable {
    private static final long LEAST_PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final Entrance.Advice ADVICE =
            new Entrance.Advice("is that the port of a rank?", "give it the one that all ranks have");

    private final DeadlineChannel channel;
    private final Ticket ticket;

    private DoorVisit(final DeadlineChannel channel, final Ticket ticket) {
        this.channel = channel;
        this.ticket = ticket;
    }

    /**
     * Knocks at one rank, goes from there to rank 0, and waits until it is let in.
     *
     * @param name the communicator's
     * @param own with what it shows that it belongs to the job
     * @param patience within about this time the rank must take a connection, and know the communicator. Each address
     *     gets half of what is left of it, the best first: a host that is gone answers at none, and may have many
     * @param deadlineNs until when it waits at the door, on {@link System#nanoTime}'s clock
     * @throws TurnedAwayException if it was at the door and may knock again
     * @throws IOException if nobody answered
     * @throws TransportException if it need not
     */
    static DoorVisit at(
            final Candidates member,
            final String name,
            final Connections own,
            final Duration patience,
            final long deadlineNs)
            throws IOException {
        final Greeting greeting = new Greeting(Greeting.Purpose.JOIN, Door.number(name), 0, 0);
        final Entrance entrance = new Entrance(greeting, own.wiring(), own.token(), "this newcomer", ADVICE);
        final DeadlineChannel first = enter(entrance, member, patience);
        final Object answer = answer(first, deadlineNs);
        if (!(answer instanceof Candidates rankZero)) {
            return new DoorVisit(first, (Ticket) answer);
        }
        final DeadlineChannel second = enter(entrance, rankZero, patience);
        if (answer(second, deadlineNs) instanceof Ticket ticket) {
            return new DoorVisit(second, ticket);
        }
        throw new IOException("the ranks do not agree yet on who is rank 0");
    }

    private static DeadlineChannel enter(final Entrance entrance, final Candidates member, final Duration patience)
            throws IOException {
        IOException failure = null;
        final long endNs = System.nanoTime() + patience.toNanos();
        for (final InetSocketAddress address : member.dialled().addresses()) {
            final String where = Addresses.text(address);
            final long nowNs = System.nanoTime();
            final long soonNs = nowNs + Math.max(LEAST_PATIENCE_NS, (endNs - nowNs) / 2);
            try {
                return entrance.enter(address, "the rank at " + where, member.identity(), soonNs, soonNs);
            } catch (final IOException cannot) {
                failure = new IOException(where + ": " + cannot.getMessage(), cannot);
            }
        }
        throw failure;
    }

    /** A ticket, or where rank 0 is; in that case, and if nothing comes of it, the connection is closed. */
    private static Object answer(final DeadlineChannel channel, final long deadlineNs) throws IOException {
        channel.deadline(deadlineNs);
        try {
            final byte kind = channel.read(1).get();
            final byte[] content = DoorMessages.content(channel);
            if (kind == DoorMessages.TICKET) {
                return Ticket.decode(content);
            }
            channel.close();
            return Candidates.parse(new String(content, StandardCharsets.UTF_8));
        } catch (final IOException | IllegalArgumentException notIn) {
            channel.close();
            throw new TurnedAwayException(notIn.getMessage(), notIn);
        }
    }

    /** What rank 0 has let it in as. */
    public Ticket ticket() {
        return ticket;
    }

    @Override
    public List<byte[]> allGather(final byte[] mine, final int rank, final int size, final Duration timeout) {
        try {
            channel.deadline(System.nanoTime() + timeout.toNanos());
            channel.write(DoorMessages.encode(DoorMessages.INTRODUCTION, mine));
            final List<byte[]> all = new ArrayList<>();
            for (int other = 0; other < size; other++) {
                all.add(DoorMessages.read(channel, DoorMessages.ENTRY));
            }
            return all;
        } catch (final IOException lost) {
            throw lost(lost);
        }
    }

    /** Says that this process has connected, and waits to hear that all have. */
    public void awaitTakenIn() {
        try {
            channel.write(DoorMessages.encode(DoorMessages.CONNECTED));
            DoorMessages.read(channel, DoorMessages.TAKEN_IN);
        } catch (final IOException lost) {
            throw lost(lost);
        }
    }

    private static RuntimeException lost(final IOException how) {
        return new TransportException("rank 0 has not taken this newcomer in: " + how.getMessage(), how);
    }

    @Override
    public void close() {
        channel.close();
    }
}
