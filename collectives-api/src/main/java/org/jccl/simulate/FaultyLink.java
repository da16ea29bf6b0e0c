// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jccl.simulate.FaultPlan.Kind;
import org.jccl.spi.Lane;
import org.jccl.spi.Link;

/** A link whose lanes are faulty. */
final class FaultyLink implements Link {
    private final Link inner;
    private final int rank;
    private final FaultPlan plan;
    private final LongSupplier clock;
    private final LongConsumer alarm;
    private final Lane[] lanes = new Lane[LANES];
    private final long severAt;
    private String severed;

    FaultyLink(
            final Link inner,
            final int rank,
            final FaultPlan plan,
            final LongSupplier clock,
            final LongConsumer alarm) {
        this.inner = inner;
        this.rank = rank;
        this.plan = plan;
        this.clock = clock;
        this.alarm = alarm;
        this.severAt = plan.bytes(Kind.SEVER, rank, inner.peer());
    }

    @Override
    public int peer() {
        return inner.peer();
    }

    @Override
    public Lane lane(final int number) {
        if (lanes[number] == null) {
            final Lane lane = inner.lane(number);
            final int from = inner.peer();
            final long seed = plan.seed() + 31L * (31L * (31L * rank + from) + number);
            lanes[number] = new FaultyLane(
                    lane,
                    this,
                    new FaultyReceiver(lane, plan, from, seed, clock, alarm),
                    plan.bytes(Kind.CORRUPT, rank),
                    (int) (plan.seed() % Byte.SIZE));
        }
        return lanes[number];
    }

    @Override
    public String failure() {
        return severed != null ? severed : inner.failure();
    }

    @Override
    public String trouble() {
        return inner.trouble();
    }

    /** How many bytes may still go over a lane that has carried so many; 0 severs the link. */
    long allowance(final long carried) {
        if (carried >= severAt && severed == null) {
            severed = "was severed by the fault plan after " + severAt + " bytes";
        }
        return severed == null ? severAt - carried : 0;
    }
}
