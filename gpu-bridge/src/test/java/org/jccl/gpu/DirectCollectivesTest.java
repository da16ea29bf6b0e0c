// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.function.UnaryOperator;
import org.jccl.CommunicatorBuilder;
import org.jccl.testing.DeviceContract;
import org.jccl.testing.TestDevice;
import org.junit.jupiter.api.BeforeEach;

/** Every collective on devices, whose memory the ranks read where it lies and reduce by kernels. */
final class DirectCollectivesTest extends DeviceContract {
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
        return builder -> builder.set("gpu.direct", "on");
    }

    @Override
    protected TestDevice device(final int rank) {
        return new CudaTestDevice(rank % 2);
    }
}
