// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FlightRecorderTest {
    private final AtomicLong coarse = new AtomicLong(50);
    private final FlightRecorder recorder = new FlightRecorder(4, coarse::get);

    /** Of an operation that waited for nobody. */
    private static FlightRecorder.Entry entry(
            final int lane,
            final long sequence,
            final long fingerprint,
            final long bytes,
            final long enteredNs,
            final long firstByteNs,
            final long lastByteNs,
            final long doneNs,
            final boolean exact) {
        return new FlightRecorder.Entry(
                lane,
                sequence,
                fingerprint,
                bytes,
                enteredNs,
                firstByteNs,
                lastByteNs,
                doneNs,
                exact,
                -1,
                0,
                List.of());
    }

    @Test
    void shouldRememberWhatWasCalledAndWhen() {
        final long ticket = recorder.entered(2, 7, 0xABCL, 1L << 40, 100);
        assertThat(recorder.find(2, 7)).isEqualTo(entry(2, 7, 0xABCL, 1L << 40, 100, 0, 0, 0, true));
        assertThat(recorder.latestDone()).isNull();
        recorder.done(ticket, 0, 110, 120, 130);
        assertThat(recorder.latestDone()).isEqualTo(entry(2, 7, 0xABCL, 1L << 40, 100, 110, 120, 130, true));
    }

    @Test
    void shouldStampWithTheCoarseClockWhatIsNotTimed() {
        final long ticket = recorder.entered(0, 0, 1, 8, 0);
        coarse.set(60);
        recorder.done(ticket, 0, 0, 0, 0);
        assertThat(recorder.latestDone()).isEqualTo(entry(0, 0, 1, 8, 50, 0, 0, 60, false));
    }

    @Test
    void shouldKnowBetterWhenItWasWaitedFor() {
        final long ticket = recorder.entered(0, 0, 1, 8, 0);
        recorder.done(ticket, 51, 0, 0, 70);
        assertThat(recorder.latestDone()).isEqualTo(entry(0, 0, 1, 8, 51, 0, 0, 70, true));
    }

    @Test
    void shouldForgetTheOldestAndNeverMistakeALaterOneForIt() {
        final long first = recorder.entered(0, 0, 1, 8, 10);
        for (int sequence = 1; sequence <= FlightRecorder.CAPACITY; sequence++) {
            recorder.entered(0, sequence, 1, 8, 10 + sequence);
        }
        recorder.done(first, 997, 998, 999, 999);

        assertThat(recorder.find(0, 0)).isNull();
        assertThat(recorder.entries())
                .hasSize(FlightRecorder.CAPACITY)
                .noneMatch(FlightRecorder.Entry::isDone)
                .allMatch(entry -> entry.firstByteNs() == 0);
        assertThat(recorder.entries().get(0).sequence()).isEqualTo(1);
    }

    @Test
    void shouldTellTheLanesApart() {
        recorder.entered(0, 5, 1, 8, 10);
        recorder.entered(2, 5, 2, 8, 11);
        assertThat(recorder.find(0, 5).fingerprint()).isEqualTo(1);
        assertThat(recorder.find(2, 5).fingerprint()).isEqualTo(2);
        assertThat(recorder.find(1, 5)).isNull();
    }

    @Test
    void shouldRememberForWhomTimedOperationsWaited() {
        final long timed = recorder.entered(0, 0, 1, 8, 10);
        recorder.waited(timed, 3, 700);
        recorder.done(timed, 0, 0, 0, 900);
        assertThat(recorder.latestDone().lateRank()).isEqualTo(3);
        assertThat(recorder.latestDone().waitedNs()).isEqualTo(700);
        assertThat(recorder.lateness().worst(8)).containsExactly(new Lateness.Straggler(3, 1, 700, 700));
    }

    @Test
    void shouldNotTakeTheWaitOfAnOperationLongForgottenForThatOfAnother() {
        for (int sequence = 0; sequence < FlightRecorder.CAPACITY; sequence++) {
            recorder.waited(recorder.entered(0, sequence, 1, 8, 10), 2, 700);
        }
        recorder.done(recorder.entered(0, 1_000, 1, 8, 0), 0, 0, 0, 0);
        assertThat(recorder.latestDone().lateRank()).isEqualTo(-1);
        recorder.entered(0, 1_001, 1, 8, 20);
        assertThat(recorder.find(0, 1_001).lateRank()).isEqualTo(-1);
    }

    @Test
    void shouldRememberTheFastestMessageOfEachLink() {
        final long ticket = recorder.entered(0, 0, 1, 1 << 20, 10);
        recorder.links().arrived(ticket, 1, 1_000, 10_000);
        recorder.links().arrived(ticket, 1, 1_000, 1_000_000);
        recorder.links().arrived(ticket, 2, 4_000, 2_000);
        assertThat(recorder.find(0, 0).links())
                .containsExactlyInAnyOrder(
                        new LinkTimes.Row(1, 2_000, 100_000_000), new LinkTimes.Row(2, 4_000, 2_000_000_000));
    }

    @Test
    void shouldNeverTakeOneOperationForAnotherWhileItIsWritten() throws Exception {
        final AtomicBoolean over = new AtomicBoolean();
        final FutureTask<Long> reading = new FutureTask<>(() -> {
            long read = 0;
            while (!over.get() || read == 0) {
                for (final FlightRecorder.Entry entry : recorder.entries()) {
                    assertThat(entry.lane()).isEqualTo(3);
                    assertThat(entry.fingerprint()).isEqualTo(~entry.sequence());
                    assertThat(entry.bytes()).isEqualTo(entry.sequence());
                    read++;
                }
            }
            return read;
        });
        final Thread reader = new Thread(reading);
        reader.start();
        for (long sequence = 0; sequence < 3_000_000; sequence++) {
            recorder.done(recorder.entered(3, sequence, ~sequence, sequence, 0), 0, 0, 0, 0);
        }
        over.set(true);
        assertThat(reading.get()).isPositive();
    }
}
