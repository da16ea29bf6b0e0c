// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.Arrays;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.schedule.Collective;

/**
 * One collective over given numbers: how long every rank's buffers are, what they hold before, and what they must hold
 * after. Immutable apart from results kept for the next rank; any thread.
 */
public final class Exercise {
    /** A buffer that the rank does not have. */
    public static final long NONE = -1;

    private final Collective collective;
    private final DataType type;
    private final ReduceOp.Kind kind;
    private final int root;
    private final long[] counts;
    private final boolean varying;
    private final ExactInputs inputs;
    private byte[] whole;

    private Exercise(
            final Collective collective,
            final DataType type,
            final ReduceOp.Kind kind,
            final int root,
            final long[] counts,
            final boolean varying) {
        this.collective = collective;
        this.type = type;
        this.kind = kind;
        this.root = root;
        this.counts = counts;
        this.varying = varying;
        this.inputs = new ExactInputs(type, kind, counts.length, 31L * collective.ordinal() + counts[0]);
    }

    /**
     * A collective in its plain form.
     *
     * @param count elements of the vector, or of each block
     */
    public static Exercise of(
            final Collective collective,
            final DataType type,
            final ReduceOp.Kind kind,
            final int size,
            final int root,
            final long count) {
        final long[] counts = new long[size];
        Arrays.fill(counts, count);
        return new Exercise(collective, type, kind, root, counts, false);
    }

    /**
     * A block collective in its V form.
     *
     * @param counts elements of every rank's block; for all-to-all, rank i sends {@code counts[(i + j) % size]} to j
     */
    public static Exercise varying(
            final Collective collective, final DataType type, final int root, final long... counts) {
        return new Exercise(collective, type, ReduceOp.Kind.SUM, root, counts.clone(), true);
    }

    /** Which collective. */
    Collective collective() {
        return collective;
    }

    /** Whether it is called in its V form. */
    boolean isVarying() {
        return varying;
    }

    /** The root of a rooted collective, else 0. */
    int root() {
        return root;
    }

    /** Elements of every rank's block, or of the vector. */
    long[] counts() {
        return counts;
    }

    /** The operator as that rank must give it. */
    ReduceOp op(final int rank) {
        return inputs.op(rank);
    }

    /** How many ranks take part. */
    public int size() {
        return counts.length;
    }

    /** The type of the elements. */
    public DataType type() {
        return type;
    }

    /** Elements of that rank's input, or {@link #NONE}. */
    public long inputCount(final int rank) {
        return switch (collective) {
            case ALL_REDUCE, REDUCE -> counts[0];
            case BROADCAST -> rank == root ? counts[0] : NONE;
            case ALL_GATHER, GATHER -> counts[rank];
            case REDUCE_SCATTER -> total();
            case ALL_TO_ALL -> Arrays.stream(row(rank)).sum();
            case SCATTER -> rank == root ? total() : NONE;
            default -> throw new IllegalArgumentException(collective + " has no buffers");
        };
    }

    /** Elements of that rank's output, or {@link #NONE}. */
    public long outputCount(final int rank) {
        return switch (collective) {
            case ALL_REDUCE, BROADCAST -> counts[0];
            case REDUCE -> rank == root ? counts[0] : NONE;
            case ALL_GATHER -> total();
            case GATHER -> rank == root ? total() : NONE;
            case REDUCE_SCATTER, SCATTER -> counts[rank];
            case ALL_TO_ALL -> Arrays.stream(row(rank)).sum();
            default -> throw new IllegalArgumentException(collective + " has no buffers");
        };
    }

    /** Whether that rank gives and gets, so that it can do both in one buffer. */
    boolean hasBoth(final int rank) {
        return collective != Collective.ALL_TO_ALL && inputCount(rank) != NONE && outputCount(rank) != NONE;
    }

    /** Where that rank's block begins within all blocks side by side, in elements; 0 for a vector. */
    public long blockOffset(final int rank) {
        return collective.isVector() ? 0 : Arrays.stream(counts, 0, rank).sum();
    }

    private long total() {
        return Arrays.stream(counts).sum();
    }

    /** Elements of the block for every rank; also of the block from every rank, for the matrix is symmetric. */
    long[] row(final int rank) {
        final long[] row = new long[counts.length];
        Arrays.setAll(row, peer -> counts[(rank + peer) % counts.length]);
        return row;
    }

    /** What that rank gives. */
    public byte[] input(final int rank) {
        return inputs.input(rank, inputCount(rank));
    }

    /** What that rank gets. */
    public byte[] expected(final int rank) {
        return switch (collective) {
            case REDUCE_SCATTER, SCATTER -> slice(whole(), blockOffset(rank), counts[rank]);
            case ALL_TO_ALL -> transposed(rank);
            default -> whole();
        };
    }

    /** What that rank's input must hold after a call in place: its output where that is, all else as it was. */
    byte[] around(final int rank) {
        final byte[] memory = input(rank);
        final byte[] output = expected(rank);
        System.arraycopy(output, 0, memory, (int) blockOffset(rank) * type.sizeBytes(), output.length);
        return memory;
    }

    /** The whole vector or all blocks, computed once for all ranks. */
    private synchronized byte[] whole() {
        if (whole == null) {
            whole = switch (collective) {
                case ALL_REDUCE, REDUCE -> inputs.reduction(counts[0]);
                case REDUCE_SCATTER -> inputs.reduction(total());
                case BROADCAST, SCATTER -> input(root);
                default -> gathered();
            };
        }
        return whole;
    }

    private byte[] gathered() {
        final byte[] all = new byte[Math.toIntExact(total() * type.sizeBytes())];
        for (int rank = 0; rank < size(); rank++) {
            final byte[] block = input(rank);
            System.arraycopy(block, 0, all, (int) blockOffset(rank) * type.sizeBytes(), block.length);
        }
        return all;
    }

    private byte[] transposed(final int rank) {
        final byte[] all = new byte[Math.toIntExact(outputCount(rank) * type.sizeBytes())];
        int at = 0;
        for (int peer = 0; peer < size(); peer++) {
            final long[] row = row(peer);
            final byte[] block = slice(input(peer), Arrays.stream(row, 0, rank).sum(), row[rank]);
            System.arraycopy(block, 0, all, at, block.length);
            at += block.length;
        }
        return all;
    }

    private byte[] slice(final byte[] bytes, final long first, final long count) {
        final int unit = type.sizeBytes();
        return Arrays.copyOfRange(bytes, (int) first * unit, (int) (first + count) * unit);
    }

    @Override
    public String toString() {
        return collective + (varying ? "_v " : " ") + type + " " + kind + " of " + size() + " ranks, counts "
                + (varying ? Arrays.toString(counts) : counts[0]) + (collective.isRooted() ? ", root " + root : "");
    }
}
