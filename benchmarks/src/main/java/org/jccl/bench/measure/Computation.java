// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

/**
 * Arithmetic that takes about a given time on a core of its own, and longer if it has to share the core: its length is in
 * rounds and not by the clock. It touches no memory, so only the core is contended for.
 */
final class Computation implements Runnable {
    private static final long CALIBRATED_NS = 20_000_000;
    private static final long FIRST_ROUNDS = 1 << 10;

    private final long rounds;
    private long value = 1;

    private Computation(final long rounds) {
        this.rounds = rounds;
    }

    /** A computation of about that length: rounds are doubled until they can be timed, by the quickest of three. */
    static Computation lasting(final long ns) {
        long rounds = FIRST_ROUNDS;
        long taken = quickest(rounds);
        while (taken < CALIBRATED_NS) {
            rounds *= 2;
            taken = quickest(rounds);
        }
        return new Computation(Math.max(1, Math.round((double) rounds * ns / taken)));
    }

    private static long quickest(final long rounds) {
        final Computation trial = new Computation(rounds);
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            final long begin = System.nanoTime();
            trial.run();
            quickest = Math.min(quickest, System.nanoTime() - begin);
        }
        return quickest;
    }

    /** Marsaglia's xorshift (Journal of Statistical Software 8, 2003): each round needs the one before. */
    @Override
    public void run() {
        long next = value;
        for (long round = 0; round < rounds; round++) {
            next ^= next << 13;
            next ^= next >>> 7;
            next ^= next << 17;
        }
        value = next;
    }
}
