// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.bootstrap.StatusVisit;
import org.jccl.control.Question;
import org.jccl.spi.Addresses;
import org.jccl.spi.Wiring;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looking into a running job from outside. */
@Timeout(120)
class StatusTest {
    private static final String TOKEN = "a secret";
    private static final Pattern LISTENS = Pattern.compile("\"listens\":\"([^\", ]+)");

    private static String ask(final Communicator communicator, final Question question) {
        final Matcher listens = LISTENS.matcher(communicator.flightRecord());
        assertThat(listens.find()).isTrue();
        return StatusVisit.ask(
                Addresses.parse(listens.group(1)), Wiring.PLAIN, TOKEN.getBytes(StandardCharsets.UTF_8), question);
    }

    @Test
    void shouldTellWhatEveryRankDoesAndForWhomItWaits() {
        final CountDownLatch seen = new CountDownLatch(1);
        Ranks.spawn(3, "local", builder -> builder.set("token", TOKEN), communicator -> {
            communicator.allReduce(new float[5], ReduceOp.SUM);
            if (communicator.rank() == 2) {
                try {
                    awaitBusy(communicator);
                } finally {
                    seen.countDown();
                }
            }
            communicator.allReduce(new float[70_000], ReduceOp.SUM);
            seen.await();
        });
    }

    /** Asks until both others are in the call that this rank has not entered. */
    private static void awaitBusy(final Communicator communicator) {
        String status = "";
        while (!status.contains("\"line\":\"operation\",\"rank\":0")
                || !status.contains("\"line\":\"operation\",\"rank\":1")) {
            status = ask(communicator, Question.STATUS);
        }
        assertThat(status.lines())
                .anyMatch(line -> line.contains("\"name\":\"world\"") && line.contains("\"askedRank\":2,\"size\":3"))
                .anyMatch(line -> line.contains("\"line\":\"rank\",\"rank\":2")
                        && line.contains("\"answered\":true,\"done\":1,")
                        && line.contains("thread 'rank-2' is at "))
                .anyMatch(line -> line.contains("\"line\":\"operation\",\"rank\":0")
                        && line.contains("all_reduce(float32 x 70000, sum")
                        && line.contains("\"waitsFor\":[\"rank "))
                .anyMatch(line -> line.contains("\"line\":\"link\",\"rank\":1") && line.contains("\"by\":\"local\""));
    }

    @Test
    void shouldGatherWhatAllRanksRemember() {
        Ranks.spawn(3, "local", builder -> builder.set("token", TOKEN), communicator -> {
            for (int i = 0; i < 300; i++) {
                communicator.allReduce(new float[5], ReduceOp.SUM);
            }
            if (communicator.rank() == 1) {
                final String records = ask(communicator, Question.RECORDS);
                assertThat(records.lines().filter(line -> line.contains("\"record\":\"jccl flight record\"")))
                        .hasSize(3);
                assertThat(records.lines().filter(line -> line.startsWith("{\"line\":\"record\"")))
                        .hasSize(3)
                        .allMatch(line -> line.endsWith("\"lines\":257}"));
                assertThat(records).startsWith("{\"line\":\"records\",\"name\":\"world\",\"size\":3,\"missing\":[]}");
            }
            communicator.barrier();
        });
    }
}
