// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.report;

/**
 * What a run's rows have in common.
 *
 * @param ranks how many
 * @param kind what a rank is: {@code processes} or {@code threads}
 * @param transport what carries their messages; several joined by {@code +}
 * @param algorithm as asked for
 * @param buffers what memory the ranks use
 */
public record Setting(int ranks, String kind, String transport, String algorithm, String buffers) {
    /** On one line. */
    public String summary() {
        return ranks + " ranks (" + kind + "), transport " + transport + ", algorithm " + algorithm + ", buffers "
                + buffers;
    }
}
