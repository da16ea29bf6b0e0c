// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EntryStampTest {
    private static final int MOST_RANK = (1 << 20) - 1;
    private static final long HOUR_NS = 3_600_000_000_000L;

    @ParameterizedTest
    @ValueSource(longs = {0, 1L << 40, -(1L << 40), (1L << 49) - HOUR_NS / 2, Long.MAX_VALUE - HOUR_NS / 2})
    void shouldTellTheLaterAndByHowMuch(final long originNs) {
        final long early = EntryStamp.of(originNs + 64, MOST_RANK);
        final long late = EntryStamp.of(originNs + HOUR_NS, 3);
        assertThat(EntryStamp.later(early, late)).isEqualTo(late);
        assertThat(EntryStamp.later(late, early)).isEqualTo(late);
        assertThat(EntryStamp.nsBetween(early, late)).isBetween(HOUR_NS - 192, HOUR_NS);
        assertThat(EntryStamp.nsBetween(late, early)).isBetween(-HOUR_NS, 192 - HOUR_NS);
    }

    @Test
    void shouldKeepTheRank() {
        assertThat(EntryStamp.rank(EntryStamp.of(-5_000_000_000L, MOST_RANK))).isEqualTo(MOST_RANK);
        assertThat(EntryStamp.rank(EntryStamp.of(Long.MAX_VALUE, 0))).isZero();
    }

    @Test
    void shouldPreferWhatIsKnown() {
        final long known = EntryStamp.of(-1, 7);
        assertThat(EntryStamp.later(known, EntryStamp.NONE)).isEqualTo(known);
        assertThat(EntryStamp.later(EntryStamp.NONE, known)).isEqualTo(known);
        assertThat(EntryStamp.later(EntryStamp.NONE, EntryStamp.NONE)).isEqualTo(EntryStamp.NONE);
    }
}
