// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;

/** A sum over all bits of native memory. */
final class Checksum {
    private static final long WINDOW = 1 << 30;

    private Checksum() {}

    static long of(final BufferView memory) {
        final CRC32C sum = new CRC32C();
        final ByteBuffer window = Memory.window();
        for (long done = 0; done < memory.lengthBytes(); done += WINDOW) {
            final int bytes = (int) Math.min(WINDOW, memory.lengthBytes() - done);
            sum.update(Memory.point(window, memory.address() + done, bytes));
        }
        return sum.getValue();
    }
}
