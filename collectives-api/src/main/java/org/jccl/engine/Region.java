// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.Accelerator;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.CopyEngine;
import org.jccl.buffer.MemorySpace;
import org.jccl.plan.Layout;

/** What an operation remembers of one of the caller's views, which the caller may lay over other memory meanwhile. */
final class Region {
    private Object base;
    private long address;
    private Object owner;
    private MemorySpace space;
    private CopyEngine engine;
    private int elementBytes;
    private int area;
    /** The block that this memory holds alone, or -1 if it holds the whole. */
    private int block;

    /** Remembers a view; returns whether it is laid over the same memory as the one before, to the same end. */
    boolean set(final int newArea, final BufferView view, final int holdsBlock) {
        final boolean sameUse = area == newArea && block == holdsBlock;
        area = newArea;
        if (view == null) {
            final boolean same = address == 0 && base == null;
            clear();
            return same;
        }
        final boolean same = sameUse && address == view.address() && base == view.base() && engine == view.copyEngine();
        base = view.base();
        address = view.address();
        owner = view.owner();
        space = view.space();
        engine = view.copyEngine();
        elementBytes = view.type().sizeBytes();
        block = holdsBlock;
        return same;
    }

    /** Stands for memory that lies elsewhere, in pieces, and is copied like an array. */
    void gather(final CopyEngine pieces) {
        clear();
        space = MemorySpace.HEAP;
        engine = pieces;
    }

    void clear() {
        base = null;
        address = 0;
        owner = null;
        space = MemorySpace.HOST;
        engine = null;
        elementBytes = 1;
        block = -1;
    }

    long address() {
        return address;
    }

    Object base() {
        return base;
    }

    /** Keeps the memory reachable: the operation holds it from submission to completion. */
    Object owner() {
        return owner;
    }

    /** Whether transports and kernels cannot reach it, so that it is copied through native memory. */
    boolean isRemote() {
        return space != MemorySpace.HOST;
    }

    /** Whether only a device's engine can copy it. */
    boolean isOnDevice() {
        return space == MemorySpace.DEVICE;
    }

    CopyEngine copyEngine() {
        return engine;
    }

    /** Whether there is none: of rooted collectives some ranks give only one. */
    boolean isAbsent() {
        return address == 0 && base == null && engine == null;
    }

    /** The device in whose memory it lies, if plans can run there; else null. */
    Accelerator accelerator() {
        return isOnDevice() ? engine.accelerator() : null;
    }

    /** The address at which chunk 0 would lie. */
    long origin(final Layout layout) {
        return block < 0 ? address : address - layout.blockStart(area, block) * elementBytes;
    }
}
