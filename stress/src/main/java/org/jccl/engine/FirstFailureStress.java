// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import org.jccl.observe.FlightRecorder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads find different reasons to fail: one of them counts, and only its finder tells the others. */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the first counts")
@Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "the second counts")
@Outcome(expect = FORBIDDEN, desc = "both, or the one that does not count")
@State
public class FirstFailureStress {
    private final Failure first = Failure.of(Failure.Kind.ABORTED, "1");
    private final Failure second = Failure.of(Failure.Kind.TIMEOUT, "2");
    private final Troubles troubles = new Troubles(
            new LaneExecutor[0],
            new Links(1, List.of(), List.of()),
            new FailureTexts("stress", 0, 1, Integer::toString, failure -> {}),
            new Inquiries("world", 0, 1, (rank, message) -> {}),
            new FlightRecorder(2, () -> 0),
            new Journal("stress", 0, Long.MAX_VALUE),
            () -> {});

    /** One thread. */
    @Actor
    public void first(final III_Result result) {
        result.r1 = troubles.fail(first) ? 1 : 0;
    }

    /** The other. */
    @Actor
    public void second(final III_Result result) {
        result.r2 = troubles.fail(second) ? 1 : 0;
    }

    /** Which one counts. */
    @Arbiter
    public void look(final III_Result result) {
        result.r3 = troubles.failure() == first ? 1 : 2;
    }
}
