// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.InvalidUsageException;

/**
 * The meeting place of ranks that are threads of one JVM: all of them share one object. It may be used again once all
 * ranks have met or one has given up. Any thread.
 */
public final class InMemoryStore implements Rendezvous {
    private Round round;

    /** One meeting; the entries are guarded by the store. */
    private static final class Round {
        private final byte[][] entries;
        private final CompletableFuture<byte[][]> complete = new CompletableFuture<>();

        Round(final int size) {
            entries = new byte[size][];
        }
    }

    @Override
    public List<byte[]> allGather(final byte[] mine, final int rank, final int size, final Duration timeout) {
        final Round entered = enter(mine.clone(), rank, size);
        try {
            final byte[][] all = entered.complete.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return Arrays.stream(all).map(byte[]::clone).toList();
        } catch (final TimeoutException late) {
            throw giveUp(entered, new CollectiveTimeoutException(missing(entered, timeout)));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw giveUp(
                    entered,
                    new CollectiveException("rank " + rank + " was interrupted while the ranks met", interrupted));
        } catch (final ExecutionException givenUp) {
            throw new CollectiveException(givenUp.getCause().getMessage(), givenUp.getCause());
        }
    }

    private synchronized Round enter(final byte[] mine, final int rank, final int size) {
        if (round == null) {
            round = new Round(size);
        }
        final byte[][] entries = round.entries;
        if (entries.length != size) {
            throw new InvalidUsageException(
                    "rank " + rank + " says that there are " + size + " ranks, but others said " + entries.length);
        }
        if (entries[rank] != null) {
            throw new InvalidUsageException("two threads say that they are rank " + rank);
        }
        entries[rank] = mine;
        final Round entered = round;
        if (Arrays.stream(entries).allMatch(entry -> entry != null)) {
            round = null;
            entered.complete.complete(entries);
        }
        return entered;
    }

    /** One rank that gives up ends the meeting for all: they could never become complete. */
    private synchronized CollectiveException giveUp(final Round entered, final CollectiveException why) {
        if (entered == round) {
            round = null;
        }
        entered.complete.completeExceptionally(why);
        return why;
    }

    private synchronized String missing(final Round entered, final Duration timeout) {
        return Absence.after(timeout, entered.entries.length, rank -> entered.entries[rank] != null);
    }
}
