// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.junit.jupiter.api.Timeout;

/** What a {@link org.jccl.Communicator} promises, with all buffers in the memory of devices. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
public abstract class DeviceContract
        implements AlgorithmContract, MovementContract, ReductionContract, RequestContract, GroupContract {
    /** For subclasses. */
    protected DeviceContract() {}

    @Override
    public abstract String transport();

    /** A rank's device; the rank closes it. */
    protected abstract TestDevice device(int rank);

    @Override
    public final void spawn(
            final int size, final UnaryOperator<CommunicatorBuilder> configured, final Ranks.Body body) {
        Ranks.spawn(size, transport(), configured, communicator -> {
            try (TestDevice device = device(communicator.rank())) {
                run(communicator, device, body);
            }
        });
    }

    /** Does something on one rank with all buffers of this thread on that device. */
    public static void run(final Communicator communicator, final TestDevice device, final Ranks.Body body)
            throws Exception {
        final DeviceMemory first = device.allocate(1);
        // the first collective over memory of devices waits for all ranks, also in its asynchronous form
        communicator.allReduce(first.view(0, 1, DataType.INT8), first.view(0, 1, DataType.INT8), ReduceOp.MAX);
        first.close();
        TestBuffer.on(device, body, communicator);
    }
}
