// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jccl.observe.CallSite;
import org.jccl.observe.FlightRecorder;
import org.jccl.observe.RankReport;
import org.jccl.spi.Link;

/**
 * Says what this rank is doing. Any thread: it looks at what the owner is changing without stopping it, since an owner that
 * is stuck could not be stopped. What moves may be seen half and is then left out; what stands still is seen as it is.
 */
final class Witness {
    private static final int TRIES = 3;

    private final LaneExecutor[] lanes;
    private final FlightRecorder recorder;
    private Thread caller;

    Witness(final LaneExecutor[] lanes, final FlightRecorder recorder) {
        this.lanes = lanes;
        this.recorder = recorder;
    }

    /** That thread makes a call. */
    void called(final Thread thread) {
        if (caller != thread) {
            caller = thread;
        }
    }

    /** The thread that called last, or null. */
    Thread caller() {
        return caller;
    }

    RankReport report() {
        return new RankReport(entered(), underWay(), last(), CallSite.of(caller), CallSite.stack(caller));
    }

    private List<Long> entered() {
        return Arrays.stream(lanes).map(LaneExecutor::entered).toList();
    }

    private List<RankReport.UnderWay> underWay() {
        for (int i = 0; i < TRIES; i++) {
            try {
                final List<RankReport.UnderWay> all = new ArrayList<>();
                for (int lane = 0; lane < lanes.length; lane++) {
                    lanes[lane].describe(lane, all);
                }
                return all;
            } catch (final RuntimeException movedMeanwhile) {
                Thread.onSpinWait();
            }
        }
        return List.of();
    }

    private RankReport.Finished last() {
        final FlightRecorder.Entry last = recorder.latestDone();
        return last == null
                ? null
                : new RankReport.Finished(
                        Fingerprint.describe(last.fingerprint()) + " #" + last.sequence(),
                        System.nanoTime() - last.doneNs());
    }

    /** One operation, and whom it waits for; {@code activation} is null if it has not begun. */
    static RankReport.UnderWay describe(final int lane, final Operation operation, final Activation activation) {
        return new RankReport.UnderWay(
                lane,
                operation.sequence(),
                operation.fingerprint(),
                operation.describe(),
                lane == Link.POINT_TO_POINT ? operation.call().root() : -1,
                activation != null,
                activation == null ? List.of() : activation.waits());
    }
}
