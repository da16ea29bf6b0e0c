// SPDX-License-Identifier: Apache-2.0
package org.jccl.traffic;

import java.nio.ByteBuffer;
import org.jccl.buffer.Memory;

/**
 * A token bucket: so many bits a second, a little of them at once. What it holds is a time, that at which all that was sent
 * so far is paid for (the generic cell rate algorithm of ITU-T I.371), so that threads and processes share one by a
 * compare-and-set. Any thread.
 */
final class Bucket {
    /** What it takes up in memory. */
    static final int BYTES = 16;

    private static final int PAID = 8;

    private static final double BITS_NS = 8e9;
    /** At least this much may leave at once, or system calls cost more than what they carry. */
    private static final long LEAST_BURST_BYTES = 32 << 10;
    /** So much time may have gone by unused: a thread that sleeps is late by about that. */
    private static final long BURST_NS = 250_000;

    /** Keeps what it lies in, or null. */
    private final ByteBuffer memory;

    private final long rate;
    private final long paid;

    /** The bucket that lies at that address; zeros are one without bounds. */
    Bucket(final long address) {
        this(address, null);
    }

    private Bucket(final long address, final ByteBuffer memory) {
        this.memory = memory;
        this.rate = address;
        this.paid = address + PAID;
    }

    /** One without bounds, in memory of its own. */
    static Bucket alone() {
        final ByteBuffer own = ByteBuffer.allocateDirect(BYTES);
        return new Bucket(Memory.address(own), own);
    }

    /** Bits a second, or 0 for as many as there are. */
    void rate(final long bitsPerSecond) {
        Memory.putLongRelease(rate, bitsPerSecond);
    }

    long rate() {
        return Memory.getLongAcquire(rate);
    }

    /** How long it is until more may be sent; 0 or less: now. */
    long opensInNs(final long nowNs) {
        final long bits = rate();
        return bits == 0 ? 0 : Memory.getLongAcquire(paid) - burstNs(bits) - nowNs;
    }

    /** So many bytes were sent, whether there was room for them or not. */
    void charge(final long bytes, final long nowNs) {
        final long bits = rate();
        if (bits == 0) {
            return;
        }
        final long priceNs = ns(bytes, bits);
        long before;
        do {
            before = Memory.getLongAcquire(paid);
        } while (!Memory.compareAndSetLong(paid, before, Math.max(before, nowNs) + priceNs));
    }

    private static long burstNs(final long bits) {
        return Math.max(BURST_NS, ns(LEAST_BURST_BYTES, bits));
    }

    private static long ns(final long bytes, final long bits) {
        return (long) (bytes * BITS_NS / bits);
    }
}
