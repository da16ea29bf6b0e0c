// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.time.Duration;
import java.util.List;

/**
 * How ranks find each other: one all-gather of a few hundred bytes, used exactly once while a communicator is built.
 *
 * <p>Besides the ready-made ones, anything that can gather bytes serves: Spark's barrier context, MPI, a test.
 */
@FunctionalInterface
public interface Rendezvous {
    /**
     * Gives this rank's bytes to all ranks.
     *
     * @param mine what this rank says
     * @param rank this rank
     * @param size how many ranks take part
     * @param timeout after this the call must fail, naming the ranks that did not come as far as it knows
     * @return what every rank said, by rank
     * @throws org.jccl.error.CollectiveException if not all came in time
     */
    List<byte[]> allGather(byte[] mine, int rank, int size, Duration timeout);
}
