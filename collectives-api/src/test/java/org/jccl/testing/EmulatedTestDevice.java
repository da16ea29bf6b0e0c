// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;

/** Buffers on an {@link EmulatedDevice}. */
final class EmulatedTestDevice implements TestDevice {
    private final Random random;
    private final EmulatedAccelerator accelerator;
    private final boolean mixed;
    private final List<EmulatedDevice> given = new ArrayList<>();

    /**
     * A device.
     *
     * @param accelerator what reduces there, or null if it can only be copied
     * @param mixed whether some of the memory is of a kind that cannot be shown to others
     */
    EmulatedTestDevice(final long seed, final EmulatedAccelerator accelerator, final boolean mixed) {
        this.random = new Random(seed);
        this.accelerator = accelerator;
        this.mixed = mixed;
    }

    @Override
    public DeviceMemory allocate(final int bytes) {
        final EmulatedDevice device = accelerator == null
                ? new EmulatedDevice(bytes, random.nextLong())
                : EmulatedDevice.on(accelerator, bytes, random.nextLong(), !mixed || random.nextBoolean());
        given.add(device);
        return new Piece(device);
    }

    private record Piece(EmulatedDevice device) implements DeviceMemory {
        @Override
        public BufferView view(final long offsetBytes, final long count, final DataType type) {
            return device.view(offsetBytes, count, type);
        }

        @Override
        public byte[] read(final long offsetBytes, final int length) {
            final byte[] bytes = new byte[length];
            Memory.copy(null, device.behind(offsetBytes), bytes, Memory.arrayOffset(byte[].class), length);
            return bytes;
        }

        @Override
        public void write(final long offsetBytes, final byte[] bytes) {
            Memory.copy(bytes, Memory.arrayOffset(byte[].class), null, device.behind(offsetBytes), bytes.length);
        }

        @Override
        public void close() {
            // all at once, at the end: references to it may still be looked at
        }
    }

    @Override
    public void close() {
        int pending = accelerator == null ? 0 : accelerator.pending();
        for (final EmulatedDevice device : given) {
            pending += device.pending();
            device.close();
        }
        if (accelerator != null) {
            accelerator.close();
        }
        if (pending > 0) {
            throw new AssertionError(pending + " things that were begun were not seen to their end");
        }
    }
}
