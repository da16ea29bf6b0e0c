// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A device that cannot wait for a word of host memory waits for a host function. */
@Timeout(60)
final class NoWaitValueTest {
    private static final int ROUNDS = 50;

    @BeforeEach
    void driver() {
        Pretended.require();
    }

    @Test
    void shouldKeepTheOrderWithHostFunctions() {
        Ranks.spawn(2, "local", communicator -> {
            // host functions of a device run one at a time, so each rank has a device of its own
            final int device = communicator.rank();
            try (DeviceStream stream = DeviceStream.create(device);
                    StreamWork work = new StreamWork(stream, 2 * ROUNDS);
                    DeviceBuffer buffer = DeviceBuffer.allocate(device, 1, DataType.INT32)) {
                for (int round = 0; round < ROUNDS; round++) {
                    work.write(buffer, round, communicator.rank() + round);
                    communicator.allReduceAsync(buffer.view(stream), buffer.view(stream), ReduceOp.SUM);
                    work.read(buffer, ROUNDS + round);
                }
                work.synchronize();
                for (int round = 0; round < ROUNDS; round++) {
                    assertThat(work.value(ROUNDS + round)).as("round %d", round).isEqualTo(1 + 2 * round);
                }
            }
            assertThat(DeviceContext.of(device).gates().take()).isInstanceOf(HostFunctionGate.class);
        });
    }
}
