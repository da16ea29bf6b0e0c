// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import java.util.Locale;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;
import org.jccl.buffer.RegisteredMemory;

/** The kinds of host memory that users hand to collectives. */
public enum BufferKind implements BufferSource {
    /** Native memory that the library knows nothing of, as of a direct buffer. */
    DIRECT {
        @Override
        public Block allocate(final Communicator communicator, final long bytes) {
            final long address = Memory.allocate(bytes);
            return new Block() {
                @Override
                public BufferView view(final long count, final DataType type) {
                    return BufferView.ofAddress(address, count, type);
                }

                @Override
                public void close() {
                    Memory.free(address);
                }
            };
        }
    },
    /** Memory from {@link Communicator#allocate}. */
    ALLOCATE {
        @Override
        public Block allocate(final Communicator communicator, final long bytes) {
            final RegisteredMemory memory = communicator.allocate(bytes);
            return new Block() {
                @Override
                public BufferView view(final long count, final DataType type) {
                    return memory.view(0, count, type);
                }

                @Override
                public void close() {
                    memory.close();
                }
            };
        }
    },
    /** A Java array. */
    HEAP {
        @Override
        public Block allocate(final Communicator communicator, final long bytes) {
            if (bytes > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException(bytes + " bytes do not fit into a Java array; use --buffers direct");
            }
            final byte[] array = new byte[(int) bytes];
            return new Block() {
                @Override
                public BufferView view(final long count, final DataType type) {
                    return new BufferView().wrap(array, 0, count, type);
                }

                @Override
                public void close() {}
            };
        }
    };

    @Override
    public String description() {
        return name().toLowerCase(Locale.ROOT);
    }
}
