// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.buffer.BufferView;
import org.jccl.error.TransportException;

/** Divides a communicator: the parent's own all-gathers are the rendezvous of its parts. */
final class Split {
    /** As much as a rank may say at a rendezvous. */
    private static final long MAX_BYTES = 1 << 20;

    private final DefaultCommunicator parent;
    private final int color;
    /** Parent ranks of this rank's color, in the order of the new communicator. */
    private final List<Integer> members = new ArrayList<>();

    Split(final DefaultCommunicator parent, final int color, final int key) {
        this.parent = parent;
        this.color = color;
        final int[] wishes = new int[2 * parent.size()];
        parent.allGather(BufferView.of(new int[] {color, key}), BufferView.of(wishes));
        for (int rank = 0; rank < parent.size(); rank++) {
            if (wishes[2 * rank] == color) {
                members.add(rank);
            }
        }
        members.sort(
                Comparator.<Integer>comparingInt(rank -> wishes[2 * rank + 1]).thenComparingInt(rank -> rank));
    }

    /** The new communicator, or null for color -1, whose ranks take part in the exchange all the same. */
    Communicator communicator(final CommunicatorOptions options, final ControlPlane control) {
        if (color == -1) {
            exchange(new byte[0]);
            return null;
        }
        final Rendezvous rendezvous = (mine, rank, size, timeout) -> {
            final List<byte[]> all = exchange(mine);
            return members.stream().map(all::get).toList();
        };
        return new Assembly(options.named(options.name() + "/" + color), control.split())
                .build(members.indexOf(parent.rank()), members.size(), rendezvous);
    }

    private List<byte[]> exchange(final byte[] mine) {
        final long[] lengths = new long[parent.size()];
        parent.allGather(BufferView.of(new long[] {mine.length}), BufferView.of(lengths));
        final List<byte[]> all = new ArrayList<>();
        long total = 0;
        for (int rank = 0; rank < lengths.length; rank++) {
            if (lengths[rank] < 0 || lengths[rank] > MAX_BYTES) {
                throw new TransportException("rank " + rank + " wants to tell the others " + lengths[rank]
                        + " bytes about itself in a split; at most " + MAX_BYTES
                        + " make sense, so does every rank call split?");
            }
            total += lengths[rank];
        }
        final byte[] together = new byte[Math.toIntExact(total)];
        parent.allGatherV(BufferView.of(mine, DataType.INT8), BufferView.of(together, DataType.INT8), lengths);
        int from = 0;
        for (final long length : lengths) {
            all.add(java.util.Arrays.copyOfRange(together, from, from + (int) length));
            from += (int) length;
        }
        return all;
    }
}
