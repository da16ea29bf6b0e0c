// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;

/** A text of every rank for every rank, such as the names of their hosts. */
public final class RankTexts {
    private RankTexts() {}

    /** The texts by rank. Every rank calls it, in order with the collectives. */
    public static List<String> gather(final Communicator communicator, final String mine) {
        final byte[] text = mine.getBytes(StandardCharsets.UTF_8);
        final int longest = (int) Math.max(1, new AcrossRanks(communicator).max(text.length));
        final byte[] all = new byte[longest * communicator.size()];
        communicator.allGather(
                BufferView.of(Arrays.copyOf(text, longest), DataType.UINT8), BufferView.of(all, DataType.UINT8));
        final List<String> texts = new ArrayList<>();
        for (int rank = 0; rank < communicator.size(); rank++) {
            texts.add(padded(all, rank * longest, longest));
        }
        return texts;
    }

    private static String padded(final byte[] all, final int offset, final int longest) {
        int length = longest;
        while (length > 0 && all[offset + length - 1] == 0) {
            length--;
        }
        return new String(all, offset, length, StandardCharsets.UTF_8);
    }
}
