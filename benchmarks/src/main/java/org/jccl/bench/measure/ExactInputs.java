// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import org.jccl.DataType;
import org.jccl.ReduceOp;

/**
 * Inputs whose reduction has no rounding in whatever order it is done, so that results can be compared bit by bit.
 *
 * <p>Every element depends on rank and index; indices repeat after {@link #PERIOD}, a prime, so that no misplaced block
 * of any plausible length looks right. What only moves, and integers, which wrap, are random bits. Floating sums add
 * integers whose magnitudes together stay below 2^(mantissa + 1), floating products multiply powers of two whose
 * exponents together stay in range; where there are more ranks than such a budget has units, only some ranks, others for
 * each index, contribute.
 */
final class ExactInputs {
    /** After how many elements the inputs repeat. */
    static final int PERIOD = 16_381;

    /** Sums of integers for an average are kept below this in the narrowest type, int8. */
    private static final long INT8_BUDGET = 127;
    /** Enough variety for wide types; leaves exponent room for 2^20 ranks in float64. */
    private static final long LARGEST_BUDGET = 1L << 24;

    private final DataType type;
    private final ReduceOp.Kind kind;
    private final int ranks;
    private final int stride;
    private final long unit;

    /**
     * For one type, operator and number of ranks.
     *
     * @param op null where nothing is reduced
     */
    ExactInputs(final DataType type, final ReduceOp op, final int ranks) {
        this.type = type;
        this.kind = op == null ? null : op.kind();
        this.ranks = ranks;
        final long budget = budget();
        this.stride = (int) ((ranks + budget - 1) / budget);
        this.unit = budget / ((ranks + stride - 1) / stride);
    }

    private long budget() {
        if (!type.isFloating()) {
            return INT8_BUDGET;
        }
        final FloatFormat format = FloatFormat.of(type);
        return kind == ReduceOp.Kind.PROD ? format.exactPowers() : Math.min(LARGEST_BUDGET, format.exactIntegers());
    }

    /** The bits of one element of a rank's input, in the low bits of the result. */
    long inputBits(final int rank, final long index) {
        final int place = (int) (index % PERIOD);
        if (kind == null || (!type.isFloating() && kind != ReduceOp.Kind.AVG)) {
            return truncate(kind == ReduceOp.Kind.PROD ? random(rank, place) | 1 : random(rank, place));
        }
        return encode(value(rank, place));
    }

    /** The bits of one element of the reduction of all inputs. */
    long reducedBits(final long index) {
        final int place = (int) (index % PERIOD);
        if (kind == ReduceOp.Kind.AVG) {
            return encode(average(place));
        }
        return type.isFloating() ? encode(reducedValue(place)) : reducedInteger(place);
    }

    private long reducedInteger(final int place) {
        long result = extend(inputBits(0, place));
        for (int rank = 1; rank < ranks; rank++) {
            final long next = extend(inputBits(rank, place));
            result = switch (kind) {
                case SUM -> result + next;
                case PROD -> result * next;
                case MIN -> less(next, result) ? next : result;
                case MAX -> less(result, next) ? next : result;
                case BAND -> result & next;
                case BOR -> result | next;
                case BXOR -> result ^ next;
                default -> throw new IllegalStateException("no inputs for " + kind);
            };
        }
        return truncate(result);
    }

    private double reducedValue(final int place) {
        double result = value(0, place);
        for (int rank = 1; rank < ranks; rank++) {
            final double next = value(rank, place);
            result = switch (kind) {
                case SUM -> result + next;
                case PROD -> result * next;
                case MIN -> Math.min(result, next);
                case MAX -> Math.max(result, next);
                default -> throw new IllegalStateException("no inputs for " + kind);
            };
        }
        return result;
    }

    /** One rank's number, before it is written in the type. */
    double value(final int rank, final int place) {
        final long random = random(rank, place) >>> 1;
        final boolean contributes = (rank + place) % stride == 0;
        return switch (kind) {
            case SUM -> contributes ? random % (2 * unit + 1) - unit : 0;
            case PROD -> (random & 1) == 0 ? power(contributes, random) : -power(contributes, random);
            case AVG -> average(place) + deviation(rank, place);
            default -> random % (2 * budget() + 1) - budget();
        };
    }

    private double power(final boolean contributes, final long random) {
        final long most = Math.min(unit, 3);
        return contributes ? Math.scalb(1.0, (int) ((random >>> 1) % (2 * most + 1) - most)) : 1;
    }

    /** At most half the budget when summed over the ranks; 0 where there are too many of them. */
    private long average(final int place) {
        return (random(-1, place) >>> 1) % (budget() / (2L * ranks) + 1);
    }

    /** Ranks 2i and 2i + 1 deviate by as much up as down; a last rank alone does not. */
    private long deviation(final int rank, final int place) {
        final int pair = rank & ~1;
        if (pair + 1 >= ranks) {
            return 0;
        }
        final long deviation = (random(pair, place) >>> 1) % (average(place) + 1);
        return rank == pair ? deviation : -deviation;
    }

    private long encode(final double value) {
        return type.isFloating() ? FloatFormat.of(type).encode(value) : truncate((long) value);
    }

    private boolean less(final long a, final long b) {
        return isUnsigned() ? Long.compareUnsigned(a, b) < 0 : a < b;
    }

    private boolean isUnsigned() {
        return type == DataType.UINT8 || type == DataType.UINT32 || type == DataType.UINT64;
    }

    private long truncate(final long bits) {
        final int unused = Long.SIZE - Byte.SIZE * type.sizeBytes();
        return bits << unused >>> unused;
    }

    private long extend(final long bits) {
        final int unused = Long.SIZE - Byte.SIZE * type.sizeBytes();
        return isUnsigned() ? bits : bits << unused >> unused;
    }

    /** SplitMix64 of rank and index: neighbours in either direction have nothing in common. */
    private static long random(final int rank, final int place) {
        long z = (rank * 0x1_0000_0000L + place + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
