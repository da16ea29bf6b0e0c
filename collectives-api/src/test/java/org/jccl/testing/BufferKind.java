// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

/** The kinds of memory that a user may give. */
public enum BufferKind {
    /** A direct {@link java.nio.ByteBuffer}, with bytes before its position and behind its limit. */
    DIRECT,
    /** A direct buffer whose elements begin at an odd address. */
    UNALIGNED,
    /** The array of the type ({@code float[]} for float32), {@code byte[]} where there is none. */
    ARRAY,
    /** A slice of a heap {@link java.nio.ByteBuffer}. */
    HEAP_BUFFER,
    /** An Agrona buffer over native memory. */
    AGRONA,
    /** An Agrona buffer over an array. */
    AGRONA_ARRAY,
    /** A native address. */
    ADDRESS,
    /** Memory of {@link org.jccl.Communicator#allocate}. */
    REGISTERED;

    /** The i-th kind, beginning anew after the last. */
    public static BufferKind cycle(final int i) {
        return values()[Math.floorMod(i, values().length)];
    }
}
