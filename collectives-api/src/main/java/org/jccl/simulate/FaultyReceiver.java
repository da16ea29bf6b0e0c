// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jccl.simulate.FaultPlan.Kind;
import org.jccl.spi.Lane;

/** When what a peer sends may be seen: delayed, slowed down, or stalled for good. */
final class FaultyReceiver {
    private static final long NANOS = 1_000_000_000L;

    private final Lane lane;
    private final FaultPlan plan;
    private final long bytesPerSecond;
    private final long stallAt;
    private final SplittableRandom random;
    private final LongSupplier clock;
    private final LongConsumer alarm;
    private long drawnFor;
    private long chargedFor;
    private long heldUntilNs;
    private boolean held;

    FaultyReceiver(
            final Lane lane,
            final FaultPlan plan,
            final int from,
            final long seed,
            final LongSupplier clock,
            final LongConsumer alarm) {
        this.lane = lane;
        this.plan = plan;
        this.bytesPerSecond = plan.bytes(Kind.SLOW, from);
        this.stallAt = plan.bytes(Kind.STALL, from);
        this.random = new SplittableRandom(seed);
        this.clock = clock;
        this.alarm = alarm;
    }

    /** How many of {@code visible} bytes behind those received may be seen now. */
    long visible(final long visible) {
        charge();
        draw(lane.received() + visible);
        return receivable(visible);
    }

    /** How many of {@code length} bytes behind those received may be taken now, if they have come. */
    long receivable(final long length) {
        return isHeld() ? 0 : Math.max(0, Math.min(length, stallAt - lane.received()));
    }

    /** Bytes went straight to their destination, unseen; those behind them may have to wait. */
    void hasReceived() {
        charge();
        draw(lane.received());
    }

    private boolean isHeld() {
        held = held && clock.getAsLong() - heldUntilNs < 0;
        return held;
    }

    /** What was received since the last look took its time, if the peer is slow. */
    private void charge() {
        final long bytes = lane.received() - chargedFor;
        if (bytesPerSecond != FaultPlan.NEVER && bytes > 0) {
            hold((long) ((double) bytes / bytesPerSecond * NANOS));
            chargedFor += bytes;
        }
    }

    private void draw(final long position) {
        if (position > drawnFor && plan.delayProbability() > 0) {
            drawnFor = position;
            if (random.nextDouble() < plan.delayProbability()) {
                hold(plan.delayNs());
            }
        }
    }

    private void hold(final long delayNs) {
        final long nowNs = clock.getAsLong();
        heldUntilNs = (held ? Math.max(heldUntilNs, nowNs) : nowNs) + delayNs;
        held = true;
        alarm.accept(heldUntilNs - nowNs);
    }
}
