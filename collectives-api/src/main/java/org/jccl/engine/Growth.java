// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.bootstrap.Door;
import org.jccl.bootstrap.Guest;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.bootstrap.Ticket;
import org.jccl.buffer.BufferView;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.TransportException;
import org.jccl.spi.Durations;

/**
 * A new communicator of all ranks and of those that wait at rank 0's {@link Door}. Rank 0 says how many there are, meets
 * them, and hands what they tell to the others; either all ranks have the new communicator, or they stay with this one.
 */
final class Growth {
    /** Newcomers may die while they are taken in; if it still fails then, something else is wrong. */
    private static final int ATTEMPTS = 3;

    private final DefaultCommunicator from;
    private final CommunicatorOptions options;
    private final ControlPlane control;
    private final Survivors survivors;
    private final Door door;
    private final AllOrNone attempts;
    private final BitSet members = new BitSet();

    Growth(
            final DefaultCommunicator from,
            final CommunicatorOptions options,
            final ControlPlane control,
            final Survivors survivors,
            final Door door,
            final int firstRound) {
        this.from = from;
        this.options = options;
        this.control = control;
        this.survivors = survivors;
        this.door = door;
        this.attempts = new AllOrNone(survivors, firstRound);
        members.set(0, from.size());
    }

    /** Takes in all that have come once so many have; the communicator as it is if none has come and none has to. */
    Communicator communicator(final int least, final long timeoutNs) {
        final long deadlineNs = System.nanoTime() + timeoutNs;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            final List<Guest> guests = from.rank() == 0 ? door.await(least, deadlineNs) : List.of();
            final Ticket first = agree(guests, timeoutNs);
            final int coming = first.size() - from.size();
            if (coming < least) {
                door.giveBack(guests);
                throw new CollectiveTimeoutException(coming + " of " + least + " newcomers came to '" + from.name()
                        + "' within " + Durations.text(timeoutNs)
                        + "; start more with JCCL_JOIN set to the address of one of its ranks");
            }
            if (coming == 0) {
                return from;
            }
            final DefaultCommunicator grown = takeIn(guests, first);
            if (grown != null) {
                return grown;
            }
        }
        throw new TransportException(
                "'" + from.name() + "' stays as it is: those that came could not be taken in", attempts.latest());
    }

    /** Rank 0 tells all how many have come, after how many collectives; the others let it wait for them. */
    private Ticket agree(final List<Guest> guests, final long timeoutNs) {
        final long[] told = {guests.size(), from.collectives()};
        final BufferView view = BufferView.of(told);
        try {
            from.timeout(Duration.ofNanos(2 * timeoutNs)).broadcast(view, view, 0);
        } catch (final CollectiveException failed) {
            // they wait for the communicator that follows
            door.giveBack(guests);
            throw failed;
        }
        return new Ticket(from.name(), from.size(), from.size() + (int) told[0], from.size(), told[1]);
    }

    private DefaultCommunicator takeIn(final List<Guest> guests, final Ticket first) {
        final int meeting = attempts.nextRound();
        try (Admission newcomers = new Admission(attempts.who(), guests)) {
            final DefaultCommunicator grown = attempts.connect(members, () -> connect(newcomers, first, meeting));
            if (grown != null) {
                newcomers.takenIn();
            }
            return grown;
        }
    }

    private DefaultCommunicator connect(final Admission newcomers, final Ticket first, final int meeting) {
        final Rendezvous rendezvous = (mine, rank, size, timeout) -> {
            final byte[] letter = rank == 0 ? newcomers.letter(mine, first) : mine;
            final List<byte[]> all = Admission.introductions(
                    survivors.exchange(meeting, members.stream().boxed().toList(), letter));
            newcomers.tell(all);
            return all;
        };
        final DefaultCommunicator connected = new Assembly(options.recovered(Newcomer.recovery(first)), control.split())
                .build(from.rank(), first.size(), rendezvous);
        newcomers.awaitConnected();
        return connected;
    }
}
