// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jccl.observe.RankReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ranks ask and tell each other, over the control plane, while something stands still.
 *
 * <pre>
 *   ASK                                             what are you doing?
 *   ANSWER    report                                see RankReport
 *   WAITING   lane 1, sequence 8, fingerprint 8, place     I wait for you in this
 * </pre>
 *
 * Asking and reading answers is the domain owner's; messages come on the control thread.
 */
final class Inquiries {
    private static final Logger LOG = LoggerFactory.getLogger(Inquiries.class);
    private static final byte ASK = 1;
    private static final byte ANSWER = 2;
    private static final byte WAITING = 3;

    private final String who;
    private final int rank;
    private final int size;
    private final BiConsumer<Integer, ByteBuffer> control;
    private final Map<Integer, RankReport> answers = new ConcurrentHashMap<>();
    private volatile Hearer hearer;

    /** Who is told. On the control thread. */
    interface Hearer {
        /** What this rank is doing. */
        RankReport report();

        /** A question was answered. */
        void answered();

        /** A peer waits for this rank. */
        void waitedFor(Notice notice);
    }

    /** That a peer waits, in an operation, for this rank. */
    record Notice(int peer, int lane, long sequence, long fingerprint, String place) {}

    /**
     * Nobody is asked yet.
     *
     * @param who what begins a line of the log
     * @param control sends a message to a rank
     */
    Inquiries(final String who, final int rank, final int size, final BiConsumer<Integer, ByteBuffer> control) {
        this.who = who;
        this.rank = rank;
        this.size = size;
        this.control = control;
    }

    void hear(final Hearer newHearer) {
        hearer = newHearer;
    }

    /** Asks all other ranks; earlier answers are forgotten. */
    void askAll() {
        answers.clear();
        for (int peer = 0; peer < size; peer++) {
            ask(peer);
        }
    }

    /** Asks one rank. */
    void ask(final int peer) {
        if (peer != rank) {
            answers.remove(peer);
            control.accept(peer, ByteBuffer.wrap(new byte[] {ASK}));
        }
    }

    boolean allAnswered() {
        return answers.size() >= size - 1;
    }

    /** A rank's answer, or null if there is none yet. */
    RankReport answer(final int peer) {
        return answers.get(peer);
    }

    Map<Integer, RankReport> answers() {
        return Map.copyOf(answers);
    }

    /** Tells a peer that this rank waits for it. */
    void announce(final int peer, final RankReport.UnderWay operation, final String place) {
        final byte[] text = place.getBytes(StandardCharsets.UTF_8);
        control.accept(
                peer,
                ByteBuffer.allocate(1 + 1 + Long.BYTES + Long.BYTES + text.length)
                        .put(WAITING)
                        .put((byte) operation.lane())
                        .putLong(operation.sequence())
                        .putLong(operation.fingerprint())
                        .put(text)
                        .flip());
    }

    /** A message came; what cannot be read is logged and dropped. */
    void message(final int from, final ByteBuffer content) {
        final Hearer told = hearer;
        if (told == null || !content.hasRemaining()) {
            return;
        }
        try {
            switch (content.get()) {
                case ASK -> answer(from, told.report());
                case ANSWER -> answered(from, content, told);
                case WAITING -> told.waitedFor(notice(from, content));
                default -> throw new IOException("its type is unknown");
            }
        } catch (final IOException | RuntimeException unreadable) {
            LOG.warn("{}: rank {} sent a control message that cannot be read: {}", who, from, unreadable.toString());
        }
    }

    private void answer(final int peer, final RankReport report) {
        final byte[] encoded = report.encode();
        control.accept(
                peer,
                ByteBuffer.allocate(1 + encoded.length).put(ANSWER).put(encoded).flip());
    }

    private void answered(final int from, final ByteBuffer content, final Hearer told) throws IOException {
        final byte[] encoded = new byte[content.remaining()];
        content.get(encoded);
        answers.put(from, RankReport.decode(encoded));
        told.answered();
    }

    private static Notice notice(final int from, final ByteBuffer content) {
        return new Notice(
                from,
                content.get(),
                content.getLong(),
                content.getLong(),
                StandardCharsets.UTF_8.decode(content).toString());
    }
}
