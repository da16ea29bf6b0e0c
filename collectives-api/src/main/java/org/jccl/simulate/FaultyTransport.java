// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.spi.Link;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;

/**
 * A transport that works like the one it wraps, but for the faults of a {@link FaultPlan}: for rehearsing failures, and
 * for tests. Used like any transport.
 */
public final class FaultyTransport implements Transport {
    private final Transport inner;
    private final int rank;
    private final FaultPlan plan;
    private final FaultyLink[] links;
    private final LongSupplier clock;
    private final LongConsumer alarm;
    private final Runnable stop;

    /** A faulty transport that reads the time in {@code clock} and asks {@code alarm} to ring after so many nanoseconds. */
    FaultyTransport(
            final Transport inner,
            final int rank,
            final int size,
            final FaultPlan plan,
            final LongSupplier clock,
            final LongConsumer alarm,
            final Runnable stop) {
        this.inner = inner;
        this.rank = rank;
        this.plan = plan;
        this.links = new FaultyLink[size];
        this.clock = clock;
        this.alarm = alarm;
        this.stop = stop;
    }

    /** Lays a plan over a transport that was opened with that context; closing the result closes it too. */
    public static Transport wrap(final Transport inner, final TransportContext context, final FaultPlan plan) {
        final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            final Thread thread = new Thread(task, "jccl-faults-" + context.rank());
            thread.setDaemon(true);
            return thread;
        });
        return new FaultyTransport(
                inner,
                context.rank(),
                context.size(),
                plan,
                System::nanoTime,
                // who sleeps because bytes are held back must be woken when they no longer are
                delayNs -> timer.schedule(() -> context.waiter().ring(), delayNs, TimeUnit.NANOSECONDS),
                timer::shutdownNow);
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public byte[] address() {
        return inner.address();
    }

    @Override
    public void connect(final byte[][] addresses) {
        inner.connect(addresses);
    }

    @Override
    public boolean crossesWire() {
        return inner.crossesWire();
    }

    @Override
    public boolean reaches(final int peer) {
        return inner.reaches(peer);
    }

    @Override
    public Link link(final int peer) {
        if (links[peer] == null) {
            links[peer] = new FaultyLink(inner.link(peer), rank, plan, clock, alarm);
        }
        return links[peer];
    }

    @Override
    public RegisteredMemory allocate(final long bytes) {
        return inner.allocate(bytes);
    }

    @Override
    public boolean tellsOfReleases() {
        return inner.tellsOfReleases();
    }

    @Override
    public int progress() {
        return inner.progress();
    }

    @Override
    public void prepareSleep() {
        inner.prepareSleep();
    }

    @Override
    public long longestSleepNs() {
        return inner.longestSleepNs();
    }

    @Override
    public void wake() {
        inner.wake();
    }

    @Override
    public void close() {
        stop.run();
        inner.close();
    }
}
