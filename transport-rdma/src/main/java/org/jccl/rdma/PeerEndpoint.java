// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.buffer.Memory;
import org.openucx.jucx.UcxException;
import org.openucx.jucx.ucp.UcpEndpoint;
import org.openucx.jucx.ucp.UcpRemoteKey;
import org.openucx.jucx.ucp.UcpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one peer for one lane. Once it has failed nothing of it is used any more but to close it. Nothing here
 * throws: what UCX refuses is a failure like any other. Owner only.
 */
final class PeerEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(PeerEndpoint.class);

    /** Held here because JUCX holds it weakly, and calls its error handler through it. */
    private UcpEndpoint endpoint;

    private final int rank;
    private final Fabric fabric;
    private final long mailbox;
    private UcpRemoteKey key;
    private long endpointHandle;
    private long keyHandle;
    private String failure;
    /** Until it is done what is written may wait here for the connection to be made. */
    private final Completion wiring = new Completion();

    private boolean isWired;
    private final Completion bell = new Completion();
    /** A word of native memory: how many puts wait in UCX. */
    private final long putsUnderWay = Memory.allocate(Long.BYTES);

    PeerEndpoint(final int rank, final Fabric fabric, final FabricAddress peer) {
        this.rank = rank;
        this.fabric = fabric;
        this.mailbox = peer.mailbox();
        Memory.putLong(putsUnderWay, 0);
        fabric.enter();
        try {
            endpoint = fabric.connect(peer.worker(), (failed, status, text) -> fail(text));
            key = endpoint.unpackRemoteKey(FabricAddress.direct(peer.remoteKey()));
            endpointHandle = endpoint.getNativeId();
            keyHandle = key.getNativeId();
        } catch (final UcxException refused) {
            fail(refused.getMessage());
        } finally {
            fabric.leave();
        }
    }

    private void fail(final String text) {
        lost("cannot be reached over RDMA (" + text + ")");
    }

    /** Why it is of no use any more, as the end of a sentence, or null. */
    String failure() {
        return failure;
    }

    /** The peer has taken leave: that explains whatever else has been found wrong. */
    void ended() {
        failure = "closed its connection";
    }

    /** It is of no use any more, and why; the first reason stays. */
    void lost(final String how) {
        if (failure == null) {
            failure = how;
            LOG.debug("rdma: rank {} {}", rank, how);
        }
    }

    /** Sends an empty message, which goes when the connection is there, behind all that waits for it. */
    void greet(final long tag) {
        send(fabric.mailbox(), 0, tag, wiring);
    }

    /** Whether the connection has been made: from then on what is written leaves at once. */
    boolean isWired() {
        if (!isWired) {
            isWired = wiring.isDone();
        }
        return isWired;
    }

    /** Whether UCX needs no more turns to let go what was written. */
    boolean hasLeft() {
        return isWired()
                && Memory.getLong(putsUnderWay) == 0
                && bell.isDone()
                && fabric.writes().isQuiet();
    }

    /** See {@link Writes#mostBytes}. */
    int mostBytes() {
        return fabric.writes().mostBytes();
    }

    /** See {@link Writes#write}. */
    void write(final long source, final long bytes, final long where) {
        if (failure == null) {
            fabric.writes().write(this, source, bytes, where);
        }
    }

    /** Writes into the peer's mailbox as the fabric does. */
    void put(final long source, final long bytes, final long where) {
        fabric.enter();
        final int status = Ucp.put(endpointHandle, source, bytes, mailbox + where, keyHandle, putsUnderWay);
        fabric.leave();
        check(status);
    }

    /** Sends an empty message, unless one is still on its way. */
    void ring(final long tag) {
        if (bell.isDone()) {
            send(fabric.mailbox(), 0, tag, bell);
        }
    }

    /** Sends memory that must stay until that is done; returns false, and it is done, if the way has failed. */
    boolean send(final long source, final long bytes, final long tag, final Completion done) {
        if (failure != null) {
            return false;
        }
        fabric.enter();
        final int status = Ucp.send(endpointHandle, source, bytes, tag, fabric.isOnHost(), done.cell());
        fabric.leave();
        return check(status);
    }

    private boolean check(final int status) {
        if (status < 0) {
            fail("status " + status);
        }
        return status >= 0;
    }

    /** Lets everything reach the peer's memory; null if that cannot be had any more. */
    UcpRequest flush() {
        if (failure != null) {
            return null;
        }
        fabric.enter();
        try {
            return endpoint.flushNonBlocking(null);
        } catch (final UcxException refused) {
            fail(refused.getMessage());
            return null;
        } finally {
            fabric.leave();
        }
    }

    /** Begins to close it, dropping what has not arrived; returns what completes when it is closed, or null if it is. */
    UcpRequest close() {
        lost("is out of reach: this side has closed the connection");
        if (endpoint == null) {
            return null;
        }
        final UcpEndpoint closing = endpoint;
        endpoint = null;
        fabric.enter();
        try {
            if (key != null) {
                key.close();
            }
            return fabric.mayForceClose() ? closing.closeNonBlockingForce() : closing.closeNonBlockingFlush();
        } catch (final UcxException refused) {
            return null;
        } finally {
            fabric.leave();
        }
    }

    /** Gives its memory back, once UCX is gone. */
    void free() {
        Completion.free(wiring, bell);
        Memory.free(putsUnderWay);
    }
}
