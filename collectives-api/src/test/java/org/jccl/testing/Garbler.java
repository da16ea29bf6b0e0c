// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes wrong messages out of right ones, since noise alone seldom gets past the first check. The same for the same seed.
 * One thread.
 */
public final class Garbler {
    private static final long[] EXTREMES = {
        0,
        1,
        -1,
        Byte.MAX_VALUE,
        Byte.MIN_VALUE,
        Short.MAX_VALUE,
        Short.MIN_VALUE,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE + 1L,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private static final int MOST_FAULTS = 3;
    private static final int LONGEST_NOISE = 300;

    private final SplittableRandom random;

    /** What it draws follows from the seed. */
    public Garbler(final long seed) {
        random = new SplittableRandom(seed);
    }

    /** For what else a test draws. */
    public SplittableRandom random() {
        return random;
    }

    /** True once in so many times. */
    public boolean once(final int in) {
        return random.nextInt(in) == 0;
    }

    /** Some bytes of any kind. */
    public byte[] noise() {
        final byte[] bytes = new byte[1 + random.nextInt(LONGEST_NOISE)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The message with a few faults in it, now and then none, now and then nothing but noise. */
    public byte[] garble(final byte[] message) {
        if (once(10)) {
            return noise();
        }
        byte[] bytes = message.clone();
        for (int faults = random.nextInt(MOST_FAULTS + 1); faults > 0 && bytes.length > 0; faults--) {
            bytes = spoil(bytes);
        }
        return bytes;
    }

    /** The messages as one stream: garbled, repeated, left out, in another order. */
    public byte[] garble(final List<byte[]> messages) {
        final List<byte[]> some = new ArrayList<>();
        for (final byte[] message : messages) {
            for (int copies = once(8) ? random.nextInt(3) : 1; copies > 0; copies--) {
                some.add(once(2) ? garble(message) : message);
            }
        }
        if (some.size() > 1 && once(4)) {
            Collections.swap(some, random.nextInt(some.size()), random.nextInt(some.size()));
        }
        return join(some.toArray(byte[][]::new));
    }

    private byte[] spoil(final byte[] bytes) {
        final int at = random.nextInt(bytes.length);
        final int end = at + random.nextInt(bytes.length - at + 1);
        return switch (random.nextInt(7)) {
            case 0 -> flip(bytes, at);
            case 1 -> number(bytes, at);
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> join(bytes, noise());
            case 4 -> join(Arrays.copyOf(bytes, end), from(bytes, at));
            case 5 -> join(Arrays.copyOf(bytes, at), from(bytes, end));
            default -> join(from(bytes, at), Arrays.copyOf(bytes, at));
        };
    }

    private byte[] flip(final byte[] bytes, final int at) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    /** An extreme number of 1 to 8 bytes, most often where one may stand. */
    private byte[] number(final byte[] bytes, final int at) {
        final int width = 1 << random.nextInt(4);
        final int place = once(4) ? at : at - at % width;
        final long number = EXTREMES[random.nextInt(EXTREMES.length)];
        final ByteOrder order = once(2) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        final byte[] all = ByteBuffer.allocate(8).order(order).putLong(number).array();
        final int first = order == ByteOrder.BIG_ENDIAN ? 8 - width : 0;
        System.arraycopy(all, first, bytes, place, Math.min(width, bytes.length - place));
        return bytes;
    }

    private static byte[] from(final byte[] bytes, final int begin) {
        return Arrays.copyOfRange(bytes, begin, bytes.length);
    }

    private static byte[] join(final byte[]... parts) {
        final ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (final byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
