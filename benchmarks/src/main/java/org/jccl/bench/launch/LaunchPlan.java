// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.time.Duration;
import java.util.List;

/**
 * What to start.
 *
 * @param ranks how many processes
 * @param classPath goes before the harness's own; empty for nothing
 * @param mainAndArguments the class to run, and its arguments
 * @param plainFirst whether rank 0's standard output stays unmarked
 * @param grace how long the others may go on once a rank has failed, to say themselves what they saw
 * @param restarts how many ranks that failed, in all, are started again to join those that are left
 */
public record LaunchPlan(
        int ranks, String classPath, List<String> mainAndArguments, boolean plainFirst, Duration grace, int restarts) {
    /** Checks the number of ranks. */
    public LaunchPlan {
        if (ranks < 1) {
            throw new IllegalArgumentException(ranks + " ranks; it takes at least 1");
        }
        if (restarts < 0) {
            throw new IllegalArgumentException(restarts + " restarts; it takes 0 or more");
        }
        mainAndArguments = List.copyOf(mainAndArguments);
    }
}
