// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.SplittableRandom;
import org.jccl.DataType;

/**
 * Seeded random floating numbers between 1/16 and 16 in magnitude, with full mantissas: their sums depend on the order,
 * so they show whether all ranks computed in the same one, and in the one that the algorithm's steps say.
 */
public final class RandomMantissas {
    private RandomMantissas() {}

    /** The elements that one rank contributes. */
    public static byte[] input(final DataType type, final int rank, final int count, final long seed) {
        final SplittableRandom random = new SplittableRandom(seed * 31 + rank);
        final byte[] bytes = new byte[count * type.sizeBytes()];
        for (int index = 0; index < count; index++) {
            final double magnitude = Math.scalb(1 + random.nextDouble(), random.nextInt(8) - 4);
            final double value = random.nextBoolean() ? magnitude : -magnitude;
            Elements.put(bytes, type, index, Scalars.fromDouble(type, value));
        }
        return bytes;
    }
}
