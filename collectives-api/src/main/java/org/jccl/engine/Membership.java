// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.List;
import org.jccl.topology.Topology;

/**
 * Who is in a communicator.
 *
 * @param rank this rank
 * @param introductions by rank
 * @param number the communicator's number, the same on all ranks and unguessable
 * @param topology who sits where
 * @param links the ways to the peers
 */
record Membership(int rank, List<Introduction> introductions, long number, Topology topology, Links links) {
    /** What messages call a rank: {@code rank 7 (host-c, process 4711)}. */
    String name(final int other) {
        return "rank " + other + " (" + introductions.get(other).where() + ")";
    }

    int size() {
        return introductions.size();
    }
}
