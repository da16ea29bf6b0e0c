// SPDX-License-Identifier: Apache-2.0
package org.jccl.select;

import org.jccl.algorithm.Algorithm;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Step;

/**
 * What the busiest rank sends or receives, whichever is more, within its host and beyond it. Within a host a message to
 * several peers counts once: it is written once, and all of them read it.
 *
 * @param nearMessages messages within a host
 * @param farMessages messages between hosts
 * @param nearVectors what they carry within a host, as a multiple of the collective's size
 * @param farVectors what they carry between hosts, likewise
 */
record Traffic(int nearMessages, int farMessages, double nearVectors, double farVectors) {
    private static final Traffic NONE = new Traffic(0, 0, 0, 0);
    /** Looking at more ranks of a large communicator tells nothing new: they are alike but for the root's neighbours. */
    private static final int LOOKED_AT = 64;

    static Traffic busiest(final Algorithm algorithm, final Shape shape) {
        Traffic busiest = NONE;
        for (int i = 0; i < Math.min(shape.size(), LOOKED_AT); i++) {
            final int rank = (shape.root() + i) % shape.size();
            final Tally tally = new Tally(shape.groups(), rank);
            tally.add(algorithm.schedule(shape, rank));
            busiest = busiest.max(tally.received()).max(tally.sent());
        }
        return busiest;
    }

    private Traffic max(final Traffic other) {
        return new Traffic(
                Math.max(nearMessages, other.nearMessages),
                Math.max(farMessages, other.farMessages),
                Math.max(nearVectors, other.nearVectors),
                Math.max(farVectors, other.farVectors));
    }

    /** Counts one rank's steps. */
    private static final class Tally {
        private final Groups groups;
        private final int rank;
        private final int[] messages = new int[4];
        private final double[] vectors = new double[4];

        Tally(final Groups groups, final int rank) {
            this.groups = groups;
            this.rank = rank;
        }

        void add(final Schedule schedule) {
            final Step step = new Step();
            for (int index = 0; index < schedule.steps(); index++) {
                schedule.at(index, step);
                addSent(step, schedule.chunks());
                for (int i = 0; i < step.operandCount(); i++) {
                    if (step.operandPeer(i) >= 0) {
                        count(2 + far(step.operandPeer(i)), step.destination().count(), schedule.chunks());
                    }
                }
            }
        }

        private void addSent(final Step step, final int chunks) {
            boolean written = false;
            for (int i = 0; i < step.peerCount(); i++) {
                final int far = far(step.peer(i));
                if (far == 1 || !written) {
                    count(far, step.source().count(), chunks);
                }
                written |= far == 0;
            }
        }

        private int far(final int peer) {
            return groups.groupOf(peer) == groups.groupOf(rank) ? 0 : 1;
        }

        private void count(final int where, final int count, final int chunks) {
            messages[where]++;
            vectors[where] += (double) count / chunks;
        }

        Traffic sent() {
            return new Traffic(messages[0], messages[1], vectors[0], vectors[1]);
        }

        Traffic received() {
            return new Traffic(messages[2], messages[3], vectors[2], vectors[3]);
        }
    }
}
