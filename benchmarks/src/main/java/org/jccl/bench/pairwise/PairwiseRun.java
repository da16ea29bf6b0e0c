// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.bench.measure.Bench;
import org.jccl.bench.measure.BufferSource;
import org.jccl.bench.measure.Effort;
import org.jccl.bench.measure.Expectation;
import org.jccl.bench.measure.Operation;
import org.jccl.bench.measure.Progress;
import org.jccl.bench.measure.RankTexts;
import org.jccl.bench.measure.Subject;
import org.jccl.buffer.BufferView;

/** Measures every pair of ranks, on one rank; every rank of the communicator runs the same, also those that take no part. */
public final class PairwiseRun {
    private static final double NS_PER_US = 1e3;
    private static final double BITS = 8 / 1e9;

    private final Communicator communicator;
    private final PairwisePlan plan;
    private final List<String> hosts;
    private final Progress progress;
    /** The round trips of this round by first and second rank, then the rates by rank from and rank to; 0 where another rank knows. */
    private final long[] figures;

    /**
     * Over a communicator that stays the caller's.
     *
     * @param hosts of every rank
     */
    public PairwiseRun(
            final Communicator communicator,
            final PairwisePlan plan,
            final List<String> hosts,
            final Progress progress) {
        this.communicator = communicator;
        this.plan = plan;
        this.hosts = hosts;
        this.progress = progress;
        this.figures = new long[2 * communicator.size() * communicator.size()];
    }

    /**
     * Measures all, and again, as often and each alone, what then stands out or misses what is expected. The ranks decide alike
     * by the same figures.
     *
     * @param expected of the links of the network; null if nothing is
     */
    public Diagnosis run(final Expectation expected) {
        warmUp();
        try (BufferSource.Block block = plan.buffers().allocate(communicator, plan.mostBytes())) {
            final PairProbe probe = new PairProbe(communicator, block, plan.mostBytes(), plan.timeNs());
            final List<String> transports = RankTexts.gather(communicator, transports());
            final List<long[]> rounds = new ArrayList<>();
            measure("pairs of ranks", plan.stages(), probe, rounds);
            final List<List<Pair>> doubtful = new Diagnosis(links(rounds, transports), expected)
                    .doubtful().stream().map(List::of).toList();
            measure("what stands out, again", doubtful, probe, rounds);
            return new Diagnosis(links(rounds, transports), expected);
        }
    }

    /** Until the compilers have nothing left to do, or the first pairs would seem slow. */
    private void warmUp() {
        final long bytes = PairProbe.FIRST_BYTES;
        final Effort effort = new Effort(1, Effort.UNTIL_COMPILED, Effort.ROW_NS);
        final Subject echo = new Subject(Operation.PING_PONG, DataType.UINT8, null, 0);
        try (Bench bench = new Bench(communicator, plan.buffers(), bytes, false, progress)) {
            bench.measure(echo, Long.BYTES, false, effort, true);
            bench.measure(echo, bytes, false, effort, false);
        }
    }

    private void measure(
            final String what, final List<List<Pair>> stages, final PairProbe probe, final List<long[]> rounds) {
        final int pairs = stages.stream().mapToInt(List::size).sum();
        progress.row(what);
        progress.begin(plan.rounds() * pairs, "pairs");
        int done = 0;
        for (int round = 0; round < plan.rounds() && pairs > 0; round++) {
            Arrays.fill(figures, 0);
            for (final List<Pair> stage : stages) {
                measure(mine(stage), probe);
                done += stage.size();
                progress.done(done - 1);
            }
            final BufferView view = BufferView.of(figures);
            communicator.allReduce(view, view, ReduceOp.MAX);
            rounds.add(figures.clone());
        }
        progress.end();
    }

    /** Null in a stage in which this rank pauses. */
    private Pair mine(final List<Pair> stage) {
        return stage.stream()
                .filter(pair -> pair.has(communicator.rank()))
                .findFirst()
                .orElse(null);
    }

    /** One pair, or a pause: in three steps that all ranks begin together. */
    private void measure(final Pair pair, final PairProbe probe) {
        final int rank = communicator.rank();
        communicator.barrier();
        if (pair != null && rank == pair.first()) {
            figures[place(rank, pair.second())] = probe.roundTripNs(pair.second());
        } else if (pair != null) {
            probe.echo(pair.first());
        }
        communicator.barrier();
        if (pair != null) {
            stream(pair.first(), pair.second(), probe);
        }
        communicator.barrier();
        if (pair != null) {
            stream(pair.second(), pair.first(), probe);
        }
    }

    private void stream(final int from, final int to, final PairProbe probe) {
        if (communicator.rank() == from) {
            figures[rates() + place(from, to)] = probe.send(to);
        } else {
            probe.receive(from);
        }
    }

    private int place(final int from, final int to) {
        return from * communicator.size() + to;
    }

    private int rates() {
        return communicator.size() * communicator.size();
    }

    private Links links(final List<long[]> rounds, final List<String> transports) {
        final List<Link> all = new ArrayList<>();
        for (final int from : plan.ranks()) {
            final String[] carriers = transports.get(from).split(" ");
            for (final int to : plan.ranks()) {
                if (from != to) {
                    all.add(link(from, to, carriers[to], rounds));
                }
            }
        }
        return new Links(plan.ranks(), hosts, all);
    }

    /** What carries what this rank sends to each rank. */
    private String transports() {
        return IntStream.range(0, communicator.size())
                .mapToObj(peer -> peer == communicator.rank() ? "none" : communicator.transport(peer))
                .collect(Collectors.joining(" "));
    }

    private Link link(final int from, final int to, final String transport, final List<long[]> rounds) {
        final double roundTripNs = figures(rounds, place(Math.min(from, to), Math.max(from, to)))
                .min()
                .orElseThrow();
        final List<Double> rates = figures(rounds, rates() + place(from, to))
                .mapToObj(rate -> rate * BITS)
                .toList();
        return new Link(
                from,
                to,
                transport,
                !hosts.get(from).equals(hosts.get(to)),
                roundTripNs / (2 * NS_PER_US),
                Collections.max(rates),
                rates);
    }

    /** Of the rounds in which it was measured. */
    private static LongStream figures(final List<long[]> rounds, final int place) {
        return rounds.stream().mapToLong(round -> round[place]).filter(figure -> figure > 0);
    }
}
