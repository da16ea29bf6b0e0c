// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What was printed last. All threads. */
final class LastLines {
    /** A stack trace's beginning, or its causes. */
    private static final int MOST = 12;

    private static final int LONGEST = 500;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(final String line) {
        if (lines.size() == MOST) {
            lines.removeFirst();
        }
        lines.addLast(line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line);
    }

    synchronized List<String> list() {
        return List.copyOf(lines);
    }
}
