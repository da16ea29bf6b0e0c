// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Addresses;
import org.jccl.spi.Candidates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EndpointTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static long controlThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("jccl-control"))
                .count();
    }

    private static long sockets() {
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors.filter(EndpointTest::isSocketOrPoll).count();
        } catch (final IOException cannot) {
            throw new IllegalStateException(cannot);
        }
    }

    private static boolean isSocketOrPoll(final Path descriptor) {
        try {
            final String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:") || target.contains("event");
        } catch (final IOException closedMeanwhile) {
            return false;
        }
    }

    @Test
    void shouldLeaveNoThreadAndNoDescriptorBehind() throws IOException {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "this system has no /proc");
        useEndpoints();
        final long threads = controlThreads();
        final long sockets = sockets();
        for (int i = 0; i < 5; i++) {
            useEndpoints();
        }
        assertThat(controlThreads()).isEqualTo(threads);
        Eventually.holds(() -> assertThat(sockets()).isLessThanOrEqualTo(sockets));
    }

    private static void useEndpoints() throws IOException {
        try (Job job = new Job(5);
                Caller halfOpen = new Caller(job.endpoints.get(2).address())) {
            final List<Job.Member> members = job.join(1);
            job.join(2);
            halfOpen.readNonce();
            members.get(3).group().close();
            job.endpoints.get(4).sever();
        }
    }

    @Test
    void shouldCloseTwiceAndRefuseWorkThen() {
        final Endpoint endpoint = Endpoints.open();
        final Candidates[] peers = {endpoint.candidates()};
        final ControlGroup group = endpoint.join(1, 0, peers, new RecordingListener(), Job.PATIENCE);
        endpoint.close();
        endpoint.close();
        group.close();
        group.abort((byte) 1, "nobody hears");
        group.send(0, ByteBuffer.allocate(1));
        assertThatThrownBy(() -> endpoint.join(2, 0, peers, new RecordingListener(), Job.PATIENCE))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> endpoint.accept(3, (greeting, channel) -> {}))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void shouldSayGoodbyeForItsGroupsWhenItCloses() {
        try (Job job = new Job(3)) {
            final List<Job.Member> members = job.join(1);
            job.endpoints.get(1).close();
            Eventually.holds(() -> assertThat(members.get(0).listener().heard()).containsExactly("left 1"));
            Eventually.holds(() -> assertThat(members.get(2).listener().heard()).containsExactly("left 1"));
        }
    }

    @Test
    void shouldCloseFromWithinAListener() {
        try (Job job = new Job(2)) {
            final Candidates[] peers = job.peers();
            final Endpoint second = job.endpoints.get(1);
            final ControlListener closing = new ControlListener() {
                @Override
                public void peerFailed(final int rank, final String how) {}

                @Override
                public void aborted(final int byRank, final byte kind, final String reason) {}

                @Override
                public void message(final int fromRank, final ByteBuffer content) {
                    second.close();
                }

                @Override
                public void left(final int rank) {}
            };
            final Thread joining = new Thread(() -> second.join(1, 1, peers, closing, Job.PATIENCE));
            joining.start();
            final Job.Member first = job.join(1, 0, peers);
            first.group().send(1, ByteBuffer.allocate(1));
            // whether as a goodbye or as an end: the other one is gone, and its thread with it
            Eventually.holds(() -> assertThat(first.listener().heard()).hasSize(1));
        }
    }

    @Test
    void shouldGoOnWhenAListenerThrows() {
        try (Endpoint endpoint = Endpoints.open()) {
            final RecordingListener heard = new RecordingListener();
            final ControlGroup throwing =
                    endpoint.join(1, 0, new Candidates[] {endpoint.candidates()}, new Throwing(), Job.PATIENCE);
            final ControlGroup sound =
                    endpoint.join(2, 0, new Candidates[] {endpoint.candidates()}, heard, Job.PATIENCE);
            throwing.send(0, ByteBuffer.allocate(1));
            sound.send(0, ByteBuffer.allocate(0));
            Eventually.holds(() -> assertThat(heard.heard()).containsExactly("message 0 "));
        }
    }

    /** A listener with a bug. */
    private static final class Throwing implements ControlListener {
        @Override
        public void peerFailed(final int rank, final String how) {}

        @Override
        public void aborted(final int byRank, final byte kind, final String reason) {}

        @Override
        public void message(final int fromRank, final ByteBuffer content) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void left(final int rank) {}
    }

    @Test
    void shouldServeVersionSixAddresses() throws IOException {
        final InetAddress six = InetAddress.getByName("::1");
        assumeTrue(
                LocalInterface.ofMachine().stream()
                        .anyMatch(one -> one.addresses().contains(six)),
                "this machine has no ::1");
        final ListenAddress where = ListenAddress.towards(Endpoints.settings(), six);
        try (Endpoint first = Endpoint.open(Endpoints.settings(), Endpoints.TOKEN, where);
                Endpoint second = Endpoint.open(Endpoints.settings(), Endpoints.TOKEN, where)) {
            final Candidates[] peers = {first.candidates(), second.candidates()};
            assertThat(Addresses.text(first.address())).startsWith("[0:0:0:0:0:0:0:1");
            final RecordingListener heard = new RecordingListener();
            final Thread joining = new Thread(
                    () -> second.join(1, 1, peers, heard, Job.PATIENCE).send(1, ByteBuffer.allocate(0)));
            joining.start();
            first.join(1, 0, peers, new RecordingListener(), Job.PATIENCE);
            Eventually.holds(() -> assertThat(heard.heard()).containsExactly("message 1 "));
        }
    }

    @Test
    void shouldRefuseASilenceThatWouldBeAnAlarmAtOnce() {
        assertThatThrownBy(() -> Endpoints.open("control.silence", "10ms"))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("10 ms");
    }
}
