// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * An operation that ends while its caller lies down to wait for it: the caller sees that in its last look, or is woken. The domain
 * bounds such a sleep all the same; here it is long, so that a wake-up that is lost shows.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "it saw it, or was woken")
@Outcome(id = "1", expect = FORBIDDEN, desc = "the wake-up is lost")
@State
public class ParkStress {
    private static final long SLEEP_NS = TimeUnit.SECONDS.toNanos(5);

    private final Operation operation = new Operation(null);

    /** As if it had gone through the queue, so that another thread ends it. */
    public ParkStress() {
        operation.queue();
    }

    /** As {@link ProgressDomain#await} has it. */
    @Actor
    public void caller(final I_Result result) {
        operation.park(Thread.currentThread());
        while (!operation.isDone()) {
            final long begun = System.nanoTime();
            LockSupport.parkNanos(this, SLEEP_NS);
            result.r1 = operation.isDone() && System.nanoTime() - begun >= SLEEP_NS ? 1 : 0;
        }
        operation.park(null);
    }

    /** Whoever drives. */
    @Actor
    public void driver() {
        operation.complete(null);
    }
}
