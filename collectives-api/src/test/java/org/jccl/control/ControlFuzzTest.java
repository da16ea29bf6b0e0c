// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jccl.error.CollectiveException;
import org.jccl.spi.Candidates;
import org.jccl.spi.Challenge;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;
import org.jccl.testing.Footprint;
import org.jccl.testing.FuzzSeeds;
import org.jccl.testing.Garbler;
import org.jccl.testing.RankThreads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A rank that was let in and then says what it likes. It is rank 0, played by the test; the others are as ever. */
@Timeout(180)
class ControlFuzzTest {
    private static final long IDENTITY = 7;
    private static final int SIZE = 4;
    private static final int GARBLED = 0;
    private static final long FLOOD = 16_000;
    /** Of joining; what a rank says may make others wait for it, but no longer. */
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private ErrorLog log;

    @BeforeEach
    void listen() {
        log = ErrorLog.capture();
    }

    @AfterEach
    void restore() {
        log.close();
    }

    /** One of each kind, as a healthy rank may send them. */
    private static List<byte[]> messages() {
        final ByteBuffer content = ByteBuffer.allocate(100);
        return IntStream.range(0, 2)
                .boxed()
                .flatMap(flooded -> List.of(
                        ControlMessage.heartbeat(),
                        ControlMessage.routed(new ControlMessage.Routed(0, 1, flooded, flooded == 1, content)),
                        ControlMessage.routed(new ControlMessage.Routed(0, 2, 7L + flooded, flooded == 1, content)),
                        ControlMessage.abort(0, (byte) 1, "-1\nthe loss is not a number"),
                        ControlMessage.death(3, "it has not answered for 5 s"),
                        ControlMessage.goodbye(0))
                        .stream())
                .map(ByteBuffer::array)
                .toList();
    }

    @Test
    void shouldHearOfAFailureAndGoOnWhateverARankSays() throws Exception {
        final Footprint before = Footprint.now();
        try (Job job = new Job(SIZE)) {
            FuzzSeeds.each(150, garbler -> {
                final long communicator = garbler.random().nextLong();
                final Candidates[] addresses = job.peers();
                final List<Job.Member> members = RankThreads.run(
                        SIZE,
                        Job.PATIENCE,
                        rank -> rank == GARBLED
                                ? speak(communicator, addresses, garbler)
                                : member(job, communicator, rank, addresses));
                members.stream().filter(member -> member != null).forEach(this::requireSensible);
                log.requireNoErrors();
            });
            requireUseful(job);
        }
        before.requireAgain();
    }

    private static Job.Member member(
            final Job job, final long communicator, final int rank, final Candidates[] addresses) {
        final RecordingListener listener = new RecordingListener();
        try {
            final ControlGroup joined = job.endpoints.get(rank).join(communicator, rank, addresses, listener, DEADLINE);
            final Job.Member member = new Job.Member(joined, listener);
            try (ControlGroup group = joined) {
                // whatever it said, it went in the end, and everyone must have heard of one thing or another
                Eventually.holds(() -> assertThat(member.listener().heard()).isNotEmpty());
                assertThat(group).isNotNull();
            }
            return member;
        } catch (final CollectiveException failedWhileJoining) {
            assertThat(failedWhileJoining.getMessage()).contains("rank ");
            return null;
        }
    }

    private void requireSensible(final Job.Member member) {
        assertThat(member.listener().heard()).allMatch(line -> line.matches("(?s)\\w+ [0-" + (SIZE - 1) + "] ?.*"));
    }

    /** Connects to all who await it, then says it to each, and goes. */
    private static Job.Member speak(final long communicator, final Candidates[] addresses, final Garbler garbler)
            throws IOException {
        final List<Caller> callers = new ArrayList<>();
        for (final int peer : Neighbours.of(GARBLED, SIZE)) {
            final Caller caller = new Caller(addresses[peer].first());
            callers.add(caller);
            caller.greet(new Greeting(Greeting.Purpose.CONTROL, communicator, GARBLED, 0), Endpoints.TOKEN);
        }
        for (final Caller caller : callers) {
            caller.readByte();
        }
        for (final Caller caller : callers) {
            try (caller) {
                caller.write(garbler.garble(messages()));
            } catch (final IOException turnedOut) {
                assertThat(turnedOut.getMessage()).isNotBlank();
            }
        }
        return null;
    }

    private static void requireUseful(final Job job) {
        final List<Job.Member> members = job.join(1);
        members.get(0).group().send(SIZE - 1, ByteBuffer.wrap(new byte[] {'x'}));
        Eventually.holds(
                () -> assertThat(members.get(SIZE - 1).listener().heard()).contains("message 0 x"));
    }

    @Test
    void shouldNotKeepWhatARankThatReadsNothingMakesItForward() throws Exception {
        try (Endpoint endpoint = Endpoints.open("control.silence", "60s");
                ServerSocket two = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Caller zero = new Caller(endpoint.address())) {
            final Candidates[] addresses = {
                endpoint.candidates(),
                endpoint.candidates(),
                new Candidates(IDENTITY, List.of((InetSocketAddress) two.getLocalSocketAddress()))
            };
            zero.greet(new Greeting(Greeting.Purpose.CONTROL, 9, 0, 0), Endpoints.TOKEN);
            final Thread other = new Thread(() -> letIn(two));
            other.start();
            try (ControlGroup group = endpoint.join(9, 1, addresses, new RecordingListener(), Job.PATIENCE)) {
                final long before = usedBytes();
                for (long sequence = 0; sequence < FLOOD; sequence++) {
                    final ByteBuffer content = ByteBuffer.allocate(ControlGroup.MAX_CONTENT_BYTES);
                    zero.write(ControlMessage.routed(new ControlMessage.Routed(0, 2, sequence, true, content))
                            .array());
                }
                assertThat(usedBytes() - before).isLessThan(FLOOD * ControlGroup.MAX_CONTENT_BYTES / 4);
                assertThat(group).isNotNull();
            }
            other.interrupt();
        }
    }

    /** Rank 2: lets rank 1 in and reads nothing more. */
    private static void letIn(final ServerSocket server) {
        try (Socket caller = server.accept()) {
            final ByteBuffer challenge = ByteBuffer.allocate(Handshake.CHALLENGE_BYTES);
            Handshake.writeChallenge(challenge, new Challenge(IDENTITY, new byte[Handshake.NONCE_BYTES]));
            caller.getOutputStream().write(challenge.array());
            caller.getInputStream().readNBytes(Handshake.GREETING_BYTES);
            caller.getOutputStream().write(Handshake.ACCEPTED);
            new CountDownLatch(1).await();
        } catch (final IOException | InterruptedException over) {
            // the test is over
        }
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
