// SPDX-License-Identifier: Apache-2.0
package org.jccl.schedule;

import java.util.Arrays;

/**
 * Which ranks sit together (on one host): the ranks 0 to size-1, partitioned. Groups are numbered by their lowest rank.
 * Immutable, any thread.
 */
public final class Groups {
    private final int[] groupOf;
    private final int[][] members;

    private Groups(final int[] groupOf, final int[][] members) {
        this.groupOf = groupOf;
        this.members = members;
    }

    /** All ranks in one group. */
    public static Groups single(final int size) {
        return of(new int[size]);
    }

    /** Ranks with equal labels sit together; the labels themselves mean nothing. */
    public static Groups of(final int[] labels) {
        final int[] groupOf = new int[labels.length];
        final int[] labelOf = new int[labels.length];
        final int[][] members = new int[labels.length][];
        int groups = 0;
        for (int rank = 0; rank < labels.length; rank++) {
            int group = 0;
            while (group < groups && labelOf[group] != labels[rank]) {
                group++;
            }
            if (group == groups) {
                labelOf[groups] = labels[rank];
                members[groups++] = new int[0];
            }
            groupOf[rank] = group;
            members[group] = Arrays.copyOf(members[group], members[group].length + 1);
            members[group][members[group].length - 1] = rank;
        }
        return new Groups(groupOf, Arrays.copyOf(members, groups));
    }

    /** How many ranks in all. */
    public int size() {
        return groupOf.length;
    }

    /** How many groups. */
    public int count() {
        return members.length;
    }

    /** The group that a rank sits in. */
    public int groupOf(final int rank) {
        return groupOf[rank];
    }

    /** How many ranks sit in a group. */
    public int sizeOf(final int group) {
        return members[group].length;
    }

    /** The i-th rank of a group, in ascending order. */
    public int member(final int group, final int i) {
        return members[group][i];
    }

    /** The place of a rank within its group: {@code member(groupOf(rank), indexOf(rank)) == rank}. */
    public int indexOf(final int rank) {
        return Arrays.binarySearch(members[groupOf[rank]], rank);
    }

    /** Whether every group has the same number of ranks. */
    public boolean uniform() {
        for (final int[] group : members) {
            if (group.length != members[0].length) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Groups that && Arrays.equals(groupOf, that.groupOf);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(groupOf);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(members);
    }
}
