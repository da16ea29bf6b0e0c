// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jccl.CollectiveRequest;

/** Several operations that were submitted as one. */
final class GroupRequest implements CollectiveRequest {
    private List<Operation> operations = new ArrayList<>();
    /** Where it was submitted. */
    private ProgressDomain domain;

    void add(final Operation operation) {
        operations.add(operation);
    }

    /** What to submit; nothing is added any more. */
    GroupRequest bundle(final Bundle.Bundler bundler) {
        operations = Bundle.of(operations, bundler);
        return this;
    }

    void submit(final ProgressDomain to) {
        domain = to;
        to.submit(operations);
    }

    /** Submits them and waits. */
    void run(final ProgressDomain on) {
        on.enqueue(operations);
        await();
    }

    /** The last first: while that is waited for the others are carried out as well, in one go. */
    @Override
    public void await() {
        for (int i = operations.size() - 1; i >= 0; i--) {
            operations.get(i).await();
        }
    }

    @Override
    public boolean await(final Duration timeout) {
        final long begun = System.nanoTime();
        for (final Operation operation : operations) {
            if (!operation.await(timeout.minusNanos(System.nanoTime() - begun))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean isDone() {
        for (final Operation operation : operations) {
            if (!operation.isDone()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public CollectiveRequest restart() {
        for (final Operation operation : operations) {
            operation.requireDone();
        }
        for (final Operation operation : operations) {
            operation.again();
        }
        domain.submit(operations);
        return this;
    }

    @Override
    public CompletableFuture<Void> toCompletableFuture() {
        return CompletableFuture.allOf(
                operations.stream().map(Operation::toCompletableFuture).toArray(CompletableFuture[]::new));
    }
}
