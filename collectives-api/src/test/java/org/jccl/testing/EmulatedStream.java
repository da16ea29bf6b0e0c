// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.CopyEngine;
import org.jccl.buffer.StreamTurn;

/**
 * A stream of an emulated device: work that is done in order, each piece some looks after the one before. Nothing runs by
 * itself, only while somebody looks. Seeded. Any thread.
 */
public final class EmulatedStream implements CopyEngine {
    private static final int LONGEST_WORK_LOOKS = 5;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final EmulatedDevice device;
    private final Random random;
    private final long seed;
    /** Each says whether it is over, and is asked again if not. */
    private final ArrayDeque<BooleanSupplier> work = new ArrayDeque<>();

    private RuntimeException failure;
    private RuntimeException refusal;
    private int room = Integer.MAX_VALUE;
    private int taken;
    private int ended;

    /** A stream with nothing on it. */
    public EmulatedStream(final EmulatedDevice device, final long seed) {
        this.device = device;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** A view of device memory whose operations take their turns here. */
    public BufferView view(final long offsetBytes, final long count, final DataType type) {
        final BufferView plain = device.view(offsetBytes, count, type);
        return plain.wrapDevice(this, plain.address(), count, type, this);
    }

    /** Puts that on the stream; if it throws the stream has failed. */
    public synchronized void run(final Runnable piece) {
        final int[] looks = {random.nextInt(LONGEST_WORK_LOOKS)};
        work.add(() -> {
            if (looks[0]-- > 0) {
                return false;
            }
            piece.run();
            return true;
        });
    }

    /** Puts something on the stream that is over when that says so. */
    public synchronized void run(final BooleanSupplier piece) {
        work.add(piece);
    }

    /** Has every call that wants a turn from now on refused; null for no longer. */
    public synchronized void refuse(final RuntimeException why) {
        refusal = why;
    }

    /** Has calls wait while there are so many pieces of work on it. */
    public synchronized void limit(final int pieces) {
        room = pieces;
    }

    /** Whether calls wait. */
    public synchronized boolean isFull() {
        return work.size() >= room;
    }

    /** Waits until all that was put on it is over. */
    public void synchronize() {
        final long begun = System.nanoTime();
        while (look() > 0) {
            if (System.nanoTime() - begun > DEADLINE.toNanos()) {
                throw new AssertionError(this + " is never over");
            }
            Thread.yield();
        }
    }

    /** Does what can be done now; returns how much is left. */
    private synchronized int look() {
        try {
            while (failure == null && !work.isEmpty() && work.peekFirst().getAsBoolean()) {
                work.removeFirst();
            }
        } catch (final RuntimeException thrown) {
            failure = thrown;
            work.clear();
        }
        return work.size();
    }

    /** How many turns were taken and not ended. */
    public synchronized int turns() {
        return taken - ended;
    }

    @Override
    public synchronized StreamTurn turn() {
        if (refusal != null) {
            throw refusal;
        }
        taken++;
        return new Turn();
    }

    private final class Turn implements StreamTurn {
        private boolean come;
        private boolean over;

        Turn() {
            work.add(() -> {
                come = true;
                return true;
            });
        }

        @Override
        public void hold() {
            while (!heldIfRoom()) {
                look();
                Thread.yield();
            }
        }

        private boolean heldIfRoom() {
            synchronized (EmulatedStream.this) {
                return work.size() < room && work.add(() -> over);
            }
        }

        @Override
        public boolean hasCome() {
            synchronized (EmulatedStream.this) {
                look();
                if (failure != null) {
                    throw failure;
                }
                return come;
            }
        }

        @Override
        public void end() {
            synchronized (EmulatedStream.this) {
                if (over) {
                    throw new AssertionError("the turn was ended before: " + EmulatedStream.this);
                }
                over = true;
                ended++;
            }
        }
    }

    @Override
    public long load(final Object base, final long source, final long address, final long bytes) {
        return device.load(base, source, address, bytes);
    }

    @Override
    public long store(final long address, final Object base, final long destination, final long bytes) {
        return device.store(address, base, destination, bytes);
    }

    @Override
    public boolean isDone(final long ticket) {
        return device.isDone(ticket);
    }

    @Override
    public synchronized String toString() {
        return "stream of seed " + seed + ": " + work.size() + " pieces of work, " + taken + " turns taken, " + ended
                + " ended, failure " + failure;
    }
}
