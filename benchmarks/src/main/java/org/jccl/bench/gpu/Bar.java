// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.gpu;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Something that shall hold, and whether it does.
 *
 * @param name what shall hold
 * @param figure what was measured, or why nothing was
 */
record Bar(String name, Verdict verdict, String figure) {
    private static final String ROW = "%-66s %-12s %s";

    /** Only what was measured at the sizes that the bar names is met or missed. */
    enum Verdict {
        MET("met"),
        MISSED("MISSED"),
        REHEARSED("rehearsed"),
        NOT_MEASURED("not measured");

        private final String text;

        Verdict(final String text) {
            this.text = text;
        }
    }

    static Bar notMeasured(final String name, final String reason) {
        return new Bar(name, Verdict.NOT_MEASURED, reason);
    }

    static void print(final List<Bar> bars, final PrintStream out) {
        out.println(row("bar", "verdict", "figures"));
        bars.forEach(bar -> out.println(row(bar.name, bar.verdict.text, bar.figure)));
    }

    private static String row(final String name, final String verdict, final String figure) {
        return String.format(Locale.ROOT, ROW, name, verdict, figure).stripTrailing();
    }

    /** 1 if one was missed, else 3 if one was not measured, else 0. */
    static int exitStatus(final List<Bar> bars) {
        if (bars.stream().anyMatch(bar -> bar.verdict == Verdict.MISSED)) {
            return 1;
        }
        return bars.stream().anyMatch(bar -> bar.verdict == Verdict.NOT_MEASURED) ? 3 : 0;
    }
}
