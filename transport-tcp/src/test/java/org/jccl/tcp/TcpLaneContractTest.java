// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.util.Map;
import org.jccl.spi.Connections;
import org.jccl.spi.LaneContract;
import org.jccl.spi.TransportProvider;
import org.junit.jupiter.api.Nested;

final class TcpLaneContractTest {
    private abstract static class Tcp extends LaneContract {
        @Override
        protected TransportProvider provider() {
            return new TcpTransportProvider();
        }

        @Override
        protected Connections listener(final int rank) {
            return Loopback.listen("");
        }
    }

    @Nested
    final class WithDefaultBuffers extends Tcp {}

    @Nested
    final class WithTheSmallestBuffers extends Tcp {
        @Override
        protected Map<String, String> settings() {
            return Map.of("tcp.staging", "4K", "tcp.read", "4K");
        }
    }

    @Nested
    final class WithResumption extends Tcp {
        @Override
        protected Map<String, String> settings() {
            return Map.of("tcp.resume", "10s");
        }
    }
}
