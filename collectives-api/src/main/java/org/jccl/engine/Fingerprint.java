// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.List;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.schedule.Collective;

/**
 * What must agree between ranks about one operation, packed so that it can be compared at once and read back when it
 * differs: collective 4 bits, type 4, operator 4, memory 2, plan 6, root (or what tells a bundle of a group apart) 12, count 32. The
 * last two keep their low bits when they
 * are larger, so that a difference beyond those is seen by the length of the message instead.
 */
final class Fingerprint {
    /** Beside the plan: over memory of devices, through the processor's. */
    static final int STAGED = 0x40;
    /** Beside the plan: over memory of devices, which the ranks read where it lies. */
    static final int DIRECT = 0x80;

    /** In the place of a root: ranks ask each other whether they reach each other's devices. */
    static final int AGREEMENT = 0xFFF;

    private static final int PLAN_MASK = 0x3F;
    private static final int ROOT_BITS = 12;
    private static final int COUNT_BITS = 32;

    private Fingerprint() {}

    static long of(
            final Collective collective,
            final DataType type,
            final ReduceOp op,
            final int plan,
            final int root,
            final long count) {
        final long operator = op == null ? 0xF : op.kind().ordinal();
        return (long) collective.ordinal() << 60
                | (long) type.ordinal() << 56
                | operator << 52
                | (plan & 0xFFL) << 44
                | (long) (root & (1 << ROOT_BITS) - 1) << COUNT_BITS
                | count & (1L << COUNT_BITS) - 1;
    }

    /** The call in words: {@code all_reduce(float32 x 1024, sum)}. */
    static String describe(final long fingerprint) {
        final Collective collective = at(Collective.values(), fingerprint >>> 60 & 0xF);
        final DataType type = at(DataType.values(), fingerprint >>> 56 & 0xF);
        final ReduceOp.Kind op = at(ReduceOp.Kind.values(), fingerprint >>> 52 & 0xF);
        if (collective == null || type == null) {
            return "no operation of this library (0x" + Long.toHexString(fingerprint) + ")";
        }
        final StringBuilder text = new StringBuilder(collective.toString());
        if (collective == Collective.BARRIER) {
            return text.toString();
        }
        text.append('(').append(type).append(" x ").append(fingerprint & (1L << COUNT_BITS) - 1);
        if (op != null) {
            text.append(", ").append(op.name().toLowerCase(java.util.Locale.ROOT));
        }
        final long root = fingerprint >>> COUNT_BITS & (1 << ROOT_BITS) - 1;
        if (collective.isRooted()) {
            text.append(", root ").append(root);
        } else if (root == AGREEMENT) {
            text.append(", before the first collective on devices");
        } else if (root != 0) {
            text.append(", grouped as ").append(Long.toHexString(root));
        }
        return text.append(algorithm(fingerprint >>> 44 & 0xFF)).append(')').toString();
    }

    private static String algorithm(final long plan) {
        final List<Algorithm> all = Algorithms.all();
        final int number = (int) plan & PLAN_MASK;
        final String name = number == 0
                ? ""
                : ", by " + (number <= all.size() ? all.get(number - 1).name() : "an unknown algorithm");
        return name + memory(plan);
    }

    private static String memory(final long plan) {
        if ((plan & DIRECT) != 0) {
            return ", directly between devices";
        }
        return (plan & STAGED) != 0 ? ", on devices" : "";
    }

    private static <E> E at(final E[] values, final long index) {
        return index < values.length ? values[(int) index] : null;
    }
}
