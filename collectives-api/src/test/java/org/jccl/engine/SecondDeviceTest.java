// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;
import org.jccl.testing.EmulatedAccelerator;
import org.jccl.testing.EmulatedDevice;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ranks that come with other devices than those with which they found out what they reach. */
@Timeout(60)
final class SecondDeviceTest {
    private static final long SEED = 20_270_403;
    private static final int RANKS = 3;
    private static final int COUNT = 1031;

    @Test
    void shouldPrepareEveryDeviceBeforeItsFirstOperation() {
        Ranks.spawn(RANKS, "local", communicator -> {
            for (int device = 0; device < 3; device++) {
                reduceOnAnother(communicator);
            }
        });
    }

    private static void reduceOnAnother(final Communicator communicator) {
        final EmulatedAccelerator accelerator = new EmulatedAccelerator(SEED + communicator.rank());
        try (EmulatedDevice device = EmulatedDevice.on(accelerator, COUNT * Integer.BYTES, SEED, true)) {
            Memory.putInt(device.behind(0), 1);
            final BufferView view = device.view(0, COUNT, DataType.INT32);
            communicator.allReduce(view, view, ReduceOp.SUM);
            assertThat(Memory.getInt(device.behind(0))).isEqualTo(RANKS);
            communicator.barrier();
        }
    }
}
