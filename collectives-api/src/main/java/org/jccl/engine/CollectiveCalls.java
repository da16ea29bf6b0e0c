// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;

/** The collectives of a communicator: every method checks its call, then runs or starts it. */
abstract class CollectiveCalls implements Communicator {
    final CallChecks checks;

    CollectiveCalls(final CallChecks checks) {
        this.checks = checks;
    }

    /** An operation for a blocking call of this thread, or a refusal. */
    abstract Operation blocking();

    /** An operation for an asynchronous call, or a refusal. */
    abstract Operation newOperation();

    /** Carries out a checked call. */
    abstract void run(Operation operation);

    /** Starts a checked call. */
    abstract CollectiveRequest start(Operation operation);

    @Override
    public void allReduce(final BufferView input, final BufferView output, final ReduceOp op) {
        final Operation operation = blocking();
        checks.allReduce(operation.call(), input, output, op);
        run(operation);
    }

    @Override
    public CollectiveRequest allReduceAsync(final BufferView input, final BufferView output, final ReduceOp op) {
        final Operation operation = newOperation();
        checks.allReduce(operation.call(), input, output, op);
        return start(operation);
    }

    @Override
    public void reduce(final BufferView input, final BufferView output, final ReduceOp op, final int root) {
        final Operation operation = blocking();
        checks.reduce(operation.call(), input, output, op, root);
        run(operation);
    }

    @Override
    public CollectiveRequest reduceAsync(
            final BufferView input, final BufferView output, final ReduceOp op, final int root) {
        final Operation operation = newOperation();
        checks.reduce(operation.call(), input, output, op, root);
        return start(operation);
    }

    @Override
    public void broadcast(final BufferView input, final BufferView output, final int root) {
        final Operation operation = blocking();
        checks.broadcast(operation.call(), input, output, root);
        run(operation);
    }

    @Override
    public CollectiveRequest broadcastAsync(final BufferView input, final BufferView output, final int root) {
        final Operation operation = newOperation();
        checks.broadcast(operation.call(), input, output, root);
        return start(operation);
    }

    @Override
    public void allGather(final BufferView input, final BufferView output) {
        final Operation operation = blocking();
        checks.allGather(operation.call(), input, output);
        run(operation);
    }

    @Override
    public CollectiveRequest allGatherAsync(final BufferView input, final BufferView output) {
        final Operation operation = newOperation();
        checks.allGather(operation.call(), input, output);
        return start(operation);
    }

    @Override
    public void reduceScatter(final BufferView input, final BufferView output, final ReduceOp op) {
        final Operation operation = blocking();
        checks.reduceScatter(operation.call(), input, output, op);
        run(operation);
    }

    @Override
    public CollectiveRequest reduceScatterAsync(final BufferView input, final BufferView output, final ReduceOp op) {
        final Operation operation = newOperation();
        checks.reduceScatter(operation.call(), input, output, op);
        return start(operation);
    }

    @Override
    public void allToAll(final BufferView input, final BufferView output) {
        final Operation operation = blocking();
        checks.allToAll(operation.call(), input, output);
        run(operation);
    }

    @Override
    public CollectiveRequest allToAllAsync(final BufferView input, final BufferView output) {
        final Operation operation = newOperation();
        checks.allToAll(operation.call(), input, output);
        return start(operation);
    }

    @Override
    public void gather(final BufferView input, final BufferView output, final int root) {
        final Operation operation = blocking();
        checks.gather(operation.call(), input, output, root);
        run(operation);
    }

    @Override
    public CollectiveRequest gatherAsync(final BufferView input, final BufferView output, final int root) {
        final Operation operation = newOperation();
        checks.gather(operation.call(), input, output, root);
        return start(operation);
    }

    @Override
    public void scatter(final BufferView input, final BufferView output, final int root) {
        final Operation operation = blocking();
        checks.scatter(operation.call(), input, output, root);
        run(operation);
    }

    @Override
    public CollectiveRequest scatterAsync(final BufferView input, final BufferView output, final int root) {
        final Operation operation = newOperation();
        checks.scatter(operation.call(), input, output, root);
        return start(operation);
    }

    @Override
    public void barrier() {
        final Operation operation = blocking();
        checks.barrier(operation.call());
        run(operation);
    }

    @Override
    public CollectiveRequest barrierAsync() {
        final Operation operation = newOperation();
        checks.barrier(operation.call());
        return start(operation);
    }

    @Override
    public void send(final BufferView input, final int peer) {
        final Operation operation = blocking();
        checks.send(operation.call(), input, peer);
        run(operation);
    }

    @Override
    public CollectiveRequest sendAsync(final BufferView input, final int peer) {
        final Operation operation = newOperation();
        checks.send(operation.call(), input, peer);
        return start(operation);
    }

    @Override
    public void receive(final BufferView output, final int peer) {
        final Operation operation = blocking();
        checks.receive(operation.call(), output, peer);
        run(operation);
    }

    @Override
    public CollectiveRequest receiveAsync(final BufferView output, final int peer) {
        final Operation operation = newOperation();
        checks.receive(operation.call(), output, peer);
        return start(operation);
    }

    @Override
    public void allGatherV(final BufferView input, final BufferView output, final long[] counts) {
        final Operation operation = blocking();
        checks.allGatherV(operation.call(), input, output, counts);
        run(operation);
    }

    @Override
    public CollectiveRequest allGatherVAsync(final BufferView input, final BufferView output, final long[] counts) {
        final Operation operation = newOperation();
        checks.allGatherV(operation.call(), input, output, counts);
        return start(operation);
    }

    @Override
    public void reduceScatterV(
            final BufferView input, final BufferView output, final ReduceOp op, final long[] counts) {
        final Operation operation = blocking();
        checks.reduceScatterV(operation.call(), input, output, op, counts);
        run(operation);
    }

    @Override
    public CollectiveRequest reduceScatterVAsync(
            final BufferView input, final BufferView output, final ReduceOp op, final long[] counts) {
        final Operation operation = newOperation();
        checks.reduceScatterV(operation.call(), input, output, op, counts);
        return start(operation);
    }

    @Override
    public void gatherV(final BufferView input, final BufferView output, final long[] counts, final int root) {
        final Operation operation = blocking();
        checks.gatherV(operation.call(), input, output, counts, root);
        run(operation);
    }

    @Override
    public CollectiveRequest gatherVAsync(
            final BufferView input, final BufferView output, final long[] counts, final int root) {
        final Operation operation = newOperation();
        checks.gatherV(operation.call(), input, output, counts, root);
        return start(operation);
    }

    @Override
    public void scatterV(final BufferView input, final BufferView output, final long[] counts, final int root) {
        final Operation operation = blocking();
        checks.scatterV(operation.call(), input, output, counts, root);
        run(operation);
    }

    @Override
    public CollectiveRequest scatterVAsync(
            final BufferView input, final BufferView output, final long[] counts, final int root) {
        final Operation operation = newOperation();
        checks.scatterV(operation.call(), input, output, counts, root);
        return start(operation);
    }

    @Override
    public void allToAllV(
            final BufferView input, final BufferView output, final long[] sendCounts, final long[] receiveCounts) {
        final Operation operation = blocking();
        checks.allToAllV(operation.call(), input, output, sendCounts, receiveCounts);
        run(operation);
    }

    @Override
    public CollectiveRequest allToAllVAsync(
            final BufferView input, final BufferView output, final long[] sendCounts, final long[] receiveCounts) {
        final Operation operation = newOperation();
        checks.allToAllV(operation.call(), input, output, sendCounts, receiveCounts);
        return start(operation);
    }
}
