// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jccl.spi.Candidates;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SilenceTest {
    @Test
    void shouldGiveUpANeighbourThatSaysNothing() throws IOException {
        final RecordingListener listener = new RecordingListener();
        try (Endpoint endpoint = Endpoints.open("control.silence", "300ms");
                Caller mute = new Caller(endpoint.address())) {
            mute.greet(new Greeting(Greeting.Purpose.CONTROL, 1, 0, 0), Endpoints.TOKEN);
            final Candidates[] peers = {endpoint.candidates(), endpoint.candidates()};
            endpoint.join(1, 1, peers, listener, Job.PATIENCE);
            assertThat(mute.readByte()).isEqualTo(Handshake.ACCEPTED);
            Eventually.holds(
                    () -> assertThat(listener.heard()).containsExactly("failed 0 it has not answered for 300 ms"));
        }
    }

    @Test
    void shouldGiveUpANeighbourThatTalksNonsense() throws IOException {
        final RecordingListener listener = new RecordingListener();
        try (Endpoint endpoint = Endpoints.open();
                Caller confused = new Caller(endpoint.address())) {
            confused.greet(new Greeting(Greeting.Purpose.CONTROL, 1, 0, 0), Endpoints.TOKEN);
            final Candidates[] peers = {endpoint.candidates(), endpoint.candidates()};
            endpoint.join(1, 1, peers, listener, Job.PATIENCE);
            confused.write(new byte[] {0x7F, 0, 0, 0, 1, 2, 3});
            Eventually.holds(() -> assertThat(listener.heard())
                    .containsExactly("failed 0 it sent a control message that makes no sense (length 2130706432)"));
        }
    }

    @Test
    void shouldHearThatTheOthersHaveGivenItUp() throws IOException {
        final RecordingListener listener = new RecordingListener();
        try (Endpoint endpoint = Endpoints.open()) {
            try (Caller judge = new Caller(endpoint.address())) {
                judge.greet(new Greeting(Greeting.Purpose.CONTROL, 1, 0, 0), Endpoints.TOKEN);
                final Candidates[] peers = {endpoint.candidates(), endpoint.candidates()};
                endpoint.join(1, 1, peers, listener, Job.PATIENCE);
                judge.write(
                        ControlMessage.death(1, "it has not answered for 5 s").array());
            }
            // the end of the connection that follows is no death of the judge
            Eventually.holds(
                    () -> assertThat(listener.heard()).containsExactly("failed 1 it has not answered for 5 s"));
        }
        assertThat(listener.heard()).hasSize(1);
    }

    @Test
    void shouldNotCountTimeInWhichThisThreadDidNotRun() {
        final AtomicLong wallNs = new AtomicLong(1_000);
        final RunningClock clock = new RunningClock(wallNs::get, 100);
        wallNs.addAndGet(60);
        clock.advance();
        assertThat(clock.nowNs()).isEqualTo(60);
        wallNs.addAndGet(1_000_000);
        clock.advance();
        assertThat(clock.nowNs()).isEqualTo(160);
    }
}
