// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

/** How far two words are from each other, after Damerau and Levenshtein. Stateless, any thread. */
final class EditDistance {
    private EditDistance() {}

    /** How many letters must be left out, put in, replaced or swapped with their neighbour to make one of the other. */
    static int between(final String one, final String other) {
        final int[][] edits = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : fewest(one, other, edits, i, j);
            }
        }
        return edits[one.length()][other.length()];
    }

    private static int fewest(final String one, final String other, final int[][] edits, final int i, final int j) {
        final int replaced = edits[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        final int fewest = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        final boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(fewest, edits[i - 2][j - 2] + 1) : fewest;
    }
}
