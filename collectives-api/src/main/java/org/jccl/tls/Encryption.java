// SPDX-License-Identifier: Apache-2.0
package org.jccl.tls;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A wire's bytes on their way out. Bytes count as written when the kernel has the records that hold them, so that nobody
 * has to come back and flush: what was encrypted and could not leave is offered again, as the rest of it is.
 */
final class Encryption {
    private final Records records;
    /** Of the bytes that will be offered again, how many are encrypted already. */
    private long encrypted;

    Encryption(final Records records) {
        this.records = records;
    }

    /** As {@link org.jccl.spi.Wire#write(ByteBuffer[])}. */
    long write(final ByteBuffer[] from) throws IOException {
        if (!records.push()) {
            return 0;
        }
        long written = skip(from);
        while (encrypted == 0 && has(from)) {
            mark(from);
            final long next = encrypt(from);
            if (!records.push()) {
                reset(from);
                encrypted = next;
                break;
            }
            written += next;
        }
        return written;
    }

    /** Passes over what has left since it was offered last. */
    private long skip(final ByteBuffer[] from) {
        long skipped = 0;
        for (int i = 0; i < from.length && encrypted > 0; i++) {
            final int length = (int) Math.min(encrypted, from[i].remaining());
            from[i].position(from[i].position() + length);
            encrypted -= length;
            skipped += length;
        }
        return skipped;
    }

    private long encrypt(final ByteBuffer[] from) throws IOException {
        long sum = 0;
        int next = 0;
        while (next >= 0 && has(from)) {
            sum += next;
            next = records.encrypt(from);
        }
        return sum + Math.max(0, next);
    }

    private static boolean has(final ByteBuffer[] from) {
        for (final ByteBuffer each : from) {
            if (each.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    private static void mark(final ByteBuffer[] from) {
        for (final ByteBuffer each : from) {
            each.mark();
        }
    }

    private static void reset(final ByteBuffer[] from) {
        for (final ByteBuffer each : from) {
            each.reset();
        }
    }
}
