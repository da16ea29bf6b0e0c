// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.jccl.spi.KnownStream;
import org.jccl.spi.StreamReader;
import org.jccl.spi.StreamWriter;
import org.jccl.spi.Waiter;
import org.jccl.testing.FuzzSeeds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Lanes that go on over other connections, without threads, sockets or a clock: a seed decides who moves next, how far, and
 * where connections break, so that a seed that fails fails again.
 */
@Timeout(120)
final class ResumptionSimulationTest {
    private static final int SEEDS = 20_000;
    private static final long TOTAL = 12_000;
    private static final int LONGEST_PIECE = 900;
    private static final int MOST_STEPS = 200_000;
    private static final int ONE_IN = 30;
    private static final KnownStream[] STREAMS = {new KnownStream(1, LONGEST_PIECE), new KnownStream(2, LONGEST_PIECE)};
    private static final Waiter WAITER = new Waiter();

    @AfterAll
    static void free() {
        WAITER.close();
        for (final KnownStream stream : STREAMS) {
            stream.close();
        }
    }

    @Test
    void shouldLoseAndRepeatNothingWhateverBreaksWhen() throws Exception {
        final int[] connections = new int[1];
        FuzzSeeds.each(SEEDS, garbler -> connections[0] += run(garbler.random().nextLong()));
        assertThat(connections[0]).isGreaterThan(2);
    }

    /** Returns how many connections it took. */
    private static int run(final long seed) {
        final Random random = new Random(seed);
        final Side[] sides = {new Side(0, seed, random), new Side(1, seed, random)};
        int connections = 0;
        boolean connected = false;
        int steps = 0;
        while (!sides[0].reader.done() || !sides[1].reader.done()) {
            final Side side = sides[random.nextInt(2)];
            final Side other = side == sides[0] ? sides[1] : sides[0];
            if (!connected || side.lost || random.nextInt(ONE_IN * ONE_IN) == 0) {
                connect(sides, random);
                connected = true;
                connections++;
            } else if (side.coming != null) {
                assertThat(side.lane.attach(side.coming, side.peerHas)).isNull();
                side.coming = null;
            } else {
                side.move(other, random);
            }
            assertThat(steps++)
                    .as("%d and %d of %d bytes came", sides[1].reader.read(), sides[0].reader.read(), TOTAL)
                    .isLessThan(MOST_STEPS);
        }
        sides[0].close();
        sides[1].close();
        return connections;
    }

    /** Both hear of it and say what they have before either goes on. */
    private static void connect(final Side[] sides, final Random random) {
        final BreakingWire[] ends = BreakingWire.pair(random);
        for (int i = 0; i < 2; i++) {
            sides[1 - i].peerHas = sides[i].lane.detach();
            sides[i].coming = ends[i];
            sides[i].wire = ends[i];
            sides[i].lost = false;
        }
    }

    /** One rank's end. */
    private static final class Side {
        private final ResumableLane lane;
        private final StreamReader reader;
        private final StreamWriter writer;
        private BreakingWire wire;
        /** Made, and not yet in use. */
        private BreakingWire coming;

        private long peerHas;
        private boolean lost;

        Side(final int rank, final long seed, final Random random) {
            final Replay replay = new Replay(Inbound.CONTIGUOUS_BYTES * (1 + random.nextInt(8)));
            lane = new ResumableLane(
                    0,
                    new LaneConnection(rank == 0, true, new SocketTuning(0), () -> {}),
                    WAITER,
                    new KeptOutbound(Inbound.CONTIGUOUS_BYTES, replay),
                    replay,
                    new Inbound(Inbound.SHORT_READ_BYTES + Inbound.CONTIGUOUS_BYTES),
                    new Receipts());
            lane.onLoss(gone -> lost = true);
            writer = new StreamWriter(lane, STREAMS[rank], TOTAL, LONGEST_PIECE, seed);
            reader = new StreamReader(lane, STREAMS[1 - rank], TOTAL, LONGEST_PIECE, ~seed);
        }

        /** The owner does something, or the thread that resumes, or the network. */
        void move(final Side peer, final Random random) {
            switch (random.nextInt(6)) {
                case 0, 1 -> write();
                case 2, 3 -> read();
                case 4 -> hear(peer, random);
                default -> {
                    lane.ready();
                    if (random.nextInt(ONE_IN) == 0) {
                        wire.cut();
                    }
                }
            }
        }

        private void write() {
            if (!writer.done()) {
                writer.step();
            }
        }

        private void read() {
            if (!reader.done()) {
                reader.step();
            }
        }

        /** What the peer said some time ago arrives. */
        private void hear(final Side peer, final Random random) {
            final long has = peer.lane.inbound.arrived();
            if (random.nextInt(ONE_IN) == 0) {
                lane.awaited(has);
            } else {
                lane.acknowledged(Math.max(0, has - random.nextInt(LONGEST_PIECE)));
            }
        }

        void close() {
            lane.close();
            reader.close();
        }
    }
}
