// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.spi.LaneContract;
import org.jccl.spi.TransportProvider;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RequiresUcx.class)
final class RdmaLaneContractTest extends LaneContract {
    @Override
    protected TransportProvider provider() {
        return new RdmaTransportProvider();
    }

    /** A processor that is emulated takes its time. */
    @Override
    protected int messages() {
        return System.getenv(VerbsTest.CABLE) == null ? super.messages() : 10_000;
    }
}
