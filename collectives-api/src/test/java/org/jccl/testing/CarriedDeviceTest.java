// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Devices whose memory the network carries: no rank reads another's. */
final class CarriedDeviceTest extends DeviceContract {
    private static final long SEED = 20_261_124;

    @BeforeAll
    static void offerTransport() {
        CarryingTransportProvider.begin();
    }

    @AfterAll
    static void withdrawTransport() {
        CarryingTransportProvider.end();
    }

    @Override
    public String transport() {
        return "carrying";
    }

    @Override
    protected TestDevice device(final int rank) {
        final EmulatedAccelerator accelerator = new EmulatedAccelerator(SEED - rank);
        accelerator.refuse("no rank may read another's memory");
        return new EmulatedTestDevice(SEED + rank, accelerator, true);
    }
}
