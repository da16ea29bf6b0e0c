// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jccl.testing.Footprint;
import org.jccl.testing.FuzzSeeds;
import org.jccl.testing.Stranger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers at the one port, while the ranks that belong there go on. */
@Timeout(120)
class HandshakeFuzzTest {
    private static final int FLOOD = 2_000;

    private ErrorLog log;

    @BeforeEach
    void capture() {
        log = ErrorLog.capture();
    }

    @AfterEach
    void restore() {
        log.close();
    }

    private static void requireTalk(final List<Job.Member> members, final int round) {
        members.get(0).group().send(2, ByteBuffer.wrap(Integer.toString(round).getBytes()));
        Eventually.holds(() -> assertThat(members.get(2).listener().heard()).contains("message 0 " + round));
        assertThat(members.get(1).listener().heard()).isEmpty();
    }

    /** With the token they get past the digest, as anyone does where there is none. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a secret"})
    void shouldServeTheRanksWhateverStrangersSay(final String token) throws Exception {
        final Footprint before = Footprint.now();
        final List<SocketChannel> strangers = new ArrayList<>();
        final AtomicInteger round = new AtomicInteger();
        try (Job job = new Job(3)) {
            final List<Job.Member> members = job.join(5);
            FuzzSeeds.each(1_000, garbler -> {
                strangers.add(
                        Stranger.visit(job.peers()[garbler.random().nextInt(3)].first(), token.getBytes(), garbler));
                if (round.incrementAndGet() % 50 == 0) {
                    requireTalk(members, round.get());
                }
            });
            requireTalk(members, -1);
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
    void shouldLetRanksJoinWhileConnectionsPourInAndHoldABoundedNumber() throws Exception {
        final List<SocketChannel> strangers = Collections.synchronizedList(new ArrayList<>());
        final Footprint before = Footprint.now();
        try (Job job = new Job(3)) {
            final InetSocketAddress address = job.peers()[1].first();
            final Thread flood = new Thread(() -> pour(address, strangers));
            flood.start();
            int communicator = 100;
            while (flood.isAlive()) {
                final List<Job.Member> members = job.join(communicator++);
                requireTalk(members, communicator);
                for (final Job.Member member : members) {
                    member.group().close();
                }
                // this process holds the strangers' own ends too
                assertThat(Footprint.now().descriptors() - before.descriptors() - strangers.size())
                        .isLessThan(FLOOD / 2);
            }
            assertThat(strangers).hasSize(FLOOD);
        } finally {
            for (final SocketChannel stranger : strangers) {
                stranger.close();
            }
        }
        before.requireAgain();
    }

    /** Connections that say nothing, as fast as they can be made. */
    private static void pour(final InetSocketAddress address, final List<SocketChannel> strangers) {
        try {
            for (int i = 0; i < FLOOD; i++) {
                strangers.add(SocketChannel.open(address));
            }
        } catch (final IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
