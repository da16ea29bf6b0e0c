// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, as sentences; keeps the first hundred, because one mistake may repeat on every rank. */
final class Violations {
    private static final int KEPT = 100;

    private final List<String> sentences = new ArrayList<>();
    private int more;

    void add(final String sentence) {
        if (sentences.size() < KEPT) {
            sentences.add(sentence);
        } else {
            more++;
        }
    }

    void add(final Action action, final String whatIsWrong) {
        add(action + " " + whatIsWrong);
    }

    boolean none() {
        return sentences.isEmpty();
    }

    List<String> sentences() {
        final List<String> all = new ArrayList<>(sentences);
        if (more > 0) {
            all.add("and " + more + " more");
        }
        return List.copyOf(all);
    }
}
