// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import org.jccl.schedule.Groups;
import org.jccl.schedule.Step;

/**
 * Work shared out among the members of every group. In each group, column q is the business of member
 * {@code q mod size}: where all groups are equally large each member has one column, in a smaller group some have
 * several, and no group needs a leader that does everything.
 */
record Columns(Groups groups) {
    /** As many columns as the largest group has members, so that all of them have something to do. */
    int count() {
        int largest = 0;
        for (int group = 0; group < groups.count(); group++) {
            largest = Math.max(largest, groups.sizeOf(group));
        }
        return largest;
    }

    /** The rank of that group whose business the column is. */
    int owner(final int group, final int column) {
        return groups.member(group, column % groups.sizeOf(group));
    }

    /** The owners in all groups. */
    int[] owners(final int column) {
        final int[] owners = new int[groups.count()];
        for (int group = 0; group < owners.length; group++) {
            owners[group] = owner(group, column);
        }
        return owners;
    }

    /** How many of the first {@code columns} columns a rank owns. */
    int owned(final int rank, final int columns) {
        final int size = groups.sizeOf(groups.groupOf(rank));
        return (columns - groups.indexOf(rank) + size - 1) / size;
    }

    /** The k-th column that a rank owns. */
    int column(final int rank, final int k) {
        return groups.indexOf(rank) + k * groups.sizeOf(groups.groupOf(rank));
    }

    /** Addresses the step to the other members of the rank's group. */
    Step toMates(final Step step, final int rank) {
        final int group = groups.groupOf(rank);
        for (int i = 1; i < groups.sizeOf(group); i++) {
            step.to(mate(rank, i));
        }
        return step;
    }

    /** The member of the rank's group that many places further on, as in a circle. */
    int mate(final int rank, final int distance) {
        final int group = groups.groupOf(rank);
        return groups.member(group, (groups.indexOf(rank) + distance) % groups.sizeOf(group));
    }
}
