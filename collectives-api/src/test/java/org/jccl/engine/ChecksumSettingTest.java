// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.CollectiveException;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.TransportException;
import org.jccl.testing.RankThreads;
import org.jccl.testing.ThreadRendezvous;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who decides whether messages carry sums, and what is reached by reference. */
@Timeout(60)
class ChecksumSettingTest {
    private static final int RANKS = 2;
    private static final int COUNT = 1 << 18;
    private static final String SPOILT = "seed=4,corrupt=rank1@70000";

    @Test
    void shouldCarrySumsIfRankZeroSaysSo() {
        assertThat(outcomes("crc32c", "off"))
                .allSatisfy(outcome ->
                        assertThat(outcome).startsWith("rank 1 -> rank 0 over local: a message of all_reduce("));
    }

    @Test
    void shouldCarryNoSumsIfRankZeroSaysSo() {
        assertThat(outcomes("off", "crc32c")).containsOnly("");
    }

    @Test
    void shouldRefuseWhatIsNoChecksum() {
        assertThatThrownBy(() -> Communicator.builder()
                        .rank(0)
                        .size(1)
                        .transport("local")
                        .set("checksum", "md5")
                        .build())
                .isInstanceOf(InvalidUsageException.class)
                .hasMessage("checksum='md5' (builder) is neither; write off or crc32c");
    }

    /** By rank, what a call over memory that is read where it lies ended with; empty if well. */
    private static List<String> outcomes(final String ofRankZero, final String ofRankOne) {
        final ThreadRendezvous rendezvous = new ThreadRendezvous(RANKS);
        return RankThreads.run(RANKS, Duration.ofSeconds(30), rank -> {
            try (Communicator communicator = Communicator.builder()
                    .rank(rank)
                    .size(RANKS)
                    .rendezvous(rendezvous)
                    .transport("local")
                    .set("checksum", rank == 0 ? ofRankZero : ofRankOne)
                    .set("faults", SPOILT)
                    .build()) {
                return outcome(communicator);
            }
        });
    }

    private static String outcome(final Communicator communicator) {
        final ByteBuffer memory =
                ByteBuffer.allocateDirect(COUNT * Integer.BYTES).order(ByteOrder.nativeOrder());
        final BufferView view = BufferView.of(memory, DataType.INT32);
        try {
            communicator.allReduce(view, view, ReduceOp.SUM);
            communicator.barrier();
            return "";
        } catch (final TransportException spoilt) {
            return spoilt.getMessage();
        } catch (final CollectiveException other) {
            return other.toString();
        }
    }
}
