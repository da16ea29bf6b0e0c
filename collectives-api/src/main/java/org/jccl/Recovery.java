// SPDX-License-Identifier: Apache-2.0
package org.jccl;

import java.util.List;

/**
 * What the ranks of a communicator that came out of {@link Communicator#shrink} or {@link Communicator#grow} agreed on; the
 * same on each of them. Collectives of the communicator before it are numbered from 0 in the order of its calls, as its
 * messages print them.
 *
 * @param formerRanks the ranks by their numbers in the communicator before, or {@link #NEWCOMER}; the new number of each is
 *     its place in this list
 * @param completedByAll so many collectives, the first ones, have ended well on every rank that had a part in them
 * @param completedBySome and so many on at least one. If both are equal, the next one has ended on none: redo it from
 *     input that is intact. If they differ, those between them have ended on some ranks, whose results are right and can be
 *     broadcast, and have failed on the others, whose outputs are undefined
 */
public record Recovery(List<Integer> formerRanks, long completedByAll, long completedBySome) {
    /** Stands for the number of a rank that had none before. */
    public static final int NEWCOMER = -1;

    /** Copies the list. */
    public Recovery {
        formerRanks = List.copyOf(formerRanks);
    }
}
