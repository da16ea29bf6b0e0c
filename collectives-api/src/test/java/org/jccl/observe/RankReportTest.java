// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jccl.observe.RankReport.Finished;
import org.jccl.observe.RankReport.Reason;
import org.jccl.observe.RankReport.UnderWay;
import org.jccl.observe.RankReport.Wait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RankReportTest {
    private static final UnderWay OPERATION = new UnderWay(
            2,
            1L << 40,
            -7,
            "all_reduce(float32 x 8) #3",
            -1,
            true,
            List.of(new Wait(3, Reason.TO_SEND), new Wait(1, Reason.TO_GO_ON), new Wait(0, Reason.TO_RECEIVE)));

    @Test
    void shouldSurviveTheJourney() throws IOException {
        final RankReport report = new RankReport(
                List.of(9L, 0L, 4L),
                List.of(OPERATION),
                new Finished("barrier #2", 123),
                "thread 'main' is at A.b(A.java:1)",
                List.of("a", "b"));
        assertThat(RankReport.decode(report.encode())).isEqualTo(report);

        final RankReport idle = new RankReport(List.of(), List.of(), null, "", List.of());
        assertThat(RankReport.decode(idle.encode())).isEqualTo(idle);
    }

    @Test
    void shouldAlwaysFitAControlMessage() throws IOException {
        final UnderWay wide = new UnderWay(
                0, 1, 2, "x".repeat(5_000), -1, true, Collections.nCopies(500, new Wait(1, Reason.TO_SEND)));
        final RankReport report = new RankReport(
                List.of(1L, 2L, 3L),
                Collections.nCopies(1_000, wide),
                new Finished("y".repeat(5_000), 1),
                "z".repeat(5_000),
                Collections.nCopies(1_000, "w".repeat(5_000)));
        final byte[] encoded = report.encode();
        assertThat(encoded).hasSizeLessThan(4_096);
        assertThat(RankReport.decode(encoded).underWay()).isNotEmpty();
    }

    @Test
    void shouldRefuseWhatItCannotRead() {
        final byte[] good = new RankReport(List.of(1L), List.of(OPERATION), null, "p", List.of()).encode();
        for (int length = 0; length < good.length; length++) {
            final byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> RankReport.decode(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(IOException.class);
        }
        final byte[] badReason = good.clone();
        badReason[badReason.length - 5] = 77;
        assertThatThrownBy(() -> RankReport.decode(badReason)).isInstanceOf(IOException.class);
    }
}
