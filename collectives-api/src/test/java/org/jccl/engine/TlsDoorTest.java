// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.ReduceOp;
import org.jccl.bootstrap.StatusVisit;
import org.jccl.control.Question;
import org.jccl.error.TransportException;
import org.jccl.spi.Addresses;
import org.jccl.spi.Settings;
import org.jccl.spi.Wiring;
import org.jccl.testing.Authority;
import org.jccl.tls.Credentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who comes to a job that speaks TLS while it runs: to join it, or to ask what it does. */
@Timeout(120)
class TlsDoorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern LISTENS = Pattern.compile("\"listens\":\"([^\", ]+)");

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    private Path folder;

    private Map<String, String> tls;
    private Communicator first;

    @BeforeEach
    void open() {
        tls = new Authority(folder, "authority").rank("rank");
        first = with(tls, Communicator.builder().rank(0).size(1).set("members", folder.toString()))
                .build();
    }

    @AfterEach
    void close() {
        first.close();
        threads.shutdownNow();
    }

    private static CommunicatorBuilder with(final Map<String, String> settings, final CommunicatorBuilder builder) {
        settings.forEach(builder::set);
        return builder.set("port", "0").set("socket.ifname", "lo").timeout(PATIENCE);
    }

    private CommunicatorBuilder newcomer(final Map<String, String> settings) {
        return with(settings, Communicator.builder().join(folder.toUri().toString()));
    }

    private String ask(final Wiring wiring) {
        final Matcher listens = LISTENS.matcher(first.flightRecord());
        assertThat(listens.find()).isTrue();
        final InetSocketAddress address = Addresses.parse(listens.group(1));
        return StatusVisit.ask(address, wiring, new byte[0], Question.STATUS);
    }

    @Test
    void shouldLetInWhoHasACertificate() throws Exception {
        final Future<Float> sum = threads.submit(() -> {
            try (Communicator joined = newcomer(tls).build()) {
                return sum(joined);
            }
        });
        try (Communicator grown = first.grow(1)) {
            assertThat(sum(grown)).isEqualTo(1);
            assertThat(sum.get()).isEqualTo(1);
        }
    }

    private static float sum(final Communicator communicator) {
        final float[] ranks = {communicator.rank()};
        communicator.allReduce(ranks, ReduceOp.SUM);
        return ranks[0];
    }

    @Test
    void shouldTurnAwayANewcomerWithoutTls() {
        assertThatThrownBy(() -> newcomer(Map.of()).build())
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("this newcomer cannot talk to what listens at 127.0.0.1:")
                .hasMessageContaining("it speaks TLS and this side does not: give all ranks JCCL_TLS_CERT");
    }

    @Test
    void shouldTurnAwayANewcomerOfAnotherAuthority() {
        final Map<String, String> anothers = new Authority(folder, "another").rank("rank");
        assertThatThrownBy(() -> newcomer(anothers).build())
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("is not signed by a certificate in JCCL_TLS_CA here");
    }

    @Test
    void shouldTellWhoHasACertificateWhatItDoes() {
        assertThat(ask(Credentials.wiring(Settings.ofProcess(tls)))).contains("\"name\":\"world\"");
        assertThatThrownBy(() -> ask(Wiring.PLAIN))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("this question cannot talk to what listens at 127.0.0.1:")
                .hasMessageContaining("it speaks TLS");
    }
}
