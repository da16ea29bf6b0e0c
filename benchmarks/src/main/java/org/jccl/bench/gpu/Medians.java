// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.gpu;

import java.util.Arrays;

/** Times what is done again and again. */
final class Medians {
    private Medians() {}

    /** Nanoseconds of a call; as many calls go before, for the compiler and the clocks of the device. */
    static double ns(final int calls, final Runnable work) {
        final double[] times = new double[calls];
        for (int call = -calls; call < calls; call++) {
            final long begin = System.nanoTime();
            work.run();
            if (call >= 0) {
                times[call] = System.nanoTime() - begin;
            }
        }
        return of(times);
    }

    static double of(final double... values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
