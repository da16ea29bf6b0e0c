// SPDX-License-Identifier: Apache-2.0
package org.jccl.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.CollectiveException;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class CommunicatorMetricsTest {
    private static final int ELEMENTS = 1_000;
    private static final int CALLS = 100;

    private static double gauge(final MeterRegistry registry, final String name, final String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private static double counter(final MeterRegistry registry, final String name, final String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    private static void reduce(final Communicator communicator, final int times) {
        final float[] vector = new float[ELEMENTS];
        for (int call = 0; call < times; call++) {
            communicator.allReduce(vector, ReduceOp.SUM);
        }
    }

    private static Set<String> names(final MeterRegistry registry) {
        final Set<String> names = new TreeSet<>();
        for (final Meter meter : registry.getMeters()) {
            names.add(meter.getId().getName());
        }
        return names;
    }

    @Test
    void shouldTellWhatEachRankHasDone() {
        Ranks.spawn(2, "shm", communicator -> {
            final MeterRegistry registry = new SimpleMeterRegistry();
            try (CommunicatorMetrics metrics = new CommunicatorMetrics(communicator, Duration.ZERO)) {
                metrics.bindTo(registry);
                reduce(communicator, CALLS);
                final String rank = Integer.toString(communicator.rank());
                assertThat(counter(registry, "jccl.operations", "rank", rank, "communicator", communicator.name()))
                        .isEqualTo(CALLS);
                assertThat(gauge(registry, "jccl.operations.active")).isZero();
                assertThat(gauge(registry, "jccl.failed")).isZero();
                // a vector each way, and headers
                assertThat(counter(registry, "jccl.sent", "transport", "shm"))
                        .isGreaterThan(CALLS * ELEMENTS * Float.BYTES)
                        .isLessThan(2.0 * CALLS * ELEMENTS * Float.BYTES);
                assertThat(counter(registry, "jccl.received", "transport", "shm"))
                        .isGreaterThan(CALLS * ELEMENTS * Float.BYTES);
                communicator.barrier();
            }
        });
    }

    @Test
    void shouldTellKindByKindHowLongOperationsTake() {
        Ranks.spawn(2, "local", communicator -> {
            final MeterRegistry registry = new SimpleMeterRegistry();
            try (CommunicatorMetrics metrics = new CommunicatorMetrics(communicator, Duration.ZERO)) {
                metrics.bindTo(registry);
                reduce(communicator, CALLS);
                // looks, so that kinds that are new since the meters were bound have meters
                counter(registry, "jccl.operations");
                final String[] kind = {"collective", "all_reduce", "size", "4096", "transport", "local"};
                final double median =
                        gauge(registry.get("jccl.operations.duration").tags(kind), "total", "0.5");
                final double worst =
                        gauge(registry.get("jccl.operations.duration").tags(kind), "total", "1");
                assertThat(median).isPositive();
                assertThat(worst).isGreaterThanOrEqualTo(median);
                assertThat(gauge(registry.get("jccl.operations.duration").tags(kind), "skew", "0.99"))
                        .isBetween(0.0, worst);
            }
        });
    }

    private static double gauge(final RequiredSearch search, final String part, final String quantile) {
        return search.tags("part", part, "quantile", quantile).gauge().value();
    }

    @Test
    void shouldTellThatAnOperationIsUnderWayAndThatItFailed() throws InterruptedException {
        final CountDownLatch looked = new CountDownLatch(1);
        assertThatThrownBy(() -> Ranks.spawn(2, "local", communicator -> {
                    if (communicator.rank() == 1) {
                        assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
                        communicator.abort("enough");
                        throw new IllegalStateException("aborted on purpose");
                    }
                    final MeterRegistry registry = new SimpleMeterRegistry();
                    try (CommunicatorMetrics metrics = new CommunicatorMetrics(communicator, Duration.ZERO)) {
                        metrics.bindTo(registry);
                        final BufferView view = BufferView.of(new float[ELEMENTS]);
                        final CollectiveRequest request = communicator.allReduceAsync(view, view, ReduceOp.SUM);
                        assertThat(gauge(registry, "jccl.operations.active")).isEqualTo(1);
                        looked.countDown();
                        assertThatThrownBy(request::await).isInstanceOf(CollectiveException.class);
                        assertThat(gauge(registry, "jccl.failed")).isEqualTo(1);
                    }
                }))
                .hasMessageContaining("aborted on purpose");
    }

    @Test
    void shouldTakeItsMetersAway() {
        Ranks.spawn(2, "local", communicator -> {
            final MeterRegistry registry = new SimpleMeterRegistry();
            final CommunicatorMetrics metrics = new CommunicatorMetrics(communicator);
            metrics.bindTo(registry);
            reduce(communicator, CALLS);
            assertThat(names(registry)).contains("jccl.operations", "jccl.sent", "jccl.failed");
            metrics.close();
            assertThat(names(registry)).isEmpty();
            metrics.close();
            communicator.barrier();
        });
    }

    @Test
    void shouldReadTheCommunicatorOnceForMetersThatAreReadTogether() {
        Ranks.spawn(2, "local", communicator -> {
            final MeterRegistry registry = new SimpleMeterRegistry();
            try (CommunicatorMetrics metrics = new CommunicatorMetrics(communicator, Duration.ofHours(1))) {
                metrics.bindTo(registry);
                reduce(communicator, CALLS);
                assertThat(counter(registry, "jccl.operations")).isZero();
                communicator.barrier();
            }
        });
    }
}
