// SPDX-License-Identifier: Apache-2.0
package org.jccl.select;

/**
 * Numbers from one to another, both included, as tables write them: {@code 0-4k}, {@code 64k-} (no end), {@code 8} (just
 * that) or {@code *} (any). {@code k}, {@code m} and {@code g} multiply by powers of 1024.
 */
record NumberRange(long from, long to) {
    static final NumberRange ANY = new NumberRange(0, Long.MAX_VALUE);

    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException if the text is no range
     */
    static NumberRange parse(final String text) {
        if (text.equals("*")) {
            return ANY;
        }
        final int dash = text.indexOf('-');
        final long from = number(dash < 0 ? text : text.substring(0, dash), text);
        if (dash == text.length() - 1) {
            return new NumberRange(from, Long.MAX_VALUE);
        }
        final long to = number(text.substring(dash + 1), text);
        if (to < from) {
            throw new IllegalArgumentException("the range '" + text + "' ends before it begins");
        }
        return new NumberRange(from, to);
    }

    private static long number(final String text, final String range) {
        final int unit = text.isEmpty() ? -1 : "kmg".indexOf(Character.toLowerCase(text.charAt(text.length() - 1)));
        try {
            final long number = Long.parseUnsignedLong(unit < 0 ? text : text.substring(0, text.length() - 1));
            return Math.multiplyExact(number, 1L << 10 * (unit + 1));
        } catch (final NumberFormatException | ArithmeticException notANumber) {
            throw new IllegalArgumentException(
                    "'" + range + "' is no range; write 0-4k, 64k-, 8 or *, with k, m or g for powers of 1024",
                    notANumber);
        }
    }

    boolean contains(final long number) {
        return from <= number && number <= to;
    }
}
