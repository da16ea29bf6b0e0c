// SPDX-License-Identifier: Apache-2.0
package org.jccl.buffer;

import java.util.Objects;
import org.jccl.DataType;

/**
 * Native memory that a communicator's transports can reach without a copy; from {@code Communicator.allocate}.
 *
 * <p>It lives until {@link #close}, also beyond the communicator that gave it. Do not close it while an operation uses
 * it. Any thread.
 */
public interface RegisteredMemory extends AutoCloseable {
    /** The address of the first byte, aligned to a page. */
    long address();

    /** Its length in bytes. */
    long lengthBytes();

    /** A view of all of it as elements of a type. */
    default BufferView view(final DataType type) {
        return view(0, lengthBytes() / type.sizeBytes(), type);
    }

    /** A view of {@code count} elements that begin {@code offsetBytes} into it; keeps this memory reachable. */
    default BufferView view(final long offsetBytes, final long count, final DataType type) {
        Objects.checkFromIndexSize(offsetBytes, count * type.sizeBytes(), lengthBytes());
        return new BufferView().wrapAddress(address() + offsetBytes, count, type, this);
    }

    /** Gives the memory back. Idempotent. */
    @Override
    void close();
}
