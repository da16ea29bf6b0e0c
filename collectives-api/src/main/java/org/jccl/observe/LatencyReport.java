// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jccl.schedule.Collective;

/**
 * How long operations of one kind took on one rank.
 *
 * @param kind which operations
 * @param operations how many there were, exactly
 * @param total from the call to the end
 * @param skew how much of that passed before the last rank entered
 * @param transfer the rest: what the operation itself took
 * @param last who entered last, who cost most time first
 */
public record LatencyReport(
        LatencyKind kind, long operations, Spread total, Spread skew, Spread transfer, List<Last> last) {
    /**
     * A rank that entered last.
     *
     * @param rank who
     * @param times in how many operations
     * @param waitedNs how long this rank waited for it, in all of them
     */
    public record Last(int rank, long times, long waitedNs) {}

    /** How much time operations of this kind have taken in all, about. */
    double weight() {
        return operations * total.mean();
    }

    void write(final DataOutputStream out) throws IOException {
        out.writeByte(kind.collective().ordinal());
        out.writeLong(kind.upToBytes());
        out.writeUTF(kind.carrier());
        out.writeUTF(kind.tag());
        out.writeLong(operations);
        total.write(out);
        skew.write(out);
        transfer.write(out);
        out.writeByte(last.size());
        for (final Last each : last) {
            out.writeInt(each.rank);
            out.writeLong(each.times);
            out.writeLong(each.waitedNs);
        }
    }

    static LatencyReport read(final DataInputStream in) throws IOException {
        final LatencyKind kind =
                new LatencyKind(collective(in.readUnsignedByte()), in.readLong(), in.readUTF(), in.readUTF());
        final long operations = in.readLong();
        final Spread total = Spread.read(in);
        final Spread skew = Spread.read(in);
        final Spread transfer = Spread.read(in);
        final List<Last> last = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            last.add(new Last(in.readInt(), in.readLong(), in.readLong()));
        }
        return new LatencyReport(kind, operations, total, skew, transfer, last);
    }

    private static Collective collective(final int ordinal) throws IOException {
        if (ordinal >= Collective.values().length) {
            throw new IOException("there is no collective " + ordinal);
        }
        return Collective.values()[ordinal];
    }
}
