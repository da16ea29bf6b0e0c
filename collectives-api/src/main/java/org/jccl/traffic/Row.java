// SPDX-License-Identifier: Apache-2.0
package org.jccl.traffic;

import java.nio.ByteBuffer;
import org.jccl.buffer.Memory;

/**
 * What one communicator tells the others. Written by its owner alone, read by any thread of any process.
 *
 * @param address where it lies; zeros are a row that nobody has
 * @param memory keeps what it lies in, or null
 */
record Row(long address, ByteBuffer memory) {
    private static final int PROCESS = 0;
    private static final int WEIGHT = 8;
    private static final int SERVED = 16;
    private static final int REFUSED = 24;
    private static final int URGENT = 32;

    /** One in memory of its own, where nobody looks. */
    static Row unseen() {
        final ByteBuffer own = ByteBuffer.allocateDirect(Memory.CACHE_LINE);
        final Row row = new Row(Memory.address(own), own);
        row.weight(1);
        return row;
    }

    /** Takes it for a communicator of that process, if it is nobody's, or was that of a process that has ended. */
    boolean take(final long process) {
        final long before = get(PROCESS);
        if (isAlive(before) || !Memory.compareAndSetLong(address + PROCESS, before, process)) {
            return false;
        }
        weight(1);
        served(0);
        refusedNs(0);
        urgentNs(0);
        return true;
    }

    /** Whether somebody has it who is still there. */
    boolean isAlive() {
        return isAlive(get(PROCESS));
    }

    private static boolean isAlive(final long process) {
        return process != 0 && ProcessHandle.of(process).isPresent();
    }

    void free() {
        urgentNs(0);
        put(PROCESS, 0);
    }

    boolean isTaken() {
        return get(PROCESS) != 0;
    }

    /** Its share, beside those of the others; at least 1. */
    long weight() {
        return get(WEIGHT);
    }

    void weight(final long weight) {
        put(WEIGHT, weight);
    }

    /** What it has sent that is ordinary, in bytes over its weight. */
    long served() {
        return get(SERVED);
    }

    void served(final long virtualBytes) {
        put(SERVED, virtualBytes);
    }

    /** When a link last took less than it was offered. */
    long refusedNs() {
        return get(REFUSED);
    }

    void refusedNs(final long nowNs) {
        put(REFUSED, nowNs);
    }

    /** When something urgent last moved, or 0 if nothing urgent is under way. */
    long urgentNs() {
        return get(URGENT);
    }

    void urgentNs(final long nowNs) {
        put(URGENT, nowNs);
    }

    private long get(final int field) {
        return Memory.getLongAcquire(address + field);
    }

    private void put(final int field, final long value) {
        Memory.putLongRelease(address + field, value);
    }
}
