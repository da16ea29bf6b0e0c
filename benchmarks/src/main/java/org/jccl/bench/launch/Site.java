// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.IOException;

/** The machines that a job's ranks run on. */
interface Site extends AutoCloseable {
    /** Reaches them; no rank is started yet. */
    void open() throws IOException, InterruptedException;

    /**
     * Starts a rank.
     *
     * @param again whether it joins others that go on without it meanwhile
     */
    void start(int rank, boolean again) throws IOException;

    /** The rank as sentences name it. */
    String name(int rank);

    /** Ends all ranks: asks, waits, kills. Any thread, and once more does no harm. */
    void end();

    /** Waits a bounded time for what the ranks printed last. */
    void drain() throws InterruptedException;

    /** Takes away what was made for the job. */
    @Override
    void close() throws IOException;
}
