// SPDX-License-Identifier: Apache-2.0
package org.jccl.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jccl.buffer.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BucketTest {
    /** A byte a nanosecond. */
    private static final long RATE = 8_000_000_000L;

    private static final long BURST = 250_000;
    private static final long NOW = 5_000_000_000L;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(Bucket.BYTES);
    private final Bucket bucket = new Bucket(Memory.address(memory));

    @Test
    void shouldHoldNothingBackWithoutARate() {
        bucket.charge(1 << 30, NOW);
        assertThat(bucket.opensInNs(NOW)).isZero();
    }

    @Test
    void shouldOpenWhenWhatWasSentIsPaidForButForABurst() {
        bucket.rate(RATE);
        bucket.charge(1_000_000, NOW);
        assertThat(bucket.opensInNs(NOW)).isEqualTo(1_000_000 - BURST);
        assertThat(bucket.opensInNs(NOW + 1_000_000 - BURST)).isZero();
        bucket.charge(100, NOW + 800_000);
        assertThat(bucket.opensInNs(NOW + 800_000)).isEqualTo(200_100 - BURST);
    }

    @Test
    void shouldSaveNoTimeThatWentByUnused() {
        bucket.rate(RATE);
        bucket.charge(1, NOW);
        bucket.charge(1_000_000, NOW + 9_000_000_000L);
        assertThat(bucket.opensInNs(NOW + 9_000_000_000L)).isEqualTo(1_000_000 - BURST);
    }

    @Test
    void shouldLetAFewPacketsGoAtOnceHoweverSlow() {
        bucket.rate(1_000_000);
        bucket.charge(32 << 10, NOW);
        assertThat(bucket.opensInNs(NOW)).isZero();
        bucket.charge(1, NOW);
        assertThat(bucket.opensInNs(NOW)).isEqualTo(8_000);
    }

    @Test
    void shouldCountWhatSeveralThreadsSend() throws InterruptedException {
        bucket.rate(RATE);
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> {
                for (int call = 0; call < 10_000; call++) {
                    bucket.charge(100, NOW);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (final Thread thread : threads) {
            thread.join();
        }
        assertThat(bucket.opensInNs(NOW)).isEqualTo(4 * 10_000 * 100 - BURST);
    }
}
