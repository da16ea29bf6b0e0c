// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jccl.error.TransportException;

/**
 * What peers need to reach a rank: where UCX finds its worker, and where its mailbox lies.
 *
 * @param worker UCX's address of the worker
 * @param mailbox the address of the mailbox in that rank's memory
 * @param remoteKey what permits to write there
 * @param ringWords how many words each ring of the mailbox has
 */
record FabricAddress(byte[] worker, long mailbox, byte[] remoteKey, int ringWords) {
    byte[] encode() {
        return ByteBuffer.allocate(Long.BYTES + 3 * Integer.BYTES + worker.length + remoteKey.length)
                .putLong(mailbox)
                .putInt(ringWords)
                .putInt(worker.length)
                .putInt(remoteKey.length)
                .put(worker)
                .put(remoteKey)
                .array();
    }

    /** Reads what {@link #encode} wrote on that rank. */
    static FabricAddress decode(final int rank, final byte[] encoded) {
        try {
            final ByteBuffer in = ByteBuffer.wrap(encoded);
            final long mailbox = in.getLong();
            final int ringWords = in.getInt();
            final byte[] worker = new byte[checked(in.getInt(), encoded.length)];
            final byte[] remoteKey = new byte[checked(in.getInt(), encoded.length)];
            in.get(worker).get(remoteKey);
            if (Integer.bitCount(ringWords) != 1 || ringWords < Mailbox.LEAST_RING_WORDS || in.hasRemaining()) {
                throw new BufferUnderflowException();
            }
            return new FabricAddress(worker, mailbox, remoteKey, ringWords);
        } catch (final BufferUnderflowException malformed) {
            throw new TransportException(
                    "rdma: rank " + rank + " does not say how it is reached; use the same JCCL everywhere", malformed);
        }
    }

    private static int checked(final int length, final int whole) {
        if (length < 0 || length > whole) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    /** In native memory, as JUCX wants addresses and keys. */
    static ByteBuffer direct(final byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
