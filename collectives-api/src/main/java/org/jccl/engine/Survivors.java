// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.CommunicatorAbortedException;
import org.jccl.error.PeerFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This rank among those that are left of a communicator: rounds of {@link Agreement}, and the exchange by which they meet
 * anew, both over the control plane of the communicator that failed.
 *
 * <pre>
 *   AGREE       round 4, see Agreement
 *   INTRODUCE   round 4, see Letter
 * </pre>
 *
 * News and messages come on the control thread; one thread at a time waits.
 */
final class Survivors implements Agreement.Others {
    private static final Logger LOG = LoggerFactory.getLogger(Survivors.class);
    private static final byte AGREE = 16;
    private static final byte INTRODUCE = 17;
    /** An introduction with a table of algorithms has some 10 KB. */
    private static final int MOST_PARTS = 512;

    private static final long TICK_MS = 20;

    private final String who;
    private final int rank;
    private final int size;
    private final long timeoutNs;
    private final BiConsumer<Integer, ByteBuffer> control;
    private final IntConsumer expel;
    private final BitSet gone = new BitSet();
    private final Map<Integer, Agreement> rounds = new HashMap<>();
    private final Map<Meeting, Letter> letters = new HashMap<>();
    private int sendingRound;

    /** In which round, from whom. */
    private record Meeting(int round, int from) {}

    /**
     * All are there yet.
     *
     * @param who what begins a line of the log
     * @param timeoutNs how long a rank may keep the others waiting
     * @param control sends a message to a rank
     * @param expel has a rank count as dead, everywhere
     */
    Survivors(
            final String who,
            final int rank,
            final int size,
            final long timeoutNs,
            final BiConsumer<Integer, ByteBuffer> control,
            final IntConsumer expel) {
        this.who = who;
        this.rank = rank;
        this.size = size;
        this.timeoutNs = timeoutNs;
        this.control = control;
        this.expel = expel;
    }

    /** What begins a line of the log. */
    String who() {
        return who;
    }

    // ---- on the control thread ----

    static boolean isFor(final ByteBuffer content) {
        return content.hasRemaining() && content.get(content.position()) >= AGREE;
    }

    /** A rank died, left, or was given up. */
    synchronized void gone(final int who) {
        gone.set(who);
        final long now = System.nanoTime();
        rounds.forEach((number, round) -> in(number, () -> round.gone(who, now)));
        notifyAll();
    }

    /** Something came; what cannot be read is logged and dropped. */
    synchronized void message(final int from, final ByteBuffer content) {
        try {
            final byte type = content.get();
            final int number = content.getInt();
            if (type == AGREE) {
                final Agreement round = round(number);
                in(number, () -> round.message(from, content, System.nanoTime()));
            } else if (type == INTRODUCE) {
                introduced(new Meeting(number, from), content);
            } else {
                throw new IllegalArgumentException("its type is unknown");
            }
        } catch (final BufferUnderflowException | IllegalArgumentException unreadable) {
            LOG.warn("{}: rank {} sent a control message that cannot be read: {}", who, from, unreadable.toString());
        }
        notifyAll();
    }

    private void introduced(final Meeting meeting, final ByteBuffer content) {
        letters.computeIfAbsent(meeting, none -> new Letter(MOST_PARTS)).add(content);
    }

    // ---- agreement ----

    private Agreement round(final int number) {
        return rounds.computeIfAbsent(number, none -> {
            final Agreement fresh = new Agreement(rank, size, timeoutNs, this);
            gone.stream().forEach(who -> fresh.gone(who, System.nanoTime()));
            return fresh;
        });
    }

    /** Does something whose messages belong to that round. */
    private void in(final int number, final Runnable action) {
        sendingRound = number;
        action.run();
    }

    @Override
    public void send(final int to, final ByteBuffer message) {
        control.accept(
                to,
                ByteBuffer.allocate(1 + Integer.BYTES + message.remaining())
                        .put(AGREE)
                        .putInt(sendingRound)
                        .put(message)
                        .flip());
    }

    @Override
    public void giveUp(final int who) {
        expel.accept(who);
    }

    /**
     * Takes part in a round, and waits until it has come to a decision.
     *
     * @param figure what this rank has to say; the least and the greatest of all are part of the decision
     * @throws PeerFailedException if the others have given this rank up
     */
    synchronized Agreement.Decision agree(final int number, final long figure) {
        final Agreement round = round(number);
        in(number, () -> round.begin(figure, System.nanoTime()));
        while (round.decision() == null) {
            requireNotGone(rank);
            await();
            in(number, () -> round.tick(System.nanoTime()));
        }
        if (!round.decision().members().get(rank)) {
            requireNotGone(rank);
            throw new CommunicatorAbortedException("the other ranks went on without this one, rank " + rank);
        }
        return round.decision();
    }

    private void requireNotGone(final int who) {
        if (gone.get(who)) {
            throw new PeerFailedException(
                    who,
                    who == rank
                            ? "the other ranks have given up this one, rank " + who
                                    + ": it was silent, or late to shrink; build a new communicator to come back"
                            : "rank " + who + " failed while those that are left met");
        }
    }

    private void await() {
        try {
            TimeUnit.MILLISECONDS.timedWait(this, TICK_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CollectiveException("interrupted while the ranks that are left met", interrupted);
        }
    }

    // ---- the exchange ----

    /** Gives every member this rank's bytes, and gets theirs, in the members' order. */
    synchronized List<byte[]> exchange(final int round, final List<Integer> members, final byte[] mine) {
        members.stream()
                .filter(member -> member != rank)
                .forEach(member -> Letter.send(INTRODUCE, round, mine, part -> control.accept(member, part)));
        final long begun = System.nanoTime();
        while (!members.stream().allMatch(member -> member == rank || isWhole(round, member))) {
            members.forEach(this::requireNotGone);
            if (System.nanoTime() - begun > timeoutNs) {
                throw new CollectiveTimeoutException("ranks "
                        + members.stream()
                                .filter(member -> member != rank && !isWhole(round, member))
                                .toList()
                        + " did not introduce themselves again when those that are left met");
            }
            await();
        }
        return members.stream()
                .map(member -> member == rank
                        ? mine
                        : letters.get(new Meeting(round, member)).bytes())
                .toList();
    }

    private boolean isWhole(final int round, final int member) {
        final Letter letter = letters.get(new Meeting(round, member));
        return letter != null && letter.isWhole();
    }
}
