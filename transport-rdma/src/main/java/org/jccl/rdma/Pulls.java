// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.util.concurrent.TimeUnit;
import org.jccl.buffer.Memory;
import org.openucx.jucx.ucp.UcpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lane's messages of UCX's that are on their way to this rank, oldest first. Owner only. */
final class Pulls {
    private static final Logger LOG = LoggerFactory.getLogger(Pulls.class);
    private static final int SEGMENTS = 4;
    private static final long CANCEL_NS = TimeUnit.SECONDS.toNanos(1);

    private final Fabric fabric;
    private final PeerEndpoint endpoint;
    private final long tag;
    /** Of {@link #SEGMENTS} messages that have no final place yet; 0 until the first comes. */
    private long segments;

    private final Completion[] completions = Completion.several(Outbox.WINDOW);
    private final long[] addresses = new long[Outbox.WINDOW];
    private final int[] lengths = new int[Outbox.WINDOW];
    private final boolean[] inSegment = new boolean[Outbox.WINDOW];

    /** Messages begun and taken since the start. */
    private long begun;

    private long taken;
    /** How many have been begun in segments, and how many of these are taken. */
    private long stagedBegun;

    private long stagedTaken;
    /** Of the oldest, if it is in a segment: how many bytes are released. */
    private int consumed;

    /** Bytes of those that go to their final place. */
    private long bringing;

    Pulls(final Fabric fabric, final PeerEndpoint endpoint, final long tag) {
        this.fabric = fabric;
        this.endpoint = endpoint;
        this.tag = tag;
    }

    boolean isEmpty() {
        return begun == taken;
    }

    /** How many have been taken whole. */
    long taken() {
        return taken;
    }

    /** Begins to bring a message into a segment; false if all are in use, or earlier ones go elsewhere. */
    boolean stage(final int bytes) {
        if (stagedBegun - stagedTaken == SEGMENTS || bringing > 0 || begun - taken == Outbox.WINDOW) {
            return false;
        }
        if (segments == 0) {
            segments = Memory.allocate((long) SEGMENTS * Outbox.MESSAGE_BYTES);
        }
        begin(segments + stagedBegun % SEGMENTS * Outbox.MESSAGE_BYTES, bytes, true);
        stagedBegun++;
        return true;
    }

    /**
     * Begins to bring a message to its final place, behind those that are on their way there; false if it does not fit, or
     * earlier ones are in segments.
     */
    boolean bring(final long address, final long length, final int bytes) {
        if (stagedBegun != stagedTaken || bringing + bytes > length || begun - taken == Outbox.WINDOW) {
            return false;
        }
        begin(address + bringing, bytes, false);
        bringing += bytes;
        return true;
    }

    private void begin(final long address, final int bytes, final boolean segment) {
        final int at = (int) (begun++ % Outbox.WINDOW);
        fabric.receive(address, bytes, tag, completions[at]);
        addresses[at] = address;
        lengths[at] = bytes;
        inSegment[at] = segment;
    }

    /** How many bytes of the oldest lie in a segment, not released yet; 0 if it has not arrived or goes elsewhere. */
    long staged() {
        final int at = oldest();
        return isEmpty() || !inSegment[at] || !hasArrived(at) ? 0 : lengths[at] - consumed;
    }

    long stagedAt() {
        return addresses[oldest()] + consumed;
    }

    void consume(final long length) {
        consumed += (int) length;
        if (consumed == lengths[oldest()]) {
            consumed = 0;
            stagedTaken++;
            forgetOldest();
        }
    }

    /** Copies from a segment what has come before its place was known; returns how many bytes. */
    long copyStaged(final long address, final long length) {
        final long bytes = Math.min(length, staged());
        if (bytes > 0) {
            Memory.copy(stagedAt(), address, bytes);
            consume(bytes);
        }
        return bytes;
    }

    /** Takes the oldest if it has arrived at its final place; returns its length, or 0. */
    long takeArrived() {
        final int at = oldest();
        if (isEmpty() || inSegment[at] || !hasArrived(at)) {
            return 0;
        }
        bringing -= lengths[at];
        forgetOldest();
        return lengths[at];
    }

    private int oldest() {
        return (int) (taken % Outbox.WINDOW);
    }

    private void forgetOldest() {
        taken++;
    }

    private boolean hasArrived(final int at) {
        final Completion completion = completions[at];
        if (!completion.isDone()) {
            return false;
        }
        if (!completion.isWell() || completion.length() != lengths[at]) {
            endpoint.lost("broke off a message of " + lengths[at] + " bytes (status " + completion.state() + ", "
                    + completion.length() + " came)");
            return false;
        }
        return true;
    }

    /** On return nothing writes to a caller's memory; what was on its way there is lost, and so is the lane. */
    void cancel() {
        if (bringing == 0) {
            return;
        }
        endpoint.lost("was given up in the middle of a message");
        for (long pull = taken; pull < begun; pull++) {
            fabric.cancel(completions[(int) (pull % Outbox.WINDOW)]);
        }
        final UcpRequest closing = fabric.mayForceClose() ? endpoint.close() : null;
        final long begunNs = System.nanoTime();
        while (!isQuiet() || closing != null && !closing.isCompleted()) {
            fabric.progress();
            if (System.nanoTime() - begunNs > CANCEL_NS) {
                LOG.error("UCX does not give up a message: memory that was to receive it must not be used again before"
                        + " the process ends");
                return;
            }
        }
    }

    private boolean isQuiet() {
        for (long pull = taken; pull < begun; pull++) {
            if (!completions[(int) (pull % Outbox.WINDOW)].isDone()) {
                return false;
            }
        }
        return true;
    }

    void free() {
        Completion.free(completions);
        if (segments != 0) {
            Memory.free(segments);
        }
    }
}
