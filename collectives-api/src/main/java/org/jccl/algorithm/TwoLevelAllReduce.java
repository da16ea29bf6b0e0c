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
 * rank, the column's owner, reduces it over the ranks of the host, takes it round a ring of its owners on all hosts, and
 * hands the total to its mates. The three levels are one schedule: parts of a column are on their way between hosts
 * while others are still being reduced. Hosts may have any number of ranks, in any order; on a smaller host a rank owns
 * several columns.
 *
 * <pre>
 *                     reduced within   all-reduced between   spread within
 *   host 0   rank 0   A of 0 1         A of 0 1 2 3          A B
 *            rank 1   B of 0 1         B of 0 1 2 3          A B
 *   host 1   rank 2   A of 2 3         A of 0 1 2 3          A B
 *            rank 3   B of 2 3         B of 0 1 2 3          A B
 * </pre>
 *
 * <p>With G hosts, rounds: at most 2G; with equal hosts, bytes sent per rank: 2S (n-1)/n, of which 2S (G-1)/n leave the
 * host
 *
 * <p>Träff and Hunold, Decomposing MPI collectives for exploiting multi-lane communication (2020).
 */
final class TwoLevelAllReduce extends NamedAlgorithm {
    TwoLevelAllReduce() {
        super(Collective.ALL_REDUCE, "two_level", "within hosts, between hosts, within hosts: several ranks a host");
    }

    @Override
    public Cost cost(final Shape shape) {
        final Groups groups = shape.groups();
        final int columns = Seat.columns(groups);
        final double ring = 2.0 * (groups.count() - 1) / groups.count();
        double most = 0;
        for (int rank = 0; rank < shape.size(); rank++) {
            final Seat seat = new Seat(groups, rank);
            final int owned = seat.owned(columns);
            final int given = seat.mates() == 0 ? 0 : columns - owned;
            most = Math.max(most, given + owned * (ring + seat.mates()));
        }
        return new Cost(roundsWithin(groups) + 2 * (groups.count() - 1), most / columns);
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
        final int columns = Seat.columns(shape.groups());
        final Seat seat = new Seat(shape.groups(), rank);
        final Program.Builder program = Program.of(columns * seat.hosts());
        for (int column = 0; column < columns; column++) {
            reduce(program, seat, column, shape.inPlace());
        }
        for (int k = 0; k < seat.owned(columns); k++) {
            program.then(ring(seat, seat.column(k), columns));
        }
        for (int column = 0; column < columns; column++) {
            spread(program, seat, column);
        }
        return program.build();
    }

    /** Within the host: the column's owner reduces it, the others send it. */
    private static void reduce(
            final Program.Builder program, final Seat seat, final int column, final boolean inPlace) {
        final int chunks = seat.hosts();
        final int first = column * chunks;
        final int owner = seat.owner(seat.host(), column);
        if (owner != seat.rank()) {
            program.once(step -> step.send(INPUT, first, chunks).to(owner));
        } else if (seat.mates() > 0) {
            program.once(step -> fromHost(step.reduce(), seat, first).into(OUTPUT, first, chunks));
        } else {
            program.onceIf(!inPlace, step -> step.copy(INPUT, first, chunks).into(OUTPUT, first, chunks));
        }
    }

    private static Step fromHost(final Step step, final Seat seat, final int first) {
        for (int i = 0; i <= seat.mates(); i++) {
            final int operand = seat.groups().member(seat.host(), i);
            if (operand == seat.rank()) {
                step.local(INPUT, first, seat.hosts());
            } else {
                step.from(operand);
            }
        }
        return seat.hosts() == 1 ? step.last() : step;
    }

    /** Between hosts: the column's owners, one a host. */
    private static Schedule ring(final Seat seat, final int column, final int columns) {
        final int hosts = seat.hosts();
        final Shape between = Shape.of(Collective.ALL_REDUCE, hosts, 0).asInPlace();
        final Schedule ring = new RingAllReduce().schedule(between, seat.host());
        return new Embedded(ring, seat.owners(column), column * hosts, columns * hosts);
    }

    /** Within the host: the column's owner sends the total, the others receive it. */
    private static void spread(final Program.Builder program, final Seat seat, final int column) {
        final int chunks = seat.hosts();
        final int first = column * chunks;
        final int owner = seat.owner(seat.host(), column);
        if (owner != seat.rank()) {
            program.once(step -> step.receive(owner).into(OUTPUT, first, chunks));
        } else {
            program.onceIf(seat.mates() > 0, step -> seat.toMates(step.send(OUTPUT, first, chunks)));
        }
    }
}
