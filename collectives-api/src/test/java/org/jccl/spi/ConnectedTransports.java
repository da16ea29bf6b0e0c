// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** The transports of all ranks of one communicator, opened and connected in one process, each with its own waiter. */
public final class ConnectedTransports implements AutoCloseable {
    private static final long CONNECT_NS = 20_000_000_000L;
    private static final long SLEEP_NS = 60_000_000_000L;

    private final Transport[] transports;
    private final Waiter[] waiters;
    private final Connections[] connections;

    private ConnectedTransports(final int size) {
        transports = new Transport[size];
        waiters = new Waiter[size];
        connections = new Connections[size];
    }

    /**
     * Opens and connects {@code size} ranks.
     *
     * @param listeners makes each rank's listener; closed with the transports if it can be
     * @param settings as a user would give them
     */
    public static ConnectedTransports open(
            final TransportProvider provider,
            final int size,
            final IntFunction<Connections> listeners,
            final Map<String, String> settings) {
        final ConnectedTransports opened = new ConnectedTransports(size);
        final long communicator = ThreadLocalRandom.current().nextLong();
        final byte[][] addresses = new byte[size][];
        for (int rank = 0; rank < size; rank++) {
            opened.waiters[rank] = new Waiter();
            opened.connections[rank] = listeners.apply(rank);
            opened.transports[rank] = provider.open(new TransportContext(
                    rank,
                    size,
                    () -> communicator,
                    "one-host",
                    CONNECT_NS,
                    opened.waiters[rank],
                    opened.connections[rank],
                    Settings.ofProcess(settings),
                    () -> Settings.ofProcess(settings).get(CoreSettings.TCP_RESUME)));
            addresses[rank] = opened.transports[rank].address();
        }
        opened.connect(addresses);
        return opened;
    }

    /** All at once, as ranks do: a transport may meet its peers in it. */
    private void connect(final byte[][] addresses) {
        CompletableFuture.allOf(Stream.of(transports)
                        .map(transport -> CompletableFuture.runAsync(
                                () -> transport.connect(addresses), command -> new Thread(command).start()))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    /** How many ranks there are. */
    public int size() {
        return transports.length;
    }

    /** One rank's transport. */
    public Transport transport(final int rank) {
        return transports[rank];
    }

    /** Where that rank's owner blocks. */
    public Waiter waiter(final int rank) {
        return waiters[rank];
    }

    /** The link of {@code rank} to {@code peer}. */
    public Link link(final int rank, final int peer) {
        return transports[rank].link(peer);
    }

    /** A lane of the link of {@code rank} to {@code peer}. */
    public Lane lane(final int rank, final int peer, final int number) {
        return link(rank, peer).lane(number);
    }

    /** Sleeps as an owner does, until the attempt succeeds; a wake-up that is lost costs a minute, so tests notice. */
    public void sleepUntil(final int rank, final BooleanSupplier attempt) {
        final Transport transport = transports[rank];
        while (!attempt.getAsBoolean()) {
            // by now at the latest peers hear of what was flushed
            transport.progress();
            transport.prepareSleep();
            final boolean now = attempt.getAsBoolean();
            if (!now) {
                waiters[rank].await(Math.min(SLEEP_NS, transport.longestSleepNs()));
            }
            transport.wake();
            if (now) {
                return;
            }
        }
    }

    /** Closes the transports, then what they stood on. */
    @Override
    public void close() {
        for (final Transport transport : transports) {
            transport.close();
        }
        for (int rank = 0; rank < transports.length; rank++) {
            waiters[rank].close();
            if (connections[rank] instanceof AutoCloseable listener) {
                close(listener);
            }
        }
    }

    private static void close(final AutoCloseable listener) {
        try {
            listener.close();
        } catch (final Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
