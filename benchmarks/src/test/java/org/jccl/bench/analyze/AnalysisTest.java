// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jccl.bench.analyze.RankRecord.Link;
import org.jccl.bench.analyze.RankRecord.Operation;
import org.jccl.bench.analyze.RankRecord.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class AnalysisTest {
    private static final int OPERATIONS = 12;
    private static final long LATE_US = 700;

    private static RankRecord record(final int rank, final Map<Place, Operation> operations) {
        return new RankRecord("world", "1", rank, 3, "host-" + rank, null, "thread", operations);
    }

    private static Operation operation(final long entered, final boolean exact, final List<Link> links) {
        return new Operation("barrier", 0, entered, entered + 900, exact, List.of(), -1, 0, links);
    }

    /** Three ranks; that one is late in the first {@code lateOnes} of the operations, the others in turn. */
    private static Analysis analysis(final int late, final int lateOnes, final boolean exact) {
        final List<RankRecord> records = new ArrayList<>();
        for (int rank = 0; rank < 3; rank++) {
            final Map<Place, Operation> operations = new TreeMap<>();
            for (int sequence = 0; sequence < OPERATIONS; sequence++) {
                final boolean isLate = (sequence < lateOnes ? late : sequence % 3) == rank;
                final long entered = 10_000L * sequence + (isLate ? LATE_US : rank);
                operations.put(new Place(0, sequence), operation(entered, exact, List.of()));
            }
            records.add(record(rank, operations));
        }
        return new Analysis(records);
    }

    @Test
    void shouldNameWhoIsUsuallyLastAndByHowMuch() {
        assertThat(analysis(1, OPERATIONS, true).findings())
                .containsExactly("rank 1 (host-1) was the last to enter 12 of 12 operations, by 700 us in the median");
        assertThat(analysis(2, 10, true).findings())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("rank 2 (host-2)");
    }

    @Test
    void shouldNameNobodyWhereTheyTakeTurnsOrTheTimesSayNothing() {
        assertThat(analysis(1, 0, true).findings()).isEmpty();
        assertThat(analysis(1, OPERATIONS, false).findings()).isEmpty();
    }

    @Test
    void shouldTellHowLongTheFirstWaitedAndHowLongItThenTook() {
        final Analysis.Row row = analysis(1, OPERATIONS, true).rows().get(3);
        assertThat(row.place()).isEqualTo(new Place(0, 3));
        assertThat(row.last()).isEqualTo(1);
        assertThat(row.skewUs()).isEqualTo(700);
        assertThat(row.tookUs()).isEqualTo(900);
        assertThat(row.ended()).isTrue();
    }

    /** Three ranks, all of which send to each other, at 1000 MB/s but for what rank 2 sends to rank 0. */
    private static Analysis links(final int operations, final long megabytesPerSecond) {
        final List<RankRecord> records = new ArrayList<>();
        for (int rank = 0; rank < 3; rank++) {
            final Map<Place, Operation> all = new TreeMap<>();
            for (int sequence = 0; sequence < operations; sequence++) {
                final List<Link> links = new ArrayList<>();
                for (int peer = 0; peer < 3; peer++) {
                    final long rate = rank == 0 && peer == 2 ? megabytesPerSecond : 1_000;
                    if (peer != rank) {
                        links.add(new Link(peer, 1 << 20, rate * 1_000_000));
                    }
                }
                all.put(new Place(0, sequence), operation(1_000L * sequence, true, links));
            }
            records.add(record(rank, all));
        }
        return new Analysis(records);
    }

    @Test
    void shouldNameTheLinkThatIsSlow() {
        assertThat(links(4, 100).findings())
                .filteredOn(finding -> finding.contains("link"))
                .containsExactly("the link from rank 2 to rank 0 was slow: 100 MB/s in the median of 4 operations, and"
                        + " the median of all links is 1000 MB/s");
    }

    @Test
    void shouldNameNoLinkForALittleOrForAHiccup() {
        assertThat(links(4, 600).findings()).noneMatch(finding -> finding.contains("link"));
        assertThat(links(2, 100).findings()).noneMatch(finding -> finding.contains("link"));
    }
}
