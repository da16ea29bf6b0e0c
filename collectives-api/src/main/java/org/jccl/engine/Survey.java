// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/** One question that all ranks are asked, a few at a time. Confined to the control thread. */
final class Survey {
    /** More than any record has. */
    private static final int MOST_PARTS = 128;

    private final int rank;
    private final int size;
    private final int atOnce;
    private final IntConsumer ask;
    private final Runnable ready;
    private final Map<Integer, byte[]> answers = new TreeMap<>();
    private final Map<Integer, Letter> letters = new TreeMap<>();
    private final BitSet gone;
    private int next;
    private boolean over;

    /**
     * Nobody is asked yet.
     *
     * @param atOnce how many may be about to answer
     * @param gone ranks that will not answer
     * @param ask asks one rank
     * @param ready to be run once, when all have answered or gone
     */
    Survey(
            final int rank,
            final int size,
            final int atOnce,
            final BitSet gone,
            final IntConsumer ask,
            final Runnable ready) {
        this.rank = rank;
        this.size = size;
        this.atOnce = atOnce;
        this.gone = gone;
        this.ask = ask;
        this.ready = ready;
    }

    /** Takes this rank's own answer, and asks the others. */
    void begin(final byte[] mine) {
        answers.put(rank, mine);
        proceed();
    }

    private void proceed() {
        while (next < size && letters.size() < atOnce) {
            if (next != rank && !gone.get(next)) {
                letters.put(next, new Letter(MOST_PARTS));
                ask.accept(next);
            }
            next++;
        }
        if (!over && next == size && letters.isEmpty()) {
            over = true;
            ready.run();
        }
    }

    /**
     * A part of an answer has come.
     *
     * @throws IllegalArgumentException if it cannot be one
     */
    void part(final int from, final ByteBuffer content) {
        final Letter letter = letters.get(from);
        if (letter == null) {
            throw new IllegalArgumentException("it was not asked, or has answered");
        }
        letter.add(content);
        if (letter.isWhole()) {
            letters.remove(from);
            answers.put(from, letter.bytes());
            proceed();
        }
    }

    /** That rank will not answer any more; {@code gone} says so already. */
    void without(final int who) {
        if (letters.remove(who) != null) {
            proceed();
        }
    }

    /** By rank, of those who have answered. */
    Map<Integer, byte[]> answers() {
        return answers;
    }
}
