// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import java.util.Map;
import org.jccl.observe.FlightRecorder;
import org.jccl.spi.Settings;
import org.jccl.traffic.Traffic;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads want to drive: one does, or one after the other, who then sees all that the first did. */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the first alone")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the second alone")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the second after the first")
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "the first after the second")
@Outcome(expect = FORBIDDEN, desc = "both at once")
@State
public class OwnershipStress {
    private final Links links = new Links(1, List.of(), List.of());
    private final ProgressDomain domain = new ProgressDomain(
            links,
            null,
            false,
            new FailureTexts("stress", 0, 1, Integer::toString, failure -> {}),
            new Inquiries("world", 0, 1, (rank, message) -> {}),
            new FlightRecorder(2, () -> 0),
            new Journal("stress", 0, Long.MAX_VALUE),
            new JobClock(0),
            new RightOfWay(Traffic.of(new Settings(Map.of(), name -> null, name -> null)), "stress", links),
            1);
    /** Guarded by the ownership alone. */
    private int drives;

    private int drive() {
        if (!domain.tryOwn()) {
            return 0;
        }
        final int drive = ++drives;
        domain.release();
        return drive;
    }

    /** One thread. */
    @Actor
    public void first(final II_Result result) {
        result.r1 = drive();
    }

    /** The other. */
    @Actor
    public void second(final II_Result result) {
        result.r2 = drive();
    }
}
