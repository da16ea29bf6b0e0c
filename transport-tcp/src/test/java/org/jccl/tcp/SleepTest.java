// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jccl.buffer.Memory;
import org.jccl.spi.ConnectedTransports;
import org.jccl.spi.Lane;
import org.jccl.spi.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What must not keep an owner awake that has nothing to do. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SleepTest {
    private static final long NAP_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int BYTES = 4 << 20;
    /** Connections that open, and bytes under way in the kernel, may each end a nap early; nothing may do so for ever. */
    private static final int NAPS = 100;

    @Test
    void shouldSleepWhileBytesLieOnALaneThatNobodyReads() {
        try (ConnectedTransports ranks = open()) {
            overfill(ranks.lane(0, 1, Link.POINT_TO_POINT));
            ranks.lane(1, 0, Link.POINT_TO_POINT);
            assertThat(sleepsThrough(ranks, 1)).isTrue();
            assertThat(ranks.lane(1, 0, Link.POINT_TO_POINT).peek()).isPositive();
        }
    }

    @Test
    void shouldSleepThoughAPeerHasGone() {
        try (ConnectedTransports ranks = open()) {
            final Lane lane = ranks.lane(1, 0, 0);
            ranks.lane(0, 1, 0).claim(1);
            ranks.lane(0, 1, 0).commit(1);
            ranks.sleepUntil(0, ranks.lane(0, 1, 0)::flush);
            ranks.transport(0).close();
            ranks.sleepUntil(1, () -> lane.peek() > 0);
            lane.consume(1);
            ranks.sleepUntil(1, () -> lane.peek() < 0);
            assertThat(sleepsThrough(ranks, 1)).isTrue();
        }
    }

    @Test
    void shouldSleepThoughThereIsRoomAgainThatNobodyWaitsFor() {
        try (ConnectedTransports ranks = open()) {
            final Lane writing = ranks.lane(0, 1, 0);
            final Lane reading = ranks.lane(1, 0, 0);
            long left = overfill(writing);
            final long destination = Memory.allocate(BYTES);
            while (left > 0 || !writing.flush()) {
                left -= Math.max(0, reading.receive(destination, BYTES));
            }
            Memory.free(destination);
            assertThat(sleepsThrough(ranks, 0)).isTrue();
        }
    }

    private static ConnectedTransports open() {
        return ConnectedTransports.open(new TcpTransportProvider(), 2, rank -> Loopback.listen(""), Map.of());
    }

    /** Offers until no more is taken; returns how much was. */
    private static long overfill(final Lane lane) {
        final long source = Memory.allocate(BYTES);
        long taken = 0;
        for (long refused = 0; refused < 1_000; refused++) {
            final long now = lane.offer(source, BYTES);
            taken += now;
            refused = now > 0 || taken == 0 ? 0 : refused;
            Thread.yield();
        }
        Memory.free(source);
        return taken;
    }

    private static boolean sleepsThrough(final ConnectedTransports ranks, final int rank) {
        for (int nap = 0; nap < NAPS; nap++) {
            final long begun = System.nanoTime();
            ranks.transport(rank).prepareSleep();
            ranks.waiter(rank).await(NAP_NS);
            ranks.transport(rank).wake();
            if (System.nanoTime() - begun >= NAP_NS) {
                return true;
            }
        }
        return false;
    }
}
