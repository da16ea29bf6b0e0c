// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.observe.FlightRecorder;
import org.jccl.observe.LatencyRecorder;
import org.jccl.observe.LinkTimes;
import org.jccl.observe.OperationEvent;

/** What is written down of each operation, when it is entered and when it has ended. The domain's owner's. */
final class Ledger {
    private final FlightRecorder recorder;
    private final Journal journal;
    private final JobClock clock;

    Ledger(final FlightRecorder recorder, final Journal journal, final JobClock clock) {
        this.recorder = recorder;
        this.journal = journal;
        this.clock = clock;
    }

    void entered(final Operation operation) {
        final Timing timing = operation.timing();
        final boolean sampled = operation.latencies().isShort() && operation.isSmall();
        final boolean timed = !sampled || (operation.sequence() & FlightRecorder.TIMED - 1) == 0;
        if (timed && timing.enteredNs() == 0) {
            timing.enter(System.nanoTime());
        }
        final long ticket = recorder.entered(
                operation.lane(),
                operation.sequence(),
                operation.fingerprint(),
                operation.call().sizeBytes(),
                timing.enteredNs());
        timing.recorded(ticket, sampled && timed, timed ? clock.stamp(timing.enteredNs()) : EntryStamp.NONE);
        if (timed) {
            timing.journalled(event());
        }
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
        journal.ended(operation.timing().takeEvent(), operation, well);
    }

    private void done(final Operation operation) {
        final Timing timing = operation.timing();
        // of those that are not timed the slow ones have come to be known
        if (timing.enteredNs() == 0) {
            recorder.done(timing.ticket(), 0, 0, 0, 0);
            operation.latencies().ended();
            return;
        }
        final long nowNs = System.nanoTime();
        recorder.waited(timing.ticket(), timing.lateRank(), timing.waitedNs());
        journal.waited(operation);
        recorder.done(timing.ticket(), timing.enteredNs(), timing.firstByteNs(), timing.lastByteNs(), nowNs);
        measured(operation.latencies(), timing, nowNs - timing.enteredNs());
    }

    private static void measured(final LatencyRecorder latencies, final Timing timing, final long tookNs) {
        if (timing.isTimed() || tookNs >= LatencyRecorder.LONG_NS) {
            latencies.ended(tookNs, timing.skewNs(), timing.lastRank(), timing.isSampled());
        } else {
            latencies.ended();
        }
    }
}
