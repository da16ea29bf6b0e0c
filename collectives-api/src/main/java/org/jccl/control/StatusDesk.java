// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jccl.spi.Greeting;
import org.jccl.spi.Wire;

/**
 * Where somebody from outside asks what a running job does. A few at a time, each for a bounded time and with an answer of
 * bounded length, so that who asks cannot disturb the job. Confined to the control thread.
 */
final class StatusDesk {
    /** Connections are for no communicator in particular. */
    static final long ANY_COMMUNICATOR = 0;
    /** More people seldom look at a job at once; each may cost an answer's memory. */
    static final int MOST_VISITS = 4;

    private final ControlThread thread;
    private final Map<Long, Subject> subjects = new LinkedHashMap<>();
    private final Set<StatusVisitor> visitors = new LinkedHashSet<>();

    StatusDesk(final ControlThread thread) {
        this.thread = thread;
    }

    void open(final Acceptors acceptors) {
        acceptors.take(Greeting.Purpose.STATUS, ANY_COMMUNICATOR, (greeting, wire) -> arrived(wire));
        thread.everyTick(this::tick);
    }

    void show(final long communicator, final Subject subject) {
        subjects.put(communicator, subject);
    }

    void hide(final long communicator) {
        subjects.remove(communicator);
    }

    List<Subject> subjects() {
        return List.copyOf(subjects.values());
    }

    void gone(final StatusVisitor visitor) {
        visitors.remove(visitor);
    }

    private void arrived(final Wire wire) {
        if (visitors.size() == MOST_VISITS) {
            turnAway(wire);
            return;
        }
        final StatusVisitor visitor = new StatusVisitor(this, wire, thread);
        visitors.add(visitor);
        visitor.begin();
    }

    /** What is said fits into the empty buffer of a fresh socket. */
    private static void turnAway(final Wire wire) {
        try {
            wire.write(ByteBuffer.wrap(StatusVisitor.reply(
                    Question.REFUSED,
                    MOST_VISITS + " others are asking at this rank; ask another one, or again later")));
        } catch (final IOException gone) {
            // it did not want to know
        }
        Sockets.close(wire);
    }

    private void tick() {
        // a copy, because a visit that ends leaves
        List.copyOf(visitors).forEach(visitor -> visitor.tick(thread.nowNs()));
    }
}
