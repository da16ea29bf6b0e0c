// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import org.jccl.schedule.Groups;
import org.jccl.schedule.Step;

/**
 * Where a rank sits: on which host, beside which mates, and which share of its host's work it has.
 *
 * <p>Work comes in columns. On every host, column q is owned by the {@code q mod size}-th of its ranks: where all hosts
 * are equally large every rank has as many, on a smaller host some have more, and no host has a leader that does
 * everything.
 */
record Seat(Groups groups, int rank) {
    /** How many ranks sit on the largest host: with that many columns all of them have something to do. */
    static int columns(final Groups groups) {
        int largest = 0;
        for (int host = 0; host < groups.count(); host++) {
            largest = Math.max(largest, groups.sizeOf(host));
        }
        return largest;
    }

    int host() {
        return groups.groupOf(rank);
    }

    int hosts() {
        return groups.count();
    }

    /** How many others sit on the host. */
    int mates() {
        return groups.sizeOf(host()) - 1;
    }

    /** The i-th of them, the next higher rank first. */
    int mate(final int i) {
        return groups.member(host(), (groups.indexOf(rank) + 1 + i) % groups.sizeOf(host()));
    }

    /** Addresses the step to all of them. */
    Step toMates(final Step step) {
        for (int i = 0; i < mates(); i++) {
            step.to(mate(i));
        }
        return step;
    }

    /** The rank of that host that owns the column. */
    int owner(final int host, final int column) {
        return groups.member(host, column % groups.sizeOf(host));
    }

    /** The owners of the column on all hosts. */
    int[] owners(final int column) {
        final int[] owners = new int[hosts()];
        for (int host = 0; host < owners.length; host++) {
            owners[host] = owner(host, column);
        }
        return owners;
    }

    /** How many of the first {@code columns} columns are this rank's. */
    int owned(final int columns) {
        final int size = groups.sizeOf(host());
        return (columns - groups.indexOf(rank) + size - 1) / size;
    }

    /** The k-th column that is this rank's. */
    int column(final int k) {
        return groups.indexOf(rank) + k * groups.sizeOf(host());
    }
}
