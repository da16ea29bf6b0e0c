// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
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
    private final ReentrantLock streamOrder = new ReentrantLock();

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
        streamOrder.lock();
        try {
            takeTurns(operations);
            offer(operations);
        } finally {
            streamOrder.unlock();
        }
    }

    private void takeTurns(final List<Operation> operations) {
        try {
            requireSound();
            operations.forEach(Operation::takeTurns);
            operations.forEach(Operation::holdTurns);
        } catch (final RuntimeException | Error refused) {
            operations.forEach(Operation::withdraw);
            throw refused;
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

    /**
     * Whether nobody is taking turns, after a failure, past which nobody comes any more; whoever does may be held up by a
     * full stream until what is on it has ended. Any thread.
     */
    boolean haveSettled() {
        final boolean settled = streamOrder.tryLock();
        if (settled) {
            streamOrder.unlock();
        }
        return settled;
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
