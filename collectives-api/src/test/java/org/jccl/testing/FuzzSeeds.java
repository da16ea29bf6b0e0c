// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.stream.LongStream;

/**
 * The seeds of a test that sends garbage: a few fixed ones, so that every build tries the same, or those that
 * {@value #PROPERTY} names: {@code 17} replays one, {@code 1000-99999} goes on for as long as you like.
 */
public final class FuzzSeeds {
    private static final String PROPERTY = "jccl.fuzz.seeds";

    /** What is tried with one seed. */
    @FunctionalInterface
    public interface Attempt {
        /** Fails if the garbage does harm. */
        void with(Garbler garbler) throws Exception;
    }

    private FuzzSeeds() {}

    /** Tries {@code few} seeds, or those that the property names. */
    public static void each(final int few, final Attempt attempt) {
        seeds(few).forEach(seed -> {
            try {
                attempt.with(new Garbler(seed));
            } catch (final Exception | Error failure) {
                throw new AssertionError(
                        "seed " + seed + " (-D" + PROPERTY + "=" + seed + " replays it): " + failure, failure);
            }
        });
    }

    private static LongStream seeds(final int few) {
        final String named = System.getProperty(PROPERTY);
        if (named == null) {
            return LongStream.range(0, few);
        }
        final String[] ends = named.split("-", 2);
        return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
    }
}
