// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.error.TransportException;
import org.jccl.testing.RankThreads;
import org.jccl.testing.ThreadRendezvous;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ranks that run different versions. */
@Timeout(60)
final class EditionTest {
    private static final Edition HERE = Edition.here("host-a, process 1");
    private static final Edition NEWER = new Edition(HERE.protocol() + 1, "9.0", "host-b, process 2");

    @Test
    void shouldLetOneVersionPass() {
        final List<byte[]> same = List.of(bytes(HERE), bytes(HERE));
        assertThatCode(() -> Edition.requireOne(same)).doesNotThrowAnyException();
    }

    @Test
    void shouldNameTheVersionsAndWhoRunsThem() {
        final List<byte[]> mixed = List.of(bytes(HERE), bytes(NEWER), bytes(HERE), bytes(HERE));
        assertThatThrownBy(() -> Edition.requireOne(mixed))
                .isInstanceOf(TransportException.class)
                .hasMessage("the ranks cannot work together: rank 0 (host-a, process 1) speaks protocol "
                        + HERE.protocol() + ", that of JCCL " + HERE.release() + " and so do 2 more;"
                        + " rank 1 (host-b, process 2) speaks protocol " + NEWER.protocol()
                        + ", that of JCCL 9.0; use the same JCCL on all hosts");
    }

    @Test
    void shouldRefuseAJobOfAnotherVersionAlsoIfAllItsRanksAgree() {
        final List<byte[]> other = List.of(bytes(NEWER), bytes(NEWER));
        assertThatThrownBy(() -> Edition.requireOne(other)).hasMessageContaining("JCCL 9.0 and so do 1 more");
    }

    @Test
    void shouldEndOnEveryRankWithTheSameSentence() throws Exception {
        final Rendezvous meeting = new ThreadRendezvous(2);
        final List<String> said = RankThreads.run(
                2,
                Duration.ofSeconds(20),
                rank -> build(rank, (mine, me, size, timeout) -> {
                    final List<byte[]> all = new ArrayList<>(meeting.allGather(mine, me, size, timeout));
                    all.set(1, bytes(NEWER));
                    return all;
                }));
        assertThat(said.get(0)).contains("rank 0", "rank 1 (host-b, process 2)").isEqualTo(said.get(1));
    }

    private static String build(final int rank, final Rendezvous meeting) {
        try {
            Communicator.builder()
                    .rank(rank)
                    .size(2)
                    .rendezvous(meeting)
                    .build()
                    .close();
            return "it was built";
        } catch (final TransportException refused) {
            return refused.getMessage();
        }
    }

    private static byte[] bytes(final Edition edition) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            edition.write(out);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
