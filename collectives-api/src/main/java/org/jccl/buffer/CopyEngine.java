// SPDX-License-Identifier: Apache-2.0
package org.jccl.buffer;

/**
 * Copies between a kind of memory that transports and kernels cannot reach and native memory: the only thing in which the
 * heap, or a device, differs for a collective. Copies may be asynchronous; several may be under way at once, in any
 * order. Called by the owner of a progress domain, but for {@link #turn}; must not block.
 */
public interface CopyEngine {
    /** A copy has ended already. */
    long DONE = 0;
    /** No copy can begin now; ask again later. */
    long BUSY = -1;

    /**
     * Begins a copy to native memory.
     *
     * @param base the view's base object, see {@link BufferView#base()}
     * @param source place in the view's memory
     * @param address native address
     * @return {@link #DONE}, {@link #BUSY}, or a positive ticket for {@link #isDone}
     */
    long load(Object base, long source, long address, long bytes);

    /** Begins a copy from native memory; otherwise as {@link #load}. */
    long store(long address, Object base, long destination, long bytes);

    /**
     * Whether the copy of that ticket has ended; asked until it has, then never again. One that has failed throws, with
     * which it has ended: the operation then fails on every rank with what is thrown.
     */
    boolean isDone(long ticket);

    /**
     * Makes native memory, which the engine will often copy to and from, quick to copy. May block.
     *
     * @return whether {@link #unpin} is to be called before the memory is given back
     */
    default boolean pin(final long address, final long bytes) {
        return false;
    }

    /** Undoes {@link #pin}. */
    default void unpin(final long address) {}

    /**
     * The device whose memory this is, if plans can run there, all of which this copies; else null, and the memory is only
     * copied.
     */
    default Accelerator accelerator() {
        return null;
    }

    /**
     * The place on a stream of the device's that an operation over this memory takes, or null where there is no such order:
     * the operation then begins at once, and what wrote the memory must have ended before. Called by the thread that
     * submits, each time an operation is submitted: once if the engine is that of its input and its output. What it
     * throws, the call that submits throws, and nothing is submitted.
     *
     * <p>Of operations that are submitted together, and of one operation's input and output, all turns are taken before the
     * first is held, so that they wait for nothing of each other.
     */
    default StreamTurn turn() {
        return null;
    }
}
