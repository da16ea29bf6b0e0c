// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.jccl.Communicator;
import org.jccl.error.TransportException;
import org.jccl.spi.TransportProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class RdmaTransportProviderTest {
    @Test
    void shouldBeFoundAndSayWhyItCannotBeUsed() {
        assertThat(ServiceLoader.load(TransportProvider.class))
                .filteredOn(provider -> provider.name().equals("rdma"))
                .singleElement()
                .satisfies(provider -> assertThat(provider.unavailable()).contains("use tcp"));
    }

    @Test
    void shouldBeRefusedWithTheReasonWhenItIsAskedFor() {
        assertThatThrownBy(() -> Communicator.builder()
                        .rank(0)
                        .size(2)
                        .rendezvous((mine, rank, size, timeout) -> {
                            throw new AssertionError("nobody may be met");
                        })
                        .transport("rdma")
                        .build())
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("rdma")
                .hasMessageContaining("no RDMA data path");
    }
}
