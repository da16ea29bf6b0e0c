// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.observe.ConnectEvent;
import org.jccl.observe.FailureEvent;
import org.jccl.observe.OperationEvent;
import org.jccl.observe.StragglerEvent;

/**
 * What a communicator tells a flight recording of the JVM, if one is running. Where nobody records, nothing is made; a
 * runtime image may even lack the recorder. Any thread.
 */
final class Journal {
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private final String communicator;
    private final int rank;
    private final long stragglerNs;

    /**
     * A journal.
     *
     * @param stragglerNs who is waited for so long is worth an event
     */
    Journal(final String communicator, final int rank, final long stragglerNs) {
        this.communicator = communicator;
        this.rank = rank;
        this.stragglerNs = stragglerNs;
    }

    /** An operation begins, or is found to take long; null if nobody wants to know. */
    OperationEvent begun() {
        if (!PRESENT || !OperationEvent.isWanted()) {
            return null;
        }
        final OperationEvent event = new OperationEvent();
        event.begin();
        return event;
    }

    /** It has ended, well or not; {@code event} is what {@link #begun} gave. */
    void ended(final OperationEvent event, final Operation operation, final boolean completed) {
        if (event != null && event.shouldCommit()) {
            event.communicator = communicator;
            event.rank = rank;
            event.call = operation.describe();
            event.bytes = operation.call().sizeBytes();
            event.lateRank = operation.timing().lateRank();
            event.waited = operation.timing().waitedNs();
            event.completed = completed;
            event.commit();
        }
    }

    /** An operation has waited for somebody. */
    void waited(final Operation operation) {
        if (PRESENT && operation.timing().waitedNs() >= stragglerNs) {
            straggled(operation);
        }
    }

    private void straggled(final Operation operation) {
        final StragglerEvent event = new StragglerEvent();
        if (event.shouldCommit()) {
            event.communicator = communicator;
            event.rank = rank;
            event.lateRank = operation.timing().lateRank();
            event.waited = operation.timing().waitedNs();
            event.call = operation.describe();
            event.commit();
        }
    }

    /** The communicator has failed. */
    void failed(final Failure why) {
        if (PRESENT) {
            final FailureEvent event = new FailureEvent();
            if (event.shouldCommit()) {
                event.communicator = communicator;
                event.rank = rank;
                event.kind = why.kind().name();
                event.message = why.message();
                event.commit();
            }
        }
    }

    /** The ranks begin to meet; null if nobody can record it. */
    static ConnectEvent connecting() {
        if (!PRESENT) {
            return null;
        }
        final ConnectEvent event = new ConnectEvent();
        event.begin();
        return event;
    }

    /** They are connected, or {@code failure} says why not. */
    static void connected(
            final ConnectEvent event, final String communicator, final int rank, final int size, final String failure) {
        if (event != null && event.shouldCommit()) {
            event.communicator = communicator;
            event.rank = rank;
            event.size = size;
            event.failure = failure;
            event.commit();
        }
    }
}
