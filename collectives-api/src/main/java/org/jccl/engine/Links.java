// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToLongFunction;
import org.jccl.buffer.Accelerator;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.spi.Lane;
import org.jccl.spi.Link;
import org.jccl.spi.Transport;
import org.jccl.traffic.LinkCap;

/** Which transport carries each peer's link: of those that reach it, the first in the order of preference. */
final class Links implements PlanCache.LaneFinder {
    private final Transport[] transports;
    private final Link[] links;
    private final Transport[] carriers;
    /** By peer; null where no wire is crossed. */
    private final Exit[] exits;

    private final boolean crossWires;
    /** Those that are open, by peer; they are closed with their transports. */
    private final AtomicReferenceArray<Lane> lanes;

    /**
     * Links to all peers.
     *
     * @param transports connected, in the order of preference
     * @param caps by peer, how fast its link may be used
     */
    Links(final int size, final List<Transport> transports, final List<LinkCap> caps) {
        this.transports = transports.toArray(Transport[]::new);
        links = new Link[size];
        carriers = new Transport[size];
        exits = new Exit[size];
        lanes = new AtomicReferenceArray<>(size * Link.LANES);
        for (int peer = 0; peer < size; peer++) {
            for (final Transport transport : transports) {
                if (links[peer] == null && transport.reaches(peer)) {
                    links[peer] = transport.link(peer);
                    carriers[peer] = transport;
                    exits[peer] = transport.crossesWire() ? new Exit(caps.get(peer)) : null;
                }
            }
        }
        crossWires = Arrays.stream(exits).anyMatch(Objects::nonNull);
    }

    List<Transport> transports() {
        return List.of(transports);
    }

    /** The name of what carries the link to a peer, or null if nothing reaches it. */
    @Override
    public String carrier(final int peer) {
        return carriers[peer] == null ? null : carriers[peer].name();
    }

    /** Whether this rank hears from a peer what it has read, and not only what has left. */
    boolean tellOfReleases(final int peer) {
        return carriers[peer].tellsOfReleases();
    }

    @Override
    public Lane lane(final int peer, final int number) {
        final Lane lane = links[peer].lane(number);
        lanes.set(peer * Link.LANES + number, lane);
        return lane;
    }

    @Override
    public Exit exit(final int peer) {
        return exits[peer];
    }

    /** Whether anything that is sent crosses a wire. */
    boolean crossWires() {
        return crossWires;
    }

    /** What has left over links so far does not count. */
    void forget() {
        for (final Exit exit : exits) {
            if (exit != null) {
                exit.forget();
            }
        }
    }

    /** Finds out which links may be used; returns how long it is until one more may, 0 or less if none is held back. */
    long look(final long nowNs) {
        long soonestNs = 0;
        for (final Exit exit : exits) {
            if (exit != null) {
                exit.look(nowNs);
                soonestNs = RightOfWay.sooner(soonestNs, exit.waitNs());
            }
        }
        return soonestNs;
    }

    @Override
    public int deviceBytes(final int peer, final Accelerator device) {
        return tellOfReleases(peer) ? 0 : carriers[peer].deviceBytes(device);
    }

    /** Memory that a transport can have its peers reach, or at least plain memory. Any thread. */
    RegisteredMemory allocate(final long bytes) {
        for (final Transport transport : transports) {
            final RegisteredMemory memory = transport.allocate(bytes);
            if (memory != null) {
                return memory;
            }
        }
        return new PrivateMemory(bytes);
    }

    /** Bytes that this rank has sent to a peer, as far as the calling thread can see. Any thread, also after {@link #close}. */
    long sent(final int peer) {
        return sum(peer, Lane::accepted);
    }

    /** Bytes that this rank has received from a peer, as {@link #sent}. */
    long received(final int peer) {
        return sum(peer, Lane::received);
    }

    private long sum(final int peer, final ToLongFunction<Lane> position) {
        long sum = 0;
        for (int number = 0; number < Link.LANES; number++) {
            final Lane lane = lanes.get(peer * Link.LANES + number);
            sum += lane == null ? 0 : position.applyAsLong(lane);
        }
        return sum;
    }

    /** Why the link to a peer is broken, as the end of a sentence. */
    String failure(final int peer) {
        final String failure = links[peer].failure();
        return failure == null ? "broke its connection" : failure;
    }

    /** What keeps the link to a peer from moving for now, as the end of a sentence, or null. */
    String trouble(final int peer) {
        return links[peer] == null ? null : links[peer].trouble();
    }

    int progress() {
        int work = 0;
        for (final Transport transport : transports) {
            work += transport.progress();
        }
        return work;
    }

    void prepareSleep() {
        for (final Transport transport : transports) {
            transport.prepareSleep();
        }
    }

    long longestSleepNs() {
        long longest = Long.MAX_VALUE;
        for (final Transport transport : transports) {
            longest = Math.min(longest, transport.longestSleepNs());
        }
        return longest;
    }

    void wake() {
        for (final Transport transport : transports) {
            transport.wake();
        }
    }

    void close() {
        for (final Transport transport : transports) {
            transport.close();
        }
    }
}
