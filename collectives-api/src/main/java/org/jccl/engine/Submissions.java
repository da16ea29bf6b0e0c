// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.jccl.buffer.Memory;

/** Operations on their way from the threads that submit them to the owner of a domain, who alone takes them out. */
final class Submissions {
    private static final int CAPACITY = 4096;

    static {
        // the queue below is Agrona's, and may be the first of it that the process meets
        Memory.openToAgrona();
    }

    private final ProgressDomain domain;
    private final ManyToOneConcurrentArrayQueue<Operation> queue = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    /** Operations that went through the queue and are not done. */
    private final AtomicInteger outstanding = new AtomicInteger();
    /** Held while operations take their places on streams of devices, which are to be in the order of the queue. */
    private final Object streamOrder = new Object();

    Submissions(final ProgressDomain domain) {
        this.domain = domain;
    }

    /** Any thread. */
    void add(final Operation operation) {
        if (operation.isOnDevice()) {
            addInTurn(List.of(operation));
        } else {
            offer(operation);
        }
    }

    /** The operations of a group. Any thread. */
    void add(final List<Operation> operations) {
        if (areOnDevice(operations)) {
            addInTurn(operations);
        } else {
            offer(operations);
        }
    }

    private static boolean areOnDevice(final List<Operation> operations) {
        for (final Operation operation : operations) {
            if (operation.isOnDevice()) {
                return true;
            }
        }
        return false;
    }

    private void addInTurn(final List<Operation> operations) {
        synchronized (streamOrder) {
            try {
                requireSound();
                operations.forEach(Operation::takeTurns);
                operations.forEach(Operation::holdTurns);
            } catch (final RuntimeException | Error refused) {
                operations.forEach(Operation::withdraw);
                throw refused;
            }
            offer(operations);
        }
    }

    private void offer(final List<Operation> operations) {
        for (final Operation operation : operations) {
            offer(operation);
        }
    }

    /** Nobody may come to end what is submitted after the end, and a stream would wait for ever. */
    private void requireSound() {
        final Failure why = domain.failure();
        if (why != null) {
            throw why.toException();
        }
    }

    private void offer(final Operation operation) {
        operation.queue();
        outstanding.incrementAndGet();
        while (!queue.offer(operation)) {
            // so many are queued that somebody must work on them before there is room for one more
            domain.makeRoom();
        }
    }

    /** Lets whoever takes turns now, and is held up by a full stream perhaps, submit what it does. Any thread, after a failure. */
    void awaitLast() {
        synchronized (streamOrder) {
            // nobody comes past the failure any more
        }
    }

    /** The next in order, or null. Owner only. */
    Operation poll() {
        return queue.poll();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** How many went through here and are not done. */
    int outstanding() {
        return outstanding.get();
    }

    /** One of them is. */
    void ended() {
        outstanding.decrementAndGet();
    }
}
