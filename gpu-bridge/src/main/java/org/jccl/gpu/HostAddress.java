// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import jcuda.Pointer;

/** An address of host memory as JCuda takes it, whose number can be read. */
final class HostAddress extends Pointer {
    /** To be set by the driver. */
    HostAddress() {
        super();
    }

    HostAddress(final long address) {
        super(address);
    }

    long number() {
        return getNativePointer() + getByteOffset();
    }
}
