// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.jccl.CollectiveRequest;
import org.jccl.DataType;
import org.jccl.ReduceOp.Kind;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Shape;
import org.jccl.simulate.FaultPlan;
import org.jccl.simulate.FaultyTransport;
import org.jccl.simulate.LinkModel;
import org.jccl.simulate.SimulatedNetwork;
import org.jccl.spi.Link;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;
import org.jccl.testing.ExactInputs;
import org.jccl.testing.Exercise;
import org.jccl.testing.Trial;

/**
 * A run of a few collectives over a few simulated ranks in which everything comes from one seed: ranks, links, faults,
 * algorithms, types, counts, slabs, buffers, and who has a turn when.
 */
final class Simulation implements AutoCloseable {
    private static final int MAX_RANKS = 9;
    private static final int MAX_OPERATIONS = 4;
    private static final long[] COUNTS = {0, 1, 2, 3, 7, 31, 64, 257, 1_031};
    /** Of a byte that is spoilt: within the first messages, or within a long one. */
    private static final int[] POSITIONS = {100, 1_000, 10_000, 100_000};
    /** So many rounds without progress and without anything on its way mean that there will never be any. */
    private static final int PATIENCE = 100;

    private static final List<Collective> COLLECTIVES = List.of(
            Collective.ALL_REDUCE,
            Collective.REDUCE,
            Collective.BROADCAST,
            Collective.ALL_GATHER,
            Collective.REDUCE_SCATTER,
            Collective.ALL_TO_ALL,
            Collective.GATHER,
            Collective.SCATTER);

    private final long seed;
    private final SplittableRandom random;
    private final Groups groups;
    private final LinkModel model;
    private final SimulatedNetwork network;
    /** The rank that sends a spoilt byte, or -1, and where. */
    private final int victim;

    private final int spoiltAt;
    private final List<SimulatedCommunicator> ranks = new ArrayList<>();
    private final List<Trial> trials = new ArrayList<>();
    private final List<CollectiveRequest> requests = new ArrayList<>();
    private final List<Algorithm> chosen = new ArrayList<>();
    private int operations;
    private int fruitless;

    Simulation(final long seed) {
        this(seed, false, false);
    }

    /**
     * A run in which messages may carry sums.
     *
     * @param spoilt whether one byte that one of the ranks sends to each of the others has a wrong bit
     */
    Simulation(final long seed, final boolean summed, final boolean spoilt) {
        this.seed = seed;
        random = new SplittableRandom(seed);
        groups = randomGroups(1 + random.nextInt(MAX_RANKS));
        model = LinkModel.random(random);
        network = new SimulatedNetwork(groups.size(), model, seed);
        final long slabBytes = random.nextBoolean() ? 1 << 20 : 1L << 6 + random.nextInt(8);
        final SplittableRandom fault = new SplittableRandom(~seed);
        victim = spoilt ? fault.nextInt(groups.size()) : -1;
        spoiltAt = fault.nextInt(POSITIONS[fault.nextInt(POSITIONS.length)]);
        for (int rank = 0; rank < groups.size(); rank++) {
            ranks.add(new SimulatedCommunicator(rank, groups, transport(rank), this::choose, slabBytes, summed));
        }
    }

    private Transport transport(final int rank) {
        final Transport sound = network.transport(rank);
        final TransportContext context =
                new TransportContext(rank, groups.size(), () -> 0, "", 0, null, null, null, () -> 0);
        final String fault = "seed=" + seed + ",corrupt=rank" + rank + "@" + spoiltAt;
        return rank == victim ? FaultyTransport.wrap(sound, context, FaultPlan.parse(fault)) : sound;
    }

    private Groups randomGroups(final int size) {
        final int[] hosts = new int[size];
        final int most = 1 + random.nextInt(3);
        for (int rank = 0; rank < size; rank++) {
            hosts[rank] = random.nextInt(most);
        }
        return Groups.of(hosts);
    }

    /** The same for all ranks, of which some may be in place and others not. */
    private Algorithm choose(final Shape shape, final long sizeBytes, final boolean commutative, final boolean direct) {
        final Shape outOfPlace =
                new Shape(shape.collective(), shape.size(), shape.root(), false, shape.varying(), groups);
        final List<Algorithm> able = able(outOfPlace);
        final int which =
                (int) ((seed * 0x9E3779B97F4A7C15L + shape.collective().ordinal() * 7L >>> 33) % able.size());
        chosen.add(able.get(which));
        return able.get(which);
    }

    private static List<Algorithm> able(final Shape outOfPlace) {
        return Algorithms.of(outOfPlace.collective()).stream()
                .filter(algorithm -> algorithm.supports(outOfPlace))
                .filter(algorithm ->
                        outOfPlace.collective() == Collective.ALL_TO_ALL || algorithm.supports(outOfPlace.asInPlace()))
                .toList();
    }

    /** Submits some collectives on every rank. */
    void submit() {
        operations = 1 + random.nextInt(MAX_OPERATIONS);
        for (int i = 0; i < operations; i++) {
            final Exercise exercise = randomExercise();
            final boolean inPlace = random.nextBoolean();
            final int variation = random.nextInt(64);
            for (final SimulatedCommunicator rank : ranks) {
                final Trial trial = Trial.prepare(exercise, rank, inPlace, variation);
                trials.add(trial);
                requests.add(trial.start());
            }
        }
    }

    private Exercise randomExercise() {
        final int size = groups.size();
        final Collective collective = COLLECTIVES.get(random.nextInt(COLLECTIVES.size()));
        final DataType type = DataType.values()[random.nextInt(DataType.values().length)];
        if (!collective.isVector() && random.nextInt(4) == 0) {
            final long[] counts = random.longs(size, 0, 70).toArray();
            return Exercise.varying(collective, type, random.nextInt(size), counts);
        }
        final List<Kind> kinds = ExactInputs.kinds(type);
        return Exercise.of(
                collective, type, kinds.get(random.nextInt(kinds.size())), size, random.nextInt(size), randomCount());
    }

    private long randomCount() {
        if (random.nextInt(20) == 0) {
            // what goes to several by reference would be spoilt twice, and so be right again
            return victim >= 0 && groups.size() == 2 ? 20_011 : 5_003;
        }
        return COUNTS[random.nextInt(COUNTS.length)];
    }

    /** Breaks one link somewhere in what it will carry. */
    void cutALink() {
        if (groups.size() > 1) {
            final int from = random.nextInt(groups.size());
            final int to = (from + 1 + random.nextInt(groups.size() - 1)) % groups.size();
            network.cut(from, to, Link.COLLECTIVE, random.nextLong(500));
        }
    }

    /** Gives ranks turns in random order until all is done, and checks every byte; one may be frozen for a while. */
    void run() {
        final int frozen = random.nextInt(ranks.size());
        int thaws = random.nextInt(3) == 0 ? random.nextInt(PATIENCE / 2 * ranks.size()) : 0;
        while (!isDone()) {
            final SimulatedCommunicator rank = ranks.get(random.nextInt(ranks.size()));
            if (thaws-- > 0 && rank.rank() == frozen) {
                continue;
            }
            final int work = turn(rank);
            if (work < 0) {
                throw failure("rank " + rank.rank() + " got " + work, null);
            }
            pass(work);
        }
        check();
    }

    /**
     * Gives ranks turns until all is done or one of them found its link broken. That one gives up, as it would after
     * having told the others: they must be able to give up too, wherever they are, without touching a byte afterwards.
     *
     * @return whether a link broke
     */
    boolean runUntilBroken() {
        while (!isDone()) {
            final int work = turn(ranks.get(random.nextInt(ranks.size())));
            if (work == Activation.BROKEN) {
                ranks.forEach(SimulatedCommunicator::abandon);
                trials.forEach(Trial::remember);
                drain();
                trials.forEach(Trial::requireUnchanged);
                return true;
            }
            pass(work);
        }
        check();
        return false;
    }

    /** Gives ranks turns until all is done or one of them gets a negative result; returns that, or 0. */
    int runUntilNoticed() {
        while (!isDone()) {
            final int work = turn(ranks.get(random.nextInt(ranks.size())));
            if (work < 0) {
                return work;
            }
            pass(work);
        }
        return 0;
    }

    /** Whether the byte that was to be spoilt has left. */
    boolean hasSpoilt() {
        for (int peer = 0; peer < groups.size(); peer++) {
            if (peer != victim
                    && network.transport(victim)
                                    .link(peer)
                                    .lane(Link.COLLECTIVE)
                                    .accepted()
                            > spoiltAt) {
                return true;
            }
        }
        return false;
    }

    /** Checks every byte of all that has ended, but for the rank whose own memory may have been spoilt. */
    void checkWhatEnded() {
        for (int i = 0; i < trials.size(); i++) {
            if (requests.get(i).isDone() && i % ranks.size() != victim) {
                check(trials.get(i));
            }
        }
    }

    /**
     * Gives ranks turns until at some moment all links between two sets of them break, and the ranks of one set may die
     * with them. Whoever finds a link broken gives up; the others do when they hear of it, each at its own moment, or when
     * nothing moves any more.
     *
     * @return how many ranks gave up
     */
    int runWithAPartition() {
        final BitSet apart = new BitSet();
        ranks.stream().filter(rank -> random.nextBoolean()).forEach(rank -> apart.set(rank.rank()));
        final boolean deadly = random.nextBoolean();
        int untilThen = random.nextInt(60 * ranks.size());
        for (int still = 0; ranks.stream().anyMatch(this::isUnderWay) && still < PATIENCE * ranks.size(); still++) {
            if (untilThen-- == 0) {
                network.part(apart);
            }
            final SimulatedCommunicator rank = ranks.get(random.nextInt(ranks.size()));
            final boolean dead = deadly && untilThen < 0 && apart.get(rank.rank());
            final int work = rank.isAbandoned() || dead ? 0 : turn(rank);
            final boolean heard =
                    ranks.stream().anyMatch(SimulatedCommunicator::isAbandoned) && random.nextInt(40) == 0;
            if (work < 0 || heard && isUnderWay(rank)) {
                giveUp(rank);
            }
            still = network.pass() || work > 0 ? -1 : still;
        }
        ranks.stream().filter(this::isUnderWay).forEach(this::giveUp);
        drain();
        checkAfterThePartition();
        return (int) ranks.stream().filter(SimulatedCommunicator::isAbandoned).count();
    }

    private boolean isUnderWay(final SimulatedCommunicator rank) {
        return !rank.isAbandoned() && rank.done() < operations;
    }

    private void giveUp(final SimulatedCommunicator rank) {
        rank.abandon();
        forEachTrial((who, operation, trial) -> {
            if (who == rank && !rank.hasEnded(operation)) {
                trial.remember();
            }
        });
    }

    /** What ended by itself is right, and what was given up has not been touched since. */
    private void checkAfterThePartition() {
        try {
            forEachTrial((who, operation, trial) -> {
                if (who.hasEnded(operation)) {
                    trial.check();
                } else {
                    trial.requireUnchanged();
                }
            });
        } catch (final AssertionError wrong) {
            throw failure("wrong result after a partition", wrong);
        }
    }

    private interface TrialVisitor {
        void visit(SimulatedCommunicator rank, int operation, Trial trial);
    }

    /** In the order in which they were submitted: operation by operation, all ranks of each. */
    private void forEachTrial(final TrialVisitor visitor) {
        for (int i = 0; i < trials.size(); i++) {
            visitor.visit(ranks.get(i % ranks.size()), i / ranks.size(), trials.get(i));
        }
    }

    private void drain() {
        for (int i = 0; i < PATIENCE && network.pass(); i++) {
            fruitless = 0;
        }
    }

    private int turn(final SimulatedCommunicator rank) {
        try {
            return rank.turn();
        } catch (final IllegalStateException misuse) {
            throw failure("a lane was misused", misuse);
        }
    }

    private void pass(final int work) {
        final boolean moved = work > 0 && random.nextInt(4) != 0 || network.pass() || work > 0;
        fruitless = moved ? 0 : fruitless + 1;
        if (fruitless > PATIENCE * ranks.size()) {
            throw failure("nothing moves any more", null);
        }
    }

    private void check() {
        trials.forEach(this::check);
    }

    private void check(final Trial trial) {
        try {
            trial.check();
        } catch (final AssertionError wrong) {
            throw failure("wrong result", wrong);
        }
    }

    private boolean isDone() {
        return ranks.stream().allMatch(rank -> rank.done() == operations);
    }

    private AssertionError failure(final String what, final Throwable cause) {
        return new AssertionError(what + ' ' + describe(), cause);
    }

    private String describe() {
        final StringBuilder text = new StringBuilder("(seed " + seed + ", " + groups + ", ");
        text.append(chosen.stream().map(Algorithm::name).distinct().toList()).append(')');
        ranks.forEach(rank -> text.append("\n  ").append(rank.describe()));
        return text.append("\n  ").append(network.describe()).toString();
    }

    @Override
    public void close() {
        ranks.forEach(SimulatedCommunicator::abandon);
        ranks.forEach(SimulatedCommunicator::close);
        trials.forEach(Trial::close);
        network.close();
    }
}
