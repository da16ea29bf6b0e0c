// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jccl.schedule.Collective;
import org.jccl.testing.FuzzSeeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RankStatusTest {
    private static final RankReport.UnderWay OPERATION = new RankReport.UnderWay(
            0, 7, 1, "barrier #7", -1, true, List.of(new RankReport.Wait(1, RankReport.Reason.TO_SEND)));

    private static RankStatus status(final int links) {
        final List<LinkStatus> all = new ArrayList<>();
        for (int peer = 0; peer < links; peer++) {
            all.add(new LinkStatus(peer, "tcp", 10L * peer, 1, peer, 2));
        }
        return new RankStatus(
                new RankReport(List.of(8L), List.of(OPERATION), null, "its thread has ended", List.of()),
                List.of(3_000_000_000L),
                7,
                null,
                4,
                List.of(new Lateness.Straggler(1, 2, 3_000_000, 2_000_000)),
                all,
                latencies());
    }

    private static List<LatencyReport> latencies() {
        final LatencyStatistics statistics = new LatencyStatistics(2);
        final LatencyRecorder recorder =
                statistics.of(LatencyKind.of(Collective.ALL_REDUCE, 1_000, "tcp", "gradients"));
        recorder.ended(9_000_000, 5_000_000, 1, false);
        recorder.ended(1_000_000, 0, -1, false);
        return statistics.reports(8);
    }

    private static String told(final Map<Integer, RankStatus> ranks) {
        return new JobStatus("world", 10, 0, 2, 1, rank -> "host-" + rank, ranks).text();
    }

    @Test
    void shouldTravel() throws IOException {
        assertThat(RankStatus.decode(status(3).encode())).isEqualTo(status(3));
    }

    @Test
    void shouldTellOfTheBusiestLinksOnly() throws IOException {
        final List<LinkStatus> told = RankStatus.decode(status(1_000).encode()).links();
        assertThat(told).hasSize(32);
        assertThat(told.get(31)).isEqualTo(new LinkStatus(999, "tcp", 9_990, 1, 999, 2));
        assertThat(told.get(0).peer()).isEqualTo(968);
    }

    @Test
    void shouldSayWhoDoesNotAnswerAndWhyNothingMoves() {
        assertThat(told(Map.of(0, status(0))).lines())
                .hasSize(6)
                .anyMatch(line -> line.contains("\"problem\":\"barrier #7: rank 1 (host-1) does not answer"))
                .anyMatch(line -> line.contains(
                                "\"collective\":\"all_reduce\",\"upToBytes\":1024,\"by\":\"tcp\",\"tag\":\"gradients\"")
                        && line.contains("\"lastRank\":1,\"timesLast\":1,\"lastWaitedUs\":5000"))
                .anyMatch(line -> line.contains("\"line\":\"rank\",\"rank\":1") && line.contains("\"answered\":false"))
                .anyMatch(line -> line.contains("\"forMs\":3000,\"waitsFor\":[\"rank 1 to send\"]"))
                .anyMatch(
                        line -> line.contains("\"waitedForRank\":1,\"times\":2,\"waitedUs\":3000,\"longestUs\":2000"));
    }

    @Test
    void shouldReadOrRefuseWhateverARankSays() {
        final byte[] right = status(2).encode();
        FuzzSeeds.each(3_000, garbler -> {
            try {
                final RankStatus read = RankStatus.decode(garbler.garble(right));
                assertThat(told(Map.of(0, status(0), 1, read)).lines())
                        .isNotEmpty()
                        .allMatch(line -> line.endsWith("}"));
            } catch (final IOException refused) {
                assertThat(refused).isNotNull();
            }
        });
    }
}
