// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The sizes of a table's rows, ascending: each the one before times a factor, or plus an increment.
 *
 * @param minBytes the first
 * @param maxBytes none is greater
 * @param factor at least 2; ignored if there is an increment
 * @param incrementBytes 0 for none
 */
public record Sizes(long minBytes, long maxBytes, int factor, long incrementBytes) implements Iterable<Long> {
    /** Refuses what would never end. */
    public Sizes {
        if (minBytes < 0 || maxBytes < minBytes) {
            throw new IllegalArgumentException(
                    "sizes from " + minBytes + " to " + maxBytes + " bytes: -b must be at most -e");
        }
        if (incrementBytes < 0 || (incrementBytes == 0 && factor < 2)) {
            throw new IllegalArgumentException("sizes must grow: -f at least 2, or -i at least 1");
        }
    }

    @Override
    public Iterator<Long> iterator() {
        return new Iterator<>() {
            private long next = minBytes;

            @Override
            public boolean hasNext() {
                return next >= 0 && next <= maxBytes;
            }

            @Override
            public Long next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                final long current = next;
                next = after(current);
                return current;
            }
        };
    }

    /** -1 where there is none: past 2^63, and for a size of 0, which multiplying does not change. */
    private long after(final long current) {
        final boolean fits = incrementBytes > 0 ? current <= maxBytes - incrementBytes : current <= maxBytes / factor;
        final long next = incrementBytes > 0 ? current + incrementBytes : current * factor;
        return fits && next > current ? next : -1;
    }
}
