// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;
import org.jccl.spi.Link;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FaultyTransportTest {
    private static final int BYTES = 4_000;

    private final List<Long> alarms = new ArrayList<>();
    private SimulatedNetwork network;
    private long nowNs;
    private long memory;

    @BeforeEach
    void open() {
        network = new SimulatedNetwork(3, new LinkModel(LinkModel.Delivery.PUSH, 100_000, 0, 0, 0, 0), 1);
        memory = Memory.allocate(BYTES);
        for (int i = 0; i < BYTES; i++) {
            Memory.putByte(memory + i, (byte) (i * 13));
        }
    }

    @AfterEach
    void close() {
        network.close();
        Memory.free(memory);
    }

    private Lane lane(final int rank, final int peer, final String plan) {
        final FaultyTransport transport = new FaultyTransport(
                network.transport(rank), rank, 3, FaultPlan.parse(plan), () -> nowNs, alarms::add, () -> {});
        return transport.link(peer).lane(Link.COLLECTIVE);
    }

    private void send(final Lane lane, final long length) {
        assertThat(lane.offer(memory, length)).isEqualTo(length);
        lane.flush();
        network.pass();
    }

    @Test
    void shouldPassEverythingWhenThePlanIsEmpty() {
        send(lane(0, 1, ""), 100);
        assertThat(lane(1, 0, "").peek()).isEqualTo(100);
        assertThat(alarms).isEmpty();
    }

    @Test
    void shouldHoldDelayedBytesUntilTheirTimeAndAskToBeWoken() {
        send(lane(0, 1, "delay=1ms@1"), 100);
        final Lane receiver = lane(1, 0, "delay=1ms@1");
        assertThat(receiver.peek()).isZero();
        assertThat(alarms).containsExactly(1_000_000L);
        nowNs = 999_999;
        assertThat(receiver.peek()).isZero();
        nowNs = 1_000_000;
        assertThat(receiver.peek()).isEqualTo(100);
        assertThat(receiver.peek()).isEqualTo(100);
        assertThat(alarms).hasSize(1);
    }

    @Test
    void shouldLetASlowPeersBytesTakeTheirTime() {
        send(lane(0, 1, "slow=rank0@1K"), 512);
        final Lane receiver = lane(1, 0, "slow=rank0@1K");
        assertThat(receiver.peek()).isEqualTo(512);
        receiver.consume(256);
        assertThat(receiver.peek()).isZero();
        nowNs = 250_000_000;
        assertThat(receiver.peek()).isEqualTo(256);
        assertThat(lane(0, 1, "slow=rank0@1K").peek()).isZero();
    }

    @Test
    void shouldStallBehindTheGivenByteWithoutBreaking() {
        send(lane(0, 1, "stall=rank0@100"), 300);
        final Lane receiver = lane(1, 0, "stall=rank0@100");
        assertThat(receiver.peek()).isEqualTo(100);
        receiver.consume(60);
        assertThat(receiver.receive(memory, 300)).isEqualTo(40);
        nowNs = Long.MAX_VALUE / 2;
        assertThat(receiver.receive(memory + 40, 260)).isZero();
    }

    @Test
    void shouldSeverTheRanksLinksOnBothEnds() {
        final String plan = "sever=rank1@100";
        final Lane sender = lane(0, 1, plan);
        final Lane receiver = lane(1, 0, plan);
        assertThat(sender.offer(memory, 300)).isEqualTo(100);
        sender.flush();
        network.pass();
        assertThat(sender.offer(memory, 300)).isEqualTo(Lane.BROKEN);
        assertThat(sender.peek()).isEqualTo(Lane.BROKEN);
        assertThat(receiver.peek()).isEqualTo(100);
        receiver.consume(100);
        assertThat(receiver.peek()).isEqualTo(Lane.BROKEN);
        assertThat(receiver.claim(8)).isEqualTo(Lane.BROKEN);
        send(lane(0, 2, plan), 300);
    }

    @Test
    void shouldSayWhyTheLinkBroke() {
        final FaultyTransport transport = new FaultyTransport(
                network.transport(0), 0, 3, FaultPlan.parse("sever=rank0@0"), () -> nowNs, alarms::add, () -> {});
        assertThat(transport.link(1).failure()).isNull();
        assertThat(transport.link(1).lane(0).claim(8)).isEqualTo(Lane.BROKEN);
        assertThat(transport.link(1).failure()).isEqualTo("was severed by the fault plan after 0 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 39, 40, 41, 700, 1_999})
    void shouldSpoilOneBitHoweverTheByteTravels(final int position) {
        final Lane sender = lane(0, 1, "seed=5,corrupt=rank0@" + position);
        final SplittableRandom random = new SplittableRandom(position);
        for (int sent = 0; sent < 2_000; ) {
            final int length = Math.min(2_000 - sent, 1 + random.nextInt(200));
            if (random.nextBoolean()) {
                Memory.copy(memory + sent, sender.claim(length), length);
                sender.commit(length);
                sent += length;
            } else {
                sent += (int) sender.offer(memory + sent, length);
            }
        }
        sender.flush();
        network.pass();
        final Lane receiver = lane(1, 0, "");
        assertThat(receiver.receive(memory + 2_000, 2_000)).isEqualTo(2_000);
        for (int i = 0; i < 2_000; i++) {
            final int difference = Memory.getByte(memory + i) ^ Memory.getByte(memory + 2_000 + i);
            assertThat(difference).as("byte %d", i).isEqualTo(i == position ? 1 << 5 : 0);
        }
    }

    @Test
    void shouldGiveTheSameDelaysFromTheSameSeed() {
        assertThat(delays("seed=3,delay=1ms@0.5")).isEqualTo(delays("seed=3,delay=1ms@0.5"));
        assertThat(delays("seed=3,delay=1ms@0.5")).isNotEqualTo(delays("seed=4,delay=1ms@0.5"));
    }

    private List<Long> delays(final String plan) {
        alarms.clear();
        final Lane sender = lane(0, 1, plan);
        final Lane receiver = lane(1, 0, plan);
        final List<Long> seen = new ArrayList<>();
        for (int message = 0; message < 30; message++) {
            send(sender, 10);
            seen.add(receiver.peek());
            nowNs += 10_000_000;
            receiver.consume(receiver.peek());
            receiver.flush();
            network.pass();
        }
        return seen;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dely=1ms@0.1", "delay=1ms", "delay=1ms@2", "sever=2@10M", "slow=rank1@0", "seed=x", "sever"})
    void shouldNameThePartThatIsNotUnderstood(final String part) {
        assertThatThrownBy(() -> FaultPlan.parse("seed=1, " + part))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + part + "'")
                .hasMessageContaining("sever=rank2@10M");
    }
}
