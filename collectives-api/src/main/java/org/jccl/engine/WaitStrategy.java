// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.concurrent.locks.LockSupport;
import org.jccl.buffer.Memory;
import org.jccl.spi.Waiter;

/**
 * How the owner waits when a turn found nothing to do: poll, then give the core to others, then block in the kernel.
 *
 * <p>A blocked thread is back after 25 to 45 us, a yielding one as soon as its core is free, a polling one at once; but a
 * poller keeps the core from the very rank it waits for when the two share one. So it does not poll at all where there are
 * more ranks than cores, and polls less from wait to wait while polling turns out to be in vain: the scheduler may put two
 * ranks on one core for a while although there is another.
 * Owner only, except {@link #ring} and {@link #ringIfAsleep}.
 */
final class WaitStrategy {
    private static final long MOST_POLL_NS = 300_000;
    private static final long LEAST_POLL_NS = 2_000;
    private static final long YIELD_NS = 1_000_000;
    private static final long BLOCK_NS = 50_000_000;
    /** A device wakes nobody, so who waits for one is late by up to a sixteenth of its wait, and a millisecond. */
    private static final int DEVICE_PART = 16;

    private static final long MOST_DEVICE_NS = 1_000_000;
    /** A thread that rests is late by about so much. */
    private static final long SHORT_NS = 60_000;
    /** What is held back waits, but what comes from peers should not. */
    private static final long MOST_NAP_NS = 200_000;

    private static final long UNKNOWN = Long.MIN_VALUE;
    /** The clock costs more than a look at shared memory and less than one at a socket: it is read about this often. */
    private static final long CLOCK_NS = 1_000;

    private static final int MOST_LOOKS = 128;

    private final Links links;
    private final Waiter waiter;
    private final boolean oversubscribed;
    private long pollNs;
    /** How many looks in vain take about as long as {@link #CLOCK_NS}; a power of two. */
    private int looksPerClock = MOST_LOOKS;
    /** Looks in vain since something was done. */
    private int looks;

    private long idleSinceNs;
    private long clockNs;
    private boolean polling;
    private boolean clockIsDue;
    private volatile boolean asleep;
    /** Who rests for less than a descriptor can be waited for, or null. */
    private volatile Thread napping;

    WaitStrategy(final Links links, final Waiter waiter, final boolean oversubscribed) {
        this.links = links;
        this.waiter = waiter;
        this.oversubscribed = oversubscribed;
        this.pollNs = oversubscribed ? 0 : MOST_POLL_NS;
    }

    /** Something was done: the wait begins anew. */
    void begin() {
        if (looks > 0 && !oversubscribed) {
            pollNs = polling ? Math.min(MOST_POLL_NS, pollNs * 2) : Math.max(LEAST_POLL_NS, pollNs / 4);
        }
        looks = 0;
        idleSinceNs = UNKNOWN;
        polling = pollNs > 0;
    }

    /** How many looks in vain are a moment too short to be worth anything else: a microsecond or so. */
    int moment() {
        return oversubscribed ? 1 : looksPerClock;
    }

    /** Nothing was done. */
    void idle(final ProgressDomain domain) {
        looks++;
        clockIsDue = (looks & looksPerClock - 1) == 0;
        if (polling && !clockIsDue) {
            Thread.onSpinWait();
        } else {
            goOn(domain, System.nanoTime());
        }
    }

    private void goOn(final ProgressDomain domain, final long now) {
        if (idleSinceNs == UNKNOWN) {
            idleSinceNs = now;
        } else if (polling) {
            adjustLooks(now - clockNs);
        }
        clockNs = now;
        if (domain.way().waitNs() > SHORT_NS) {
            nap(domain);
            return;
        }
        final long idleNs = now - idleSinceNs;
        polling = idleNs < pollNs;
        if (polling) {
            Thread.onSpinWait();
        } else if (idleNs < pollNs + YIELD_NS) {
            Thread.yield();
        } else {
            rest(domain, idleNs);
            clockIsDue = true;
        }
    }

    /** All that could leave waits for its rate or share. */
    private void nap(final ProgressDomain domain) {
        napping = Thread.currentThread();
        Memory.fullFence();
        if (!domain.hasSubmissions()) {
            LockSupport.parkNanos(this, Math.min(domain.way().waitNs() - SHORT_NS, MOST_NAP_NS));
        }
        napping = null;
        clockIsDue = true;
    }

    private void adjustLooks(final long tookNs) {
        if (tookNs > 2 * CLOCK_NS) {
            looksPerClock = Math.max(1, looksPerClock / 2);
        } else if (tookNs < CLOCK_NS / 2) {
            looksPerClock = Math.min(MOST_LOOKS, looksPerClock * 2);
        }
    }

    /** Whether it is time to look at deadlines and interrupts. */
    boolean clockIsDue() {
        return clockIsDue;
    }

    /** A short rest is cut short by nobody, as the kernel's waits for descriptors are of whole milliseconds. */
    private void rest(final ProgressDomain domain, final long idleNs) {
        final long deviceNs = idleNs / DEVICE_PART;
        if (deviceNs < MOST_DEVICE_NS && domain.watchesDevice()) {
            LockSupport.parkNanos(this, deviceNs);
        } else {
            block(domain);
        }
    }

    /**
     * The sleeper's half of the protocol: say so, fence, look once more at everything, block. Ringers publish, fence, and
     * look whether anybody sleeps.
     */
    private void block(final ProgressDomain domain) {
        asleep = true;
        links.prepareSleep();
        Memory.fullFence();
        if (!domain.hasSubmissions() && domain.failure() == null && domain.drive() == 0) {
            waiter.await(Math.min(domain.watchesDevice() ? MOST_DEVICE_NS : BLOCK_NS, links.longestSleepNs()));
        }
        links.wake();
        asleep = false;
    }

    /** Wakes the owner if it is blocked. Any thread, after it has published what the owner shall see. */
    void ringIfAsleep() {
        if (asleep) {
            waiter.ring();
        }
        final Thread napper = napping;
        if (napper != null) {
            LockSupport.unpark(napper);
        }
    }

    /** Wakes the owner, blocked or about to. Any thread. */
    void ring() {
        waiter.ring();
    }

    void close() {
        waiter.close();
    }
}
