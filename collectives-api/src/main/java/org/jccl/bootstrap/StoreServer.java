// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jccl.control.Endpoint;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.TransportException;
import org.jccl.spi.Addresses;
import org.jccl.spi.Greeting;
import org.jccl.spi.Wire;

/**
 * Rank 0 at its own store. The endpoint's thread accepts and authenticates; the thread that calls {@link #gather} does the
 * rest, so that nothing runs when nobody waits. Used once.
 */
final class StoreServer implements AutoCloseable {
    /** Within this time a guest must have said what it has to say, and heard its answer if it is refused. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    /** Guests that have no seat: when there are more, the oldest goes. */
    private static final int MOST_STANDING = 512;
    /** More refusals than this in one message do not help; the count does. */
    private static final int MOST_REFUSALS = 8;

    private final Endpoint endpoint;
    private final byte[] mine;
    private final Duration timeout;
    private final long deadlineNs;
    private final Selector selector;
    private final Queue<StoreGuest> arrivals = new ArrayDeque<>();
    /** In the order in which they came. */
    private final Set<StoreGuest> guests = new LinkedHashSet<>();

    private final StoreGuest[] present;
    private final StringBuilder refusals = new StringBuilder();
    private int refused;
    private boolean closed;

    StoreServer(final Endpoint endpoint, final byte[] mine, final int size, final Duration timeout) {
        this.endpoint = endpoint;
        this.mine = mine.clone();
        this.timeout = timeout;
        this.deadlineNs = System.nanoTime() + timeout.toNanos();
        this.present = new StoreGuest[size];
        try {
            selector = Selector.open();
        } catch (final IOException cannot) {
            throw new TransportException("cannot open a selector; is the limit of open files reached?", cannot);
        }
    }

    List<byte[]> gather() {
        endpoint.accept(Greeting.Purpose.STORE, TcpStore.NO_COMMUNICATOR, this::arrive);
        try {
            while (!isComplete()) {
                turn();
            }
            final List<byte[]> table = table();
            answerAll(encode(table));
            return table;
        } catch (final CollectiveException failed) {
            answerAll(encode(TcpStore.INCOMPLETE, failed.getMessage()));
            throw failed;
        } catch (final IOException broken) {
            throw new TransportException("rank 0's store broke: " + broken.getMessage(), broken);
        }
    }

    /** On the endpoint's thread. */
    private synchronized void arrive(final Greeting greeting, final Wire wire) {
        final StoreGuest guest = new StoreGuest(greeting.rank(), wire);
        if (closed) {
            guest.close();
        } else {
            arrivals.add(guest);
            selector.wakeup();
        }
    }

    private void turn() throws IOException {
        final long leftNs = Math.min(PATIENCE_NS, nextDeadlineNs() - System.nanoTime());
        selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNs)));
        if (Thread.currentThread().isInterrupted()) {
            throw new CollectiveException("rank 0 was interrupted while the ranks met");
        }
        admit();
        for (final SelectionKey key : selector.selectedKeys()) {
            serve((StoreGuest) key.attachment());
        }
        selector.selectedKeys().clear();
        judgeLateness(System.nanoTime());
    }

    private synchronized void admit() {
        for (StoreGuest guest = arrivals.poll(); guest != null; guest = arrivals.poll()) {
            guest.register(selector);
            guests.add(guest);
        }
        dismiss(System.nanoTime());
    }

    /** Whoever has no seat holds one of a bounded number of connections for a bounded time. */
    private void dismiss(final long nowNs) {
        final List<StoreGuest> standing =
                guests.stream().filter(guest -> !isSeated(guest)).toList();
        int left = standing.size();
        for (final StoreGuest guest : standing) {
            if (left > MOST_STANDING || nowNs - guest.sinceNs() > PATIENCE_NS || guest.hasGone()) {
                guest.close();
                guests.remove(guest);
                left--;
            }
        }
    }

    private boolean isSeated(final StoreGuest guest) {
        return isRank(guest.rank()) && present[guest.rank()] == guest;
    }

    private void serve(final StoreGuest guest) {
        final boolean before = guest.hasSaid();
        guest.ready();
        if (guest.isAnswered()) {
            guest.close();
            withdraw(guest);
        } else if (!before && guest.hasSaid()) {
            seat(guest);
        }
    }

    /** A rank that went away may come again; until then it is missing. */
    private void withdraw(final StoreGuest guest) {
        guests.remove(guest);
        if (isSeated(guest)) {
            present[guest.rank()] = null;
        }
    }

    private void seat(final StoreGuest guest) {
        final int rank = guest.rank();
        if (guest.size() != present.length) {
            refuse(
                    guest,
                    "it was told that there are " + guest.size() + " ranks, but rank 0 at "
                            + Addresses.text(endpoint.address()) + " was told " + present.length);
        } else if (!isRank(rank)) {
            refuse(guest, "there is no rank " + rank + " among " + present.length);
        } else if (rank == 0 || present[rank] != null) {
            final String other = rank == 0 ? Addresses.text(endpoint.address()) : present[rank].remote();
            refuse(guest, "the process at " + other + " is rank " + rank + " already");
        } else {
            present[rank] = guest;
        }
    }

    private boolean isRank(final int rank) {
        return rank >= 0 && rank < present.length;
    }

    private void refuse(final StoreGuest guest, final String why) {
        final String sentence = "the process at " + guest.remote() + " that says it is rank " + guest.rank()
                + " cannot take part: " + why;
        if (++refused <= MOST_REFUSALS) {
            refusals.append("; ").append(sentence);
        }
        guest.answer(encode(TcpStore.REFUSED, sentence));
    }

    private boolean isComplete() {
        return missingFrom(1) == present.length;
    }

    private int missingFrom(final int first) {
        int rank = first;
        while (rank < present.length && present[rank] != null) {
            rank++;
        }
        return rank;
    }

    private long nextDeadlineNs() {
        long next = deadlineNs;
        for (final StoreGuest guest : present) {
            if (guest != null && guest.deadlineNs() - next < 0) {
                next = guest.deadlineNs();
            }
        }
        return next;
    }

    /** Tells ranks that will not wait any longer who is missing; then they are missing too. */
    private void judgeLateness(final long nowNs) {
        if (isComplete()) {
            return;
        }
        final String absence = absence();
        if (nowNs - deadlineNs >= 0) {
            throw new CollectiveTimeoutException(absence);
        }
        for (int rank = 1; rank < present.length; rank++) {
            if (present[rank] != null && nowNs - present[rank].deadlineNs() >= 0) {
                present[rank].answer(encode(TcpStore.INCOMPLETE, absence));
                present[rank] = null;
            }
        }
    }

    private String absence() {
        return Absence.after(timeout, present.length, rank -> rank == 0 || present[rank] != null)
                + refusals
                + (refused > MOST_REFUSALS ? "; and " + (refused - MOST_REFUSALS) + " more were refused" : "");
    }

    private List<byte[]> table() {
        final List<byte[]> table = new ArrayList<>(present.length);
        table.add(mine);
        for (int rank = 1; rank < present.length; rank++) {
            table.add(present[rank].entry());
        }
        return table;
    }

    private static ByteBuffer encode(final List<byte[]> table) {
        final long bytes =
                1 + table.stream().mapToLong(entry -> 4 + entry.length).sum();
        if (bytes > Integer.MAX_VALUE) {
            throw new TransportException("the ranks want to tell each other " + bytes + " bytes, over 2 GiB in all");
        }
        final ByteBuffer encoded = ByteBuffer.allocate((int) bytes).put(TcpStore.TABLE);
        table.forEach(entry -> encoded.putInt(entry.length).put(entry));
        return encoded.flip();
    }

    private static ByteBuffer encode(final byte kind, final String why) {
        final byte[] text = why.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + text.length)
                .put(kind)
                .putInt(text.length)
                .put(text)
                .flip();
    }

    /** Answers all that have no answer yet and writes until everything has left or time is up. */
    private void answerAll(final ByteBuffer answer) {
        guests.forEach(guest -> guest.answer(answer));
        // a failure is told even when the time is over, but then without patience
        final long untilNs = Math.max(deadlineNs, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200));
        try {
            while (!guests.stream().allMatch(StoreGuest::isAnswered) && System.nanoTime() - untilNs < 0) {
                selector.select(10);
                selector.selectedKeys().forEach(key -> ((StoreGuest) key.attachment()).ready());
                selector.selectedKeys().clear();
            }
        } catch (final IOException broken) {
            throw new TransportException("rank 0's store broke: " + broken.getMessage(), broken);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        endpoint.refuse(Greeting.Purpose.STORE, TcpStore.NO_COMMUNICATOR);
        admit();
        guests.forEach(StoreGuest::close);
        try {
            selector.close();
        } catch (final IOException ignored) {
            // the guests are closed already
        }
    }
}
