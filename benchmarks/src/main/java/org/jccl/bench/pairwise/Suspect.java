// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

/**
 * A rank that explains bad links.
 *
 * @param sends whether those that leave it
 * @param receives whether those that lead to it
 */
record Suspect(int rank, boolean sends, boolean receives) {
    boolean explains(final Link link) {
        return (sends && link.from() == rank) || (receives && link.to() == rank);
    }

    /** As sentences have it. */
    String how() {
        return sends && receives ? "both ways" : sends ? "in sending" : "in receiving";
    }
}
