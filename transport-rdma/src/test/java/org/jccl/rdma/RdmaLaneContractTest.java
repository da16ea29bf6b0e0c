// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.util.Map;
import org.jccl.spi.LaneContract;
import org.jccl.spi.Settings;
import org.jccl.spi.TransportProvider;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RequiresUcx.class)
final class RdmaLaneContractTest extends LaneContract {
    /** What JUCX makes of the four requests that a message and its answer take: an object each, and a number in some. */
    private static final double REQUESTS_BYTES = 400;

    @Override
    protected TransportProvider provider() {
        return new RdmaTransportProvider();
    }

    /** A processor that is emulated takes its time. */
    @Override
    protected int messages() {
        return System.getenv(VerbsTest.CABLE) == null ? super.messages() : 10_000;
    }

    @Override
    protected double garbageBytes() {
        final boolean writes =
                UcxSettings.of(Settings.ofProcess(Map.of()), System::getenv).writesMemory();
        return writes ? super.garbageBytes() : REQUESTS_BYTES;
    }
}
