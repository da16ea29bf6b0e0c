// SPDX-License-Identifier: Apache-2.0
package org.jccl.buffer;

import org.jccl.DataType;
import org.jccl.ReduceOp;

/**
 * A device in whose memory plans can run: it reduces there, and processes of one host read each other's memory of such
 * devices where it lies. What it does is asynchronous; tickets are those of {@link CopyEngine}: {@link CopyEngine#DONE},
 * {@link CopyEngine#BUSY}, or a positive number for {@link #isDone}. Owners of several progress domains may call it at once; must
 * not block, except where it says so.
 */
public interface Accelerator {
    /** Room that {@link #refer} needs. */
    int REFERENCE_BYTES = 120;

    /** Tells devices of this process apart, from 0. */
    int ordinal();

    /** Of what kind all its memory is. */
    MemoryKind memoryKind();

    /** Memory of the device's, whose contents are arbitrary, for a plan's own use. May block. */
    RegisteredMemory allocate(long bytes);

    /** Whether its kernels know that reduction, in the bits that the processor's give. */
    boolean reduces(DataType type, ReduceOp op);

    /** The most operands that {@link #combine} takes. */
    int mostOperands();

    /** Whether {@link #refer} can tell others of memory there; what cannot be told of is copied first. */
    boolean isReachable(long address);

    /** Begins a copy between two places that the device reaches: its own memory, and what peers refer to. */
    long copy(long source, long destination, long bytes);

    /**
     * Begins a reduction, as {@link org.jccl.reduce.Kernel#combine} defines it and, where {@code averagedOver} is not 0,
     * {@link org.jccl.reduce.Kernel#finish} behind it.
     *
     * @param operandTable native address of {@code operands} 64-bit addresses, read before this returns
     * @param averagedOver the number of ranks, if this is the end of the reduction
     */
    long combine(
            DataType type,
            ReduceOp op,
            long operandTable,
            int operands,
            long destination,
            long count,
            int averagedOver);

    /** Begins what {@link org.jccl.reduce.Kernel#prepare} defines. */
    long prepare(DataType type, ReduceOp op, long source, long destination, long count);

    /** As {@link CopyEngine#isDone}. */
    boolean isDone(long ticket);

    /**
     * Memory of a few bytes that is there as long as the process, for peers to try whether they reach it. Asked for before the
     * first operation of a communicator on the device, so that whatever else takes its time may be done then too. May block.
     */
    long landmark();

    /** Writes, to native memory, {@value #REFERENCE_BYTES} bytes by which peers find a place in memory of the device's. */
    void refer(long address, long reference);

    /**
     * Where this device finds what a peer refers to. May block when it is new; what it found stays open, bounded.
     *
     * @throws org.jccl.error.CollectiveException if it cannot reach it; the message says why
     */
    long resolve(long reference);
}
