// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.pattern.Ring;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Step;

/**
 * The vector runs along a chain of hosts, and on each of them goes to everyone.
 *
 * <p>On the root's host the root, on any other the lowest rank receives the vector, and passes it to the next host and
 * to its mates as it comes in. Each host takes it from the network once. Hosts may have any number of ranks, in any
 * order.
 *
 * <pre>
 *   host 0: root = 1 ----&gt; host 1: rank 2
 *            \--&gt; rank 0             \--&gt; rank 3
 * </pre>
 *
 * <p>With G hosts of at most L ranks, rounds: at most G, bytes sent per rank: at most S L, of which S leave the host
 *
 * <p>Hierarchical broadcast; Karonis et al., Exploiting hierarchy in parallel computer networks (2000).
 */
final class TwoLevelBroadcast extends NamedAlgorithm {
    TwoLevelBroadcast() {
        super(
                Collective.BROADCAST,
                "two_level",
                "along a chain of hosts, and on each to everyone: several ranks a host");
    }

    @Override
    public Cost cost(final Shape shape) {
        final Groups groups = shape.groups();
        int rounds = 0;
        int most = 0;
        for (int host = 0; host < groups.count(); host++) {
            final int mates = groups.sizeOf(host) - 1;
            final int place = place(shape, host);
            rounds = Math.max(rounds, place + Math.min(1, mates));
            most = Math.max(most, mates + (place < groups.count() - 1 ? 1 : 0));
        }
        return new Cost(rounds, most);
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final int host = shape.groups().groupOf(rank);
        final int entrance = entrance(shape, host);
        if (rank == shape.root()) {
            return Program.of(1)
                    .once(step -> pass(step.send(INPUT, 0, 1), shape, rank))
                    .onceIf(!shape.inPlace(), step -> step.copy(INPUT, 0, 1).into(OUTPUT, 0, 1))
                    .build();
        }
        if (rank != entrance) {
            return Program.of(1)
                    .once(step -> step.receive(entrance).into(OUTPUT, 0, 1))
                    .build();
        }
        final int hosts = shape.groups().count();
        final boolean passes = shape.groups().sizeOf(host) > 1 || place(shape, host) < hosts - 1;
        return Program.of(1)
                .once(step -> step.receive(entrance(shape, Ring.before(host, 1, hosts)))
                        .into(OUTPUT, 0, 1))
                .onceIf(passes, step -> pass(step.send(OUTPUT, 0, 1), shape, rank))
                .build();
    }

    /** To the next host, if there is one, and to the mates. */
    private static void pass(final Step step, final Shape shape, final int rank) {
        final Groups groups = shape.groups();
        final int host = groups.groupOf(rank);
        if (place(shape, host) < groups.count() - 1) {
            step.to(entrance(shape, Ring.after(host, 1, groups.count())));
        }
        new Seat(groups, rank).toMates(step);
    }

    /** How many hosts the vector passes before that one. */
    private static int place(final Shape shape, final int host) {
        final int hosts = shape.groups().count();
        return Ring.before(host, shape.groups().groupOf(shape.root()), hosts);
    }

    /** The rank by which the vector enters a host. */
    private static int entrance(final Shape shape, final int host) {
        final Groups groups = shape.groups();
        return host == groups.groupOf(shape.root()) ? shape.root() : groups.member(host, 0);
    }
}
