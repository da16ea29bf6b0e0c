// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rates of data as people write them: {@code 25Gbit}, {@code 100Mbit}, {@code 12.5GB/s}; units are powers of 1000. Stateless,
 * any thread.
 */
public final class Rates {
    private static final Pattern RATE =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*([KMGT])(BIT(?:/S)?|B/S)", Pattern.CASE_INSENSITIVE);

    private static final int BITS = 8;

    private Rates() {}

    /**
     * Reads one.
     *
     * @return bits a second, or null if the text is none
     */
    public static Long parse(final String text) {
        final Matcher rate = RATE.matcher(text.trim());
        if (!rate.matches()) {
            return null;
        }
        final double unit = Math.pow(1000, 1 + "KMGT".indexOf(rate.group(2).toUpperCase(Locale.ROOT)));
        final int bits = rate.group(3).equalsIgnoreCase("B/S") ? BITS : 1;
        return Math.round(Double.parseDouble(rate.group(1)) * unit * bits);
    }
}
