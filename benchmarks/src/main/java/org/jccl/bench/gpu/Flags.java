// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.gpu;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jccl.buffer.Memory;

/** Numbers in a file that processes have mapped, one each: the least with which they can tell each other something. One thread. */
final class Flags {
    private static final int SPINS = 1_000;

    /** Keeps the memory mapped. */
    private final MappedByteBuffer mapped;

    private final long address;
    private final int rank;
    private final int ranks;
    private long round;

    /** Of a file that does not exist, or that the others have made. */
    Flags(final Path file, final int rank, final int ranks) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) ranks * Memory.CACHE_LINE);
        }
        this.address = Memory.address(mapped);
        this.rank = rank;
        this.ranks = ranks;
    }

    /** Tells the others that this one is here, and waits until all are. */
    void meet() {
        round++;
        Memory.putLongRelease(flag(rank), round);
        for (int other = 0; other < ranks; other++) {
            awaitOther(flag(other));
        }
    }

    private void awaitOther(final long flag) {
        for (int spins = 0; Memory.getLongAcquire(flag) < round; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                // more processes than cores
                Thread.yield();
            }
        }
    }

    private long flag(final int of) {
        return address + (long) of * Memory.CACHE_LINE;
    }
}
