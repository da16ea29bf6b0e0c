// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.CopyEngine;
import org.jccl.buffer.Memory;
import org.jccl.plan.Plan;

/**
 * Where a plan lies in a device's memory but the caller's input or output in the host's, as that of a root may: what copies
 * between the two, a piece at a time, by way of native memory, for arrays may be moved. Owned by the domain's owner.
 */
final class HostEnds {
    private static final long PIECE_BYTES = 256 << 10;

    private final Plan plan;
    /** By fold, the native memory between; 0 where there is none yet. */
    private final long[] piece;

    private Operation operation;
    private CopyEngine engine;

    HostEnds(final Plan plan) {
        this.plan = plan;
        this.piece = new long[plan.folds()];
    }

    void begin(final Operation newOperation) {
        operation = newOperation;
        engine = newOperation.call().deviceEngine();
    }

    boolean has(final int fold) {
        return isInput(fold) || isOutput(fold);
    }

    private boolean isInput(final int fold) {
        return (plan.foldFlags[fold] & Plan.LOAD) != 0 && !operation.input().isOnDevice();
    }

    private boolean isOutput(final int fold) {
        return (plan.foldFlags[fold] & Plan.STORE) != 0 && !operation.output().isOnDevice();
    }

    /** How many of those bytes are copied at once. */
    static long most(final long bytes) {
        return Math.min(bytes, PIECE_BYTES);
    }

    /** Begins a copy; its ticket is for {@link #isDone}. */
    long copy(final int fold, final long source, final long destination, final long bytes) {
        if (piece[fold] == 0) {
            piece[fold] = Memory.allocate(PIECE_BYTES);
        }
        if (isOutput(fold)) {
            return engine.load(null, source, piece[fold], bytes);
        }
        Memory.copy(operation.input().base(), source, null, piece[fold], bytes);
        if (operation.kernel() != null) {
            operation
                    .kernel()
                    .prepare(piece[fold], piece[fold], bytes / operation.type().sizeBytes());
        }
        return engine.store(piece[fold], null, destination, bytes);
    }

    boolean isDone(final long ticket) {
        return engine.isDone(ticket);
    }

    /** A copy has ended, of bytes that belong there. */
    void arrived(final int fold, final long destination, final long bytes) {
        if (isOutput(fold)) {
            Memory.copy(null, piece[fold], operation.output().base(), destination, bytes);
        }
    }

    void close() {
        for (final long address : piece) {
            if (address != 0) {
                Memory.free(address);
            }
        }
    }
}
