// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * By which the ranks that are left after a failure agree on who they are, whoever else fails meanwhile.
 *
 * <p>The lowest rank that is not gone leads. It asks all, and when all that are not gone have joined it, they are the
 * members, and it tells them. A rank joins a leader only when it takes all ranks below for gone, and it listens to none
 * of those any more: so once all have joined, no other decision can reach anybody. Whoever has decided answers everything
 * with its decision, so a leader that takes over hears of it before all can have joined. The scheme is that of Buntinas,
 * "Scalable distributed consensus to support MPI fault tolerance" (IPDPS 2012), without its tree. It rests on what the
 * control plane gives: that gone is for ever, and that all that are left hear of it. Messages may be lost; everything is
 * said again at every tick.
 *
 * <p>No thread and no clock of its own: the caller serialises the calls and says what time it is.
 */
final class Agreement {
    private static final byte ASK = 0;
    private static final byte JOIN = 1;
    private static final byte COMMIT = 2;

    private final int rank;
    private final int size;
    private final long patienceNs;
    private final Others others;
    private final BitSet gone = new BitSet();
    /** Who takes part, as far as this rank was told, and how many operations each has completed. */
    private final Map<Integer, Long> joined = new HashMap<>();

    private Decision decision;
    private int leader;
    private long heardNs;

    /** What the agreement does to the other ranks. */
    interface Others {
        /** Sends a message, which may be lost. */
        void send(int to, ByteBuffer message);

        /** From now on that rank counts as gone, everywhere; {@link #gone} follows. */
        void giveUp(int who);
    }

    /**
     * What was agreed.
     *
     * @param members who is left
     * @param completedByAll so many collectives, the first ones, have ended well on every member
     * @param completedBySome and so many on at least one
     */
    record Decision(BitSet members, long completedByAll, long completedBySome) {}

    /**
     * Takes no part yet, but listens.
     *
     * @param patienceNs a rank that is not heard of for so long is given up
     */
    Agreement(final int rank, final int size, final long patienceNs, final Others others) {
        this.rank = rank;
        this.size = size;
        this.patienceNs = patienceNs;
        this.others = others;
    }

    /** What was agreed, or null. */
    Decision decision() {
        return decision;
    }

    /** This rank takes part; it has completed so many collectives. */
    void begin(final long completed, final long nowNs) {
        joined.put(rank, completed);
        heardNs = nowNs;
        tick(nowNs);
    }

    /** A rank has died, left, or was given up. */
    void gone(final int who, final long nowNs) {
        gone.set(who);
        if (who == leader) {
            leader = gone.nextClearBit(0);
            heardNs = nowNs;
        }
        tick(nowNs);
    }

    /** Says everything again, and gives up who was not heard of for too long. */
    void tick(final long nowNs) {
        if (!joined.containsKey(rank) || decision != null || gone.get(rank)) {
            return;
        }
        if (leader == rank) {
            lead(nowNs);
        } else {
            join(leader);
            if (nowNs - heardNs > patienceNs) {
                others.giveUp(leader);
            }
        }
    }

    private void lead(final long nowNs) {
        if (absent().isEmpty()) {
            conclude();
            return;
        }
        // those that are there as well, so that they know that somebody leads
        for (int other = 0; other < size; other++) {
            send(other, message(ASK, new BitSet(), 0, 0));
        }
        if (nowNs - heardNs > patienceNs) {
            absent().stream().forEach(others::giveUp);
        }
    }

    /** Those that are neither gone nor here. */
    private BitSet absent() {
        final BitSet absent = new BitSet();
        absent.set(0, size);
        absent.andNot(gone);
        joined.keySet().forEach(absent::clear);
        return absent;
    }

    /** All that are left have joined. */
    private void conclude() {
        final BitSet members = new BitSet();
        members.set(0, size);
        members.andNot(gone);
        decide(new Decision(
                members,
                members.stream().mapToLong(joined::get).min().orElseThrow(),
                members.stream().mapToLong(joined::get).max().orElseThrow()));
    }

    private void decide(final Decision agreed) {
        decision = agreed;
        if (leader == rank) {
            for (int other = 0; other < size; other++) {
                answer(other);
            }
        }
    }

    private void answer(final int other) {
        send(other, message(COMMIT, decision.members(), decision.completedByAll(), decision.completedBySome()));
    }

    private void send(final int to, final ByteBuffer message) {
        if (to != rank && !gone.get(to)) {
            others.send(to, message);
        }
    }

    /** Something came from another rank. */
    void message(final int from, final ByteBuffer content, final long nowNs) {
        if (gone.get(from)) {
            return;
        }
        final byte type = content.get();
        final long first = content.getLong();
        final long second = content.getLong();
        final BitSet members = BitSet.valueOf(content);
        if (type == COMMIT) {
            commit(new Decision(members, first, second));
        } else if (decision != null) {
            answer(from);
        } else {
            undecided(type, from, first, nowNs);
        }
    }

    private void commit(final Decision agreed) {
        if (decision == null) {
            decide(agreed);
        }
    }

    private void undecided(final byte type, final int from, final long completed, final long nowNs) {
        switch (type) {
            case ASK -> {
                heardNs = from == leader ? nowNs : heardNs;
                join(from);
            }
            case JOIN -> joined(from, completed);
            default -> throw new IllegalArgumentException("message " + type);
        }
    }

    private void join(final int to) {
        if (to == leader && joined.containsKey(rank)) {
            send(to, message(JOIN, new BitSet(), joined.get(rank), 0));
        }
    }

    /** What is said again and again must not be answered again and again: only who is new changes anything. */
    private void joined(final int who, final long completed) {
        final boolean fresh = joined.put(who, completed) == null;
        if (fresh && leader == rank && joined.containsKey(rank) && absent().isEmpty()) {
            conclude();
        }
    }

    private static ByteBuffer message(final byte type, final BitSet members, final long first, final long second) {
        final byte[] set = members.toByteArray();
        return ByteBuffer.allocate(1 + 2 * Long.BYTES + set.length)
                .put(type)
                .putLong(first)
                .putLong(second)
                .put(set)
                .flip();
    }

    @Override
    public String toString() {
        return "rank " + rank + ": leader " + leader + ", gone " + gone + ", joined " + joined.keySet() + ", decision "
                + decision;
    }
}
