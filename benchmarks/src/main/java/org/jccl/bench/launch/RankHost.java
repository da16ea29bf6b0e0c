// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.IOException;
import java.util.Map;

/** A machine that runs ranks. What they print and how they end goes to the {@link RankEvents} it was made with. */
interface RankHost {
    /**
     * Starts one rank.
     *
     * @param variables what its environment has besides the host's own
     */
    void start(int rank, RankProgram program, Map<String, String> variables) throws IOException;

    /** Asks all ranks there to end; at once, and once more does no harm. */
    void askToEnd();

    /** Waits a bounded time for that, and kills what is left. */
    void awaitEnd();

    /** Waits a bounded time for what the ranks printed last. */
    void drain() throws InterruptedException;
}
