// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** An operation ends while somebody reads the record: it may be read half, but nothing that was never written. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not begun")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "begun")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "ended")
@Outcome(id = "0, 2", expect = ACCEPTABLE_INTERESTING, desc = "half: ended, and when it began is not seen yet")
@Outcome(expect = FORBIDDEN, desc = "what nobody wrote")
@State
public class RecorderStress {
    private final FlightRecorder recorder = new FlightRecorder(2, () -> 0);

    /** The owner of the domain. */
    @Actor
    public void owner() {
        recorder.done(recorder.entered(0, 0, 1, 1, 1), 0, 0, 0, 2);
    }

    /** Whoever asks. */
    @Actor
    public void reader(final JJ_Result result) {
        final FlightRecorder.Entry entry = recorder.find(0, 0);
        result.r1 = entry == null ? 0 : entry.enteredNs();
        result.r2 = entry == null ? 0 : entry.doneNs();
    }
}
