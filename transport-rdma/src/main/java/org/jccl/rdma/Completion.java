// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.buffer.Memory;

/**
 * How one request of UCX's ends, in native memory where UCX's side writes it. Used for one request after the other; the
 * memory must stay until the last of them has ended, or UCX is gone. Owner only.
 *
 * <pre>
 *    0   state    8   0 while it goes on, 1 when it has ended well, or UCX's error, less than 0
 *    8   length   8   of what was received
 *   16   request  8   UCX's
 * </pre>
 */
final class Completion {
    private static final int BYTES = 3 * Long.BYTES;
    private static final long LENGTH = 8;
    private static final long PENDING = 0;
    private static final long DONE = 1;

    private final long cell = Memory.allocate(BYTES);

    /** Of nothing so far: done. */
    Completion() {
        Memory.putLong(cell, DONE);
    }

    /** That many. */
    static Completion[] several(final int count) {
        final Completion[] all = new Completion[count];
        for (int i = 0; i < count; i++) {
            all[i] = new Completion();
        }
        return all;
    }

    static void free(final Completion... all) {
        for (final Completion each : all) {
            Memory.free(each.cell);
        }
    }

    /** Where UCX's side writes. */
    long cell() {
        return cell;
    }

    boolean isDone() {
        return state() != PENDING;
    }

    boolean isWell() {
        return state() == DONE;
    }

    /** 1, or UCX's error. */
    long state() {
        return Memory.getLongAcquire(cell);
    }

    /** Of what was received. */
    long length() {
        return Memory.getLong(cell + LENGTH);
    }
}
