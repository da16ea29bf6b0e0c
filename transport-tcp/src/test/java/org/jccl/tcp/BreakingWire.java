// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Random;
import org.jccl.spi.Wire;

/**
 * One end of a connection without a network: takes and gives as many bytes as it likes, breaks when told, and, if it
 * encrypts, gives the peer bytes that it does not own up to yet.
 */
final class BreakingWire implements Wire {
    private static final int CAPACITY = 1000;

    private final Random random;
    private final boolean encrypts;
    private final ByteBuffer inFlight = ByteBuffer.allocate(CAPACITY);
    private BreakingWire peer;
    private boolean broken;
    /** Of the bytes that will be offered again, how many the peer may have. */
    private int ahead;

    private BreakingWire(final Random random, final boolean encrypts) {
        this.random = random;
        this.encrypts = encrypts;
    }

    static BreakingWire[] pair(final Random random) {
        final boolean encrypts = random.nextBoolean();
        final BreakingWire[] ends = {new BreakingWire(random, encrypts), new BreakingWire(random, encrypts)};
        ends[0].peer = ends[1];
        ends[1].peer = ends[0];
        return ends;
    }

    /** Breaks both directions; what is in flight arrives in part. */
    void cut() {
        broken = true;
        peer.broken = true;
        lose();
        peer.lose();
    }

    private void lose() {
        inFlight.position(random.nextInt(inFlight.position() + 1));
    }

    @Override
    public int write(final ByteBuffer from) throws IOException {
        requireWhole();
        final int skipped = Math.min(ahead, from.remaining());
        from.position(from.position() + skipped);
        ahead -= skipped;
        final int taken = ahead > 0 ? 0 : random.nextInt(1 + Math.min(from.remaining(), peer.inFlight.remaining()));
        peer.inFlight.put(from.duplicate().limit(from.position() + taken));
        ahead += encrypts ? random.nextInt(1 + taken) : 0;
        final int owned = taken == 0 ? 0 : taken - ahead;
        from.position(from.position() + owned);
        return skipped + owned;
    }

    @Override
    public int read(final ByteBuffer into) throws IOException {
        final int came = Math.min(random.nextInt(1 + inFlight.position()), into.remaining());
        if (came == 0) {
            requireWhole();
            return 0;
        }
        inFlight.flip();
        into.put(inFlight.duplicate().limit(came));
        inFlight.position(came).compact();
        return came;
    }

    private void requireWhole() throws IOException {
        if (broken) {
            throw new IOException("cut");
        }
    }

    @Override
    public long read(final ByteBuffer[] into) throws IOException {
        return each(into, this::read);
    }

    @Override
    public long write(final ByteBuffer[] from) throws IOException {
        return each(from, this::write);
    }

    private interface Transfer {
        int of(ByteBuffer buffer) throws IOException;
    }

    private static long each(final ByteBuffer[] buffers, final Transfer transfer) throws IOException {
        long sum = 0;
        for (final ByteBuffer buffer : buffers) {
            sum += transfer.of(buffer);
            if (buffer.hasRemaining()) {
                break;
            }
        }
        return sum;
    }

    @Override
    public boolean isEncrypted() {
        return encrypts;
    }

    @Override
    public boolean establish() {
        return true;
    }

    @Override
    public boolean hasMore() {
        return false;
    }

    @Override
    public void shutdownOutput() {}

    /** None: no selector looks at it. */
    @Override
    public SocketChannel socket() {
        return null;
    }

    @Override
    public boolean isOpen() {
        return !broken;
    }

    @Override
    public void close() {
        cut();
    }
}
