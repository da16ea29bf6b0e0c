// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import org.jccl.local.LocalTransportProvider;
import org.jccl.shm.ShmTransportProvider;
import org.jccl.spi.LaneContract;
import org.jccl.spi.TransportProvider;
import org.junit.jupiter.api.Nested;

final class RingLaneContractTest {
    @Nested
    final class BetweenThreads extends LaneContract {
        @Override
        protected TransportProvider provider() {
            return new LocalTransportProvider();
        }
    }

    @Nested
    final class InSharedMemory extends LaneContract {
        @Override
        protected TransportProvider provider() {
            return new ShmTransportProvider();
        }
    }
}
