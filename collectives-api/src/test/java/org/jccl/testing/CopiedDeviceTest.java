// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

/** Devices whose memory is copied through the processor's, between threads. */
final class CopiedDeviceTest extends DeviceContract {
    private static final long SEED = 20_261_123;

    @Override
    public String transport() {
        return "local";
    }

    @Override
    protected TestDevice device(final int rank) {
        return new EmulatedTestDevice(SEED + rank, null, false);
    }
}
