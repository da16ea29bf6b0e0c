// SPDX-License-Identifier: Apache-2.0
package org.jccl.buffer;

/** What a network must know of the memory of an {@link Accelerator} to carry it. */
public enum MemoryKind {
    /** The processor reaches it too. */
    HOST,
    /** NVIDIA's. */
    CUDA,
    /** None that networks are told of. */
    OTHER
}
