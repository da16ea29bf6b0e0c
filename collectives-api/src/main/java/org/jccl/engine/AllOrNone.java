// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.BitSet;
import java.util.function.Supplier;
import org.jccl.error.CollectiveException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A new communicator that either all of some ranks get, or none of them: they connect, and agree on whether all have.
 * Counts the rounds of agreement, which go on alike on all ranks.
 */
final class AllOrNone {
    private static final Logger LOG = LoggerFactory.getLogger(AllOrNone.class);

    private final Survivors survivors;
    private int round;
    private CollectiveException latest;

    AllOrNone(final Survivors survivors, final int firstRound) {
        this.survivors = survivors;
        this.round = firstRound;
    }

    /** What begins a line of the log. */
    String who() {
        return survivors.who();
    }

    /** A round that nobody has used. */
    int nextRound() {
        return round++;
    }

    /** Agrees on who is left, and on the least and the greatest of their figures. */
    Agreement.Decision agree(final long figure) {
        return survivors.agree(nextRound(), figure);
    }

    /** What last kept this rank from connecting, or null. */
    CollectiveException latest() {
        return latest;
    }

    /**
     * Connects.
     *
     * @param members who connects
     * @return the communicator that all of them have, or null if one of them has not
     */
    DefaultCommunicator connect(final BitSet members, final Supplier<DefaultCommunicator> attempt) {
        final DefaultCommunicator connected = tried(attempt);
        boolean everywhere = false;
        try {
            final Agreement.Decision outcome = agree(connected == null ? 0 : 1);
            everywhere = outcome.completedByAll() == 1 && outcome.members().equals(members);
            if (everywhere) {
                awaitThatAllKnow();
            }
        } finally {
            if (connected != null && !everywhere) {
                connected.close();
            }
        }
        return everywhere ? connected : null;
    }

    private DefaultCommunicator tried(final Supplier<DefaultCommunicator> attempt) {
        try {
            return attempt.get();
        } catch (final CollectiveException failed) {
            LOG.debug("{}: cannot connect, so the ranks meet again", survivors.who(), failed);
            latest = failed;
            return null;
        }
    }

    /**
     * Whoever leaves now is gone for those that have not heard the outcome, and they would come to another. Nobody takes part
     * in a further round before it has heard; what that round decides is of no importance.
     */
    private void awaitThatAllKnow() {
        try {
            agree(0);
        } catch (final CollectiveException ofNoImportance) {
            LOG.debug("{}: not all may know that they are connected", survivors.who(), ofNoImportance);
        }
    }
}
