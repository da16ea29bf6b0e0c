// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jccl.error.CollectiveException;
import org.jccl.spi.Candidates;
import org.jccl.testing.Authority;
import org.jccl.testing.Footprint;
import org.jccl.testing.FuzzSeeds;
import org.jccl.testing.Garbler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A port at which TLS is spoken: who gets in, who does not, and what both are told. */
@Timeout(120)
class TlsPortTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static String[] tls;
    private static String[] anothers;

    private ErrorLog log;

    @BeforeAll
    static void issue() {
        tls = settings(new Authority(folder, "authority").rank("rank"));
        anothers = settings(new Authority(folder, "another").rank("stranger"));
    }

    private static String[] settings(final Map<String, String> given) {
        final List<String> list = new ArrayList<>();
        given.forEach((name, value) -> list.addAll(List.of(name, value)));
        return list.toArray(String[]::new);
    }

    @BeforeEach
    void capture() {
        log = ErrorLog.capture();
    }

    @AfterEach
    void restore() {
        log.close();
    }

    private static void requireTalk(final List<Job.Member> members, final String said) {
        members.get(0).group().send(2, ByteBuffer.wrap(said.getBytes()));
        Eventually.holds(() -> assertThat(members.get(2).listener().heard()).contains("message 0 " + said));
    }

    @Test
    void shouldJoinTalkAndLeave() throws Exception {
        final Footprint before = Footprint.now();
        try (Job job = new Job(5, tls)) {
            for (int communicator = 1; communicator < 4; communicator++) {
                final List<Job.Member> members = job.join(communicator);
                for (int i = 0; i < 100; i++) {
                    requireTalk(members, "words " + i);
                }
                members.forEach(member -> member.group().close());
            }
            log.requireNoErrors();
        }
        before.requireAgain();
    }

    /** Rank 0 dials rank 1; each pair of sentences is what the two say of each other. */
    private void assertStrangers(
            final String[] dialler, final String[] listener, final String saidByDialler, final String logged) {
        try (Endpoint dials = Endpoints.open(dialler);
                Endpoint listens = Endpoints.open(listener)) {
            final Candidates[] peers = {dials.candidates(), listens.candidates()};
            assertThatThrownBy(() -> dials.join(1, 0, peers, new RecordingListener(), PATIENCE))
                    .isInstanceOf(CollectiveException.class)
                    .hasMessageContaining(saidByDialler);
            Eventually.holds(() -> assertThat(log.text()).contains(logged));
        }
    }

    @Test
    void shouldSayOnBothSidesThatOnlyTheListenerSpeaksTls() {
        assertStrangers(
                new String[0],
                tls,
                "it speaks TLS and this side does not: give all ranks JCCL_TLS_CERT",
                "it does not speak TLS, and this side does: give all ranks JCCL_TLS_CERT");
    }

    @Test
    void shouldSayOnBothSidesThatOnlyTheDiallerSpeaksTls() {
        assertStrangers(
                tls,
                new String[0],
                "it does not speak TLS, and this side does",
                "it speaks TLS and this side does not");
    }

    @Test
    void shouldSayOnBothSidesThatTheAuthoritiesDiffer() {
        assertStrangers(
                anothers,
                tls,
                "its certificate (CN=rank) is not signed by a certificate in JCCL_TLS_CA here, but by CN=authority",
                "it refuses this rank's certificate");
    }

    @Test
    void shouldAskForTheTokenInside() throws IOException {
        try (Endpoint dials = Endpoints.open("another token".getBytes(), tls);
                Endpoint listens = Endpoints.open(tls)) {
            final Candidates[] peers = {dials.candidates(), listens.candidates()};
            assertThatThrownBy(() -> dials.join(1, 0, peers, new RecordingListener(), PATIENCE))
                    .hasMessageContaining("another token");
            Eventually.holds(() -> assertThat(log.text()).contains("it has another token"));
        }
    }

    private static byte[] hello() throws NoSuchAlgorithmException, SSLException {
        final SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        final ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        return Arrays.copyOf(hello.array(), hello.position());
    }

    /** Says something that is almost TLS, in two pieces, then goes or stays. */
    private static SocketChannel visit(final InetSocketAddress address, final Garbler garbler) throws Exception {
        final SocketChannel stranger = SocketChannel.open(address);
        try {
            final byte[] bytes = garbler.garble(hello());
            final int cut = garbler.random().nextInt(bytes.length + 1);
            stranger.write(ByteBuffer.wrap(bytes, 0, cut));
            stranger.write(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
            if (!garbler.once(3)) {
                stranger.close();
            }
        } catch (final IOException dropped) {
            stranger.close();
        }
        return stranger;
    }

    @Test
    void shouldServeTheRanksWhateverStrangersSay() throws Exception {
        final Footprint before = Footprint.now();
        final List<SocketChannel> strangers = new ArrayList<>();
        try (Job job = new Job(3, tls)) {
            final List<Job.Member> members = job.join(5);
            FuzzSeeds.each(
                    300,
                    garbler -> strangers.add(visit(job.peers()[garbler.random().nextInt(3)].first(), garbler)));
            requireTalk(members, "after all that");
            job.join(6);
            log.requireNoErrors();
        } finally {
            for (final SocketChannel stranger : strangers) {
                stranger.close();
            }
        }
        before.requireAgain();
    }

    @Test
    void shouldDropWhoStopsInTheMiddleOfItsHello() throws Exception {
        try (Endpoint endpoint = Endpoints.open(tls);
                Caller silent = new Caller(endpoint.address());
                Caller slow = new Caller(endpoint.address())) {
            slow.write(Arrays.copyOf(hello(), 50));
            assertThat(silent.readByte()).isEqualTo(-1);
            assertThat(slow.readByte()).isEqualTo(-1);
        }
        assertThat(log.text()).contains("it said nothing").contains("it did not finish");
    }
}
