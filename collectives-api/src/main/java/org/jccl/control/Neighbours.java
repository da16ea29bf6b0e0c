// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The graph of control connections: rank r is joined with r + 2^k and r - 2^k modulo size, about 2 log2(size)
 * neighbours, so that every rank is at most log2(size) hops away and no few deaths cut the graph.
 */
final class Neighbours {
    private Neighbours() {}

    /** The neighbours of one rank, ascending, each once. */
    static int[] of(final int rank, final int size) {
        return IntStream.iterate(1, distance -> distance < size, distance -> distance << 1)
                .flatMap(distance ->
                        IntStream.of(Math.floorMod(rank + distance, size), Math.floorMod(rank - distance, size)))
                .filter(neighbour -> neighbour != rank)
                .sorted()
                .distinct()
                .toArray();
    }

    /** How far apart two ranks are on the ring. */
    static int distance(final int from, final int to, final int size) {
        final int forward = Math.floorMod(to - from, size);
        return Math.min(forward, size - forward);
    }

    /**
     * The neighbour that brings a message closest to its destination.
     *
     * @param reachable neighbours that can be used
     * @return the next hop, or -1 if none is closer than {@code rank} itself
     */
    static int nextHop(final int rank, final int to, final int size, final int[] reachable) {
        return Arrays.stream(reachable)
                .filter(neighbour -> distance(neighbour, to, size) < distance(rank, to, size))
                .boxed()
                .min((a, b) -> Integer.compare(distance(a, to, size), distance(b, to, size)))
                .orElse(-1);
    }
}
