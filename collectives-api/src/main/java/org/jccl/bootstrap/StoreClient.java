// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.spi.Connections;
import org.jccl.spi.Durations;
import org.jccl.spi.Greeting;

/** A rank other than 0 on its way to the store: dials until rank 0 is there. Used once, by one thread. */
final class StoreClient {
    private static final long FIRST_PAUSE_MS = 20;
    private static final long LONGEST_PAUSE_MS = 500;
    static final Entrance.Advice ADVICE =
            new Entrance.Advice("is the rendezvous port taken?", "give all ranks the same one");

    private final TcpAddress address;
    private final Entrance entrance;
    private final int rank;

    StoreClient(final TcpAddress address, final Connections connections, final int rank) {
        this.address = address;
        this.rank = rank;
        this.entrance = new Entrance(
                new Greeting(Greeting.Purpose.STORE, TcpStore.NO_COMMUNICATOR, rank, 0),
                connections.wiring(),
                connections.token(),
                "rank " + rank,
                ADVICE);
    }

    List<byte[]> gather(final byte[] mine, final int size, final Duration timeout) {
        final StoreVisit visit = new StoreVisit(entrance, size, mine, System.nanoTime() + timeout.toNanos());
        long pauseMs = FIRST_PAUSE_MS;
        for (int attempts = 1; ; attempts++) {
            try {
                return dial(visit);
            } catch (final IOException cannot) {
                if (Thread.currentThread().isInterrupted()) {
                    throw interrupted(cannot);
                }
                if (visit.leftNs() <= TimeUnit.MILLISECONDS.toNanos(pauseMs)) {
                    throw late(cannot, attempts, timeout);
                }
            }
            pause(pauseMs);
            pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        }
    }

    /** Tries every address that the name has now; a name may have several, and get others while the job starts. */
    private List<byte[]> dial(final StoreVisit visit) throws IOException {
        IOException failure = null;
        for (final InetAddress resolved : resolve()) {
            try {
                return visit.at(new InetSocketAddress(resolved, address.port()));
            } catch (final IOException cannot) {
                failure = cannot;
            }
        }
        throw failure;
    }

    private InetAddress[] resolve() throws IOException {
        try {
            return InetAddress.getAllByName(address.host());
        } catch (final UnknownHostException unknown) {
            throw new IOException(
                    "the name " + address.host() + " is unknown here: check its spelling, or give an address", unknown);
        }
    }

    private CollectiveException late(final IOException last, final int attempts, final Duration timeout) {
        return new CollectiveTimeoutException(
                "rank " + rank + " did not meet rank 0 at " + address + " within " + Durations.text(timeout.toNanos())
                        + " (attempt " + attempts + ": " + last.getMessage()
                        + "); is rank 0 started, and may this machine connect to that port?",
                last);
    }

    private CollectiveException interrupted(final Exception how) {
        return new CollectiveException(
                "rank " + rank + " was interrupted while it waited for rank 0 at " + address, how);
    }

    private void pause(final long ms) {
        try {
            Thread.sleep(ms);
        } catch (final InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw interrupted(asked);
        }
    }
}
