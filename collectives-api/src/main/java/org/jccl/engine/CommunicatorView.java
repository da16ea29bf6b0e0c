// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.time.Duration;
import java.util.List;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.Priority;
import org.jccl.Recovery;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.observe.LatencyReport;
import org.jccl.observe.RankStatus;
import org.jccl.traffic.Traffic;

/** A communicator's calls in a manner of their own; all else is the communicator's. */
final class CommunicatorView extends CollectiveCalls {
    private final DefaultCommunicator communicator;
    private final Manner manner;

    CommunicatorView(final DefaultCommunicator communicator, final Manner manner) {
        super(communicator.checks);
        this.communicator = communicator;
        this.manner = manner;
    }

    @Override
    Operation blocking() {
        return communicator.blocking();
    }

    @Override
    Operation newOperation() {
        return communicator.newOperation();
    }

    @Override
    void run(final Operation operation) {
        communicator.run(operation, manner);
    }

    @Override
    CollectiveRequest start(final Operation operation) {
        return communicator.start(operation, manner);
    }

    @Override
    public int rank() {
        return communicator.rank();
    }

    @Override
    public int size() {
        return communicator.size();
    }

    @Override
    public String name() {
        return communicator.name();
    }

    @Override
    public String transport(final int peer) {
        return communicator.transport(peer);
    }

    @Override
    public String algorithm(final String collective, final long sizeBytes, final boolean inPlace) {
        return communicator.algorithm(collective, sizeBytes, inPlace);
    }

    @Override
    public String explain(final String collective, final long sizeBytes, final boolean inPlace) {
        return communicator.explain(collective, sizeBytes, inPlace);
    }

    @Override
    public String flightRecord() {
        return communicator.flightRecord();
    }

    @Override
    public RankStatus status() {
        return communicator.status();
    }

    @Override
    public List<LatencyReport> latencies() {
        return communicator.latencies();
    }

    @Override
    public Traffic traffic() {
        return communicator.traffic();
    }

    @Override
    public void group(final Runnable submissions) {
        communicator.group(submissions);
    }

    @Override
    public CollectiveRequest groupAsync(final Runnable submissions) {
        return communicator.groupAsync(submissions);
    }

    @Override
    public Communicator timeout(final Duration deadline) {
        return communicator.view(
                manner.timeout(CommunicatorOptions.requirePositive(deadline).toNanos()));
    }

    @Override
    public Communicator priority(final Priority priority) {
        return communicator.view(manner.priority(priority));
    }

    @Override
    public Communicator tag(final String tag) {
        return communicator.view(manner.tag(tag));
    }

    @Override
    public RegisteredMemory allocate(final long bytes) {
        return communicator.allocate(bytes);
    }

    @Override
    public Communicator split(final int color, final int key) {
        return communicator.split(color, key);
    }

    @Override
    public Communicator shrink() {
        return communicator.shrink();
    }

    @Override
    public Communicator grow(final int least) {
        return communicator.grow(least, manner.timeoutNs());
    }

    @Override
    public Recovery recovery() {
        return communicator.recovery();
    }

    @Override
    public void abort(final String reason) {
        communicator.abort(reason);
    }

    @Override
    public void close() {
        communicator.close();
    }

    @Override
    public String toString() {
        return communicator.toString();
    }
}
