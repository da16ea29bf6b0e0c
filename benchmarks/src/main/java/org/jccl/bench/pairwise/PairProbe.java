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
    /** The first burst is so long, and no message may have to be shorter. */
    static final long FIRST_BYTES = 64 << 10;

    /** About how long the ping-pong of a pair takes. */
    static final long LATENCY_NS = 20_000_000;

    private static final int WARM_UPS = 20;
    private static final int FEWEST_ROUND_TRIPS = 20;
    private static final int MOST_ROUND_TRIPS = 1000;
    /** From burst to burst, so that one that was fast by chance does not make the next one last for ever. */
    private static final int MOST_GROWTH = 8;

    private static final long END = 0;
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

    /**
     * Bytes a second that the peer {@link #receive}s: of the first burst that takes long enough, by the clock from its
     * beginning to the peer's word that all has come. The bursts before it leave no buffer on the way empty; so whatever else
     * happens makes it less, never more.
     */
    long send(final int peer) {
        long bytes = FIRST_BYTES;
        long tookNs = burst(peer, bytes);
        while (tookNs < timeNs) {
            bytes *= clamp(timeNs / tookNs, 2, MOST_GROWTH);
            tookNs = burst(peer, bytes);
        }
        say(peer, END);
        return Math.round(bytes * 1e9 / tookNs);
    }

    private long burst(final int peer, final long bytes) {
        final long begin = System.nanoTime();
        say(peer, bytes);
        for (long left = bytes; left > 0; left -= mostBytes) {
            communicator.send(message(Math.min(left, mostBytes)), peer);
        }
        hear(peer);
        return Math.max(1, System.nanoTime() - begin);
    }

    /** The other side of {@link #send}. */
    void receive(final int peer) {
        for (long bytes = hear(peer); bytes != END; bytes = hear(peer)) {
            for (long left = bytes; left > 0; left -= mostBytes) {
                communicator.receive(message(Math.min(left, mostBytes)), peer);
            }
            say(peer, bytes);
        }
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
