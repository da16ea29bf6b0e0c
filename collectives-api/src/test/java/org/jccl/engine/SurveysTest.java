// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jccl.control.Question;
import org.jccl.testing.FuzzSeeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SurveysTest {
    private static final int SIZE = 4;
    private static final byte[] LONG = new byte[10_000];

    private final List<Sent> sent = new ArrayList<>();
    private final Surveys surveys = surveys(0);
    private final AtomicInteger ready = new AtomicInteger();

    private record Sent(int to, ByteBuffer content) {}

    private Surveys surveys(final int rank) {
        return new Surveys(
                "'world' on rank " + rank,
                rank,
                SIZE,
                (to, content) -> sent.add(new Sent(to, content.duplicate())),
                question -> LONG.clone());
    }

    /** Has that rank hear what it was sent, and returns what it says. */
    private List<ByteBuffer> answers(final int rank) {
        final List<Sent> questions =
                sent.stream().filter(each -> each.to() == rank).toList();
        sent.clear();
        questions.forEach(each -> surveys(rank).message(0, each.content()));
        final List<ByteBuffer> parts = sent.stream().map(Sent::content).toList();
        sent.clear();
        return parts;
    }

    @Test
    void shouldAskAllAndBeReadyWhenAllHaveAnsweredOrGone() {
        final int number = surveys.begin(Question.STATUS, ready::incrementAndGet);
        assertThat(sent).extracting(Sent::to).containsExactly(1, 2, 3);
        final List<Sent> questions = List.copyOf(sent);
        for (final int rank : new int[] {2, 1}) {
            sent.clear();
            sent.addAll(questions);
            answers(rank).forEach(part -> surveys.message(rank, part));
        }
        assertThat(ready).hasValue(0);
        surveys.gone(3);
        assertThat(ready).hasValue(1);
        final Map<Integer, byte[]> answers = surveys.end(number);
        assertThat(answers).containsOnlyKeys(0, 1, 2);
        assertThat(answers.get(2)).hasSize(LONG.length);
    }

    @Test
    void shouldNotHearWhatComesTooLateTwiceOrUnasked() {
        final int number = surveys.begin(Question.STATUS, ready::incrementAndGet);
        final List<ByteBuffer> parts = answers(1);
        parts.forEach(part -> surveys.message(1, part.duplicate()));
        parts.forEach(part -> surveys.message(1, part.duplicate()));
        final Map<Integer, byte[]> answers = surveys.end(number);
        assertThat(answers).containsOnlyKeys(0, 1);
        assertThat(answers.get(1)).hasSize(LONG.length);
        parts.forEach(part -> surveys.message(2, part.duplicate()));
        assertThat(ready).hasValue(0);
    }

    @Test
    void shouldReadOrDropWhateverRanksSay() {
        surveys.begin(Question.RECORDS, ready::incrementAndGet);
        final List<byte[]> right = new ArrayList<>();
        right.add(sent.get(0).content().duplicate().array());
        answers(1).forEach(part -> right.add(part.array()));
        FuzzSeeds.each(500, garbler -> {
            final Surveys asking = surveys(0);
            final int number = asking.begin(Question.RECORDS, ready::incrementAndGet);
            for (final byte[] message : right) {
                asking.message(garbler.random().nextInt(SIZE), ByteBuffer.wrap(garbler.garble(message)));
            }
            assertThat(asking.end(number)).containsKey(0);
            sent.clear();
        });
    }
}
