// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.TransportException;
import org.jccl.spi.Addresses;
import org.jccl.spi.Challenge;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;

/**
 * What a rank says to the store, and how: an {@link IOException} means that it may try again, any other exception that it
 * must not. One thread.
 */
final class StoreVisit {
    /** Within this time whoever listens must take a connection and challenge it. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    /** Rank 0 hears how long we wait and then says who is missing: give that answer time to travel. */
    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(1);

    private static final int MAX_REASON_BYTES = 1 << 16;

    private final byte[] token;
    private final int rank;
    private final int size;
    private final byte[] mine;
    private final long deadlineNs;

    StoreVisit(final byte[] token, final int rank, final int size, final byte[] mine, final long deadlineNs) {
        this.token = token;
        this.rank = rank;
        this.size = size;
        this.mine = mine;
        this.deadlineNs = deadlineNs;
    }

    long leftNs() {
        return deadlineNs - System.nanoTime();
    }

    /** Tries it once at that address. */
    List<byte[]> at(final InetSocketAddress store) throws IOException {
        final long soonNs = System.nanoTime() + Math.min(PATIENCE_NS, leftNs());
        try (DeadlineChannel channel = DeadlineChannel.connect(store, soonNs)) {
            introduce(channel, store);
            channel.deadline(deadlineNs);
            enter(channel, store);
            channel.write(submission());
            channel.deadline(deadlineNs + GRACE_NS);
            return answer(channel);
        }
    }

    private void introduce(final DeadlineChannel channel, final InetSocketAddress store) throws IOException {
        final Challenge challenge = challenge(channel, store);
        final ByteBuffer greeting = ByteBuffer.allocate(Handshake.GREETING_BYTES);
        Handshake.writeGreeting(
                greeting,
                new Greeting(Greeting.Purpose.STORE, TcpStore.NO_COMMUNICATOR, rank, 0),
                challenge.nonce(),
                token);
        channel.write(greeting.flip());
    }

    private static Challenge challenge(final DeadlineChannel channel, final InetSocketAddress store)
            throws IOException {
        final ByteBuffer received = ByteBuffer.allocate(Handshake.CHALLENGE_BYTES);
        received.put(channel.read(Long.BYTES));
        if (Handshake.isForeign(received)) {
            throw new TransportException(
                    "at " + Addresses.text(store) + " listens something that speaks another protocol, or another"
                            + " version of this one; is the rendezvous port taken?");
        }
        received.put(channel.read(received.remaining()));
        return Handshake.readChallenge(received.flip());
    }

    private void enter(final DeadlineChannel channel, final InetSocketAddress store) throws IOException {
        final byte verdict = channel.read(1).get();
        if (verdict == Handshake.WRONG_TOKEN) {
            throw new TransportException("rank 0 at " + Addresses.text(store) + " turned rank " + rank
                    + " away: it has another token; give all ranks the same one");
        }
        if (verdict != Handshake.ACCEPTED) {
            throw new IOException("who listens there is not gathering ranks");
        }
    }

    private ByteBuffer submission() {
        final long leftMs = Math.max(0, TimeUnit.NANOSECONDS.toMillis(leftNs()));
        return ByteBuffer.allocate(12 + mine.length)
                .putInt(size)
                .putInt((int) Math.min(leftMs, Integer.MAX_VALUE))
                .putInt(mine.length)
                .put(mine)
                .flip();
    }

    private List<byte[]> answer(final DeadlineChannel channel) throws IOException {
        final byte answer = channel.read(1).get();
        return switch (answer) {
            case TcpStore.TABLE -> table(channel);
            case TcpStore.INCOMPLETE -> throw new CollectiveTimeoutException(reason(channel));
            case TcpStore.REFUSED -> throw new TransportException(reason(channel));
            default -> throw new IOException("the store's answer makes no sense (kind " + answer + ")");
        };
    }

    private List<byte[]> table(final DeadlineChannel channel) throws IOException {
        final List<byte[]> entries = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            entries.add(bytes(channel, TcpStore.MAX_ENTRY_BYTES));
        }
        return entries;
    }

    private static String reason(final DeadlineChannel channel) throws IOException {
        final String reason = new String(bytes(channel, MAX_REASON_BYTES), StandardCharsets.UTF_8);
        if (reason.isBlank()) {
            throw new IOException("the store's answer makes no sense (it gives no reason)");
        }
        return reason;
    }

    private static byte[] bytes(final DeadlineChannel channel, final int most) throws IOException {
        final int length = channel.read(4).getInt();
        if (length < 0 || length > most) {
            throw new IOException("the store's answer makes no sense (length " + length + ")");
        }
        return channel.read(length).array();
    }
}
