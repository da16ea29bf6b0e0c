// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jccl.spi.Link;
import org.jccl.spi.Wire;

/**
 * Where two ranks tell each other how far they are in the lanes between them, on a connection of its own: behind the bytes
 * of a lane that nobody reads an acknowledgement would be stuck, and with it the sender. Positions only grow and the latest
 * is told anew on every connection, so that none needs to be kept. Messages of 16 bytes, big-endian:
 *
 * <pre>
 *   kind 1, lane 1, reserved 6, position 8
 * </pre>
 */
final class Receipts implements Line {
    /** The number of its connection, behind those of the lanes. */
    static final int NUMBER = Link.LANES;

    private static final int MESSAGE_BYTES = 16;
    private static final int MOST_BYTES = 64 * MESSAGE_BYTES;
    /** Each side says something every second. */
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(4);

    /** What a message says; the order is that on the wire. */
    private enum Kind {
        /** All bytes before the position are here. */
        HAS,
        /** So they are, and the next one is looked for in vain. */
        AWAITS,
        /** This side lives. */
        LIVES,
        /** This side closes in good order. */
        LEAVES
    }

    private static final Kind[] KINDS = Kind.values();

    private final ResumableLane[] lanes = new ResumableLane[Link.LANES];
    private final long[] positions = new long[Link.LANES];
    private final ByteBuffer out = ByteBuffer.allocateDirect(MOST_BYTES);
    /** Resumption's thread only. */
    private final ByteBuffer in = ByteBuffer.allocateDirect(MOST_BYTES);

    private Consumer<Wire> onLoss;
    private Wire wire;
    private long heardNs;
    private volatile boolean over;

    /** Hears of connections that break; to be called before anything else. */
    void onLoss(final Consumer<Wire> hearer) {
        onLoss = hearer;
    }

    /** From now on that lane hears what the peer says about it. */
    synchronized void add(final int number, final ResumableLane lane) {
        lanes[number] = lane;
    }

    /** Whether one of both has closed in good order, so that nothing is made anew. */
    boolean isOver() {
        return over;
    }

    /** All bytes of that lane before the position are here. */
    synchronized void tell(final int lane, final long position) {
        positions[lane] = position;
        say(Kind.HAS, lane, position);
    }

    /** So they are, and the next one is looked for in vain. */
    synchronized void await(final int lane, final long position) {
        say(Kind.AWAITS, lane, position);
    }

    /** This side closes; what breaks from now on is not to be made anew. */
    synchronized void leave() {
        over = true;
        say(Kind.LEAVES, 0, 0);
    }

    /** What does not fit is left out: the peer has not read 64 messages, and hears the latest again on a next connection. */
    private void say(final Kind kind, final int lane, final long position) {
        if (wire == null || out.remaining() < MESSAGE_BYTES) {
            return;
        }
        out.put((byte) kind.ordinal()).put((byte) lane).putInt(0).putShort((short) 0);
        out.putLong(position);
        flush();
    }

    private void flush() {
        out.flip();
        try {
            wire.write(out);
        } catch (final IOException gone) {
            lose();
        }
        out.compact();
    }

    private void lose() {
        final Wire gone = wire;
        detach();
        if (!over) {
            onLoss.accept(gone);
        }
    }

    @Override
    public synchronized long detach() {
        if (wire != null) {
            LaneConnection.close(wire);
            wire = null;
        }
        return 0;
    }

    @Override
    public synchronized String attach(final Wire made, final long none) {
        wire = made;
        heardNs = System.nanoTime();
        in.clear();
        out.clear();
        for (int lane = 0; lane < positions.length; lane++) {
            say(Kind.HAS, lane, positions[lane]);
        }
        return null;
    }

    @Override
    public int interest() {
        return SelectionKey.OP_READ;
    }

    @Override
    public void ready() {
        final Wire reading = current();
        if (reading == null) {
            return;
        }
        try {
            while (read(reading)) {
                in.flip();
                while (in.remaining() >= MESSAGE_BYTES) {
                    hear(in.get(), in.get(), in.position(in.position() + 6).getLong());
                }
                in.compact();
            }
        } catch (final IOException gone) {
            loseIf(reading);
        }
    }

    /** Under the lock, because a wire has one owner at a time; returns whether anything came. */
    private synchronized boolean read(final Wire reading) throws IOException {
        final int count = reading.read(in);
        if (count < 0) {
            throw new IOException("closed");
        }
        heardNs = count > 0 ? System.nanoTime() : heardNs;
        return count > 0;
    }

    private synchronized Wire current() {
        return wire;
    }

    private synchronized void loseIf(final Wire broken) {
        if (wire == broken && broken != null) {
            lose();
        }
    }

    /** Not under the lock: a lane's owner may hold the lane and want to tell something. */
    private void hear(final byte code, final byte number, final long position) throws IOException {
        final Kind kind = code < 0 || code >= KINDS.length ? null : KINDS[code];
        final ResumableLane lane = number < 0 || number >= lanes.length ? null : lane(number);
        if (kind == null) {
            throw new IOException("a message of kind " + code);
        }
        switch (kind) {
            case LEAVES -> {
                over = true;
                each(ResumableLane::peerLeft);
            }
            case HAS -> each(lane, ResumableLane::acknowledged, position);
            case AWAITS -> each(lane, ResumableLane::awaited, position);
            default -> {}
        }
    }

    private synchronized ResumableLane lane(final int number) {
        return lanes[number];
    }

    private void each(final Consumer<ResumableLane> what) {
        for (int number = 0; number < lanes.length; number++) {
            final ResumableLane lane = lane(number);
            if (lane != null) {
                what.accept(lane);
            }
        }
    }

    /** Hears a position. */
    private interface Hearer {
        void hear(ResumableLane lane, long position);
    }

    private static void each(final ResumableLane lane, final Hearer hearer, final long position) {
        if (lane != null) {
            hearer.hear(lane, position);
        }
    }

    /** Without it the lanes would come to a stand, one after the other. */
    @Override
    public void fail(final String how) {
        if (!over) {
            each(lane -> lane.fail(how));
        }
    }

    @Override
    public void tick() {
        synchronized (this) {
            say(Kind.LIVES, 0, 0);
        }
        final Wire silent = current();
        if (silent != null && System.nanoTime() - heardNs > SILENCE_NS) {
            loseIf(silent);
        }
    }
}
