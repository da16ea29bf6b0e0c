// SPDX-License-Identifier: Apache-2.0
package org.jccl.schedule;

/** Where a range of chunks lies on one rank. */
public enum Space {
    /** What the caller contributes; never written when the call is out of place. */
    INPUT,
    /** What the caller gets. In place, chunk c of OUTPUT is the same memory as chunk c of INPUT. */
    OUTPUT,
    /**
     * Memory of the library's own for the time of the operation. Chunk c of SCRATCH is as long as chunk
     * {@code c mod chunks} of the vector, so scratch is so many replicas of the whole.
     */
    SCRATCH
}
