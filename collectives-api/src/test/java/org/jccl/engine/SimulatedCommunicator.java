// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.time.Duration;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.Priority;
import org.jccl.Recovery;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.observe.LatencyReport;
import org.jccl.observe.RankStatus;
import org.jccl.schedule.Groups;
import org.jccl.spi.Transport;
import org.jccl.traffic.Traffic;

/**
 * One rank over simulated links: the executor, the plans and the checks of a real communicator, without its threads and
 * clocks. Nothing moves but in {@link #turn}.
 */
final class SimulatedCommunicator extends CollectiveCalls {
    private static final int WINDOW = 4;

    private static final int PATIENCE = 3;

    private final int rank;
    private final int size;
    private final PlanCache plans;
    private final KernelCache kernels = new KernelCache();
    private final LaneExecutor executor;
    private long sequence;
    private final BitSet ended = new BitSet();
    private int done;
    private boolean abandoned;

    SimulatedCommunicator(
            final int rank,
            final Groups groups,
            final Transport transport,
            final Planner.Chooser chooser,
            final long slabBytes,
            final boolean summed) {
        super(new CallChecks(rank, groups.size()));
        this.rank = rank;
        this.size = groups.size();
        final Links links = new Links(size, List.of(transport), Collections.nCopies(size, null));
        this.plans = new PlanCache(
                new Planner(rank, size, groups, chooser, slabBytes), links::lane, summed, links::allocate);
        this.executor = new LaneExecutor(WINDOW, this::over);
    }

    private void over(final Operation operation) {
        operation.complete(null);
        done++;
        if (!abandoned) {
            ended.set((int) operation.sequence());
        }
    }

    /** One turn of the executor; negative if a link is broken or the ranks disagree. */
    int turn() {
        return executor.isIdle() ? 0 : executor.turn(PATIENCE, false);
    }

    /** Operations that ended. */
    int done() {
        return done;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** Whether that one of its operations ended by itself. */
    boolean hasEnded(final int operation) {
        return ended.get(operation);
    }

    /** Why a turn was negative, or whom the oldest operation waits for. */
    String describe() {
        final Activation oldest = executor.oldest();
        return "rank " + rank + ": " + done + " done, "
                + (oldest == null
                        ? "idle"
                        : oldest.operation().describe() + " by "
                                + oldest.operation().plan() + " waits for " + oldest.waits());
    }

    /** Ends what is under way: afterwards nothing may write to the buffers. */
    void abandon() {
        abandoned = true;
        executor.abandon(this::over);
    }

    @Override
    Operation newOperation() {
        return new Operation(null);
    }

    @Override
    CollectiveRequest start(final Operation operation) {
        final Call call = operation.call().in(Manner.within(Long.MAX_VALUE / 2));
        operation.prepare(
                plans.find(call), kernels.of(call), null, null, call.manner().timeoutNs());
        // stamped or not as each rank pleases
        operation.timing().stamped((sequence + rank()) % 3 == 0 ? EntryStamp.of(sequence, rank()) : EntryStamp.NONE);
        operation.begin(sequence++);
        executor.submit(operation);
        return operation;
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public RegisteredMemory allocate(final long bytes) {
        return new PrivateMemory(bytes);
    }

    @Override
    public void close() {
        plans.close();
    }

    @Override
    Operation blocking() {
        throw new UnsupportedOperationException("nobody waits in virtual time");
    }

    @Override
    void run(final Operation operation) {
        throw new UnsupportedOperationException("nobody waits in virtual time");
    }

    @Override
    public Communicator timeout(final Duration deadline) {
        throw new UnsupportedOperationException("nobody waits in virtual time");
    }

    @Override
    public Communicator priority(final Priority priority) {
        throw new UnsupportedOperationException("nobody waits in virtual time");
    }

    @Override
    public Communicator tag(final String tag) {
        throw new UnsupportedOperationException("nobody waits in virtual time");
    }

    @Override
    public String flightRecord() {
        throw new UnsupportedOperationException("nobody remembers in virtual time");
    }

    @Override
    public RankStatus status() {
        throw new UnsupportedOperationException("nobody looks at the clock in virtual time");
    }

    @Override
    public List<LatencyReport> latencies() {
        throw new UnsupportedOperationException("nobody looks at the clock in virtual time");
    }

    @Override
    public Traffic traffic() {
        throw new UnsupportedOperationException("nobody looks at the clock in virtual time");
    }

    @Override
    public void group(final Runnable submissions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CollectiveRequest groupAsync(final Runnable submissions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String transport(final int peer) {
        return "simulated";
    }

    @Override
    public String algorithm(final String collective, final long sizeBytes, final boolean inPlace) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String explain(final String collective, final long sizeBytes, final boolean inPlace) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Communicator split(final int color, final int key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Communicator shrink() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Communicator grow(final int least) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Recovery recovery() {
        return null;
    }

    @Override
    public void abort(final String reason) {
        throw new UnsupportedOperationException();
    }
}
