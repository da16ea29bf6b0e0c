// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jccl.error.InvalidUsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is refused without a Spark that runs. */
@Timeout(60)
final class BarrierCommunicatorTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void shouldRefuseAThreadThatRunsNoBarrierTask() {
        assertThatThrownBy(BarrierCommunicator::join)
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("thread '" + Thread.currentThread().getName() + "'")
                .hasMessageContaining("call it in rdd.barrier().mapPartitions(...)");
    }

    @Test
    void shouldRefuseDynamicAllocation() {
        assertThatThrownBy(() -> new BarrierSlots(true, () -> 8, SHORT).require(4))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("set spark.dynamicAllocation.enabled=false");
    }

    @Test
    void shouldRefuseMoreRanksThanSlots() {
        assertThatThrownBy(() -> new BarrierSlots(false, () -> 3, SHORT).require(4))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("4 ranks need 4 task slots at once, but there are 3");
    }

    @Test
    void shouldWaitForExecutorsThatAreStillToCome() {
        final AtomicInteger slots = new AtomicInteger();
        assertThatCode(() -> new BarrierSlots(false, slots::incrementAndGet, SHORT.multipliedBy(50)).require(3))
                .doesNotThrowAnyException();
    }
}
