// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.List;
import org.jccl.schedule.Groups;

/**
 * Who is in a communicator.
 *
 * @param rank this rank
 * @param introductions by rank
 * @param number the communicator's number, the same on all ranks and unguessable
 * @param groups who sits on which host
 * @param links the ways to the peers
 */
record Membership(int rank, List<Introduction> introductions, long number, Groups groups, Links links) {
    int size() {
        return introductions.size();
    }
}
