// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jccl.buffer.Memory;
import org.jccl.control.Endpoint;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Addresses;
import org.jccl.spi.Candidates;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;
import org.jccl.spi.Lane;
import org.jccl.spi.Link;
import org.jccl.spi.Settings;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;
import org.jccl.spi.Waiter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a rank gets, or does not get, its connection to another that the test plays. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SetUpTest {
    private static final long COMMUNICATOR = 0x1234_5678_9ABCL;

    private ScriptedPeer peer;
    private Waiter waiter;
    private Endpoint listener;
    private Transport transport;

    @BeforeEach
    void listen() throws Exception {
        peer = new ScriptedPeer();
        waiter = new Waiter();
        listener = Loopback.listen("");
    }

    @AfterEach
    void close() throws Exception {
        if (transport != null) {
            transport.close();
        }
        listener.close();
        waiter.close();
        peer.close();
    }

    @Test
    void shouldSayWhoItIsAndWhatForWhenItConnects() throws Exception {
        open(30, peer.candidates()).link(1).lane(Link.URGENT);
        assertThat(peer.greeted()).isEqualTo(new Greeting(Greeting.Purpose.DATA, COMMUNICATOR, 0, Link.URGENT));
    }

    @Test
    void shouldLeaveBytesThatComeRightBehindTheVerdictToTheLane() throws Exception {
        final Lane lane = open(30, peer.candidates()).link(1).lane(0);
        peer.greeted();
        peer.write(Handshake.ACCEPTED, (byte) 10, (byte) 20, (byte) 30);
        while (lane.peek() < 3) {
            Thread.onSpinWait();
        }
        assertThat(Memory.getByte(lane.peeked())).isEqualTo((byte) 10);
        assertThat(Memory.getByte(lane.peeked() + 2)).isEqualTo((byte) 30);
    }

    @Test
    void shouldSendWhatWasClaimedBeforeTheConnectionWasOpen() throws Exception {
        final Lane lane = open(30, peer.candidates()).link(1).lane(0);
        Memory.putLong(lane.claim(8), 0x0807060504030201L);
        lane.commit(8);
        assertThat(lane.flush()).isFalse();
        assertThat(lane.offer(lane.peeked(), 8)).isZero();
        peer.greeted();
        peer.write(Handshake.ACCEPTED);
        while (!lane.flush()) {
            Thread.onSpinWait();
        }
        assertThat(peer.read(8)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void shouldTryAgainWhenThePeerDoesNotKnowTheCommunicatorYet() throws Exception {
        final Lane lane = open(30, peer.candidates()).link(1).lane(0);
        peer.greeted();
        peer.write(Handshake.UNKNOWN_COMMUNICATOR);
        peer.hangUp();
        peer.greeted();
        peer.hangUp();
        peer.greeted();
        peer.write(Handshake.ACCEPTED, (byte) 1);
        while (lane.peek() == 0) {
            Thread.onSpinWait();
        }
        assertThat(lane.peek()).isEqualTo(1);
    }

    @Test
    void shouldSayThatThePeerHasAnotherSecret() throws Exception {
        final Link link = open(30, peer.candidates()).link(1);
        link.lane(0);
        peer.greeted();
        peer.write(Handshake.WRONG_TOKEN);
        assertThat(failureOf(link)).contains("secret");
    }

    @Test
    void shouldSayThatSomethingElseListensThere() throws Exception {
        final Link link = open(30, peer.candidates()).link(1);
        link.lane(0);
        peer.accept();
        peer.write("SSH-2.0-OpenSSH_9.2 and more\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(failureOf(link))
                .contains("it speaks another protocol")
                .contains(Integer.toString(peer.address().getPort()));
    }

    @Test
    void shouldSayWhereNobodyAnsweredAndWhy() throws Exception {
        final Candidates nobody = peer.candidates();
        peer.close();
        final Link link = open(1, nobody).link(1);
        link.lane(0);
        assertThat(failureOf(link))
                .startsWith("did not answer within 1 s (" + nobody + ": ")
                .contains("refused");
    }

    @Test
    void shouldSayThatThePeerNeverFinishedTheHandshake() throws Exception {
        final Link link = open(1, peer.candidates()).link(1);
        link.lane(0);
        peer.greeted();
        assertThat(failureOf(link)).contains("within 1 s (" + peer.candidates() + ": no answer)");
    }

    @Test
    void shouldSayThatThePeerHungUpOnceAllItSentIsRead() throws Exception {
        final Link link = open(30, peer.candidates()).link(1);
        final Lane lane = link.lane(0);
        peer.greeted();
        peer.write(Handshake.ACCEPTED, (byte) 1, (byte) 2);
        peer.hangUp();
        while (lane.peek() == 0) {
            Thread.onSpinWait();
        }
        while (!lane.hasEnded()) {
            assertThat(lane.peek()).isEqualTo(2);
        }
        lane.consume(2);
        assertThat(failureOf(link)).isEqualTo("closed its connection");
        assertThat(lane.claim(8)).isEqualTo(Lane.BROKEN);
        assertThat(lane.offer(lane.peeked(), 8)).isEqualTo(Lane.BROKEN);
        assertThat(lane.peek()).isEqualTo(Lane.BROKEN);
        assertThat(lane.receive(lane.peeked(), 8)).isEqualTo(Lane.BROKEN);
        assertThat(lane.flush()).isTrue();
    }

    @Test
    void shouldSayThatThePeerResetTheConnection() throws Exception {
        final Link link = open(30, peer.candidates()).link(1);
        final Lane lane = link.lane(0);
        peer.greeted();
        peer.write(Handshake.ACCEPTED, (byte) 1);
        while (lane.peek() == 0) {
            Thread.onSpinWait();
        }
        lane.consume(1);
        peer.reset();
        assertThat(failureOf(link)).startsWith("reset its connection (");
    }

    @Test
    void shouldPassOverSomebodyElseAtAnAddressOfThePeer() throws Exception {
        try (ScriptedPeer namesake = new ScriptedPeer();
                ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            final Candidates candidates =
                    peer.candidates((InetSocketAddress) silent.getLocalSocketAddress(), namesake.address());
            final Lane lane = open(30, candidates).link(1).lane(0);
            namesake.challenge(ScriptedPeer.IDENTITY + 1);
            assertThat(namesake.read(Handshake.GREETING_BYTES))
                    .as("what is said to somebody else: the protocol's name")
                    .isEqualTo(Handshake.announcement().array());
            peer.greeted();
            peer.write(Handshake.ACCEPTED, (byte) 9);
            awaitByte(lane, 9);
            assertThat(silent.accept().getInputStream().readAllBytes())
                    .as("the attempt that lost is closed")
                    .isEqualTo(Handshake.announcement().array());
        }
    }

    @Test
    void shouldBeginOtherLanesWhereThePeerHasAnswered() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            final Link link = open(30, peer.candidates((InetSocketAddress) silent.getLocalSocketAddress()))
                    .link(1);
            link.lane(0);
            silent.accept();
            peer.greeted();
            link.lane(1);
            peer.greeted();
            silent.setSoTimeout(1);
            assertThatThrownBy(silent::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void shouldTryTheOtherAddressesWhenTheOneThatAnsweredFails() throws Exception {
        try (ScriptedPeer again = new ScriptedPeer()) {
            final Lane lane = open(30, again.candidates(peer.address())).link(1).lane(0);
            peer.greeted();
            peer.close();
            again.greeted();
            again.write(Handshake.ACCEPTED, (byte) 3);
            awaitByte(lane, 3);
        }
    }

    @Test
    void shouldSayWhatHappenedAtEveryAddress() throws Exception {
        try (ScriptedPeer namesake = new ScriptedPeer();
                ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            final InetSocketAddress mute = (InetSocketAddress) silent.getLocalSocketAddress();
            final Candidates candidates = peer.candidates(mute, namesake.address());
            peer.close();
            final Link link = open(2, candidates).link(1);
            link.lane(0);
            namesake.challenge(ScriptedPeer.IDENTITY + 1);
            assertThat(failureOf(link))
                    .startsWith("did not answer within 2 s (" + Addresses.text(mute) + ": no answer; "
                            + Addresses.text(namesake.address()) + ": is somebody else; "
                            + Addresses.text(peer.address()) + ": Connection refused");
        }
    }

    @Test
    void shouldEndAtOnceWhenOnlyOthersHaveThePeersAddresses() throws Exception {
        try (ScriptedPeer namesake = new ScriptedPeer()) {
            final Link link = open(30, peer.candidates(namesake.address())).link(1);
            link.lane(0);
            namesake.challenge(ScriptedPeer.IDENTITY + 1);
            peer.challenge(ScriptedPeer.IDENTITY + 2);
            assertThat(failureOf(link))
                    .startsWith("cannot be reached (")
                    .contains("else; ")
                    .endsWith("else)");
        }
    }

    @Test
    void shouldCloseInTimeWhileItIsStillConnecting() throws Exception {
        final Lane lane = open(600, peer.candidates()).link(1).lane(0);
        peer.greeted();
        lane.claim(8);
        lane.commit(8);
        transport.close();
        assertThat(peer.read(1)).isEmpty();
        assertThat(lane.claim(8)).isEqualTo(Lane.BROKEN);
        assertThat(lane.peek()).isEqualTo(Lane.BROKEN);
    }

    @Test
    void shouldTurnAwayTheHigherRanksConnectionOnceItsOwnIsUnderWay() throws Exception {
        final Lane lane = open(30, peer.candidates()).link(1).lane(0);
        try (ScriptedPeer other = new ScriptedPeer()) {
            peer.greeted();
            assertThat(other.dial(listener.address(), from(1))).isEqualTo((int) Handshake.DUPLICATE);
            peer.write(Handshake.ACCEPTED, (byte) 5);
            awaitByte(lane, 5);
            assertThat(other.dial(listener.address(), from(1))).isEqualTo((int) Handshake.DUPLICATE);
        }
    }

    @Test
    void shouldTakeTheHigherRanksConnectionIfItHasNotBegunItself() throws Exception {
        open(30, peer.candidates());
        assertThat(peer.dial(listener.address(), from(1))).isEqualTo((int) Handshake.ACCEPTED);
        peer.write((byte) 6);
        awaitByte(transport.link(1).lane(0), 6);
    }

    @Test
    void shouldTakeTheLowerRanksConnectionAlsoWhenItsOwnIsUnderWay() throws Exception {
        final Lane lane = openAsRankOne().link(0).lane(0);
        try (ScriptedPeer lower = new ScriptedPeer()) {
            peer.greeted();
            assertThat(lower.dial(listener.address(), from(0))).isEqualTo((int) Handshake.ACCEPTED);
            peer.write(Handshake.DUPLICATE);
            lower.write((byte) 7);
            awaitByte(lane, 7);
        }
    }

    @Test
    void shouldWaitForTheLowerRanksConnectionWhenItsOwnIsTurnedAway() throws Exception {
        final Lane lane = openAsRankOne().link(0).lane(0);
        peer.greeted();
        peer.write(Handshake.DUPLICATE);
        assertThat(peer.read(1)).isEmpty();
        assertThat(peer.dial(listener.address(), from(0))).isEqualTo((int) Handshake.ACCEPTED);
        peer.write((byte) 8);
        awaitByte(lane, 8);
    }

    @Test
    void shouldDropAConnectionForALaneThatDoesNotExist() throws Exception {
        open(30, peer.candidates());
        final Greeting greeting = new Greeting(Greeting.Purpose.DATA, COMMUNICATOR, 1, Link.LANES);
        assertThat(peer.dial(listener.address(), greeting)).isEqualTo(-1);
    }

    @Test
    void shouldReachThoseWhoGaveAnAddress() {
        final Transport tcp = open(30, null);
        assertThat(tcp.reaches(0)).isFalse();
        assertThat(tcp.reaches(1)).isFalse();
        assertThat(new String(tcp.address(), StandardCharsets.US_ASCII))
                .isEqualTo(listener.candidates().encode());
    }

    @Test
    void shouldRefuseBuffersTooSmallToWorkWith() {
        assertThatThrownBy(() -> new TcpTransportProvider().open(context(0, 30, Map.of("tcp.read", "100"))))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("tcp.read is 100");
    }

    private static Greeting from(final int rank) {
        return new Greeting(Greeting.Purpose.DATA, COMMUNICATOR, rank, 0);
    }

    private static void awaitByte(final Lane lane, final int value) {
        while (lane.peek() == 0) {
            Thread.onSpinWait();
        }
        assertThat(lane.peek()).isEqualTo(1);
        assertThat(Memory.getByte(lane.peeked())).isEqualTo((byte) value);
    }

    private Transport open(final int timeoutSeconds, final Candidates candidates) {
        transport = new TcpTransportProvider().open(context(0, timeoutSeconds, Map.of()));
        transport.connect(new byte[][] {transport.address(), candidates == null ? null : encoded(candidates)});
        return transport;
    }

    private Transport openAsRankOne() {
        transport = new TcpTransportProvider().open(context(1, 30, Map.of()));
        transport.connect(new byte[][] {encoded(peer.candidates()), transport.address()});
        return transport;
    }

    private static byte[] encoded(final Candidates candidates) {
        return candidates.encode().getBytes(StandardCharsets.US_ASCII);
    }

    private TransportContext context(final int rank, final int timeoutSeconds, final Map<String, String> settings) {
        return new TransportContext(
                rank,
                2,
                () -> COMMUNICATOR,
                "host",
                TimeUnit.SECONDS.toNanos(timeoutSeconds),
                waiter,
                listener,
                Settings.ofProcess(settings),
                () -> 0);
    }

    /** Sleeps as an owner does: the failure must wake it. */
    private String failureOf(final Link link) {
        while (link.lane(0).peek() >= 0) {
            transport.prepareSleep();
            if (link.lane(0).peek() >= 0) {
                waiter.await(TimeUnit.SECONDS.toNanos(59));
            }
            transport.wake();
        }
        return link.failure();
    }
}
