// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.time.Duration;
import java.util.List;
import org.jccl.control.Endpoint;
import org.jccl.error.InvalidUsageException;

/**
 * Rank 0 gathers what every rank says, at its own listening port, and tells everyone. Behind the greeting, big-endian:
 *
 * <pre>
 *   a rank says     size 4, milliseconds it will wait 4, length 4, bytes
 *   rank 0 answers  {@link #TABLE} 1, then for every rank length 4, bytes
 *              or   {@link #REFUSED} or {@link #INCOMPLETE} 1, length 4, why
 * </pre>
 */
final class TcpStore implements Rendezvous {
    /** The most that one rank may say. */
    static final int MAX_ENTRY_BYTES = 1 << 20;
    /** The answer: everyone's bytes follow. */
    static final byte TABLE = 0;
    /** The answer: this process cannot take part. */
    static final byte REFUSED = 1;
    /** The answer: not all ranks came in time. */
    static final byte INCOMPLETE = 2;

    /** What stands in a greeting for the store in place of a communicator's number, which nobody knows yet. */
    static final long NO_COMMUNICATOR = 0;

    private final TcpAddress address;
    private final Endpoint endpoint;

    TcpStore(final TcpAddress address, final Endpoint endpoint) {
        this.address = address;
        this.endpoint = endpoint;
    }

    @Override
    public List<byte[]> allGather(final byte[] mine, final int rank, final int size, final Duration timeout) {
        if (mine.length > MAX_ENTRY_BYTES) {
            throw new InvalidUsageException("rank " + rank + " wants to tell the others " + mine.length
                    + " bytes; the store takes " + MAX_ENTRY_BYTES + " from each");
        }
        if (size == 1) {
            return List.of(mine.clone());
        }
        if (rank == 0) {
            try (StoreServer server = new StoreServer(endpoint, mine, size, timeout)) {
                return server.gather();
            }
        }
        return new StoreClient(address, endpoint, rank).gather(mine, size, timeout);
    }
}
