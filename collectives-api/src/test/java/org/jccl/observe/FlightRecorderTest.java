// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FlightRecorderTest {
    private final AtomicLong coarse = new AtomicLong(50);
    private final FlightRecorder recorder = new FlightRecorder(coarse::get);

    @Test
    void shouldRememberWhatWasCalledAndWhen() {
        final long ticket = recorder.entered(2, 7, 0xABCL, 1L << 40, 100);
        assertThat(recorder.find(2, 7)).isEqualTo(new FlightRecorder.Entry(2, 7, 0xABCL, 1L << 40, 100, 0, 0, 0, true));
        assertThat(recorder.latestDone()).isNull();
        recorder.done(ticket, 0, 110, 120, 130);
        assertThat(recorder.latestDone())
                .isEqualTo(new FlightRecorder.Entry(2, 7, 0xABCL, 1L << 40, 100, 110, 120, 130, true));
    }

    @Test
    void shouldStampWithTheCoarseClockWhatIsNotTimed() {
        final long ticket = recorder.entered(0, 0, 1, 8, 0);
        coarse.set(60);
        recorder.done(ticket, 0, 0, 0, 0);
        assertThat(recorder.latestDone()).isEqualTo(new FlightRecorder.Entry(0, 0, 1, 8, 50, 0, 0, 60, false));
    }

    @Test
    void shouldKnowBetterWhenItWasWaitedFor() {
        final long ticket = recorder.entered(0, 0, 1, 8, 0);
        recorder.done(ticket, 51, 0, 0, 70);
        assertThat(recorder.latestDone()).isEqualTo(new FlightRecorder.Entry(0, 0, 1, 8, 51, 0, 0, 70, true));
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
}
