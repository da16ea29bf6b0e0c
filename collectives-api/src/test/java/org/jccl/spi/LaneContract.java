// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jccl.buffer.Memory;
import org.jccl.buffer.RegisteredMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every transport's lanes promise; a transport's own test extends it and says how to open one. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class LaneContract {
    private static final int LANE = Link.COLLECTIVE;
    private static final int MESSAGE_BYTES = 40;
    /** Longer than one write, one read and most slots. */
    private static final int LONGEST_PIECE = 300_000;

    private static final int ALLOCATIONS = 1_000;
    private static final int ALLOCATION_BYTES = 256 << 10;

    /** The transport under test. */
    protected abstract TransportProvider provider();

    /** A listener for one rank; transports without connections never ask it anything. */
    protected Connections listener(final int rank) {
        return null;
    }

    /** As a user would give them. */
    protected Map<String, String> settings() {
        return Map.of();
    }

    /** What a message may cost once all is warm: less than a byte, unless something below allocates. */
    protected double garbageBytes() {
        return 1;
    }

    /** How many messages tell what one costs. */
    protected int messages() {
        return 100_000;
    }

    /** Connected transports of that many ranks. */
    protected final ConnectedTransports open(final int size) {
        return ConnectedTransports.open(provider(), size, this::listener, settings());
    }

    @Test
    void shouldCarryEveryByteInOrderHoweverTheStreamIsSplit() throws Exception {
        for (long seed = 1; seed <= 20; seed++) {
            try (ConnectedTransports ranks = open(2);
                    StreamPair there = new StreamPair(ranks, 0, 1, LANE, 3_000_000, LONGEST_PIECE, seed);
                    StreamPair back = new StreamPair(ranks, 1, 0, LANE, 3_000_000, LONGEST_PIECE, -seed)) {
                while (!there.done() || !back.done()) {
                    stepOrYield(there, back);
                }
            }
        }
    }

    @Test
    void shouldCarryLargeStreamsBothWaysAtOnceBetweenTwoThreads() throws Exception {
        final long total = 64 << 20;
        try (ConnectedTransports ranks = open(2);
                StreamPair there = new StreamPair(ranks, 0, 1, LANE, total, LONGEST_PIECE, 11);
                StreamPair back = new StreamPair(ranks, 1, 0, LANE, total, LONGEST_PIECE, 12)) {
            concurrently(() -> drive(there.writer(), back.reader()), () -> drive(back.writer(), there.reader()));
        }
    }

    @Test
    void shouldConnectSixteenRanksAllWithAll() throws Exception {
        final List<StreamPair> pairs = new ArrayList<>();
        try (ConnectedTransports ranks = open(16)) {
            for (int from = 0; from < ranks.size(); from++) {
                for (int to = 0; to < ranks.size(); to++) {
                    if (from != to) {
                        pairs.add(new StreamPair(ranks, from, to, LANE, 10_000, 4_000, 100L * from + to));
                    }
                }
            }
            while (!pairs.stream().allMatch(StreamPair::done)) {
                stepOrYield(pairs.toArray(StreamPair[]::new));
            }
            pairs.forEach(StreamPair::close);
        }
    }

    @Test
    void shouldStallOneLaneAloneWhenItsReaderIsLate() throws Exception {
        try (ConnectedTransports ranks = open(2);
                StreamPair late = new StreamPair(ranks, 0, 1, LANE, 1L << 40, LONGEST_PIECE, 21);
                StreamPair other = new StreamPair(ranks, 0, 1, Link.POINT_TO_POINT, 300_000, LONGEST_PIECE, 22)) {
            fill(late);
            assertThat(late.writer().written()).isPositive().isLessThan(256L << 20);
            while (!other.done()) {
                stepOrYield(other);
            }
            while (late.reader().read() < late.writer().written()) {
                ranks.lane(0, 1, LANE).flush();
                late.reader().step();
            }
            assertThat(ranks.lane(0, 1, LANE).accepted())
                    .isEqualTo(late.writer().written());
        }
    }

    @Test
    void shouldCountWhatWasAcceptedAndNeverClaimMoreWasConsumed() throws Exception {
        try (ConnectedTransports ranks = open(2);
                StreamPair pair = new StreamPair(ranks, 0, 1, LANE, 2_000_000, LONGEST_PIECE, 31)) {
            final Lane lane = ranks.lane(0, 1, LANE);
            long consumed = 0;
            while (!pair.done()) {
                stepOrYield(pair);
                assertThat(lane.accepted()).isEqualTo(pair.writer().written());
                assertThat(lane.consumed()).isBetween(consumed, lane.accepted());
                consumed = lane.consumed();
                assertThat(ranks.lane(1, 0, LANE).received())
                        .isEqualTo(pair.reader().read());
            }
        }
    }

    @Test
    void shouldNotSplitElementsOfAnOfferAlsoBehindAMessageOfAnOddLength() throws Exception {
        final long odd = 1_003;
        final long even = 12 << 20;
        final long memory = Memory.allocate(even);
        try (ConnectedTransports ranks = open(2)) {
            final Lane lane = ranks.lane(0, 1, LANE);
            final Lane reading = ranks.lane(1, 0, LANE);
            for (int round = 0; round < 5; round++) {
                offer(lane, reading, memory, odd);
                offer(lane, reading, memory, even);
            }
        } finally {
            Memory.free(memory);
        }
    }

    /** Reads whole elements alone until the rest is shorter than one, and only when there is no room for more. */
    private static void offer(final Lane lane, final Lane reading, final long memory, final long length) {
        long sent = 0;
        long left = length;
        while (left > 0) {
            final long accepted = sent == length ? 0 : lane.offer(memory + sent, length - sent);
            sent += accepted;
            lane.flush();
            final long there = reading.peek();
            if (accepted == 0 && there >= Math.min(left, Long.BYTES)) {
                final long taken = there < left ? there & -Long.BYTES : left;
                reading.consume(taken);
                left -= taken;
            }
            reading.flush();
        }
    }

    @Test
    void shouldForgetAClaimThatIsNotCommitted() throws Exception {
        try (ConnectedTransports ranks = open(2)) {
            final Lane lane = ranks.lane(0, 1, LANE);
            assertThat(lane.maxClaim()).isGreaterThanOrEqualTo(256);
            Memory.putLong(lane.claim(256), 1);
            Memory.putLong(lane.claim(8), 2);
            lane.commit(8);
            flush(lane);
            final Lane reading = ranks.lane(1, 0, LANE);
            awaitBytes(reading, 8);
            assertThat(Memory.getLong(reading.peeked())).isEqualTo(2);
        }
    }

    @Test
    void shouldLeaveBytesThatComeAfterACancelledReceiveToBePeeked() throws Exception {
        final long destination = Memory.allocate(64);
        try (ConnectedTransports ranks = open(2)) {
            final Lane reading = ranks.lane(1, 0, LANE);
            assertThat(reading.receive(destination, 64)).isZero();
            reading.cancel();
            send(ranks.lane(0, 1, LANE), 7);
            awaitBytes(reading, MESSAGE_BYTES);
            assertThat(Memory.getLong(destination)).isZero();
            assertThat(Memory.getLong(reading.peeked())).isEqualTo(7);
        } finally {
            Memory.free(destination);
        }
    }

    @Test
    void shouldWakeTwoSleepersByTurns() throws Exception {
        final int rounds = 300;
        try (ConnectedTransports ranks = open(2)) {
            concurrently(
                    () -> {
                        for (int round = 0; round < rounds; round++) {
                            send(ranks.lane(0, 1, LANE), round);
                            sleepThenReceive(ranks, 0, 1, round);
                        }
                    },
                    () -> {
                        for (int round = 0; round < rounds; round++) {
                            sleepThenReceive(ranks, 1, 0, round);
                            send(ranks.lane(1, 0, LANE), round);
                        }
                        ranks.transport(1).progress();
                    });
        }
    }

    @Test
    void shouldWakeAWriterThatSleepsBecauseThereIsNoRoom() throws Exception {
        final long total = 48 << 20;
        try (ConnectedTransports ranks = open(2);
                StreamPair pair = new StreamPair(ranks, 0, 1, LANE, total, LONGEST_PIECE, 41)) {
            concurrently(
                    () -> {
                        while (!pair.writer().done()) {
                            ranks.sleepUntil(0, pair.writer()::step);
                        }
                        ranks.transport(0).progress();
                    },
                    () -> {
                        while (!pair.reader().done()) {
                            ranks.sleepUntil(1, pair.reader()::step);
                            ranks.lane(1, 0, LANE).flush();
                        }
                    });
        }
    }

    @Test
    void shouldDeliverWhatWasSentAndThenSayThatThePeerHasGone() throws Exception {
        try (ConnectedTransports ranks = open(2)) {
            final Lane reading = ranks.lane(1, 0, LANE);
            send(ranks.lane(0, 1, LANE), 99);
            ranks.transport(0).close();
            awaitBytes(reading, MESSAGE_BYTES);
            assertThat(Memory.getLong(reading.peeked())).isEqualTo(99);
            reading.consume(MESSAGE_BYTES);
            ranks.sleepUntil(1, () -> reading.peek() != 0);
            assertThat(reading.peek()).isEqualTo(Lane.BROKEN);
            assertThat(ranks.link(1, 0).failure()).isNotBlank();
        }
    }

    @Test
    void shouldCloseTwice() throws Exception {
        try (ConnectedTransports ranks = open(2)) {
            send(ranks.lane(0, 1, LANE), 1);
            ranks.transport(0).close();
            assertThatCode(ranks.transport(0)::close).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldNotAllocateOnceWarm() throws Exception {
        try (ConnectedTransports ranks = open(2)) {
            exchange(ranks, messages() / 5);
            final long before = allocated();
            exchange(ranks, messages());
            assertThat((double) (allocated() - before) / messages())
                    .as("bytes allocated per message")
                    .isLessThan(garbageBytes());
        }
    }

    @Test
    void shouldGiveBackWhatItAllocates() throws Exception {
        try (ConnectedTransports ranks = open(2)) {
            allocateAndFree(ranks.transport(0), 10);
            final long files = openFiles();
            final long pinned = pinnedKibibytes();
            allocateAndFree(ranks.transport(0), ALLOCATIONS);
            assertThat(openFiles()).as("open files").isEqualTo(files);
            assertThat(pinnedKibibytes() - pinned)
                    .as("KiB that stay locked of " + ALLOCATIONS * ALLOCATION_BYTES / 1024)
                    .isLessThan(ALLOCATION_BYTES / 1024 * 10);
        }
    }

    private static void allocateAndFree(final Transport transport, final int times) {
        for (int time = 0; time < times; time++) {
            final RegisteredMemory memory = transport.allocate(ALLOCATION_BYTES);
            if (memory != null) {
                assertThat(Memory.getLong(memory.address() + ALLOCATION_BYTES - Long.BYTES))
                        .isZero();
                Memory.putLong(memory.address() + ALLOCATION_BYTES - Long.BYTES, time);
                memory.close();
            }
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    /** What drivers hold; nothing but fabrics does. */
    private static long pinnedKibibytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmPin:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
    }

    private static void exchange(final ConnectedTransports ranks, final int messages) {
        final long memory = Memory.allocate(4 * MESSAGE_BYTES);
        final Lane writing = ranks.lane(0, 1, LANE);
        final Lane reading = ranks.lane(1, 0, LANE);
        for (int message = 0; message < messages; message++) {
            send(writing, message);
            while (writing.offer(memory, MESSAGE_BYTES) == 0) {
                writing.flush();
            }
            while (reading.peek() < MESSAGE_BYTES) {
                writing.flush();
            }
            reading.consume(MESSAGE_BYTES);
            for (long came = 0; came < MESSAGE_BYTES; ) {
                writing.flush();
                came += reading.receive(memory + 2 * MESSAGE_BYTES + came, MESSAGE_BYTES - came);
            }
            reading.flush();
        }
        Memory.free(memory);
    }

    private static long allocated() {
        final var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static void send(final Lane lane, final long value) {
        long at = lane.claim(MESSAGE_BYTES);
        while (at == 0) {
            lane.flush();
            at = lane.claim(MESSAGE_BYTES);
        }
        Memory.putLong(at, value);
        lane.commit(MESSAGE_BYTES);
        flush(lane);
    }

    private static void flush(final Lane lane) {
        while (!lane.flush()) {
            Thread.yield();
        }
    }

    private static void sleepThenReceive(
            final ConnectedTransports ranks, final int rank, final int peer, final long value) {
        final Lane lane = ranks.lane(rank, peer, LANE);
        ranks.sleepUntil(rank, () -> lane.peek() >= MESSAGE_BYTES);
        assertThat(Memory.getLong(lane.peeked())).isEqualTo(value);
        lane.consume(MESSAGE_BYTES);
        lane.flush();
    }

    private static void awaitBytes(final Lane lane, final int bytes) {
        long visible = lane.peek();
        while (visible >= 0 && visible < bytes) {
            Thread.yield();
            visible = lane.peek();
        }
        assertThat(visible).isEqualTo(bytes);
    }

    /** Writes until nothing has been taken for a while: what is on its way may still make room. */
    private static void fill(final StreamPair pair) throws InterruptedException {
        for (int refused = 0; refused < 100; ) {
            if (pair.writer().step()) {
                refused = 0;
            } else {
                refused++;
                Thread.sleep(1);
            }
        }
    }

    private static void stepOrYield(final StreamPair... pairs) {
        boolean moved = false;
        for (final StreamPair pair : pairs) {
            moved |= pair.step();
        }
        if (!moved) {
            Thread.yield();
        }
    }

    private static void drive(final StreamWriter writer, final StreamReader reader) {
        while (!writer.done() || !reader.done()) {
            final boolean wrote = writer.step();
            if (!reader.step() && !wrote) {
                Thread.yield();
            }
        }
    }

    private static void concurrently(final ThrowingBody... bodies) throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(bodies.length);
        try {
            final List<Future<Void>> running = new ArrayList<>();
            for (final ThrowingBody body : bodies) {
                running.add(threads.submit((Callable<Void>) () -> {
                    body.run();
                    return null;
                }));
            }
            for (final Future<Void> future : running) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @FunctionalInterface
    private interface ThrowingBody {
        void run() throws Exception;
    }
}
