// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import org.jccl.error.TransportException;
import org.junit.jupiter.api.Test;

final class FabricAddressTest {
    private static final FabricAddress ADDRESS =
            new FabricAddress(new byte[] {1, 2, 3}, 0x7000_0000_0000L, new byte[] {4, 5}, 2048);

    @Test
    void shouldComeBackAsItWas() {
        final FabricAddress back = FabricAddress.decode(1, ADDRESS.encode());
        assertThat(back.worker()).containsExactly(1, 2, 3);
        assertThat(back.remoteKey()).containsExactly(4, 5);
        assertThat(back.mailbox()).isEqualTo(ADDRESS.mailbox());
        assertThat(back.ringWords()).isEqualTo(2048);
    }

    @Test
    void shouldRefuseWhatIsCutOrLonger() {
        final byte[] whole = ADDRESS.encode();
        for (int length = 0; length <= whole.length + 1; length++) {
            if (length != whole.length) {
                refuse(Arrays.copyOf(whole, length));
            }
        }
    }

    @Test
    void shouldRefuseLengthsAndRingsThatCannotBe() {
        refuse(with(8, (byte) 0x80));
        refuse(with(11, (byte) 1));
        refuse(with(12, (byte) 0x7F));
        refuse(with(16, (byte) 0x80));
    }

    private static byte[] with(final int at, final byte value) {
        final byte[] changed = ADDRESS.encode();
        changed[at] = value;
        return changed;
    }

    private static void refuse(final byte[] malformed) {
        assertThatExceptionOfType(TransportException.class)
                .isThrownBy(() -> FabricAddress.decode(7, malformed))
                .withMessageContaining("rank 7");
    }
}
