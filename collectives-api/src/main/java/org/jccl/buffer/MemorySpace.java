// SPDX-License-Identifier: Apache-2.0
package org.jccl.buffer;

/** Which kind of memory a buffer lies in, hence who can copy it. */
public enum MemorySpace {
    /** Native memory with an address: the transports and kernels reach it directly. */
    HOST,
    /** A Java array: the collector may move it, so it is copied through native memory piece by piece. */
    HEAP,
    /** Memory of an accelerator, copied by that device's copy engine. */
    DEVICE
}
