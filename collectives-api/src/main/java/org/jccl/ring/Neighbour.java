// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

/**
 * What a rank tells each of its peers on the machine about its own region.
 *
 * @param handle see {@link Regions#handle}
 * @param peers how many peers the region serves, and
 * @param bulkBytes with how much bulk on the collective lane: together the region's geometry
 * @param place the place in it of the rank that is told
 */
record Neighbour(long handle, int peers, long bulkBytes, int place) {
    static final Neighbour NONE = new Neighbour(0, 0, 0, 0);
}
