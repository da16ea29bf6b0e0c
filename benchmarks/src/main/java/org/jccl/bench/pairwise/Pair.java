// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

/** Two ranks that are measured with each other; the first is the lower one. */
record Pair(int first, int second) {
    static Pair of(final int one, final int other) {
        return new Pair(Math.min(one, other), Math.max(one, other));
    }

    boolean has(final int rank) {
        return rank == first || rank == second;
    }
}
