// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import org.jccl.spi.Connections;
import org.jccl.spi.LaneContract;
import org.jccl.spi.TransportProvider;

final class TcpLaneContractTest extends LaneContract {
    @Override
    protected TransportProvider provider() {
        return new TcpTransportProvider();
    }

    @Override
    protected Connections listener(final int rank) {
        return new TestListener(new byte[0]);
    }
}
