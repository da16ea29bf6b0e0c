// SPDX-License-Identifier: Apache-2.0
package org.jccl.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jccl.spi.Handshake;
import org.jccl.spi.IncompatiblePeerException;
import org.jccl.spi.Settings;
import org.jccl.spi.Wire;
import org.jccl.spi.Wiring;
import org.jccl.testing.Authority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TlsWireTest {
    private static final int TOTAL = 3_000_000;

    @TempDir
    static Path folder;

    private static Authority authority;
    private static Map<String, String> rank;
    private static Wiring tls;

    @BeforeAll
    static void issue() {
        authority = new Authority(folder, "authority");
        rank = authority.rank("rank");
        tls = Credentials.wiring(settings(rank));
    }

    private static Settings settings(final Map<String, String> given) {
        return new Settings(given, none -> null, none -> null);
    }

    /** Without the look at its own certificate that a rank takes. */
    private static Wiring unchecked(final Map<String, String> files) {
        try {
            return Credentials.unchecked(
                            PemFile.read("JCCL_TLS_CERT", files.get("tls.cert")),
                            PemFile.read("JCCL_TLS_KEY", files.get("tls.key")),
                            PemFile.read("JCCL_TLS_CA", files.get("tls.ca")))
                    .wiring();
        } catch (final GeneralSecurityException unable) {
            throw new IllegalStateException(unable);
        }
    }

    private static void write(final Wire wire, final Wire reader, final byte[] bytes) throws IOException {
        final ByteBuffer from = ByteBuffer.wrap(bytes);
        while (from.hasRemaining()) {
            wire.write(from);
        }
        final ByteBuffer into = ByteBuffer.allocate(bytes.length);
        while (into.hasRemaining()) {
            reader.read(into);
        }
        assertThat(into.array()).isEqualTo(bytes);
    }

    /** Kernel buffers of 4 KiB: most writes get rid of a part of a record, and what was not taken is offered again. */
    @Test
    void shouldCarryEveryByteInOrderHoweverItIsCut() throws Exception {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final byte[] all = new byte[TOTAL];
        random.nextBytes(all);
        final ByteBuffer read = ByteBuffer.allocateDirect(TOTAL);
        int written = 0;
        try (WirePair pair = WirePair.connect(tls, tls).establish()) {
            while (read.hasRemaining()) {
                written += (int) offer(pair.dialled(), all, written, random);
                read.limit(Math.min(TOTAL, read.position() + 1 + random.nextInt(60_000)));
                final int begin = read.position();
                final int count = pair.accepted().read(read);
                assertThat(count).as("seed %d", seed).isEqualTo(read.position() - begin);
                read.limit(TOTAL);
            }
        }
        final byte[] result = new byte[TOTAL];
        read.flip().get(result);
        assertThat(result).as("seed %d", seed).isEqualTo(all);
    }

    private static long offer(final Wire wire, final byte[] all, final int from, final Random random)
            throws IOException {
        final int length = Math.min(all.length - from, random.nextInt(100_000));
        final int cut = random.nextInt(length + 1);
        final ByteBuffer[] pieces = {ByteBuffer.wrap(all, from, cut), ByteBuffer.wrap(all, from + cut, length - cut)};
        final long taken = wire.write(pieces);
        assertThat(pieces[0].remaining() + pieces[1].remaining()).isEqualTo((int) (length - taken));
        return taken;
    }

    @Test
    void shouldNotHideFromTheSelectorThatMoreHasCome() throws Exception {
        try (WirePair pair = WirePair.connect(tls, tls).establish()) {
            pair.dialled().write(ByteBuffer.wrap(new byte[100]));
            final ByteBuffer few = ByteBuffer.allocate(10);
            while (pair.accepted().read(few) == 0) {
                Thread.onSpinWait();
            }
            assertThat(pair.accepted().hasMore()).isTrue();
            assertThat(pair.accepted().read(ByteBuffer.allocate(100))).isEqualTo(90);
            assertThat(pair.accepted().hasMore()).isFalse();
            assertThat(pair.accepted().read(ByteBuffer.allocate(1))).isZero();
        }
    }

    @Test
    void shouldEndOneDirectionInGoodOrderWhileTheOtherGoesOn() throws Exception {
        try (WirePair pair = WirePair.connect(tls, tls).establish()) {
            pair.dialled().shutdownOutput();
            int count = 0;
            while (count == 0) {
                count = pair.accepted().read(ByteBuffer.allocate(1));
            }
            assertThat(count).isEqualTo(-1);
            write(pair.accepted(), pair.dialled(), "still here".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void shouldTellAConnectionThatWasCutFromOneThatHasEnded() throws Exception {
        try (WirePair pair = WirePair.connect(tls, tls).establish()) {
            // the other way the listener's session tickets, still unread, would have the kernel reset it
            pair.accepted().write(ByteBuffer.wrap(new byte[5]));
            pair.accepted().close();
            final ByteBuffer into = ByteBuffer.allocate(10);
            while (into.position() < 5) {
                pair.dialled().read(into);
            }
            assertThatThrownBy(() -> drain(pair.dialled()))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("without TLS's goodbye");
        }
    }

    private static void drain(final Wire wire) throws IOException {
        while (wire.read(ByteBuffer.allocate(10)) >= 0) {
            Thread.onSpinWait();
        }
    }

    /** Until each side has what it fails with; a client is done before its certificate was judged. */
    private static void assertRefused(final WirePair pair, final String dialler, final String listener) {
        assertFails(() -> talk(pair.dialled(), pair.accepted()), listener);
        assertFails(() -> talk(pair.dialled(), pair.dialled()), dialler);
    }

    private static void talk(final Wire other, final Wire wire) throws IOException {
        while (true) {
            if (wire != other) {
                other.establish();
            }
            if (wire.establish()) {
                wire.read(ByteBuffer.allocate(10));
            }
        }
    }

    private static void assertFails(final ThrowingCallable talk, final String why) {
        assertThatThrownBy(talk).isInstanceOf(IncompatiblePeerException.class).hasMessageContaining(why);
    }

    @Test
    void shouldSayOnBothSidesThatTheDiallersCertificateIsAnotherAuthoritys() throws Exception {
        final Map<String, String> other = new HashMap<>(new Authority(folder, "another").rank("stranger"));
        other.put("tls.ca", rank.get("tls.ca"));
        try (WirePair pair = WirePair.connect(unchecked(other), tls)) {
            assertRefused(
                    pair,
                    "it refuses this rank's certificate",
                    "its certificate (CN=stranger) is not signed by a certificate in JCCL_TLS_CA here, but by CN=another");
        }
    }

    @Test
    void shouldSayOnBothSidesThatTheDiallersCertificateHasExpired() throws Exception {
        final Wiring expired =
                unchecked(authority.rank("late", "-keyalg", "EC", "-startdate", "-9d", "-validity", "2"));
        try (WirePair pair = WirePair.connect(expired, tls)) {
            assertRefused(
                    pair,
                    "it refuses this rank's certificate",
                    "its certificate (CN=late) has expired: CN=late was valid");
        }
    }

    @Test
    void shouldSayOnBothSidesThatTheListenersCertificateHasExpired() throws Exception {
        final Wiring expired = unchecked(authority.rank("old", "-keyalg", "EC", "-startdate", "-9d", "-validity", "2"));
        try (WirePair pair = WirePair.connect(tls, expired)) {
            assertFails(() -> talk(pair.accepted(), pair.dialled()), "its certificate (CN=old) has expired");
            assertFails(() -> talk(pair.accepted(), pair.accepted()), "it refuses this rank's certificate");
        }
    }

    @Test
    void shouldSayThatTheOtherSideSpeaksInTheClearAndTellItSo() throws Exception {
        try (WirePair pair = WirePair.connect(Wiring.PLAIN, tls)) {
            Handshake.announce(pair.dialled());
            assertFails(() -> talk(pair.accepted(), pair.accepted()), "it does not speak TLS, and this side does");
            final ByteBuffer answer = ByteBuffer.allocate(8);
            while (answer.hasRemaining()) {
                pair.dialled().read(answer);
            }
            assertThat(Handshake.isForeign(answer)).isTrue();
            assertThat(Handshake.meaning(answer)).contains("it speaks TLS and this side does not");
        }
    }

    @Test
    void shouldCarryOnWhenOneSideShowsKeysOfAnotherKind() throws Exception {
        final Wiring rsa = Credentials.wiring(settings(authority.rank("rsa", "-keyalg", "RSA")));
        final Wiring edwards = Credentials.wiring(settings(authority.rank("edwards", "-keyalg", "Ed25519")));
        try (WirePair pair = WirePair.connect(rsa, edwards).establish()) {
            write(pair.dialled(), pair.accepted(), new byte[] {1, 2, 3});
        }
    }
}
