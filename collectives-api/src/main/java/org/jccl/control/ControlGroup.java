// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jccl.error.InvalidUsageException;

/**
 * One rank's end of one communicator's control plane: connections to about 2 log2(size) neighbours over which deaths and
 * aborts reach every rank by flooding and short messages any rank by routing. It carries no data and never waits for
 * those who carry it.
 *
 * <p>Any thread may call any method; the work is done on the endpoint's control thread, where the listener hears of
 * what the others do. Messages between two ranks keep their order as long as no rank between them dies; they are lost if
 * the destination, or at that moment a rank on the way, is gone.
 */
public final class ControlGroup implements AutoCloseable {
    /** The kind of abort by which a rank says that it could not connect; other kinds are the callers' own. */
    public static final byte CANNOT_JOIN = 0;
    /** The longest content of one message and the longest reason of an abort in bytes. */
    public static final int MAX_CONTENT_BYTES = ControlMessage.MAX_CONTENT_BYTES;

    /** A little more than the farewell itself, for the hand-over to the control thread. */
    private static final long CLOSE_NS = TimeUnit.SECONDS.toNanos(1);

    private final ControlThread thread;
    private final Membership membership;
    private final int size;

    ControlGroup(final ControlThread thread, final Membership membership, final int size) {
        this.thread = thread;
        this.membership = membership;
        this.size = size;
    }

    /**
     * Tells every rank that the communicator is broken. Only the first abort in the communicator counts.
     *
     * @param kind what the listeners make of it
     * @param reason cut to {@link #MAX_CONTENT_BYTES}
     */
    public void abort(final byte kind, final String reason) {
        thread.execute(() -> membership.abort(kind, reason));
    }

    /**
     * Has a rank count as dead, here and everywhere, for ever; it hears of it itself.
     *
     * @param how as in {@link ControlListener#peerFailed}
     */
    public void giveUp(final int rank, final String how) {
        thread.execute(() -> membership.giveUp(rank, how));
    }

    /**
     * Sends a message to one rank, by way of others where there is no connection.
     *
     * @param content at most {@link #MAX_CONTENT_BYTES} bytes; copied before the call returns, position unchanged
     */
    public void send(final int toRank, final ByteBuffer content) {
        if (toRank < 0 || toRank >= size) {
            throw new InvalidUsageException("there is no rank " + toRank + " among " + size);
        }
        if (content.remaining() > MAX_CONTENT_BYTES) {
            throw new InvalidUsageException(
                    "a control message holds at most " + MAX_CONTENT_BYTES + " bytes, not " + content.remaining());
        }
        final ByteBuffer copy = ByteBuffer.allocate(content.remaining());
        copy.put(content.duplicate()).flip();
        thread.execute(() -> membership.send(toRank, copy));
    }

    /**
     * Says goodbye to the others and ends the connections; waits a fraction of a second at most, except on the control
     * thread, where it does not wait. Idempotent. The endpoint stays open.
     */
    @Override
    public void close() {
        if (!thread.execute(membership::leave) || thread.isCurrent()) {
            return;
        }
        try {
            membership.closed().get(CLOSE_NS, TimeUnit.NANOSECONDS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (final ExecutionException | TimeoutException late) {
            // the control thread ends the connections when it gets to it; there is nothing to wait for
        }
    }
}
