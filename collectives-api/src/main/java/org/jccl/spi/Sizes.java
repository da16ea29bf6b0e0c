// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them: {@code 4096}, {@code 64K}, {@code 1M}. Stateless, any thread. */
final class Sizes {
    /** Fewer digits than overflow a long, with any unit. */
    private static final Pattern SIZE = Pattern.compile("(-?\\d{1,9})([KMG]?)|-?\\d{1,18}");

    private Sizes() {}

    /** Reads one, or returns null if the text is none. */
    static Long parse(final String text) {
        final Matcher size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            return null;
        }
        if (size.group(1) == null) {
            return Long.valueOf(text);
        }
        final int unit = size.group(2).isEmpty() ? 0 : 1 + "KMG".indexOf(size.group(2));
        return Long.parseLong(size.group(1)) << 10 * unit;
    }
}
