// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jccl.spi.Candidates;
import org.jccl.spi.Wire;

/**
 * The connections that a rank still lacks while it joins: of each pair of neighbours the lower rank dials and the higher
 * one is dialled. Confined to the control thread.
 */
final class Joining {
    private final Candidates[] peers;
    private final Map<Integer, Race> dialled = new TreeMap<>();
    private final TreeSet<Integer> awaited = new TreeSet<>();

    Joining(final int rank, final Candidates[] peers) {
        this.peers = peers.clone();
        for (final int peer : Neighbours.of(rank, peers.length)) {
            if (peer < rank) {
                awaited.add(peer);
            } else {
                dialled.put(peer, null);
            }
        }
    }

    /**
     * Starts dialling.
     *
     * @param dials makes one attempt to reach the process of that identity, with that outcome
     * @param connected gets each peer that let us in
     */
    void begin(final Race.Dials dials, final BiConsumer<Integer, Wire> connected) {
        dialled.replaceAll((peer, none) -> new Race(peers[peer], dials, wire -> {
            dialled.remove(peer);
            connected.accept(peer, wire);
        }));
        // a copy, because an attempt may end before it returns
        List.copyOf(dialled.values()).forEach(Race::begin);
    }

    /** Whether that peer was still to dial us; from now on it is not. */
    boolean arrived(final int peer) {
        return awaited.remove(peer);
    }

    boolean isComplete() {
        return dialled.isEmpty() && awaited.isEmpty();
    }

    void tick(final long nowNs) {
        List.copyOf(dialled.values()).forEach(race -> race.tick(nowNs));
    }

    /** Whether some peer will never answer. */
    boolean isHopeless() {
        return dialled.values().stream().anyMatch(Race::isHopeless);
    }

    /** Who is missing, at which address, and how that stands. */
    String missing() {
        final Stream<String> silent =
                dialled.entrySet().stream().map(entry -> "rank " + entry.getKey() + " " + entry.getValue());
        final Stream<String> absent =
                awaited.stream().map(peer -> "rank " + peer + " at " + peers[peer] + " has not connected to this rank");
        return Stream.concat(silent, absent).collect(Collectors.joining("; "));
    }

    void cancel() {
        dialled.values().forEach(Race::cancel);
        dialled.clear();
        awaited.clear();
    }
}
