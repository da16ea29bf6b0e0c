// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import org.jccl.spi.Candidates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KilledProcessTest {
    /** Rank 1 in a process of its own: joins the rank 0 whose port it is given, then waits to be killed. */
    static final class Victim {
        private Victim() {}

        public static void main(final String[] arguments) throws InterruptedException {
            final Endpoint endpoint = Endpoints.open();
            System.out.println(endpoint.candidates().encode());
            final Candidates[] peers = {Candidates.parse(arguments[0]), endpoint.candidates()};
            endpoint.join(1, 1, peers, new RecordingListener(), Job.PATIENCE);
            Thread.sleep(Job.PATIENCE.toMillis());
        }
    }

    @Test
    void shouldHearAtOnceThatAProcessWasKilled() throws IOException {
        final RecordingListener listener = new RecordingListener();
        try (Endpoint endpoint = Endpoints.open()) {
            final Process victim = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Victim.class.getName(),
                            endpoint.candidates().encode())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader output = victim.inputReader()) {
                final Candidates[] peers = {endpoint.candidates(), Candidates.parse(output.readLine())};
                endpoint.join(1, 0, peers, listener, Job.PATIENCE);
            } finally {
                victim.destroyForcibly();
            }
            Eventually.holds(() ->
                    assertThat(listener.heard()).singleElement().asString().startsWith("failed 1 its connection"));
        }
    }
}
