// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.time.Duration;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jccl.spi.Durations;

/** The sentence that names the ranks that did not come. */
final class Absence {
    /** More names than this do not help; the count does. */
    private static final int MOST_NAMED = 16;

    private Absence() {}

    static String after(final Duration timeout, final int size, final IntPredicate came) {
        final int[] missing = IntStream.range(0, size).filter(came.negate()).toArray();
        if (missing.length == 0) {
            // whoever looks was held up itself
            return "all " + size + " ranks came, but this one did not run in time to see it within "
                    + Durations.text(timeout.toNanos());
        }
        final String named = IntStream.of(missing)
                .limit(MOST_NAMED)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        final String more = missing.length > MOST_NAMED ? " and " + (missing.length - MOST_NAMED) + " more" : "";
        return (missing.length == 1 ? "rank " : "ranks ") + named + more + " of " + size + " did not come within "
                + Durations.text(timeout.toNanos());
    }
}
