// SPDX-License-Identifier: Apache-2.0
package org.jccl.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jccl.Communicator;
import org.jccl.observe.LinkStatus;
import org.jccl.observe.RankStatus;

/**
 * A communicator's meters. All carry the tags {@code communicator} and {@code rank}:
 *
 * <pre>
 *   jccl.operations                 counter, operations that have ended
 *   jccl.operations.active          gauge, operations under way
 *   jccl.operations.active.max      gauge of time, how long the oldest of them has lasted
 *   jccl.operations.duration        gauge of time by collective, size, transport, part (total, skew, transfer) and
 *                                   quantile (0.5, 0.99, 0.999, 1)
 *   jccl.waited                     gauge of time by peer, how long this rank has waited for the worst stragglers, in all
 *   jccl.sent, jccl.received        counters of bytes by transport, headers included
 *   jccl.failed                     gauge, 1 when the communicator has failed
 * </pre>
 *
 * <p>{@code size} is a power of two in bytes that the operations do not exceed. {@code skew} is what passed before the last
 * rank entered, {@code transfer} the rest; docs/performance.md says more. What is read is at most a second old, and reading
 * it stops no rank.
 *
 * <p>The meters keep the communicator reachable: {@link #close} takes them out of their registries. Close those of a
 * communicator before those of its successor are bound, since a successor has its name. Any thread.
 *
 * <pre>{@code
 * try (Communicator world = Communicator.builder().build();
 *         CommunicatorMetrics metrics = new CommunicatorMetrics(world)) {
 *     metrics.bindTo(registry);
 *     ...
 * }
 * }</pre>
 */
public final class CommunicatorMetrics implements MeterBinder, AutoCloseable {
    /** Several meters are read at once, every few seconds. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Snapshots snapshots;
    private final Tags tags;
    private final Set<String> transports;
    private final List<Runnable> removals = new ArrayList<>();

    /** Meters of that communicator. */
    public CommunicatorMetrics(final Communicator communicator) {
        this(communicator, FRESH);
    }

    /** With another age that what is read may have. */
    CommunicatorMetrics(final Communicator communicator, final Duration fresh) {
        this.snapshots = new Snapshots(communicator::status, fresh);
        this.tags = Tags.of("communicator", communicator.name(), "rank", Integer.toString(communicator.rank()));
        this.transports = new TreeSet<>();
        communicator.status().links().forEach(link -> transports.add(link.carrier()));
    }

    /** Registers the meters there; a communicator may be bound to several registries, once to each. */
    @Override
    public synchronized void bindTo(final MeterRegistry registry) {
        final Rows rows = new Rows(
                MultiGauge.builder("jccl.operations.duration")
                        .description(
                                "How long operations take, of which how much is waiting for the last rank to enter")
                        .baseUnit("seconds")
                        .tags(tags)
                        .register(registry),
                MultiGauge.builder("jccl.waited")
                        .description("How long this rank has waited for a peer, in the operations that were timed")
                        .baseUnit("seconds")
                        .tags(tags)
                        .register(registry));
        rows.update(snapshots.now());
        final Runnable stop = snapshots.onRenewal(rows::update);
        operations(registry);
        links(registry);
        removals.add(() -> {
            stop.run();
            rows.clear();
        });
    }

    private void operations(final MeterRegistry registry) {
        remember(
                registry,
                FunctionCounter.builder(
                                "jccl.operations", snapshots, read -> read.now().done())
                        .description("Operations that have ended")
                        .tags(tags)
                        .register(registry),
                gauge(
                                "jccl.operations.active",
                                status -> status.report().underWay().size())
                        .description("Operations under way")
                        .register(registry),
                gauge("jccl.failed", status -> status.failure() == null ? 0 : 1)
                        .description("1 when the communicator has failed")
                        .register(registry),
                TimeGauge.builder(
                                "jccl.operations.active.max",
                                snapshots,
                                TimeUnit.NANOSECONDS,
                                read -> read.now().inItForNs().stream()
                                        .mapToLong(Long::longValue)
                                        .max()
                                        .orElse(0))
                        .description("How long the oldest operation under way has lasted")
                        .tags(tags)
                        .strongReference(true)
                        .register(registry));
    }

    private Gauge.Builder<Snapshots> gauge(final String name, final ToDoubleFunction<RankStatus> value) {
        return Gauge.builder(name, snapshots, read -> value.applyAsDouble(read.now()))
                .tags(tags)
                .strongReference(true);
    }

    private void links(final MeterRegistry registry) {
        for (final String transport : transports) {
            remember(
                    registry,
                    bytes("jccl.sent", transport, LinkStatus::sentBytes)
                            .description("Bytes that this rank has sent")
                            .register(registry),
                    bytes("jccl.received", transport, LinkStatus::receivedBytes)
                            .description("Bytes that this rank has received")
                            .register(registry));
        }
    }

    private FunctionCounter.Builder<Snapshots> bytes(
            final String name, final String transport, final ToDoubleFunction<LinkStatus> bytes) {
        return FunctionCounter.builder(
                        name,
                        snapshots,
                        read -> read.now().links().stream()
                                .filter(link -> link.carrier().equals(transport))
                                .mapToDouble(bytes)
                                .sum())
                .baseUnit(BaseUnits.BYTES)
                .tags(tags.and("transport", transport));
    }

    private void remember(final MeterRegistry registry, final Meter... meters) {
        for (final Meter meter : meters) {
            removals.add(() -> registry.remove(meter));
        }
    }

    /** Takes the meters out of the registries. Idempotent; does not touch the communicator. */
    @Override
    public synchronized void close() {
        removals.forEach(Runnable::run);
        removals.clear();
    }
}
