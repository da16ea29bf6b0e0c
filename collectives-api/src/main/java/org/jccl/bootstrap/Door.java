// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jccl.error.CollectiveException;
import org.jccl.spi.Candidates;
import org.jccl.spi.CommunicatorNumber;
import org.jccl.spi.Greeting;
import org.jccl.spi.Wire;

/**
 * Where processes that want to join a communicator wait: at rank 0 of it; any other rank sends them there. It belongs to
 * the communicator's name, so that those who wait outlive one that fails and is followed by another. Any thread.
 */
public final class Door implements AutoCloseable {
    /** Whoever comes when so many wait is turned away, and knocks again. */
    private static final int MOST_WAITING = 1024;
    /** How often those who wait are looked at, in case they have gone. */
    private static final long LOOK_MS = 50;

    private final List<Guest> waiting = new ArrayList<>();
    /** Where to send guests, or null: this is rank 0. */
    private Candidates rankZero;

    private boolean closed;

    /** What a greeting says in place of a communicator's number: guests know only the name. */
    static long number(final String communicator) {
        return CommunicatorNumber.of(List.of(communicator.getBytes(StandardCharsets.UTF_8)));
    }

    /** From now on guests are sent there, or stay if it is null. */
    synchronized void belongsTo(final Candidates newRankZero) {
        rankZero = newRankZero;
        if (rankZero != null) {
            waiting.forEach(guest -> guest.redirect(rankZero));
            waiting.clear();
        }
    }

    /** On the control thread. */
    synchronized void arrive(final Greeting greeting, final Wire wire) {
        final Guest guest = new Guest(wire);
        if (rankZero != null) {
            guest.redirect(rankZero);
        } else if (closed || waiting.size() == MOST_WAITING) {
            guest.close();
        } else {
            waiting.add(guest);
            notifyAll();
        }
    }

    /**
     * Waits until that many are there, or the time is over, and takes them off the door; those who came first stand first.
     *
     * @param deadlineNs on {@link System#nanoTime}'s clock
     */
    public synchronized List<Guest> await(final int least, final long deadlineNs) {
        try {
            while (present() < least && System.nanoTime() - deadlineNs < 0) {
                TimeUnit.MILLISECONDS.timedWait(this, LOOK_MS);
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CollectiveException("interrupted while it waited for newcomers", interrupted);
        }
        final List<Guest> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    private int present() {
        waiting.removeIf(guest -> {
            final boolean gone = guest.hasGone();
            if (gone) {
                guest.close();
            }
            return gone;
        });
        return waiting.size();
    }

    /** They go on waiting, before those who came since. */
    public synchronized void giveBack(final List<Guest> guests) {
        waiting.addAll(0, guests);
    }

    @Override
    public synchronized void close() {
        closed = true;
        waiting.forEach(Guest::close);
        waiting.clear();
    }
}
