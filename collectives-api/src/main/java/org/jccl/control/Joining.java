// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The connections that a rank still lacks while it joins: of each pair of neighbours the lower rank dials and the higher
 * one is dialled. Confined to the control thread.
 */
final class Joining {
    private final InetSocketAddress[] addresses;
    private final Map<Integer, Redial> dialled = new TreeMap<>();
    private final TreeSet<Integer> awaited = new TreeSet<>();

    Joining(final int rank, final InetSocketAddress[] addresses) {
        this.addresses = addresses.clone();
        for (final int peer : Neighbours.of(rank, addresses.length)) {
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
     * @param dials makes one attempt with that outcome
     * @param connected gets each peer that let us in
     */
    void begin(final Function<Dial.Outcome, Dial> dials, final BiConsumer<Integer, SocketChannel> connected) {
        dialled.replaceAll((peer, none) -> new Redial(addresses[peer], dials, channel -> {
            dialled.remove(peer);
            connected.accept(peer, channel);
        }));
        dialled.values().forEach(Redial::attempt);
    }

    /** Whether that peer was still to dial us; from now on it is not. */
    boolean arrived(final int peer) {
        return awaited.remove(peer);
    }

    boolean isComplete() {
        return dialled.isEmpty() && awaited.isEmpty();
    }

    void tick(final long nowNs) {
        dialled.values().forEach(redial -> redial.tick(nowNs));
    }

    /** Whether some peer will never answer. */
    boolean isHopeless() {
        return dialled.values().stream().anyMatch(Redial::isHopeless);
    }

    /** Who is missing, at which address, and how that stands. */
    String missing() {
        final Stream<String> silent =
                dialled.entrySet().stream().map(entry -> "rank " + entry.getKey() + " " + entry.getValue());
        final Stream<String> absent = awaited.stream()
                .map(peer ->
                        "rank " + peer + " at " + Sockets.text(addresses[peer]) + " has not connected to this rank");
        return Stream.concat(silent, absent).collect(Collectors.joining("; "));
    }

    void cancel() {
        dialled.values().forEach(Redial::cancel);
        dialled.clear();
        awaited.clear();
    }
}
