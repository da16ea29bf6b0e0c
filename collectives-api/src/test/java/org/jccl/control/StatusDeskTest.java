// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;
import org.jccl.testing.Footprint;
import org.jccl.testing.FuzzSeeds;
import org.jccl.testing.Garbler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody from outside at a rank's port. */
@Timeout(120)
class StatusDeskTest {
    private static final Greeting GREETING = new Greeting(Greeting.Purpose.STATUS, StatusDesk.ANY_COMMUNICATOR, -1, 0);
    private static final byte[] STATUS = {Question.VERSION, (byte) Question.STATUS.ordinal()};

    private ErrorLog log;

    @BeforeEach
    void capture() {
        log = ErrorLog.capture();
    }

    @AfterEach
    void restore() {
        log.close();
    }

    private static Caller visitor(final Endpoint endpoint) throws IOException {
        final Caller caller = new Caller(endpoint.address());
        caller.greet(GREETING, Endpoints.TOKEN);
        assertThat(caller.readByte()).isEqualTo(Handshake.ACCEPTED);
        return caller;
    }

    /** How it ends and the text, until the desk closes. */
    private static String answer(final Caller caller) throws IOException {
        final StringBuilder text = new StringBuilder();
        for (int next = caller.readByte(); next >= 0; next = caller.readByte()) {
            text.append((char) next);
        }
        assertThat(text.length()).isGreaterThanOrEqualTo(5);
        return (int) text.charAt(0) + " " + text.substring(5);
    }

    private static String asked(final Endpoint endpoint, final byte... question) throws IOException {
        try (Caller caller = visitor(endpoint)) {
            caller.write(question);
            return answer(caller);
        }
    }

    private static Subject saying(final String text) {
        return (question, ready) -> {
            ready.run();
            return () -> text + question + "\n";
        };
    }

    @Test
    void shouldSayWhatEveryCommunicatorAtThePortDoes() throws IOException {
        try (Endpoint endpoint = Endpoints.open()) {
            assertThat(asked(endpoint, STATUS)).isEqualTo("0 ");
            endpoint.show(1, saying("one "));
            endpoint.show(2, saying("two "));
            assertThat(asked(endpoint, STATUS)).isEqualTo("0 one STATUS\ntwo STATUS\n");
            endpoint.hide(1);
            assertThat(asked(endpoint, Question.VERSION, (byte) 1)).isEqualTo("0 two RECORDS\n");
        }
    }

    @Test
    void shouldSayWhatIsKnownWhenTimeIsUp() throws IOException {
        try (Endpoint endpoint = Endpoints.open()) {
            endpoint.show(1, (question, never) -> () -> "half\n");
            endpoint.show(2, saying("whole "));
            assertThat(asked(endpoint, STATUS)).isEqualTo("0 half\nwhole STATUS\n");
        }
    }

    @Test
    void shouldRefuseInASentenceWhatItDoesNotUnderstand() throws IOException {
        try (Endpoint endpoint = Endpoints.open()) {
            assertThat(asked(endpoint, (byte) 9, (byte) 0))
                    .startsWith("1 this job speaks version 1 ")
                    .contains("not 9");
            assertThat(asked(endpoint, Question.VERSION, (byte) 77))
                    .startsWith("1 ")
                    .contains("knows no such question");
        }
    }

    @Test
    void shouldTurnAwayMoreThanAFewAndServeThemLater() throws IOException {
        try (Endpoint endpoint = Endpoints.open()) {
            final List<Caller> waiting = new ArrayList<>();
            for (int i = 0; i < StatusDesk.MOST_VISITS; i++) {
                waiting.add(visitor(endpoint));
            }
            try (Caller tooMany = visitor(endpoint)) {
                assertThat(answer(tooMany)).startsWith("1 4 others are asking at this rank");
            }
            waiting.get(0).write(STATUS);
            assertThat(answer(waiting.get(0))).isEqualTo("0 ");
            assertThat(asked(endpoint, STATUS)).isEqualTo("0 ");
            for (final Caller caller : waiting) {
                caller.close();
            }
        }
    }

    @Test
    void shouldCutAnAnswerThatIsTooLongAtTheEndOfALine() {
        final String line = "x".repeat(999) + "\n";
        final byte[] reply = StatusVisitor.reply(Question.ANSWERED, line.repeat(Question.MOST_BYTES / 1000 + 5));
        assertThat(reply.length - 5).isEqualTo(Question.MOST_BYTES / 1000 * 1000);
        assertThat(new String(reply, StandardCharsets.UTF_8)).endsWith("x\n");
    }

    @Test
    void shouldForgetWhoSaysNothing() throws IOException {
        try (Endpoint endpoint = Endpoints.open();
                Caller silent = visitor(endpoint)) {
            assertThat(silent.readByte()).isEqualTo(-1);
        }
    }

    @Test
    void shouldKnowNobodyWithoutTheToken() throws IOException {
        try (Endpoint endpoint = Endpoints.open();
                Caller stranger = new Caller(endpoint.address())) {
            stranger.greet(GREETING, new byte[] {1});
            assertThat(stranger.readByte()).isEqualTo(Handshake.WRONG_TOKEN);
            assertThat(stranger.readByte()).isEqualTo(-1);
        }
    }

    @Test
    void shouldServeTheNextOneWhateverVisitorsSayAndHoweverTheyGo() throws Exception {
        final Footprint before = Footprint.now();
        final AtomicInteger asked = new AtomicInteger();
        try (Endpoint endpoint = Endpoints.open()) {
            endpoint.show(1, (question, ready) -> {
                if (asked.incrementAndGet() % 2 == 0) {
                    ready.run();
                }
                return () -> "y".repeat(300_000) + "\n";
            });
            FuzzSeeds.each(60, garbler -> visit(endpoint, garbler));
            Eventually.holds(() -> assertThat(served(endpoint)).isTrue());
            log.requireNoErrors();
        }
        before.requireAgain();
    }

    /** Says something, reads little of what it is told, and goes. */
    private static void visit(final Endpoint endpoint, final Garbler garbler) throws IOException {
        try (Caller caller = new Caller(endpoint.address())) {
            caller.greet(GREETING, Endpoints.TOKEN);
            caller.write(garbler.once(3) ? garbler.noise() : garbler.garble(STATUS));
            if (garbler.once(2)) {
                caller.readByte();
            }
        } catch (final IOException dropped) {
            assertThat(dropped.getMessage()).isNotBlank();
        }
    }

    private static boolean served(final Endpoint endpoint) {
        try {
            return asked(endpoint, STATUS).startsWith("0 yyy");
        } catch (final IOException dropped) {
            return false;
        }
    }
}
