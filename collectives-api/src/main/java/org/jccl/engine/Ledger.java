// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.observe.FlightRecorder;
import org.jccl.observe.LinkTimes;
import org.jccl.observe.OperationEvent;

/** What is written down of each operation, when it is entered and when it has ended. The domain's owner's. */
final class Ledger {
    private final FlightRecorder recorder;
    private final Journal journal;

    Ledger(final FlightRecorder recorder, final Journal journal) {
        this.recorder = recorder;
        this.journal = journal;
    }

    void entered(final Operation operation) {
        final boolean exact = isTimed(operation) && operation.enteredNs() == 0;
        operation.recorded(recorder.entered(
                operation.lane(),
                operation.sequence(),
                operation.fingerprint(),
                operation.call().sizeBytes(),
                exact ? System.nanoTime() : operation.enteredNs()));
        if (isTimed(operation)) {
            operation.journalled(event());
        }
    }

    /** Of small ones only some are, for the clock would cost more than they do. */
    private static boolean isTimed(final Operation operation) {
        return !operation.isSmall() || (operation.sequence() & FlightRecorder.TIMED - 1) == 0;
    }

    /** What a flight recording of the JVM gets of an operation that begins now, or null. */
    OperationEvent event() {
        return journal.begun();
    }

    /** How fast large operations get what each peer sends. */
    LinkTimes linkTimes() {
        return recorder.links();
    }

    void ended(final Operation operation, final boolean well) {
        if (well) {
            done(operation);
        }
        journal.ended(operation.takeEvent(), operation, well);
    }

    private void done(final Operation operation) {
        final boolean exact = isTimed(operation) || operation.enteredNs() != 0;
        if (exact) {
            recorder.waited(operation.ticket(), operation.lateRank(), operation.waitedNs());
            journal.waited(operation);
        }
        recorder.done(
                operation.ticket(),
                operation.isSmall() ? operation.enteredNs() : 0,
                operation.firstByteNs(),
                operation.lastByteNs(),
                exact ? System.nanoTime() : 0);
    }
}
