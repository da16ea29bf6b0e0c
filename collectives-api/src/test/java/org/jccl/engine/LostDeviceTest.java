// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.testing.EmulatedAccelerator;
import org.jccl.testing.EmulatedDevice;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A device that fails takes nothing else with it. */
@Timeout(60)
final class LostDeviceTest {
    private static final long SEED = 20_270_402;
    private static final int COUNT = 1031;

    @Test
    void shouldCloseACommunicatorWhoseScratchMemoryCannotBeFreed() {
        Ranks.spawn(2, "local", LostDeviceTest::useAndLose);
    }

    private static void useAndLose(final Communicator world) {
        final EmulatedAccelerator accelerator = new EmulatedAccelerator(SEED + world.rank());
        try (EmulatedDevice device = EmulatedDevice.on(accelerator, COUNT * Integer.BYTES, SEED, false)) {
            final BufferView view = device.view(0, COUNT, DataType.INT32);
            world.allReduce(view, view, ReduceOp.SUM);
            accelerator.lose("the device is lost");
            assertThatCode(world::close).doesNotThrowAnyException();
        }
    }
}
