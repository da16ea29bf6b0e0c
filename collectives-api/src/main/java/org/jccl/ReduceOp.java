// SPDX-License-Identifier: Apache-2.0
package org.jccl;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How a reduction combines elements: one of the constants, a {@link #preMulSum pre-multiplied sum}, or an operator of
 * the user's own. Immutable, safe for use by any thread.
 *
 * <p>Integer sums and products wrap. Floating sums and products round as IEEE 754 says at each combination, in an order
 * fixed by the algorithm. {@code MIN} and {@code MAX} of floating types return NaN if any operand is NaN and take -0.0
 * to be less than +0.0. {@code AVG} is the sum, divided once at the end by the number of ranks; integers truncate
 * towards zero.
 */
public final class ReduceOp {
    /** What the operator does; {@code CUSTOM} for a user's own. */
    public enum Kind {
        /** a + b. */
        SUM,
        /** a * b. */
        PROD,
        /** The lesser. */
        MIN,
        /** The greater. */
        MAX,
        /** The sum divided by the number of ranks. */
        AVG,
        /** Bitwise and; integers only. */
        BAND,
        /** Bitwise or; integers only. */
        BOR,
        /** Bitwise exclusive or; integers only. */
        BXOR,
        /** The sum of each rank's input times that rank's scalar. */
        PREMUL_SUM,
        /** A {@link ReduceOperator}. */
        CUSTOM
    }

    /** Sum. */
    public static final ReduceOp SUM = new ReduceOp(Kind.SUM);
    /** Product. */
    public static final ReduceOp PROD = new ReduceOp(Kind.PROD);
    /** Minimum. */
    public static final ReduceOp MIN = new ReduceOp(Kind.MIN);
    /** Maximum. */
    public static final ReduceOp MAX = new ReduceOp(Kind.MAX);
    /** Average over the ranks. */
    public static final ReduceOp AVG = new ReduceOp(Kind.AVG);
    /** Bitwise and. */
    public static final ReduceOp BAND = new ReduceOp(Kind.BAND);
    /** Bitwise or. */
    public static final ReduceOp BOR = new ReduceOp(Kind.BOR);
    /** Bitwise exclusive or. */
    public static final ReduceOp BXOR = new ReduceOp(Kind.BXOR);

    private static final List<ReduceOp> CONSTANTS = List.of(SUM, PROD, MIN, MAX, AVG, BAND, BOR, BXOR);

    private final Kind kind;
    private final String name;
    private final double scalar;
    private final boolean commutative;
    private final ReduceOperator operator;

    private ReduceOp(final Kind kind) {
        this(kind, kind.name().toLowerCase(Locale.ROOT), 1.0, true, null);
    }

    private ReduceOp(
            final Kind kind,
            final String name,
            final double scalar,
            final boolean commutative,
            final ReduceOperator operator) {
        this.kind = kind;
        this.name = name;
        this.scalar = scalar;
        this.commutative = commutative;
        this.operator = operator;
    }

    /**
     * The sum of every rank's input multiplied by that rank's {@code scalar}. The scalars may differ between ranks.
     * The product is rounded to the element type before it is summed; integer elements are multiplied as doubles and
     * truncated.
     */
    public static ReduceOp preMulSum(final double scalar) {
        return new ReduceOp(Kind.PREMUL_SUM, "premul_sum", scalar, true, null);
    }

    /**
     * An operator of the user's own.
     *
     * @param name what messages call it; must be the same on every rank
     * @param commutative whether {@code a op b == b op a}; if not, only algorithms that combine in rank order are used
     * @param operator the combination; must be associative for results not to depend on the algorithm
     */
    public static ReduceOp of(final String name, final boolean commutative, final ReduceOperator operator) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(operator, "operator");
        return new ReduceOp(Kind.CUSTOM, name, 1.0, commutative, operator);
    }

    /** What it does. */
    public Kind kind() {
        return kind;
    }

    /** The factor of a pre-multiplied sum; 1 otherwise. */
    public double scalar() {
        return scalar;
    }

    /** Whether operands may be combined in any order. */
    public boolean commutative() {
        return commutative;
    }

    /** The user's operator, or null for the built-in kinds. */
    public ReduceOperator operator() {
        return operator;
    }

    /** Whether elements of that type can be reduced by this operator: bitwise ones refuse floating types. */
    public boolean supports(final DataType type) {
        return !(type.isFloating() && (kind == Kind.BAND || kind == Kind.BOR || kind == Kind.BXOR));
    }

    /** The name as the harness prints and reads it: {@code sum}. */
    @Override
    public String toString() {
        return name;
    }

    /**
     * The constant of that name, in any case.
     *
     * @throws IllegalArgumentException if there is none; the message lists what there is
     */
    public static ReduceOp parse(final String name) {
        for (final ReduceOp op : CONSTANTS) {
            if (op.name.equalsIgnoreCase(name)) {
                return op;
            }
        }
        throw new IllegalArgumentException("no reduction '" + name + "'; there are " + CONSTANTS);
    }
}
