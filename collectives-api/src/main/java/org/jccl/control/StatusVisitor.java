// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jccl.spi.Wire;

/** One that asks: exactly one question is read from it, and answered. Confined to the control thread. */
final class StatusVisitor {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int QUESTION_BYTES = 2;
    private static final int HEADER_BYTES = 1 + Integer.BYTES;

    private final StatusDesk desk;
    private final Wire wire;
    private final ControlThread thread;
    private final ByteBuffer question = ByteBuffer.allocate(QUESTION_BYTES);
    private final List<Supplier<String>> findings = new ArrayList<>();
    private SelectionKey key;
    private ByteBuffer answer;
    private int awaited;
    private long deadlineNs;

    StatusVisitor(final StatusDesk desk, final Wire wire, final ControlThread thread) {
        this.desk = desk;
        this.wire = wire;
        this.thread = thread;
    }

    void begin() {
        deadlineNs = thread.nowNs() + PATIENCE_NS;
        guarded(() -> key = thread.register(wire.socket(), SelectionKey.OP_READ, () -> guarded(this::read)));
    }

    private interface Action {
        void run() throws IOException;
    }

    private void guarded(final Action action) {
        try {
            action.run();
        } catch (final IOException gone) {
            end();
        }
    }

    private void read() throws IOException {
        if (wire.read(question) < 0) {
            throw new EOFException();
        }
        if (!question.hasRemaining()) {
            consider(question.get(0), Question.at(question.get(1)));
        }
    }

    private void consider(final byte version, final Question asked) throws IOException {
        if (version != Question.VERSION || asked == null) {
            answer(
                    Question.REFUSED,
                    "this job speaks version " + Question.VERSION + " of the status protocol, not " + version
                            + ", or knows no such question; ask with the jccl of the job's version");
            return;
        }
        // until the answer is there nothing is read, so that who sends more costs nothing
        key.interestOps(0);
        deadlineNs = thread.nowNs() + asked.patienceNs();
        final List<Subject> subjects = desk.subjects();
        awaited = subjects.size() + 1;
        subjects.forEach(subject -> findings.add(subject.ask(asked, this::ready)));
        ready();
    }

    private void ready() {
        awaited--;
        if (awaited == 0) {
            tell();
        }
    }

    private void tell() {
        guarded(() -> {
            final StringBuilder text = new StringBuilder();
            findings().forEach(text::append);
            answer(Question.ANSWERED, text.toString());
        });
    }

    /** All that is known, which ends the search for more. */
    private List<String> findings() {
        final List<Supplier<String>> all = List.copyOf(findings);
        findings.clear();
        return all.stream().map(Supplier::get).toList();
    }

    private void answer(final byte how, final String text) throws IOException {
        deadlineNs = thread.nowNs() + PATIENCE_NS;
        answer = ByteBuffer.wrap(reply(how, text));
        key.attach((Runnable) () -> guarded(this::write));
        write();
    }

    private void write() throws IOException {
        wire.write(answer);
        if (answer.hasRemaining()) {
            key.interestOps(SelectionKey.OP_WRITE);
        } else {
            end();
        }
    }

    /** An answer as it travels. */
    static byte[] reply(final byte how, final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final int length = bounded(bytes);
        return ByteBuffer.allocate(HEADER_BYTES + length)
                .put(how)
                .putInt(length)
                .put(bytes, 0, length)
                .array();
    }

    private static int bounded(final byte[] text) {
        int length = Math.min(text.length, Question.MOST_BYTES);
        while (length < text.length && length > 0 && text[length - 1] != '\n') {
            length--;
        }
        return length;
    }

    void tick(final long nowNs) {
        if (nowNs - deadlineNs < 0) {
            return;
        }
        if (answer == null && !findings.isEmpty()) {
            awaited = 0;
            tell();
        } else {
            end();
        }
    }

    private void end() {
        findings();
        Sockets.close(wire);
        desk.gone(this);
    }
}
