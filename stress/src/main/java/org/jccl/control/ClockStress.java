// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** The clock that hot paths read instead of the system's: whole, and never backwards. */
@JCStressTest
@Outcome(
        id = {"0, 0", "0, 4294967297", "4294967297, 4294967297"},
        expect = ACCEPTABLE,
        desc = "forwards")
@Outcome(expect = FORBIDDEN, desc = "backwards, or half of a time")
@State
public class ClockStress {
    /** Both halves change. */
    private static final long LATER_NS = (1L << 32) + 1;

    private long wallNs;
    private final RunningClock clock = new RunningClock(() -> wallNs, Long.MAX_VALUE);

    /** The control thread. */
    @Actor
    public void control() {
        wallNs = LATER_NS;
        clock.advance();
    }

    /** Any other. */
    @Actor
    public void reader(final JJ_Result result) {
        result.r1 = clock.wallNs();
        result.r2 = clock.wallNs();
    }
}
