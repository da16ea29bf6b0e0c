// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 8}, {@code 64K}, {@code 1M}, {@code 4GiB}; units are powers of 1024. */
public final class ByteSize {
    private static final Pattern GRAMMAR = Pattern.compile("(\\d+)\\s*([KMGT]?)(?:I?B)?");

    private ByteSize() {}

    /**
     * The number of bytes.
     *
     * @throws IllegalArgumentException if the text is no size, or one over 2^63 - 1; the message says what would be
     */
    public static long parse(final String text) {
        final Matcher matcher = GRAMMAR.matcher(text.trim().toUpperCase(Locale.ROOT));
        if (matcher.matches()) {
            try {
                return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << 10 * power(matcher.group(2)));
            } catch (final ArithmeticException | NumberFormatException tooLarge) {
                throw new IllegalArgumentException("'" + text + "' is more than 8 EiB", tooLarge);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no size; write 8, 64K, 1M or 4G");
    }

    private static int power(final String letter) {
        return letter.isEmpty() ? 0 : "KMGT".indexOf(letter) + 1;
    }
}
