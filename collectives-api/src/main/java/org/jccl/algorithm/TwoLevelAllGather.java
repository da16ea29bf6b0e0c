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
 * rank (or i-th modulo their number), which passes it to the next host and to its mates. So each block crosses each
 * network link once, all ranks share that work, and blocks of one round spread within a host while those of the next are
 * on the network. Hosts may have any number of ranks, in any order.
 *
 * <pre>
 *   host 0: ranks 0 1        round 0: 0 -&gt; 1 and 2,  2 -&gt; 3 and 0,  1 -&gt; 0 and 3,  3 -&gt; 2 and 1
 *   host 1: ranks 2 3        round 1: 0 gives 1 what came from 2, 2 gives 3 what came from 0, ...
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
        final Columns columns = new Columns(groups);
        long most = 0;
        for (int rank = 0; rank < shape.size(); rank++) {
            most = Math.max(most, blocksSent(columns, rank));
        }
        final int within = columns.count() == 1 ? 0 : 1;
        return new Cost(groups.count() - 1 + within, (double) most / shape.size());
    }

    private static long blocksSent(final Columns columns, final int rank) {
        final Groups groups = columns.groups();
        final int host = groups.groupOf(rank);
        final int hosts = groups.count();
        long blocks = 0;
        for (int round = 0; round < hosts; round++) {
            final int peers = groups.sizeOf(host) - 1 + (round < hosts - 1 ? 1 : 0);
            blocks += (long) peers * columns.owned(rank, groups.sizeOf(Ring.before(host, round, hosts)));
        }
        return blocks;
    }

    @Override
    Schedule compose(final Shape shape, final int rank) {
        final Groups groups = shape.groups();
        final Columns columns = new Columns(groups);
        final Space own = shape.inPlace() ? OUTPUT : INPUT;
        final Program.Builder program = Program.of(shape.size())
                .once(step -> pass(step.send(own, rank, 1), columns, rank, 0, groups.indexOf(rank)))
                .onceIf(own == INPUT, step -> step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1))
                .times(groups.sizeOf(groups.groupOf(rank)) - 1, (step, i) -> {
                    final int mate = columns.mate(rank, i + 1);
                    step.receive(mate).into(OUTPUT, mate, 1);
                });
        for (int round = 1; round < groups.count(); round++) {
            visit(program, columns, rank, round);
        }
        return program.build();
    }

    /** The blocks that were born that many hosts before this one come by. */
    private static void visit(final Program.Builder program, final Columns columns, final int rank, final int round) {
        final Groups groups = columns.groups();
        final int hosts = groups.count();
        final int host = groups.groupOf(rank);
        final int previous = Ring.before(host, 1, hosts);
        final int birthplace = Ring.before(host, round, hosts);
        final int blocks = groups.sizeOf(birthplace);
        final boolean passes = groups.sizeOf(host) > 1 || round < hosts - 1;
        program.times(blocks, (step, i) -> {
            final int owner = columns.owner(host, i);
            step.receive(owner == rank ? columns.owner(previous, i) : owner)
                    .into(OUTPUT, groups.member(birthplace, i), 1);
        });
        program.times(passes ? columns.owned(rank, blocks) : 0, (step, k) -> {
            final int block = groups.member(birthplace, columns.column(rank, k));
            pass(step.send(OUTPUT, block, 1), columns, rank, round, columns.column(rank, k));
        });
    }

    /** To the next host, unless the block began there, and to the mates. */
    private static void pass(
            final Step step, final Columns columns, final int rank, final int round, final int column) {
        final Groups groups = columns.groups();
        if (round < groups.count() - 1) {
            final int next = Ring.after(groups.groupOf(rank), 1, groups.count());
            step.to(columns.owner(next, column));
        }
        columns.toMates(step, rank);
    }
}
