// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.util.ArrayList;
import java.util.List;

/** Which rank runs where: the hosts are filled in their order, so that rank 0 is on the first. Immutable. */
final class Placement {
    private final List<Seat> seats;

    private record Seat(String host, int localRank) {}

    private Placement(final List<Seat> seats) {
        this.seats = seats;
    }

    /**
     * Gives every rank a slot.
     *
     * @throws IllegalArgumentException if there are too few
     */
    static Placement of(final List<HostSlots> hosts, final int ranks) {
        final List<Seat> seats = new ArrayList<>();
        for (final HostSlots host : hosts) {
            for (int slot = 0; slot < host.slots() && seats.size() < ranks; slot++) {
                seats.add(new Seat(host.name(), slot));
            }
        }
        if (seats.size() < ranks) {
            throw new IllegalArgumentException(ranks + " ranks, but the " + hosts.size() + " hosts have only "
                    + seats.size() + " slots; ask for fewer, or give the hosts more (node1 slots=4)");
        }
        return new Placement(List.copyOf(seats));
    }

    /** As the hostfile names it. */
    String host(final int rank) {
        return seats.get(rank).host;
    }

    /** The rank's number on its host. */
    int localRank(final int rank) {
        return seats.get(rank).localRank;
    }

    boolean uses(final HostSlots host) {
        return seats.stream().anyMatch(seat -> seat.host.equals(host.name()));
    }
}
