// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.jccl.buffer.Memory;
import org.jccl.simulate.LinkModel.Delivery;
import org.jccl.spi.Lane;
import org.jccl.spi.Link;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimulatedNetworkTest {
    private static final int BYTES = 20_000;

    private long source;
    private long destination;

    @BeforeEach
    void fill() {
        source = Memory.allocate(BYTES);
        destination = Memory.allocate(BYTES);
        for (int i = 0; i < BYTES; i++) {
            Memory.putByte(source + i, (byte) (i * 31 >>> 3));
        }
    }

    @AfterEach
    void free() {
        Memory.free(source);
        Memory.free(destination);
    }

    @Test
    void shouldDeliverEveryStreamUnderEveryModel() {
        for (long seed = 0; seed < 2_000; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final LinkModel model = LinkModel.random(random);
            try (SimulatedNetwork network = new SimulatedNetwork(2, model, seed)) {
                final int total = 1 + random.nextInt(model.bufferBytes() < 100 ? 3_000 : BYTES);
                final StreamUse use = new StreamUse(network, source, destination, total, random);
                Memory.fill(destination, BYTES, (byte) 0);
                while (!use.isDone()) {
                    use.step();
                    if (!network.pass() && use.isStuck()) {
                        throw new AssertionError("seed " + seed + " is stuck " + network.describe());
                    }
                }
                for (int i = 0; i < total; i++) {
                    if (Memory.getByte(destination + i) != Memory.getByte(source + i)) {
                        throw new AssertionError("seed " + seed + ", byte " + i + " " + network.describe());
                    }
                }
            } catch (final IllegalStateException misuse) {
                throw new AssertionError("seed " + seed, misuse);
            }
        }
    }

    @Test
    void shouldRepeatARunFromItsSeed() {
        assertThat(endOf(17)).isEqualTo(endOf(17));
        assertThat(endOf(17)).isNotEqualTo(endOf(18));
    }

    private String endOf(final long seed) {
        final LinkModel model = new LinkModel(Delivery.PUSH, 100, 5_000, 0.5, 0.2, 0.05);
        try (SimulatedNetwork network = new SimulatedNetwork(2, model, seed)) {
            final StreamUse use = new StreamUse(network, source, destination, 2_000, new SplittableRandom(seed));
            while (!use.isDone()) {
                use.step();
                network.pass();
            }
            return network.describe();
        }
    }

    @Test
    void shouldAcceptNothingWithoutABufferUntilTheReceiverLooks() {
        try (SimulatedNetwork network = new SimulatedNetwork(2, model(Delivery.PUSH, 0), 1)) {
            final Lane sender = lane(network, 0, 1);
            assertThat(sender.offer(source, 1_000)).isZero();
            assertThat(sender.claim(32)).isZero();
            lane(network, 1, 0).peek();
            assertThat(sender.offer(source, 1_000)).isEqualTo(SimulatedStream.LOOK_BYTES);
            assertThat(sender.offer(source, 1_000)).isZero();
        }
    }

    @Test
    void shouldHoldBackWhatWasNotFlushed() {
        try (SimulatedNetwork network = new SimulatedNetwork(2, model(Delivery.PUSH, 1_000), 1)) {
            final Lane sender = lane(network, 0, 1);
            assertThat(sender.offer(source, 10)).isEqualTo(10);
            assertThat(network.pass()).isFalse();
            sender.flush();
            assertThat(network.pass()).isTrue();
            assertThat(lane(network, 1, 0).peek()).isEqualTo(10);
        }
    }

    @Test
    void shouldCatchAPublisherThatWritesTooEarly() {
        try (SimulatedNetwork network = new SimulatedNetwork(2, model(Delivery.BY_REFERENCE, 1_000), 1)) {
            final Lane sender = lane(network, 0, 1);
            assertThat(sender.publish(source, 10)).isEqualTo(10);
            sender.flush();
            network.pass();
            Memory.putByte(source + 3, (byte) 99);
            final Lane receiver = lane(network, 1, 0);
            assertThat(receiver.peek()).isEqualTo(10);
            assertThatThrownBy(() -> receiver.consume(10))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("rank 0 to rank 1 lane 0")
                    .hasMessageContaining("changed before they were consumed");
        }
    }

    @Test
    void shouldLetAPublisherChangeWhatItKnowsToBeConsumedButNothingBehindIt() {
        try (SimulatedNetwork network = new SimulatedNetwork(2, model(Delivery.BY_REFERENCE, 1_000), 1)) {
            final Lane sender = lane(network, 0, 1);
            final Lane receiver = lane(network, 1, 0);
            publishTenAndConsumeFour(network, sender, receiver);
            Memory.putByte(source + 3, (byte) 99);
            receiver.peek();
            receiver.consume(6);
            publishTenAndConsumeFour(network, sender, receiver);
            Memory.putByte(source + 4, (byte) 99);
            receiver.peek();
            assertThatThrownBy(() -> receiver.consume(6)).hasMessageContaining("changed before they were consumed");
        }
    }

    private void publishTenAndConsumeFour(final SimulatedNetwork network, final Lane sender, final Lane receiver) {
        final long before = sender.accepted();
        sender.publish(source, 10);
        sender.flush();
        network.pass();
        receiver.peek();
        receiver.consume(4);
        receiver.flush();
        network.pass();
        assertThat(sender.consumed()).isEqualTo(before + 4);
    }

    @Test
    void shouldWriteToAPostedDestinationBetweenCallsAndNotAfterACancel() {
        try (SimulatedNetwork network = new SimulatedNetwork(2, model(Delivery.POSTED_WRITE, 1_000), 1)) {
            final Lane sender = lane(network, 0, 1);
            final Lane receiver = lane(network, 1, 0);
            assertThat(receiver.receive(destination, 100)).isZero();
            sender.offer(source + 50, 60);
            sender.flush();
            network.pass();
            assertThat(Memory.getByte(destination + 7)).isEqualTo(Memory.getByte(source + 57));
            assertThat(receiver.receive(destination, 100)).isEqualTo(60);
            assertThat(receiver.receive(destination + 60, 40)).isZero();
            receiver.cancel();
            Memory.fill(destination, 100, (byte) 0);
            sender.offer(source + 50, 40);
            sender.flush();
            network.pass();
            assertThat(Memory.getByte(destination + 67)).isZero();
            assertThat(receiver.peek()).isEqualTo(40);
        }
    }

    @Test
    void shouldRefuseMisuse() {
        try (SimulatedNetwork network = new SimulatedNetwork(2, model(Delivery.PUSH, 1_000), 1)) {
            final Lane sender = lane(network, 0, 1);
            final Lane receiver = lane(network, 1, 0);
            assertThatThrownBy(() -> sender.commit(1)).hasMessageContaining("not claimed");
            sender.offer(source, 10);
            sender.flush();
            network.pass();
            receiver.peek();
            assertThatThrownBy(() -> receiver.consume(11)).hasMessageContaining("peek of 10");
            assertThat(receiver.receive(destination, 20)).isEqualTo(10);
            assertThatThrownBy(receiver::peek).hasMessageContaining("unfinished");
            assertThatThrownBy(() -> receiver.receive(destination, 20)).hasMessageContaining("remain");
        }
    }

    @Test
    void shouldBreakBothEndsOfACutLink() {
        for (long seed = 0; seed < 20; seed++) {
            try (SimulatedNetwork network = new SimulatedNetwork(3, model(Delivery.PUSH, 1_000), seed)) {
                network.cut(0, 1, Link.COLLECTIVE, 98);
                final Lane sender = lane(network, 0, 1);
                final Lane receiver = lane(network, 1, 0);
                assertThat(sender.offer(source, 90)).isEqualTo(90);
                sender.flush();
                network.pass();
                assertThat(sender.offer(source, 90)).isEqualTo(8);
                assertThat(sender.offer(source, 90)).isEqualTo(Lane.BROKEN);
                assertThat(receiver.peek()).isEqualTo(90);
                receiver.consume(90);
                assertThat(receiver.peek()).isEqualTo(Lane.BROKEN);
                assertThat(receiver.claim(32)).isEqualTo(Lane.BROKEN);
                assertThat(network.transport(1).link(0).failure()).contains("after 98 bytes");
                assertThat(network.transport(1).link(2).failure()).isNull();
            }
        }
    }

    private static LinkModel model(final Delivery delivery, final int bufferBytes) {
        return new LinkModel(delivery, bufferBytes, 100, 0, 0, 0);
    }

    private static Lane lane(final SimulatedNetwork network, final int rank, final int peer) {
        return network.transport(rank).link(peer).lane(Link.COLLECTIVE);
    }
}
