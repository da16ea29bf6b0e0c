// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import org.jccl.DataType;
import org.jccl.buffer.BufferView;

/** Memory of a {@link TestDevice}. */
public interface DeviceMemory {
    /** A view for collectives. */
    BufferView view(long offsetBytes, long count, DataType type);

    /** What is there. */
    byte[] read(long offsetBytes, int length);

    /** Puts something there. */
    void write(long offsetBytes, byte[] bytes);

    /** Gives it back. */
    void close();
}
