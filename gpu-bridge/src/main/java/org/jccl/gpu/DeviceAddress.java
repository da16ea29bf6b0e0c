// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import jcuda.driver.CUdeviceptr;

/** A place in a device's memory as JCuda takes it, whose number can be read. */
final class DeviceAddress extends CUdeviceptr {
    private static final CUdeviceptr ZERO = new CUdeviceptr();

    /** To be set by the driver. */
    DeviceAddress() {
        super();
    }

    DeviceAddress(final long address) {
        super(ZERO, address);
    }

    DeviceAddress(final CUdeviceptr other) {
        super(other);
    }

    long number() {
        return getNativePointer() + getByteOffset();
    }
}
