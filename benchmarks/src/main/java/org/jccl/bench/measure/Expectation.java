// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

/**
 * What links are expected to carry.
 *
 * @param rate of the link by its data sheet, headers and gaps between frames included
 * @param share how much of it must arrive as payload, above 0 and at most 1
 */
public record Expectation(LineRate rate, double share) {
    private static final int PERCENT = 100;

    /** Refuses shares that no link can have. */
    public Expectation {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("--at-least is above 0 and at most 100 %");
        }
    }

    /** The least that will do, in 10^9 bits of payload a second. */
    public double requiredGbit() {
        return rate.gbit() * share;
    }

    /** Whether that many 10^9 bits of payload a second will do. */
    public boolean isMetBy(final double gbit) {
        return gbit >= requiredGbit();
    }

    /** A rate in percent of the line rate: {@code 94 %}. */
    public String percent(final double gbit) {
        return Math.round(PERCENT * gbit / rate.gbit()) + " %";
    }

    /** Both, as a sentence has them. */
    @Override
    public String toString() {
        return rate + ", at least " + Math.round(PERCENT * share) + " % of it as payload";
    }
}
