// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

/** Devices whose memory the ranks read where it lies, but for some that is copied first. */
final class MixedDeviceTest extends DeviceContract {
    private static final long SEED = 20_261_123;

    @Override
    public String transport() {
        return "shm";
    }

    @Override
    protected TestDevice device(final int rank) {
        return new EmulatedTestDevice(SEED + rank, new EmulatedAccelerator(SEED - rank), true);
    }
}
