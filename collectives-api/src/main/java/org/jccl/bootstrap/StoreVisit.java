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

    private final Entrance entrance;
    private final int size;
    private final byte[] mine;
    private final long deadlineNs;

    StoreVisit(final Entrance entrance, final int size, final byte[] mine, final long deadlineNs) {
        this.entrance = entrance;
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
        final String host = "rank 0 at " + Addresses.text(store);
        try (DeadlineChannel channel = entrance.enter(store, host, Entrance.ANYBODY, soonNs, deadlineNs)) {
            channel.write(submission());
            channel.deadline(deadlineNs + GRACE_NS);
            return answer(channel);
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
