// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.spi.LaneContract;
import org.jccl.spi.TransportProvider;

final class RdmaLaneContractTest extends LaneContract {
    @Override
    protected TransportProvider provider() {
        return new RdmaTransportProvider();
    }

    /** What JUCX makes of one request of UCX's; messages as short as these need none. */
    @Override
    protected double garbageBytes() {
        return 1;
    }
}
