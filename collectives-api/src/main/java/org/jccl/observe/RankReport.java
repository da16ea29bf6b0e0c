// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one rank is doing in one communicator, as it tells the others when they ask.
 *
 * @param entered by lane, how many operations it has entered
 * @param underWay what it has not ended, the oldest of each lane first
 * @param last what it ended last, or null
 * @param place where the thread that called last is
 * @param stack that thread's stack
 */
public record RankReport(List<Long> entered, List<UnderWay> underWay, Finished last, String place, List<String> stack) {
    /** Of those under way, so many are told. */
    static final int MOST_OPERATIONS = 8;

    private static final int MOST_WAITS = 16;
    private static final int MOST_LINE = 160;
    private static final int MOST_BYTES = 3500;

    /**
     * An operation that has not ended.
     *
     * @param lane which order it belongs to
     * @param sequence its place there
     * @param fingerprint what was called
     * @param call the same in words
     * @param peer the other rank of a send or receive, else -1
     * @param begun whether operations before it let it begin
     * @param waits whom it waits for
     */
    public record UnderWay(
            int lane, long sequence, long fingerprint, String call, int peer, boolean begun, List<Wait> waits) {}

    /** For whom, and for what. */
    public record Wait(int peer, Reason reason) {
        @Override
        public String toString() {
            return "rank " + peer + " " + reason.text;
        }
    }

    /** What is waited for. */
    public enum Reason {
        /** Nothing of a message has come. */
        TO_SEND("to send"),
        /** A part of it has come. */
        TO_GO_ON("to go on sending"),
        /** There is no room for what is to be sent. */
        TO_RECEIVE("to receive");

        private final String text;

        Reason(final String text) {
            this.text = text;
        }
    }

    /** An operation that has ended, in words, and how long ago. */
    public record Finished(String call, long agoNs) {}

    /** The same without the stack, for whom the place will do. */
    public RankReport withoutStack() {
        return new RankReport(entered, underWay, last, place, List.of());
    }

    /** How many operations of a lane it has entered. */
    public long enteredOf(final int lane) {
        return lane < entered.size() ? entered.get(lane) : 0;
    }

    /** The operation at that place of a lane's order, if it is under way, else null. */
    public UnderWay at(final int lane, final long sequence) {
        return underWay.stream()
                .filter(each -> each.lane() == lane && each.sequence() == sequence)
                .findFirst()
                .orElse(null);
    }

    /** As it travels; bounded, so that it fits one control message. */
    public byte[] encode() {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, bytes);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private void write(final DataOutputStream out, final ByteArrayOutputStream bytes) throws IOException {
        out.writeByte(entered.size());
        for (final long each : entered) {
            out.writeLong(each);
        }
        final List<UnderWay> told = underWay.subList(0, Math.min(MOST_OPERATIONS, underWay.size()));
        out.writeByte(told.size());
        for (final UnderWay each : told) {
            write(out, each);
        }
        out.writeBoolean(last != null);
        if (last != null) {
            out.writeUTF(cut(last.call()));
            out.writeLong(last.agoNs());
        }
        out.writeUTF(cut(place));
        for (final String line : stack) {
            if (bytes.size() < MOST_BYTES) {
                out.writeUTF(cut(line));
            }
        }
    }

    private static void write(final DataOutputStream out, final UnderWay each) throws IOException {
        out.writeByte(each.lane());
        out.writeLong(each.sequence());
        out.writeLong(each.fingerprint());
        out.writeUTF(cut(each.call()));
        out.writeInt(each.peer());
        out.writeBoolean(each.begun());
        final List<Wait> waits =
                each.waits().subList(0, Math.min(MOST_WAITS, each.waits().size()));
        out.writeByte(waits.size());
        for (final Wait wait : waits) {
            out.writeInt(wait.peer());
            out.writeByte(wait.reason().ordinal());
        }
    }

    private static String cut(final String line) {
        return line.length() <= MOST_LINE ? line : line.substring(0, MOST_LINE - 3) + "...";
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IOException if it is something else
     */
    public static RankReport decode(final byte[] bytes) throws IOException {
        final DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        final List<Long> entered = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            entered.add(in.readLong());
        }
        final List<UnderWay> underWay = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            underWay.add(readUnderWay(in));
        }
        final Finished last = in.readBoolean() ? new Finished(in.readUTF(), in.readLong()) : null;
        final String place = in.readUTF();
        final List<String> stack = new ArrayList<>();
        while (in.available() > 0) {
            stack.add(in.readUTF());
        }
        return new RankReport(entered, underWay, last, place, stack);
    }

    private static UnderWay readUnderWay(final DataInputStream in) throws IOException {
        final int lane = in.readUnsignedByte();
        final long sequence = in.readLong();
        final long fingerprint = in.readLong();
        final String call = in.readUTF();
        final int peer = in.readInt();
        final boolean begun = in.readBoolean();
        final List<Wait> waits = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            waits.add(readWait(in));
        }
        return new UnderWay(lane, sequence, fingerprint, call, peer, begun, waits);
    }

    private static Wait readWait(final DataInputStream in) throws IOException {
        final int peer = in.readInt();
        final int reason = in.readUnsignedByte();
        if (reason >= Reason.values().length) {
            throw new IOException("reason " + reason);
        }
        return new Wait(peer, Reason.values()[reason]);
    }
}
