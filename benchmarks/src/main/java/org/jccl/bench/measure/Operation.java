// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import static org.jccl.bench.measure.Operation.Flow.ECHOED;
import static org.jccl.bench.measure.Operation.Flow.FROM_ROOT;
import static org.jccl.bench.measure.Operation.Flow.GATHERED;
import static org.jccl.bench.measure.Operation.Flow.NOTHING;
import static org.jccl.bench.measure.Operation.Flow.REDUCED;
import static org.jccl.bench.measure.Operation.Flow.SHIFTED;
import static org.jccl.bench.measure.Operation.Flow.TRANSPOSED;
import static org.jccl.bench.measure.Operation.Span.BLOCK;
import static org.jccl.bench.measure.Operation.Span.WHOLE;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jccl.CollectiveRequest;

/**
 * What can be measured, each with how it is called and started, what its buffers hold, what must come out, and its
 * bus-bandwidth factor.
 */
public enum Operation {
    /** {@code allReduce}. */
    ALL_REDUCE(
            REDUCED,
            WHOLE,
            WHOLE,
            c -> c.on().allReduce(c.input(), c.output(), c.op()),
            c -> c.on().allReduceAsync(c.input(), c.output(), c.op()),
            Trait.IN_PLACE),
    /** {@code reduce}. */
    REDUCE(
            REDUCED,
            WHOLE,
            WHOLE,
            c -> c.on().reduce(c.input(), c.output(), c.op(), c.root()),
            c -> c.on().reduceAsync(c.input(), c.output(), c.op(), c.root()),
            Trait.IN_PLACE,
            Trait.OUTPUT_ON_ROOT),
    /** {@code broadcast}. */
    BROADCAST(
            FROM_ROOT,
            WHOLE,
            WHOLE,
            c -> c.on().broadcast(c.input(), c.output(), c.root()),
            c -> c.on().broadcastAsync(c.input(), c.output(), c.root()),
            Trait.IN_PLACE,
            Trait.INPUT_ON_ROOT),
    /** {@code allGather}. */
    ALL_GATHER(
            GATHERED,
            BLOCK,
            WHOLE,
            c -> c.on().allGather(c.input(), c.output()),
            c -> c.on().allGatherAsync(c.input(), c.output()),
            Trait.IN_PLACE),
    /** {@code reduceScatter}. */
    REDUCE_SCATTER(
            REDUCED,
            WHOLE,
            BLOCK,
            c -> c.on().reduceScatter(c.input(), c.output(), c.op()),
            c -> c.on().reduceScatterAsync(c.input(), c.output(), c.op()),
            Trait.IN_PLACE),
    /** {@code allToAll}. */
    ALL_TO_ALL(
            TRANSPOSED,
            WHOLE,
            WHOLE,
            c -> c.on().allToAll(c.input(), c.output()),
            c -> c.on().allToAllAsync(c.input(), c.output())),
    /** {@code gather}. */
    GATHER(
            GATHERED,
            BLOCK,
            WHOLE,
            c -> c.on().gather(c.input(), c.output(), c.root()),
            c -> c.on().gatherAsync(c.input(), c.output(), c.root()),
            Trait.IN_PLACE,
            Trait.OUTPUT_ON_ROOT),
    /** {@code scatter}. */
    SCATTER(
            FROM_ROOT,
            WHOLE,
            BLOCK,
            c -> c.on().scatter(c.input(), c.output(), c.root()),
            c -> c.on().scatterAsync(c.input(), c.output(), c.root()),
            Trait.IN_PLACE,
            Trait.INPUT_ON_ROOT),
    /** {@code barrier}. */
    BARRIER(NOTHING, WHOLE, WHOLE, c -> c.on().barrier(), c -> c.on().barrierAsync()),
    /** Each rank sends to the next and receives from the one before, as one group. */
    SEND_RECEIVE(SHIFTED, WHOLE, WHOLE, Call::shift, Call::startShift),
    /** Each even rank sends to the next, which sends it back; the time is that of there and back. */
    PING_PONG(ECHOED, WHOLE, WHOLE, Call::echo, Call::startEcho),
    /** {@code allGatherV}. */
    ALL_GATHER_V(
            GATHERED,
            BLOCK,
            WHOLE,
            c -> c.on().allGatherV(c.input(), c.output(), c.blocks().shares()),
            c -> c.on().allGatherVAsync(c.input(), c.output(), c.blocks().shares()),
            Trait.VARYING),
    /** {@code reduceScatterV}. */
    REDUCE_SCATTER_V(
            REDUCED,
            WHOLE,
            BLOCK,
            c -> c.on().reduceScatterV(c.input(), c.output(), c.op(), c.blocks().shares()),
            c -> c.on().reduceScatterVAsync(
                            c.input(), c.output(), c.op(), c.blocks().shares()),
            Trait.VARYING),
    /** {@code gatherV}. */
    GATHER_V(
            GATHERED,
            BLOCK,
            WHOLE,
            c -> c.on().gatherV(c.input(), c.output(), c.blocks().shares(), c.root()),
            c -> c.on().gatherVAsync(c.input(), c.output(), c.blocks().shares(), c.root()),
            Trait.VARYING,
            Trait.OUTPUT_ON_ROOT),
    /** {@code scatterV}. */
    SCATTER_V(
            FROM_ROOT,
            WHOLE,
            BLOCK,
            c -> c.on().scatterV(c.input(), c.output(), c.blocks().shares(), c.root()),
            c -> c.on().scatterVAsync(c.input(), c.output(), c.blocks().shares(), c.root()),
            Trait.VARYING,
            Trait.INPUT_ON_ROOT),
    /** {@code allToAllV}. */
    ALL_TO_ALL_V(
            TRANSPOSED,
            WHOLE,
            WHOLE,
            c -> c.on().allToAllV(c.input(), c.output(), c.sendCounts(), c.receiveCounts()),
            c -> c.on().allToAllVAsync(c.input(), c.output(), c.sendCounts(), c.receiveCounts()),
            Trait.VARYING);

    /** What a buffer holds: all elements of the row's size, or this rank's block of them. */
    enum Span {
        WHOLE,
        BLOCK
    }

    /** Where the elements of the output come from. */
    enum Flow {
        /** The reduction of the same element of every input. */
        REDUCED,
        /** The root's input. */
        FROM_ROOT,
        /** Every rank's input, side by side. */
        GATHERED,
        /** A block of every rank's input. */
        TRANSPOSED,
        /** The input of the rank before. */
        SHIFTED,
        /** The input of the even rank of the pair. */
        ECHOED,
        /** No data. */
        NOTHING
    }

    private enum Trait {
        IN_PLACE,
        VARYING,
        INPUT_ON_ROOT,
        OUTPUT_ON_ROOT
    }

    private final String text = name().toLowerCase(Locale.ROOT);
    private final Flow flow;
    private final Span input;
    private final Span output;
    private final Consumer<Call> run;
    private final Function<Call, CollectiveRequest> start;
    private final Set<Trait> traits;

    Operation(
            final Flow flow,
            final Span input,
            final Span output,
            final Consumer<Call> run,
            final Function<Call, CollectiveRequest> start,
            final Trait... traits) {
        this.flow = flow;
        this.input = input;
        this.output = output;
        this.run = run;
        this.start = start;
        this.traits = Set.of(traits);
    }

    Flow flow() {
        return flow;
    }

    Span input() {
        return input;
    }

    Span output() {
        return output;
    }

    /** Performs it once. */
    void run(final Call call) {
        run.accept(call);
    }

    /** Starts it once. */
    CollectiveRequest start(final Call call) {
        return start.apply(call);
    }

    /** Whether elements are combined by an operator. */
    public boolean reduces() {
        return flow == REDUCED;
    }

    /** Whether one rank plays a part of its own. */
    public boolean rooted() {
        return flow == FROM_ROOT || traits.contains(Trait.OUTPUT_ON_ROOT);
    }

    /** Whether there is data at all. */
    public boolean movesData() {
        return flow != NOTHING;
    }

    /** Whether blocks have different lengths. */
    boolean varying() {
        return traits.contains(Trait.VARYING);
    }

    /** Whether input and output may be the same memory. */
    public boolean hasInPlace() {
        return traits.contains(Trait.IN_PLACE);
    }

    boolean hasInput(final int rank, final int root) {
        return movesData() && (rank == root || !traits.contains(Trait.INPUT_ON_ROOT));
    }

    boolean hasOutput(final int rank, final int ranks, final int root) {
        return flow == ECHOED
                ? partner(rank) < ranks
                : movesData() && (rank == root || !traits.contains(Trait.OUTPUT_ON_ROOT));
    }

    /** Who a rank plays ping-pong with; of an odd number the last has nobody. */
    static int partner(final int rank) {
        return rank ^ 1;
    }

    /** Whether the row's size is cut into a block for every rank. */
    boolean inBlocks() {
        return input == BLOCK || output == BLOCK || flow == TRANSPOSED;
    }

    /** Whether no rank can end a call before all have begun it, so that calls can be timed back to back. */
    boolean selfSynchronising() {
        return !rooted() && flow != SHIFTED;
    }

    /** Whether there are algorithms to choose from: a message between two ranks has but one way. */
    public boolean hasAlgorithms() {
        return flow != SHIFTED && flow != ECHOED;
    }

    /** Fewest ranks it works with. */
    public int fewestRanks() {
        return hasAlgorithms() ? 1 : 2;
    }

    /**
     * What the algorithm bandwidth is multiplied with to give the bandwidth of the busiest wire, which no algorithm can
     * beat; derived in {@code docs/performance.md}. The same as in nccl-tests.
     */
    public double busFactor(final int ranks) {
        final double others = (ranks - 1.0) / ranks;
        return switch (this) {
            case ALL_REDUCE -> 2 * others;
            case PING_PONG -> 2;
            default -> inBlocks() ? others : 1;
        };
    }

    /**
     * What the algorithm bandwidth is multiplied with to give what the link of the busiest host carries at least in one
     * direction: as {@link #busFactor}, with a host in the place of a rank, since what its ranks share crosses its link
     * once. In an all-to-all nothing is shared. Where all ranks are on one host, each counts as a host.
     *
     * @param hosts on which the ranks are spread evenly
     */
    public double wireFactor(final int ranks, final int hosts) {
        final int ends = hosts == 1 ? ranks : hosts;
        return (flow == TRANSPOSED ? (double) ranks / ends : 1) * busFactor(ends);
    }

    /** The collective that rules of algorithms name: V forms use those of the form with equal counts. */
    public String family() {
        return varying() ? text.substring(0, text.length() - "_v".length()) : text;
    }

    /** The name as the harness reads and prints it: {@code all_reduce}. */
    @Override
    public String toString() {
        return text;
    }

    /**
     * The operation of that name, in any case, with or without underscores; {@code all} gives all.
     *
     * @throws IllegalArgumentException if there is none; the message lists what there is
     */
    public static List<Operation> parse(final String name) {
        final List<Operation> all = Arrays.asList(values());
        final String plain = name.replace("_", "");
        if (plain.equalsIgnoreCase("all")) {
            return all;
        }
        for (final Operation operation : all) {
            if (operation.text.replace("_", "").equalsIgnoreCase(plain)) {
                return List.of(operation);
            }
        }
        throw new IllegalArgumentException("no collective '" + name + "'; there are all, " + all);
    }
}
