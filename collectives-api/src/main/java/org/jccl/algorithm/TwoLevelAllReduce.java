// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;

import org.jccl.schedule.Collective;
import org.jccl.schedule.Embedded;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Program;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Step;

/**
 * Reduce within the host, all-reduce between hosts, spread within the host.
 *
 * <p>The vector has as many columns as the largest host has ranks, and each column one chunk a host. On every host one
 * rank reduces a column over the ranks of the host, joins a ring of its peers on the other hosts, and hands the total
 * to its mates. The three levels are one schedule: bytes of a column are on their way between hosts while others are
 * still being reduced. Hosts may have any number of ranks, in any order; on a smaller host a rank has several columns.
 *
 * <pre>
 *              within       between            within
 *   host 0  rank 0 [A.] &lt;--+            +--&gt;  [AB]      A, B: columns
 *           rank 1 [.B]    |  ring of A |     [AB]
 *   host 1  rank 2 [A.] &lt;--+  ring of B +--&gt;  [AB]
 *           rank 3 [.B]                       [AB]
 * </pre>
 *
 * <p>With G hosts, rounds: at most 2G; with equal hosts, bytes sent per rank: 2S (n-1)/n, of which 2S (G-1)/n leave the
 * host
 *
 * <p>Hierarchical all-reduce; Jia et al., Highly scalable deep learning training system (2018).
 */
final class TwoLevelAllReduce extends NamedAlgorithm {
    TwoLevelAllReduce() {
        super(
                Collective.ALL_REDUCE,
                "two_level",
                "within hosts, between hosts, within hosts: each link as little as can be");
    }

    @Override
    public Cost cost(final Shape shape) {
        final Groups groups = shape.groups();
        final Columns columns = new Columns(groups);
        final double width = 1.0 / columns.count();
        final double ring = 2.0 * (groups.count() - 1) / groups.count();
        double most = 0;
        for (int rank = 0; rank < shape.size(); rank++) {
            final int owned = columns.owned(rank, columns.count());
            final int mates = groups.sizeOf(groups.groupOf(rank)) - 1;
            final int given = mates == 0 ? 0 : columns.count() - owned;
            most = Math.max(most, width * (given + owned * (ring + mates)));
        }
        return new Cost(roundsWithin(groups) + 2 * (groups.count() - 1), most);
    }

    /**
     * A sum passes all hosts and is complete on the one before that where it set out; the total passes all again and
     * ends on the one before that. A host with a single rank needs no round of its own at either end.
     */
    private static int roundsWithin(final Groups groups) {
        int most = 0;
        for (int start = 0; start < groups.count(); start++) {
            final int end = Math.floorMod(start - 2, groups.count());
            final int before = Math.min(1, groups.sizeOf(start) - 1);
            final int behind = Math.min(1, groups.sizeOf(end) - 1);
            most = Math.max(most, before + behind);
        }
        return most;
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final Groups groups = shape.groups();
        final Columns columns = new Columns(groups);
        final Program.Builder program = Program.of(columns.count() * groups.count());
        for (int column = 0; column < columns.count(); column++) {
            reduce(program, shape, rank, column);
        }
        for (int k = 0; k < columns.owned(rank, columns.count()); k++) {
            program.then(ring(shape, rank, columns.column(rank, k)));
        }
        for (int column = 0; column < columns.count(); column++) {
            spread(program, groups, rank, column);
        }
        return program.build();
    }

    /** Within the host: the column's owner reduces it, the others send it. */
    private static void reduce(final Program.Builder program, final Shape shape, final int rank, final int column) {
        final Groups groups = shape.groups();
        final int chunks = groups.count();
        final int first = column * chunks;
        final int owner = new Columns(groups).owner(groups.groupOf(rank), column);
        if (owner != rank) {
            program.once(step -> step.send(INPUT, first, chunks).to(owner));
        } else if (groups.sizeOf(groups.groupOf(rank)) > 1) {
            program.once(step -> fromHost(step.reduce(), groups, rank, first));
        } else {
            program.onceIf(
                    !shape.inPlace(), step -> step.copy(INPUT, first, chunks).into(OUTPUT, first, chunks));
        }
    }

    private static void fromHost(final Step step, final Groups groups, final int rank, final int first) {
        final int host = groups.groupOf(rank);
        final int chunks = groups.count();
        for (int i = 0; i < groups.sizeOf(host); i++) {
            if (groups.member(host, i) == rank) {
                step.local(INPUT, first, chunks);
            } else {
                step.from(groups.member(host, i));
            }
        }
        step.into(OUTPUT, first, chunks);
        if (groups.count() == 1) {
            step.last();
        }
    }

    /** Between hosts: the column's owners, one a host. */
    private static Schedule ring(final Shape shape, final int rank, final int column) {
        final Groups groups = shape.groups();
        final int hosts = groups.count();
        final Schedule ring = new RingAllReduce()
                .schedule(Shape.of(Collective.ALL_REDUCE, hosts, 0).asInPlace(), groups.groupOf(rank));
        final Columns columns = new Columns(groups);
        return new Embedded(ring, columns.owners(column), column * hosts, columns.count() * hosts);
    }

    /** Within the host: the column's owner sends the total, the others receive it. */
    private static void spread(final Program.Builder program, final Groups groups, final int rank, final int column) {
        final Columns columns = new Columns(groups);
        final int host = groups.groupOf(rank);
        final int owner = columns.owner(host, column);
        final int chunks = groups.count();
        final int first = column * chunks;
        if (owner != rank) {
            program.once(step -> step.receive(owner).into(OUTPUT, first, chunks));
        } else {
            program.onceIf(groups.sizeOf(host) > 1, step -> columns.toMates(step.send(OUTPUT, first, chunks), rank));
        }
    }
}
