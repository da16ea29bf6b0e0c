// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.List;

/** What the {@link Verifier} found. Immutable, any thread. */
public final class Verification {
    private final List<String> violations;
    private final boolean rankOrdered;
    private final ExpressionTree[][] outputs;

    Verification(final List<String> violations, final boolean rankOrdered, final ExpressionTree[][] outputs) {
        this.violations = violations;
        this.rankOrdered = rankOrdered;
        this.outputs = outputs;
    }

    /** What is wrong, one sentence each; empty if the schedules are correct. */
    public List<String> violations() {
        return violations;
    }

    /** Whether the schedules are correct and combine contributions in rank order only. */
    public boolean isRankOrdered() {
        return rankOrdered;
    }

    /**
     * How OUTPUT chunk {@code chunk} of that rank comes to be; null if that rank has no such chunk.
     *
     * @throws IllegalStateException if there are violations
     */
    public ExpressionTree output(final int rank, final int chunk) {
        if (!violations.isEmpty()) {
            throw new IllegalStateException("there is no result to speak of: " + violations.get(0));
        }
        return outputs[rank][chunk];
    }
}
