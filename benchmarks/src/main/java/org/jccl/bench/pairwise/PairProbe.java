// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.bench.measure.BufferSource;
import org.jccl.buffer.BufferView;

/**
 * Measures the link between this rank and another, which does the counterpart at the same time. The one that begins decides
 * how often, and says so in the messages themselves. One thread.
 */
final class PairProbe {
    /** Messages start with this length, and double until they take long enough. */
    static final long FIRST_BYTES = 64 << 10;

    /** About how long the ping-pong of a pair takes. */
    static final long LATENCY_NS = 20_000_000;

    private static final int WARM_UPS = 20;
    private static final int FEWEST_ROUND_TRIPS = 20;
    private static final int MOST_ROUND_TRIPS = 1000;
    /** A direction takes the time of this many messages at least, so that what the receiver clocks is the wire's pace. */
    private static final int FEWEST_MESSAGES = 4;

    private static final int MOST_MESSAGES = 10_000;

    private static final long MORE = 1;
    private static final long LAST = 0;

    private final Communicator communicator;
    private final BufferSource.Block block;
    private final long mostBytes;
    private final long timeNs;
    private final ByteBuffer word = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
    private final BufferView wordView = BufferView.of(word, DataType.INT64);

    /** With memory of that many bytes for the messages. */
    PairProbe(
            final Communicator communicator, final BufferSource.Block block, final long mostBytes, final long timeNs) {
        this.communicator = communicator;
        this.block = block;
        this.mostBytes = mostBytes;
        this.timeNs = timeNs;
    }

    /** The median of 8 bytes there and back; the peer {@link #echo}es. */
    long roundTripNs(final int peer) {
        final long[] first = new long[WARM_UPS];
        for (int i = 0; i < first.length; i++) {
            first[i] = roundTrip(peer, MORE);
        }
        final long[] samples = new long[clamp(LATENCY_NS / median(first), FEWEST_ROUND_TRIPS, MOST_ROUND_TRIPS)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = roundTrip(peer, i < samples.length - 1 ? MORE : LAST);
        }
        return median(samples);
    }

    private long roundTrip(final int peer, final long more) {
        final long begin = System.nanoTime();
        say(peer, more);
        hear(peer);
        return Math.max(1, System.nanoTime() - begin);
    }

    /** The other side of {@link #roundTripNs}. */
    void echo(final int peer) {
        long more;
        do {
            more = hear(peer);
            say(peer, more);
        } while (more != LAST);
    }

    /** Sends as fast as the link takes it; the peer {@link #receive}s. */
    void send(final int peer) {
        long bytes = FIRST_BYTES;
        long tookNs = tryOut(peer, bytes);
        while (tookNs < timeNs / FEWEST_MESSAGES && 2 * bytes <= mostBytes) {
            say(peer, 0);
            bytes *= 2;
            tookNs = tryOut(peer, bytes);
        }
        final int messages = clamp(timeNs / tookNs, FEWEST_MESSAGES, MOST_MESSAGES);
        say(peer, messages);
        final BufferView message = message(bytes);
        for (int i = 0; i <= messages; i++) {
            communicator.send(message, peer);
        }
        hear(peer);
    }

    private long tryOut(final int peer, final long bytes) {
        final long begin = System.nanoTime();
        communicator.send(message(bytes), peer);
        hear(peer);
        return Math.max(1, System.nanoTime() - begin);
    }

    /**
     * Bytes a second that arrive from the peer, from the end of a first message, which may have found empty buffers on its
     * way and an idle link, to the end of the last.
     */
    long receive(final int peer) {
        long bytes = FIRST_BYTES / 2;
        long messages;
        do {
            bytes *= 2;
            communicator.receive(message(bytes), peer);
            say(peer, 0);
            messages = hear(peer);
        } while (messages == 0);
        final BufferView message = message(bytes);
        communicator.receive(message, peer);
        final long begin = System.nanoTime();
        for (long i = 0; i < messages; i++) {
            communicator.receive(message, peer);
        }
        final long tookNs = Math.max(1, System.nanoTime() - begin);
        say(peer, 0);
        return Math.round(bytes * messages * 1e9 / tookNs);
    }

    private BufferView message(final long bytes) {
        return block.view(bytes, DataType.UINT8);
    }

    private void say(final int peer, final long value) {
        word.putLong(0, value);
        communicator.send(wordView, peer);
    }

    private long hear(final int peer) {
        communicator.receive(wordView, peer);
        return word.getLong(0);
    }

    private static long median(final long[] samples) {
        Arrays.sort(samples);
        return samples[samples.length / 2];
    }

    private static int clamp(final long value, final int least, final int most) {
        return (int) Math.max(least, Math.min(most, value));
    }
}
