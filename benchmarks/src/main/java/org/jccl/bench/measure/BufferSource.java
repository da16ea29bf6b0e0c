// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;

/** Where the memory that ranks hand to collectives comes from. Any thread. */
public interface BufferSource {
    /** One piece of memory. */
    interface Block extends AutoCloseable {
        /** Its first {@code count} elements of a type. */
        BufferView view(long count, DataType type);

        @Override
        void close();
    }

    /** A piece of at least one byte for this rank. */
    Block allocate(Communicator communicator, long bytes);

    /** What it is, for the head of tables. */
    String description();
}
