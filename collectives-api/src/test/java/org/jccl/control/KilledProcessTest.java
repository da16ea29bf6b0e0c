// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import org.jccl.spi.Candidates;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KilledProcessTest {
    /** Rank 1 in a process of its own: joins the rank 0 whose port it is given, then waits to be killed. */
    static final class Victim {
        private Victim() {}

        public static void main(final String[] arguments) throws InterruptedException {
            final Endpoint endpoint = Endpoints.open();
            System.out.println(endpoint.candidates().encode());
            final Candidates[] peers = {Candidates.parse(arguments[0]), endpoint.candidates()};
            final Duration resume = Duration.ofSeconds(Long.parseLong(arguments[1]));
            endpoint.join(1, 1, peers, new RecordingListener(), Job.PATIENCE, resume);
            Thread.sleep(Job.PATIENCE.toMillis());
        }
    }

    /** Also where connections are made anew: its port refuses. */
    @ParameterizedTest
    @ValueSource(longs = {0, 600})
    void shouldHearAtOnceThatAProcessWasKilled(final long resumeSeconds) throws IOException {
        final RecordingListener listener = new RecordingListener();
        try (Endpoint endpoint = Endpoints.open()) {
            final Process victim = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Victim.class.getName(),
                            endpoint.candidates().encode(),
                            Long.toString(resumeSeconds))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader output = victim.inputReader()) {
                final Candidates[] peers = {endpoint.candidates(), Candidates.parse(output.readLine())};
                endpoint.join(1, 0, peers, listener, Job.PATIENCE, Duration.ofSeconds(resumeSeconds));
            } finally {
                victim.destroyForcibly();
            }
            Eventually.holds(() ->
                    assertThat(listener.heard()).singleElement().asString().startsWith("failed 1 its connection"));
        }
    }
}
