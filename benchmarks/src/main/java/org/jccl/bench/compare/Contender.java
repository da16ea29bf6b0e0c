// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.util.Optional;

/** Somebody whose times are compared. */
public interface Contender extends AutoCloseable {
    /** What tables call it. */
    String name();

    /**
     * Its figures for a task, measured now or read from a file.
     *
     * @return nothing if it has none for that size
     * @throws ContenderException if it failed; the message says what it said last
     */
    Optional<Figures> measure(Task task);

    /** Whether asking again gives new figures. */
    boolean isLive();

    @Override
    void close();
}
