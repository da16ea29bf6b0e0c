// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.function.UnaryOperator;
import org.jccl.CommunicatorBuilder;
import org.jccl.testing.DeviceContract;
import org.jccl.testing.TestDevice;
import org.junit.jupiter.api.BeforeEach;

/** Every collective on devices, through the memory of the host. */
final class CopiedCollectivesTest extends DeviceContract {
    @BeforeEach
    void driver() {
        Pretended.require();
    }

    @Override
    public String transport() {
        return "local";
    }

    @Override
    public UnaryOperator<CommunicatorBuilder> configure() {
        return builder -> builder.set("gpu.direct", "off");
    }

    @Override
    protected TestDevice device(final int rank) {
        return new CudaTestDevice(rank % 2);
    }
}
