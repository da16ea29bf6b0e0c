// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.tune;

import java.util.Map;

/**
 * The outcome at one size.
 *
 * @param bytes the size in the sense of nccl-tests
 * @param algorithm the one to use
 * @param micros what each algorithm took, in the order of the catalogue
 */
public record Winner(long bytes, String algorithm, Map<String, Double> micros) {
    /** An algorithm that is as good as this keeps its place, so that noise does not cut a table to pieces. */
    private static final double LEVEL = 1.05;

    /** The fastest, or the one that won at the size before, if it is level with it. */
    static Winner of(final long bytes, final Map<String, Double> micros, final String before) {
        final String fastest = micros.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        final boolean level = before != null && micros.get(before) <= LEVEL * micros.get(fastest);
        return new Winner(bytes, level ? before : fastest, micros);
    }
}
