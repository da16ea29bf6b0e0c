// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.ReduceOp.Kind;

/**
 * What every rank contributes, chosen so that a floating reduction has the same bits in whatever order it is done, and
 * the result, computed apart from the library. The idea is nccl-tests' "verifiable" inputs.
 *
 * <p>Sums: small multiples of one power of two per index, few enough that no partial sum needs more bits than the type
 * has. Products: powers of two, and one rank's odd mantissa. Minima, maxima and all integers: random bits (no NaN).
 * Elements repeat after {@link #PERIOD}, a prime, so that large vectors cost little and a shifted block still shows.
 * Immutable, any thread.
 */
public final class ExactInputs {
    /** After so many elements the pattern begins anew. */
    public static final int PERIOD = 16_381;

    private static final double[] SCALARS = {0.5, 1, 2};

    private final DataType type;
    private final Kind kind;
    private final int size;
    private final long seed;

    /** Inputs of {@code size} ranks for a reduction of that kind; for MAX and MIN without one, any bits. */
    public ExactInputs(final DataType type, final Kind kind, final int size, final long seed) {
        this.type = type;
        this.kind = kind;
        this.size = size;
        this.seed = seed;
    }

    /** The operator as that rank must give it; pre-multiplied sums have another factor on each rank. */
    public ReduceOp op(final int rank) {
        return switch (kind) {
            case SUM -> ReduceOp.SUM;
            case PROD -> ReduceOp.PROD;
            case MIN -> ReduceOp.MIN;
            case MAX -> ReduceOp.MAX;
            case AVG -> ReduceOp.AVG;
            case BAND -> ReduceOp.BAND;
            case BOR -> ReduceOp.BOR;
            case BXOR -> ReduceOp.BXOR;
            case PREMUL_SUM -> ReduceOp.preMulSum(SCALARS[rank % SCALARS.length]);
            case CUSTOM -> throw new IllegalArgumentException("no exact inputs for a user's operator");
        };
    }

    /** Every built-in kind that reduces elements of that type. */
    public static List<Kind> kinds(final DataType type) {
        final List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
        kinds.remove(Kind.CUSTOM);
        if (type.isFloating()) {
            kinds.removeAll(List.of(Kind.BAND, Kind.BOR, Kind.BXOR));
        }
        return Collections.unmodifiableList(kinds);
    }

    /** The first {@code count} elements of one rank. */
    public byte[] input(final int rank, final long count) {
        return repeat(count, index -> element(rank, index));
    }

    /** The reduction of the first {@code count} elements of all ranks. */
    public byte[] reduction(final long count) {
        return repeat(count, this::reduced);
    }

    private byte[] repeat(final long count, final java.util.function.IntToLongFunction element) {
        final byte[] bytes = new byte[Math.toIntExact(count * type.sizeBytes())];
        final int fresh = (int) Math.min(count, PERIOD);
        for (int index = 0; index < fresh; index++) {
            Elements.put(bytes, type, index, element.applyAsLong(index));
        }
        final int period = PERIOD * type.sizeBytes();
        for (int at = period; at < bytes.length; at += period) {
            System.arraycopy(bytes, 0, bytes, at, Math.min(period, bytes.length - at));
        }
        return bytes;
    }

    private long reduced(final int index) {
        final long[] operands = new long[size];
        for (int rank = 0; rank < size; rank++) {
            operands[rank] = Scalars.prepare(type, op(rank), element(rank, index));
        }
        return Scalars.finish(type, kind, Scalars.combine(type, kind, operands), size);
    }

    private long element(final int rank, final int index) {
        final long random = hash(rank + 1, index);
        if (!type.isFloating()) {
            // a factor times any integer may leave the type, and what that gives is nowhere promised
            final long value = kind == Kind.PREMUL_SUM ? (random >>> 1) % 50 : random;
            return value & (-1L >>> (64 - Scalars.width(type)));
        }
        return switch (kind) {
            case SUM, AVG -> Scalars.fromDouble(type, addend(rank, index));
            case PREMUL_SUM -> Scalars.fromDouble(type, addend(rank, index) / op(rank).scalar());
            case PROD -> Scalars.fromDouble(type, factor(rank, index));
            default -> anyNumber(random);
        };
    }

    private double addend(final int rank, final int index) {
        final int limit = 1 << Math.min(30, precision());
        final int amplitude = Math.max(1, limit / size);
        if (!takesPart(rank, index, limit / amplitude)) {
            return 0;
        }
        final long value = Math.floorMod(hash(rank + 1, index), 2L * amplitude + 1) - amplitude;
        return Math.scalb((double) value, Math.floorMod(hash(0, index), 7) - 3);
    }

    private double factor(final int rank, final int index) {
        final long random = hash(rank + 1, index);
        final double sign = (random & 1) == 0 ? 1 : -1;
        if (takesPart(rank, index, 1)) {
            return sign * (1 + (random >>> 8 & 3) / 4.0);
        }
        // five exponents between -1 and 1 stay within the narrowest type in whatever order they meet
        return takesPart(rank, index, 6) ? Math.scalb(sign, Math.floorMod(random >>> 8, 3) - 1) : sign;
    }

    /** Whether the rank is among the {@code ranks} chosen for that index. */
    private boolean takesPart(final int rank, final int index, final int ranks) {
        return Math.floorMod(rank + hash(0, index), size) < ranks;
    }

    private int precision() {
        return switch (type) {
            case FLOAT32 -> 24;
            case FLOAT64 -> 53;
            default -> TinyFloat.of(type).precision();
        };
    }

    private long anyNumber(final long random) {
        final long bits = random & (-1L >>> (64 - Scalars.width(type)));
        return Double.isNaN(Scalars.toDouble(type, bits)) ? 0 : bits;
    }

    private long hash(final int stream, final int index) {
        long z = seed + 0x9E3779B97F4A7C15L * (stream * 0x10001L + index + 1);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
