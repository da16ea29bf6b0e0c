// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jccl.testing.FuzzSeeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What another rank gives as the reason of its abort. */
@Timeout(60)
class FailureFuzzTest {
    @Test
    void shouldBeAFailureWhateverTheOtherRankSays() {
        final byte[] valid = new Failure(Failure.Kind.PEER_FAILED, 12, "rank 12 closed its connection", null)
                .toText()
                .getBytes(StandardCharsets.UTF_8);
        FuzzSeeds.each(20_000, garbler -> {
            final byte code = (byte) garbler.random().nextInt(-3, 8);
            final String text = new String(garbler.garble(valid), StandardCharsets.UTF_8);
            final Failure failure = Failure.ofText(3, code, text);
            assertThat(failure.rank()).isGreaterThanOrEqualTo(-1);
            assertThat(failure.toException()).isNotNull();
        });
    }

    @Test
    void shouldNameTheRankWhoseAbortCannotBeRead() {
        assertThat(Failure.ofText(3, (byte) 1, "no number\nwhat happened").toException())
                .hasMessageContainingAll("rank 3 aborted", "what happened");
    }

    @Test
    void shouldSayWhatTheOtherRankSaid() {
        final Failure said = new Failure(Failure.Kind.TIMEOUT, -1, "all_reduce\ntimed out", null);
        assertThat(Failure.ofText(3, said.code(), said.toText())).isEqualTo(said);
    }
}
