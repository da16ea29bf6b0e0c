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
import org.jccl.schedule.Space;
import org.jccl.schedule.Step;

/**
 * Every block visits every host once, and there goes to everyone.
 *
 * <p>Hosts stand in a ring. The block of the i-th rank of a host is received, on every other host, by that host's i-th
 * rank (or i-th modulo their number), its owner there, which passes it to the next host and to its mates. So each block crosses each
 * network link once, all ranks share that work, and blocks of one round spread within a host while those of the next are
 * on the network. Hosts may have any number of ranks, in any order.
 *
 * <pre>
 *   host 0   rank 0   a -&gt;  1 2      c -&gt;  1            a -&gt; 1 2: sends a to ranks 1 and 2
 *            rank 1   b -&gt;  0 3      d -&gt;  0
 *   host 1   rank 2   c -&gt;  3 0      a -&gt;  3
 *            rank 3   d -&gt;  2 1      b -&gt;  2
 * </pre>
 *
 * <p>With G hosts, rounds: G; with equal hosts, bytes sent per rank: S (n-1)/n, of which S (G-1)/n leave the host
 *
 * <p>Träff and Hunold, Decomposing MPI collectives for exploiting multi-lane communication (2020).
 */
final class TwoLevelAllGather extends NamedAlgorithm {
    TwoLevelAllGather() {
        super(Collective.ALL_GATHER, "two_level", "every block crosses to each host once: several ranks a host");
    }

    @Override
    public boolean supports(final Shape shape) {
        return shape.collective() == collective();
    }

    @Override
    public Cost cost(final Shape shape) {
        final Groups groups = shape.groups();
        long most = 0;
        for (int rank = 0; rank < shape.size(); rank++) {
            most = Math.max(most, blocksSent(new Seat(groups, rank)));
        }
        final int within = Seat.columns(groups) == 1 ? 0 : 1;
        return new Cost(groups.count() - 1 + within, (double) most / shape.size());
    }

    private static long blocksSent(final Seat seat) {
        long blocks = 0;
        for (int round = 0; round < seat.hosts(); round++) {
            final int peers = seat.mates() + (isPassedOn(seat, round) ? 1 : 0);
            blocks += (long) peers * seat.owned(seat.groups().sizeOf(birthplace(seat, round)));
        }
        return blocks;
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final Seat seat = new Seat(shape.groups(), rank);
        final int column = shape.groups().indexOf(rank);
        final Space own = shape.inPlace() ? OUTPUT : INPUT;
        final Program.Builder program = Program.of(shape.size())
                .once(step -> give(step.send(own, rank, 1), seat, 0, column))
                .onceIf(own == INPUT, step -> step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1))
                .times(seat.mates(), (step, i) -> step.receive(seat.mate(i)).into(OUTPUT, seat.mate(i), 1));
        for (int round = 1; round < seat.hosts(); round++) {
            visit(program, seat, round);
        }
        return program.build();
    }

    /** The blocks that were born so many hosts before this one come by. */
    private static void visit(final Program.Builder program, final Seat seat, final int round) {
        final Groups groups = seat.groups();
        final int host = seat.host();
        final int previous = Ring.before(host, 1, seat.hosts());
        final int birthplace = birthplace(seat, round);
        final int blocks = groups.sizeOf(birthplace);
        final boolean gives = seat.mates() > 0 || isPassedOn(seat, round);
        program.times(blocks, (step, column) -> {
                    final int owner = seat.owner(host, column);
                    final int from = owner == seat.rank() ? seat.owner(previous, column) : owner;
                    step.receive(from).into(OUTPUT, groups.member(birthplace, column), 1);
                })
                .times(gives ? seat.owned(blocks) : 0, (step, k) -> {
                    final int column = seat.column(k);
                    give(step.send(OUTPUT, groups.member(birthplace, column), 1), seat, round, column);
                });
    }

    /** To the next host, unless the block began there, and to the mates. */
    private static void give(final Step step, final Seat seat, final int round, final int column) {
        if (isPassedOn(seat, round)) {
            step.to(seat.owner(Ring.after(seat.host(), 1, seat.hosts()), column));
        }
        seat.toMates(step);
    }

    private static boolean isPassedOn(final Seat seat, final int round) {
        return round < seat.hosts() - 1;
    }

    /** The host whose ranks' blocks are here in that round. */
    private static int birthplace(final Seat seat, final int round) {
        return Ring.before(seat.host(), round, seat.hosts());
    }
}
