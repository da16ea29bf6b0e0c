// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.jmh;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;
import org.jccl.spi.Link;
import org.jccl.spi.Settings;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;
import org.jccl.spi.TransportProvider;
import org.jccl.spi.Waiter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The queue between two ranks of one machine, without the way between two cores: one thread sends and receives. Run with
 * {@code java -cp benchmarks/target/jccl.jar org.openjdk.jmh.Main LaneBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class LaneBenchmark {
    private static final long CONNECT_NS = 10_000_000_000L;

    /** Which memory the queue lies in. */
    @Param({"local", "shm"})
    String transport;

    /** A message with its header in one line, and one through the bulk area. */
    @Param({"40", "65536"})
    int bytes;

    private final Transport[] transports = new Transport[2];
    private final Waiter[] waiters = new Waiter[2];
    private long memory;
    private Lane sender;
    private Lane receiver;

    /** Connects two ranks. */
    @Setup
    public void connect() {
        final long communicator = ThreadLocalRandom.current().nextLong();
        final byte[][] addresses = new byte[2][];
        for (int rank = 0; rank < 2; rank++) {
            waiters[rank] = new Waiter();
            transports[rank] = provider()
                    .open(new TransportContext(
                            rank,
                            2,
                            () -> communicator,
                            "this",
                            CONNECT_NS,
                            waiters[rank],
                            null,
                            Settings.ofProcess(Map.of()),
                            () -> 0));
            addresses[rank] = transports[rank].address();
        }
        final CompletableFuture<Void> other = CompletableFuture.runAsync(() -> transports[1].connect(addresses));
        transports[0].connect(addresses);
        other.join();
        sender = transports[0].link(1).lane(Link.COLLECTIVE);
        receiver = transports[1].link(0).lane(Link.COLLECTIVE);
        memory = Memory.allocate(bytes);
    }

    private TransportProvider provider() {
        return ServiceLoader.load(TransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(transport))
                .findFirst()
                .orElseThrow();
    }

    /** Closes both. */
    @TearDown
    public void close() {
        for (int rank = 0; rank < 2; rank++) {
            transports[rank].close();
            waiters[rank].close();
        }
        Memory.free(memory);
    }

    /** Written in place, read in place. */
    @Benchmark
    public long claimed() {
        Memory.putLong(sender.claim(bytes), bytes);
        sender.commit(bytes);
        sender.flush();
        while (receiver.peek() < bytes) {
            Thread.onSpinWait();
        }
        final long first = Memory.getLong(receiver.peeked());
        receiver.consume(bytes);
        return first;
    }

    /** Copied in, copied out. */
    @Benchmark
    public long copied() {
        final long offered = sender.offer(memory, bytes);
        sender.flush();
        long received = 0;
        while (received < bytes) {
            received += receiver.receive(memory + received, bytes - received);
        }
        return offered;
    }
}
