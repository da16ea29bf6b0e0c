// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.jmh;

import java.time.Duration;
import java.util.function.Function;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.bootstrap.InMemoryStore;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;
import org.jccl.error.CollectiveException;

/** Two ranks in this JVM that do the same: rank 0 when the benchmark says so, rank 1 in a thread of its own for ever. */
final class Pair implements AutoCloseable {
    /** The name of rank 1's thread. */
    static final String PARTNER = "partner";

    private static final int RANKS = 2;

    private final Communicator communicator;
    private final Runnable work;
    private final Thread partner;

    /**
     * Connects the two.
     *
     * @param role what a rank does each time, once it has its communicator
     */
    Pair(final String transport, final Function<Communicator, Runnable> role) {
        final InMemoryStore store = new InMemoryStore();
        partner = new Thread(() -> follow(transport, store, role), PARTNER);
        partner.setDaemon(true);
        partner.start();
        communicator = connect(0, transport, store);
        work = role.apply(communicator);
    }

    private static Communicator connect(final int rank, final String transport, final InMemoryStore store) {
        return Communicator.builder()
                .rank(rank)
                .size(RANKS)
                .transport(transport)
                .timeout(Duration.ofMinutes(2))
                .rendezvous(store)
                .build();
    }

    private static void follow(
            final String transport, final InMemoryStore store, final Function<Communicator, Runnable> role) {
        try (Communicator theirs = connect(1, transport, store)) {
            final Runnable work = role.apply(theirs);
            while (true) {
                work.run();
            }
        } catch (final CollectiveException over) {
            // rank 0 has closed
        }
    }

    /** Native memory for a rank's floats; given back when the JVM ends. */
    static BufferView floats(final long bytes) {
        return BufferView.ofAddress(Memory.allocate(bytes), bytes / Float.BYTES, DataType.FLOAT32);
    }

    /** Rank 0's turn; rank 1 has its own. */
    void run() {
        work.run();
    }

    @Override
    public void close() {
        communicator.close();
        try {
            partner.join();
        } catch (final InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
