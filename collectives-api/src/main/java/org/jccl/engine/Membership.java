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
    int size() {
        return introductions.size();
    }
}
