// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.tune;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.DataType;
import org.jccl.bench.measure.Bench;
import org.jccl.bench.measure.BufferKind;
import org.jccl.bench.measure.Effort;
import org.jccl.bench.measure.Measurement;
import org.jccl.bench.measure.Progress;
import org.jccl.bench.measure.Subject;
import org.jccl.buffer.BufferView;

/** One algorithm of one collective, over a communicator of its own that uses nothing else for it. The same on every rank. */
final class Candidate implements AutoCloseable {
    private final String algorithm;
    private final Communicator communicator;
    private final Progress silent = Progress.silent();
    private final Bench bench;
    private final List<Double> rounds = new ArrayList<>();

    /**
     * Connects the ranks of another communicator once more.
     *
     * @param builder with a transport and a deadline
     */
    Candidate(
            final Subject subject,
            final String algorithm,
            final Communicator world,
            final CommunicatorBuilder builder,
            final long capacityBytes) {
        this.algorithm = algorithm;
        this.communicator = builder.name("tune-" + algorithm)
                .rank(world.rank())
                .size(world.size())
                .rendezvous((mine, rank, size, timeout) -> gather(world, mine))
                .algorithms(subject.operation() + ":" + algorithm)
                .build();
        this.bench = new Bench(communicator, BufferKind.DIRECT, capacityBytes, false, silent);
    }

    /** Everyone's bytes, over a communicator that exists already. */
    private static List<byte[]> gather(final Communicator world, final byte[] mine) {
        final long[] length = {mine.length};
        final long[] lengths = new long[world.size()];
        world.allGather(BufferView.of(length), BufferView.of(lengths));
        final byte[] all = new byte[Math.toIntExact(Arrays.stream(lengths).sum())];
        world.allGatherV(
                new BufferView().wrap(mine, 0, mine.length, DataType.UINT8),
                new BufferView().wrap(all, 0, all.length, DataType.UINT8),
                lengths);
        final ByteBuffer rest = ByteBuffer.wrap(all);
        final List<byte[]> apart = new ArrayList<>();
        for (final long each : lengths) {
            final byte[] one = new byte[(int) each];
            rest.get(one);
            apart.add(one);
        }
        return apart;
    }

    String algorithm() {
        return algorithm;
    }

    /** Whether the communicator can follow the rule; which depends on ranks and hosts, and so is the same on all ranks. */
    boolean isUsed(final Subject subject) {
        return communicator.algorithm(subject.operation().toString(), 0, false).equals(algorithm);
    }

    /** Another size: forgets the rounds of the one before, and warms up. */
    void begin(final Subject subject, final long elements, final boolean cold) {
        rounds.clear();
        bench.measure(subject, elements, false, new Effort(1, Effort.UNTIL_COMPILED, 0), cold);
    }

    /** One round. */
    void measure(final Subject subject, final long elements, final Duration time) {
        final Effort effort = new Effort(0, Effort.BRIEFLY, time.toNanos());
        final Measurement measured = bench.measure(subject, elements, false, effort, false);
        rounds.add(measured.latencies().p50Ns() / 1e3);
    }

    /** The median over the rounds of this rank's median call. */
    double medianUs() {
        final double[] sorted =
                rounds.stream().mapToDouble(each -> each).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    @Override
    public void close() {
        bench.close();
        silent.close();
        communicator.close();
    }
}
