// SPDX-License-Identifier: Apache-2.0
package org.jccl.traffic;

import org.jccl.buffer.Memory;

/**
 * Memory in which those who share a way out tell each other what they do: a bucket for all of them, then a row for each.
 * Zeros are a table without bounds and rows. Any thread of any process that maps it.
 */
final class Table {
    /** Rows: more communicators than anybody opens at once on one host. */
    static final int ROWS = 64;

    private static final int ROW_BYTES = Memory.CACHE_LINE;
    private static final int HEADER_BYTES = Memory.CACHE_LINE;
    /** What it takes up in memory. */
    static final int BYTES = HEADER_BYTES + ROWS * ROW_BYTES;

    /** One more than the last row ever taken. */
    private static final int USED = Bucket.BYTES;

    private final long address;
    private final Bucket budget;

    Table(final long address) {
        this.address = address;
        this.budget = new Bucket(address);
    }

    Bucket budget() {
        return budget;
    }

    /** Takes a row that is free, or whose process has ended; null if there is none. */
    Row take(final long process) {
        for (int number = 0; number < ROWS; number++) {
            final Row row = row(number);
            if (row.take(process)) {
                raise(number + 1);
                return row;
            }
        }
        return null;
    }

    private void raise(final long used) {
        long before = rows();
        while (before < used && !Memory.compareAndSetLong(address + USED, before, used)) {
            before = rows();
        }
    }

    /** How many rows, the first ones, are worth a look. */
    long rows() {
        return Memory.getLongAcquire(address + USED);
    }

    /** Whether all rows are free, or those of processes that have ended. */
    boolean isUnused() {
        for (int number = 0; number < rows(); number++) {
            if (row(number).isAlive()) {
                return false;
            }
        }
        return true;
    }

    Row row(final int number) {
        return new Row(address + HEADER_BYTES + (long) number * ROW_BYTES, null);
    }
}
