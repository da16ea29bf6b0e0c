// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.TransportException;
import org.jccl.spi.Addresses;
import org.jccl.spi.Candidates;
import org.jccl.spi.Handshake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer that publishes several addresses, of which some are dead or somebody else's. */
@Timeout(60)
class RaceTest {
    private static final Duration WHILE = Duration.ofSeconds(3);

    private static ServerSocket silent() throws IOException {
        return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    }

    private static InetSocketAddress address(final ServerSocket socket) {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** What rank 1 of the job publishes, if it had those addresses. */
    private static Candidates[] with(final Job job, final InetSocketAddress... ofRankOne) {
        final Candidates[] peers = job.peers();
        peers[1] = new Candidates(peers[1].identity(), List.of(ofRankOne));
        return peers;
    }

    private static void assertMeet(final Job job, final Candidates[] peers) {
        final CompletableFuture<Job.Member> second = CompletableFuture.supplyAsync(() -> job.join(1, 1, peers));
        final Job.Member first = job.join(1, 0, peers);
        second.join();
        first.group().abort((byte) 3, "heard");
        Eventually.holds(() -> assertThat(second.join().listener().heard()).containsExactly("aborted 0 3 heard"));
        assertThat(first.listener().heard()).isEmpty();
    }

    @Test
    void shouldNotWaitForAnAddressThatSaysNothing() throws IOException {
        try (Job job = new Job(2);
                ServerSocket dead = silent()) {
            assertMeet(job, with(job, address(dead), job.endpoints.get(1).address()));
            assertThat(dead.accept().getInputStream().readAllBytes())
                    .as("the attempt that lost is closed")
                    .isEqualTo(Handshake.announcement().array());
        }
    }

    /** As on hosts that all have docker's 172.17.0.1 and listen at the same port: the nearest is the dialling rank. */
    @Test
    void shouldNotTakeItselfOrAnotherRankForThePeer() {
        try (Job job = new Job(2);
                Endpoint stranger = Endpoints.open()) {
            assertMeet(
                    job,
                    with(
                            job,
                            job.endpoints.get(0).address(),
                            stranger.address(),
                            job.endpoints.get(1).address()));
        }
    }

    /** The early rank dials several ways at once to a peer that has not joined yet, and must be let in once. */
    @Test
    void shouldJoinAPeerThatComesLateAndIsReachedByEveryAddress() throws Exception {
        try (Job job = new Job(2)) {
            final InetSocketAddress late = job.endpoints.get(1).address();
            final InetSocketAddress alias = new InetSocketAddress("localhost", late.getPort());
            final Candidates[] peers = with(job, late, alias, late);
            final CompletableFuture<Job.Member> first = CompletableFuture.supplyAsync(() -> job.join(1, 0, peers));
            Thread.sleep(600);
            final Job.Member second = job.join(1, 1, peers);
            first.join().group().abort((byte) 3, "heard");
            Eventually.holds(() -> assertThat(second.listener().heard()).containsExactly("aborted 0 3 heard"));
        }
    }

    @Test
    void shouldSayWhatHappenedAtEveryAddress() throws IOException {
        try (Job job = new Job(3);
                ServerSocket dead = silent()) {
            final InetSocketAddress refused = job.endpoints.get(1).address();
            final InetSocketAddress other = job.endpoints.get(2).address();
            job.endpoints.get(1).close();
            final Candidates[] peers = with(job, refused, other, address(dead));
            assertThatThrownBy(() -> job.endpoints
                            .get(0)
                            .join(1, 0, new Candidates[] {peers[0], peers[1]}, new RecordingListener(), WHILE))
                    .isInstanceOf(CollectiveTimeoutException.class)
                    .hasMessageContaining("rank 1 at " + Addresses.text(refused)
                            + " cannot be reached: Connection refused (attempt 5)")
                    .hasMessageContaining(
                            "at " + Addresses.text(other) + " cannot be reached: it is somebody else (attempt 1)")
                    .hasMessageContaining("at " + Addresses.text(address(dead))
                            + " takes connections but does not challenge them as this library does (attempt 1)");
        }
    }

    @Test
    void shouldEndAtOnceWhenNoAddressCanBeThePeers() {
        try (Job job = new Job(3)) {
            final InetSocketAddress refused = job.endpoints.get(1).address();
            final InetSocketAddress other = job.endpoints.get(2).address();
            job.endpoints.get(1).close();
            final Candidates[] all = with(job, refused, other);
            assertThatThrownBy(() -> job.join(1, 0, new Candidates[] {all[0], all[1]}))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("is somebody else");
        }
    }
}
