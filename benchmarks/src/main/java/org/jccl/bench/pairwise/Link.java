// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.util.List;

/**
 * One direction between two ranks.
 *
 * @param transport what carries it
 * @param betweenHosts whether it leaves its host
 * @param latencyUs half of the median time of 8 bytes there and back, the same for both directions; the best round's
 * @param gbit 10^9 bits of payload a second, the best round's: whatever else happens makes it less, never more
 * @param gbitOfRounds one for each round
 */
public record Link(
        int from,
        int to,
        String transport,
        boolean betweenHosts,
        double latencyUs,
        double gbit,
        List<Double> gbitOfRounds) {
    /** Links of one kind should be equally fast. */
    String kind() {
        return transport + (betweenHosts ? " between hosts" : " within hosts");
    }
}
