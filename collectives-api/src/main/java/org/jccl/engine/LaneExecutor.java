// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jccl.observe.RankReport;
import org.jccl.plan.Layout;

/**
 * The operations of one lane: those that wait, in order, and the slabs under way. Several slabs, of one operation or of
 * several, run at once; on each link and direction an earlier one goes first, which is all the order that the stream of
 * a lane needs. Owned by the domain's owner.
 */
final class LaneExecutor {
    /** Small operations under way at once: what they send is gathered, and leaves together. */
    private static final int SMALL_WINDOW = 16;
    /** In a set of links: every one. */
    private static final long ALL_LINKS = -1;

    private final int window;
    private final Consumer<Operation> onDone;
    private final ArrayDeque<Operation> waiting = new ArrayDeque<>();
    private final Layout layout = new Layout();
    private Activation[] active = new Activation[8];
    private int activeCount;
    private Activation troubled;
    /** Whether a lane could not let all leave at the last flush: peers may wait for just that. */
    private boolean heldBack;

    private long entered;

    /**
     * An executor without operations.
     *
     * @param window how many slabs run at once, but for small ones; bounded on lanes of collectives because each may hold
     *     scratch memory
     */
    LaneExecutor(final int window, final Consumer<Operation> onDone) {
        this.window = window;
        this.onDone = onDone;
    }

    void submit(final Operation operation) {
        waiting.addLast(operation);
        entered++;
    }

    /** How many operations were submitted in all. */
    long entered() {
        return entered;
    }

    /** Adds what is under way, then what waits; see {@link Witness} for who may ask. */
    void describe(final int lane, final List<RankReport.UnderWay> all) {
        Operation previous = null;
        for (int i = 0; i < activeCount; i++) {
            final Operation operation = active[i].operation();
            if (operation != previous) {
                all.add(Witness.describe(lane, operation, active[i]));
            }
            previous = operation;
        }
        for (final Operation operation : waiting) {
            if (operation != previous) {
                all.add(Witness.describe(lane, operation, null));
            }
        }
    }

    boolean isIdle() {
        return activeCount == 0 && waiting.isEmpty();
    }

    /** Whether the next thing to happen may be a device's doing, of which no descriptor tells. */
    boolean watchesDevice() {
        for (int i = 0; i < activeCount; i++) {
            if (active[i].operation().isOnDevice()) {
                return true;
            }
        }
        return !waiting.isEmpty() && waiting.peekFirst().isOnDevice();
    }

    /**
     * One turn of every slab under way.
     *
     * @param patience how often a small operation that is alone may look for messages in vain before others have a turn
     * @param mayNotSend whether all that is left to send stays behind: something more urgent goes
     * @return how many steps moved, or a negative result of {@link Activation#turn}, with {@link #troubled()} set
     */
    int turn(final int patience, final boolean mayNotSend) {
        if (!waiting.isEmpty() && mayBegin(waiting.peekFirst())) {
            begin();
            if (activeCount == 1 && active[0].operation().isAwaited() && !mayNotSend) {
                return rush(patience);
            }
        }
        return turnAll(mayNotSend ? ALL_LINKS : 0);
    }

    /** A small operation is alone: nothing is lost by seeing to it only. */
    private int rush(final int patience) {
        final int work = active[0].rush(patience);
        if (work < 0) {
            troubled = active[0];
            return work;
        }
        heldBack = !active[0].flush();
        return active[0].isDone() ? work + retire() : work;
    }

    private int turnAll(final long notThere) {
        int work = 0;
        long outBusy = notThere;
        long inBusy = 0;
        boolean ended = false;
        for (int i = 0; i < activeCount; i++) {
            final Activation activation = active[i];
            if (activation.isHeldUp(inBusy)) {
                continue;
            }
            final int moved = activation.turn(outBusy, inBusy);
            if (moved < 0) {
                troubled = activation;
                return moved;
            }
            work += moved;
            outBusy |= activation.outPending();
            inBusy |= activation.inPending();
            ended |= activation.hasEnded();
        }
        if (work > 0 || heldBack) {
            flush();
        }
        return ended ? work + retire() : work;
    }

    private void flush() {
        heldBack = false;
        for (int i = 0; i < activeCount; i++) {
            heldBack |= !active[i].flush();
        }
    }

    private boolean mayBegin(final Operation next) {
        return (activeCount < window || next.isSmall() && activeCount < SMALL_WINDOW) && next.mayBegin();
    }

    private void begin() {
        while (!waiting.isEmpty() && mayBegin(waiting.peekFirst())) {
            final Operation operation = waiting.peekFirst();
            if (activeCount == active.length) {
                active = Arrays.copyOf(active, activeCount * 2);
            }
            active[activeCount++] = operation.beginSlab(layout);
            if (!operation.hasSlab()) {
                waiting.removeFirst();
            }
        }
    }

    private int retire() {
        int kept = 0;
        final int before = activeCount;
        for (int i = 0; i < before; i++) {
            final Activation activation = active[i];
            if (!activation.isDone()) {
                active[kept++] = activation;
            } else if (activation.operation().endSlab(activation)) {
                onDone.accept(activation.operation());
            }
        }
        Arrays.fill(active, kept, before, null);
        activeCount = kept;
        return before - kept;
    }

    Activation troubled() {
        return troubled;
    }

    /** The slab that has been under way longest, or null. */
    Activation oldest() {
        return activeCount == 0 ? null : active[0];
    }

    /** The first operation that is not done, or null. */
    Operation oldestOperation() {
        return activeCount > 0 ? active[0].operation() : waiting.peekFirst();
    }

    /** Ends everything: nothing writes to callers' memory any more; {@code onAbandoned} hears of every operation. */
    void abandon(final Consumer<Operation> onAbandoned) {
        for (int i = 0; i < activeCount; i++) {
            active[i].cancel();
        }
        Operation previous = null;
        for (int i = 0; i < activeCount; i++) {
            final Operation operation = active[i].operation();
            if (operation != previous && operation != waiting.peekFirst()) {
                onAbandoned.accept(operation);
            }
            previous = operation;
        }
        Arrays.fill(active, 0, activeCount, null);
        activeCount = 0;
        while (!waiting.isEmpty()) {
            onAbandoned.accept(waiting.removeFirst());
        }
    }
}
