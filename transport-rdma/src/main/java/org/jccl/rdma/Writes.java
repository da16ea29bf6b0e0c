// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

/** How what a rank writes gets into the mailboxes of its peers. Owner only. */
interface Writes {
    /** By the fabric itself, which nobody at the other end need look after. */
    Writes BY_THE_FABRIC = new Writes() {
        @Override
        public void write(final PeerEndpoint way, final long source, final long bytes, final long where) {
            way.put(source, bytes, where);
        }

        @Override
        public int mostBytes() {
            return 2 << 10;
        }
    };

    /**
     * Writes to a place of a peer's mailbox. The source must stay until the peer is known to have read it, and may only
     * grow.
     *
     * @param where from the start of the mailbox
     */
    void write(PeerEndpoint way, long source, long bytes, long where);

    /** Bytes of a stream beyond which a message of their own costs less than writing and checking words. */
    int mostBytes();

    /** Carries what has come to its place in this rank's mailbox; returns how much. */
    default int deliver() {
        return 0;
    }

    /** Whether nothing comes unless somebody here {@link #deliver delivers} it, of which UCX tells. */
    default boolean needsDelivery() {
        return false;
    }

    /** Whether all that was written has left. */
    default boolean isQuiet() {
        return true;
    }

    /** Ends receiving. */
    default void close() {}

    /** Gives its memory back, once UCX is gone. */
    default void free() {}
}
