// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import jcuda.Pointer;

/** A place in the processor's memory as JCuda takes it. */
final class HostAddress extends Pointer {
    HostAddress(final long address) {
        super(address);
    }
}
