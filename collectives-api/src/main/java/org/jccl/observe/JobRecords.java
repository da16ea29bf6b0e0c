// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The flight records of all ranks of one communicator, one behind the other: each has a line before it that says whose it is
 * and how many lines it has. One thread.
 */
public final class JobRecords {
    private static final int MOST_CHARACTERS = 6 << 20;

    private final StringBuilder text = new StringBuilder();
    private final BitSet there = new BitSet();
    private final String communicator;
    private final long number;
    private final int size;

    /** None yet. */
    public JobRecords(final String communicator, final long number, final int size) {
        this.communicator = communicator;
        this.number = number;
        this.size = size;
    }

    /** The name of a file that holds a rank's record, the same wherever it is written. */
    public static String fileName(final String communicator, final long number, final int rank) {
        final String name = communicator.replaceAll("[^A-Za-z0-9._-]", "_");
        return "jccl-" + name + "-" + Long.toHexString(number) + "-rank" + rank + ".jsonl";
    }

    /** A rank's record, as lines; left out if there is too much already. */
    public void add(final int rank, final String record) {
        if (text.length() + record.length() <= MOST_CHARACTERS) {
            there.set(rank);
            new JsonLine(text)
                    .field("line", "record")
                    .field("rank", rank)
                    .field("file", fileName(communicator, number, rank))
                    .field("lines", record.lines().count())
                    .end();
            record.lines().forEach(line -> text.append(line).append('\n'));
        }
    }

    /** All of them, behind a line that says who is missing. */
    public String text() {
        final StringBuilder all = new StringBuilder();
        new JsonLine(all)
                .field("line", "records")
                .field("name", communicator)
                .field("size", size)
                .numbers(
                        "missing",
                        IntStream.range(0, size)
                                .filter(rank -> !there.get(rank))
                                .asLongStream())
                .end();
        return all.append(text).toString();
    }
}
