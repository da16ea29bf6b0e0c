// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jccl.control.Question;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ranks ask each other because somebody asks one of them from outside, over the control plane.
 *
 * <pre>
 *   QUESTION  number 4, question 1
 *   PART      number 4, see Letter
 * </pre>
 *
 * Confined to the control thread.
 */
final class Surveys {
    private static final Logger LOG = LoggerFactory.getLogger(Surveys.class);
    private static final byte QUESTION = 4;
    private static final byte PART = 5;
    /** So that what is answered at once fits into what a rank in between holds back for a slow reader. */
    private static final int MOST_STATUS = 128;

    private static final int MOST_RECORDS = 8;

    private final String who;
    private final int rank;
    private final int size;
    private final BiConsumer<Integer, ByteBuffer> control;
    private final Function<Question, byte[]> answers;
    private final BitSet gone = new BitSet();
    private final Map<Integer, Survey> open = new HashMap<>();
    private int latest;

    /**
     * Nobody has asked yet.
     *
     * @param who what begins a line of the log
     * @param control sends a message to a rank
     * @param answers what this rank has to say
     */
    Surveys(
            final String who,
            final int rank,
            final int size,
            final BiConsumer<Integer, ByteBuffer> control,
            final Function<Question, byte[]> answers) {
        this.who = who;
        this.rank = rank;
        this.size = size;
        this.control = control;
        this.answers = answers;
    }

    static boolean isFor(final ByteBuffer content) {
        return content.hasRemaining()
                && (content.get(content.position()) == QUESTION || content.get(content.position()) == PART);
    }

    /** Asks all ranks; returns the number to {@link #end} it by. */
    int begin(final Question question, final Runnable ready) {
        final int number = ++latest;
        final Survey survey =
                new Survey(rank, size, atOnce(question), gone, peer -> ask(peer, number, question), ready);
        open.put(number, survey);
        survey.begin(answers.apply(question));
        return number;
    }

    private static int atOnce(final Question question) {
        return question == Question.STATUS ? MOST_STATUS : MOST_RECORDS;
    }

    private void ask(final int peer, final int number, final Question question) {
        control.accept(
                peer,
                ByteBuffer.allocate(1 + Integer.BYTES + 1)
                        .put(QUESTION)
                        .putInt(number)
                        .put((byte) question.ordinal())
                        .flip());
    }

    private static Question question(final byte place) {
        final Question question = Question.at(place);
        if (question == null) {
            throw new IllegalArgumentException("question " + place);
        }
        return question;
    }

    /** What has been answered by now, by rank; what comes later is not heard. */
    Map<Integer, byte[]> end(final int number) {
        return open.remove(number).answers();
    }

    /** A rank died, left, or was given up. */
    void gone(final int who) {
        gone.set(who);
        Map.copyOf(open).values().forEach(survey -> survey.without(who));
    }

    /** A message came; what cannot be read is logged and dropped. */
    void message(final int from, final ByteBuffer content) {
        try {
            final byte type = content.get();
            final int number = content.getInt();
            if (type == QUESTION) {
                final Question question = question(content.get());
                Letter.send(PART, number, answers.apply(question), part -> control.accept(from, part));
            } else if (open.containsKey(number)) {
                open.get(number).part(from, content);
            }
        } catch (final BufferUnderflowException | IllegalArgumentException unreadable) {
            LOG.warn("{}: rank {} sent a control message that cannot be read: {}", who, from, unreadable.toString());
        }
    }
}
