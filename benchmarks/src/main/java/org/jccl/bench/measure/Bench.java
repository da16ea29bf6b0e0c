// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import org.jccl.CollectiveRequest;
import org.jccl.Communicator;

/**
 * Measures one size of one subject after the other, on one rank; every rank makes the same calls. Holds the memory that
 * the workloads share. One thread.
 */
public final class Bench implements AutoCloseable {
    private final Communicator communicator;
    private final AcrossRanks across;
    private final Progress progress;
    private final Timing timing;
    private final boolean check;
    private final BufferSource.Block first;
    private final BufferSource.Block second;

    /**
     * Over a communicator that stays the caller's.
     *
     * @param capacityBytes no workload needs larger buffers
     * @param check whether results are compared bit by bit
     */
    public Bench(
            final Communicator communicator,
            final BufferSource buffers,
            final long capacityBytes,
            final boolean check,
            final Progress progress) {
        this.communicator = communicator;
        this.across = new AcrossRanks(communicator);
        this.progress = progress;
        this.timing = new Timing(communicator, progress);
        this.check = check;
        this.first = buffers.allocate(communicator, Math.max(1, capacityBytes));
        this.second = buffers.allocate(communicator, Math.max(1, capacityBytes));
    }

    /**
     * Checks one call, times many, and out of place checks what the last of them left; in place the timed calls feed on
     * their own results.
     *
     * @param elements of the vector, or of all blocks together; see {@link Subject#elements}
     */
    public Measurement measure(
            final Subject subject,
            final long elements,
            final boolean inPlace,
            final Effort effort,
            final boolean cold) {
        final long bytes = elements * subject.type().sizeBytes();
        progress.row(subject.operation() + " of " + bytes + " bytes");
        final Workload workload = new Workload(communicator, subject, elements, inPlace, first, second);
        workload.prepare();
        if (!check) {
            return new Measurement(
                    algorithm(subject, bytes, inPlace), time(workload, bytes, effort, cold), Measurement.UNCHECKED);
        }
        communicator.barrier();
        workload.run();
        final long before = workload.wrong();
        final Latencies latencies = time(workload, bytes, effort, cold);
        final long after = inPlace ? 0 : workload.wrong();
        return new Measurement(algorithm(subject, bytes, inPlace), latencies, across.sum(before + after));
    }

    private Latencies time(final Workload workload, final long bytes, final Effort effort, final boolean cold) {
        return timing.measure(workload::run, workload.isSelfSynchronising(), bytes, effort, cold);
    }

    /**
     * Times the operation started and waited for, a computation that takes about as long, and the computation between the
     * start and the wait. Nothing is checked.
     */
    public Overlap overlap(final Subject subject, final long elements, final Effort effort, final boolean cold) {
        final long bytes = elements * subject.type().sizeBytes();
        progress.row("overlap of " + subject.operation() + " of " + bytes + " bytes");
        final Workload workload = new Workload(communicator, subject, elements, false, first, second);
        workload.prepare();
        final boolean synchronising = workload.isSelfSynchronising();
        final Latencies alone = timing.measure(() -> workload.start().await(), synchronising, bytes, effort, cold);
        final Computation computation = Computation.lasting(across.max(alone.p50Ns()));
        final Latencies computing = timing.measure(computation, true, bytes, effort, false);
        final Runnable together = () -> {
            final CollectiveRequest request = workload.start();
            computation.run();
            request.await();
        };
        final Latencies both = timing.measure(together, synchronising, bytes, effort, false);
        return new Overlap(
                subject, algorithm(subject, bytes, false), communicator.size(), elements, alone, computing, both);
    }

    private String algorithm(final Subject subject, final long bytes, final boolean inPlace) {
        return subject.operation().hasAlgorithms()
                ? communicator.algorithm(subject.operation().toString(), bytes, inPlace)
                : "direct";
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
