// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KilledProcessTest {
    /** Rank 1 in a process of its own: joins the rank 0 whose port it is given, then waits to be killed. */
    static final class Victim {
        private Victim() {}

        public static void main(final String[] arguments) throws InterruptedException {
            final Endpoint endpoint = Endpoints.open();
            System.out.println(endpoint.address().getPort());
            final InetSocketAddress[] addresses = {loopback(Integer.parseInt(arguments[0])), endpoint.address()};
            endpoint.join(1, 1, addresses, new RecordingListener(), Job.PATIENCE);
            Thread.sleep(Job.PATIENCE.toMillis());
        }
    }

    private static InetSocketAddress loopback(final int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
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
                            Integer.toString(endpoint.address().getPort()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader output = victim.inputReader()) {
                final InetSocketAddress[] addresses = {endpoint.address(), loopback(Integer.parseInt(output.readLine()))
                };
                endpoint.join(1, 0, addresses, listener, Job.PATIENCE);
            } finally {
                victim.destroyForcibly();
            }
            Eventually.holds(() ->
                    assertThat(listener.heard()).singleElement().asString().startsWith("failed 1 its connection"));
        }
    }
}
