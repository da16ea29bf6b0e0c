// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;
import org.jccl.testing.EmulatedAccelerator;
import org.jccl.testing.EmulatedDevice;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ranks of one host that reach each other's devices, but talk over sockets. */
@Timeout(60)
final class DevicesOverTcpTest {
    private static final long SEED = 20_270_401;
    private static final long LATE_MS = 300;

    /** A socket has taken a message long before the peer has read what it refers to. */
    @Test
    void shouldLetTheCallerHaveItsMemoryOnlyWhenPeersHaveReadIt() {
        Ranks.spawn(2, "tcp", communicator -> {
            try (EmulatedDevice device =
                    EmulatedDevice.on(new EmulatedAccelerator(SEED + communicator.rank()), Integer.BYTES, SEED, true)) {
                final BufferView view = device.view(0, 1, DataType.INT32);
                communicator.broadcast(view, view, 0);
                Memory.putInt(device.behind(0), communicator.rank() == 0 ? 1 : 0);
                if (communicator.rank() == 1) {
                    Thread.sleep(LATE_MS);
                }
                communicator.broadcast(view, view, 0);
                assertThat(Memory.getInt(device.behind(0))).isEqualTo(1);
                Memory.putInt(device.behind(0), 2);
                communicator.barrier();
            }
        });
    }
}
