// SPDX-License-Identifier: Apache-2.0
package org.jccl;

import java.util.Locale;

/**
 * The element types that collectives move and reduce. Elements lie in memory in the machine's native byte order.
 *
 * <p>The 8- and 16-bit floating types are reduced through float32: every operand is widened, the operands are
 * combined in float32, and the result is rounded once, to nearest even.
 */
public enum DataType {
    /** Signed 8-bit integer, two's complement. */
    INT8(1, false),
    /** Unsigned 8-bit integer, carried in {@code byte}. */
    UINT8(1, false),
    /** Signed 32-bit integer. */
    INT32(4, false),
    /** Unsigned 32-bit integer, carried in {@code int}. */
    UINT32(4, false),
    /** Signed 64-bit integer. */
    INT64(8, false),
    /** Unsigned 64-bit integer, carried in {@code long}. */
    UINT64(8, false),
    /** IEEE 754 binary16, carried in {@code short}. */
    FLOAT16(2, true),
    /** bfloat16: the upper half of a binary32, carried in {@code short}. */
    BFLOAT16(2, true),
    /** IEEE 754 binary32. */
    FLOAT32(4, true),
    /** IEEE 754 binary64. */
    FLOAT64(8, true),
    /** OCP 8-bit float with 4 exponent and 3 mantissa bits: no infinities, saturates at 448. */
    FLOAT8_E4M3(1, true),
    /** OCP 8-bit float with 5 exponent and 2 mantissa bits: has infinities, overflows to them above 57344. */
    FLOAT8_E5M2(1, true);

    private final int sizeBytes;
    private final boolean floating;
    private final String text = name().toLowerCase(Locale.ROOT);

    DataType(final int sizeBytes, final boolean floating) {
        this.sizeBytes = sizeBytes;
        this.floating = floating;
    }

    /** Bytes of one element: 1, 2, 4 or 8. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** Whether the elements are floating-point numbers; bitwise operators refuse those. */
    public boolean isFloating() {
        return floating;
    }

    /** The name in lower case, as the harness prints and reads it: {@code float32}. */
    @Override
    public String toString() {
        return text;
    }

    /**
     * The type of that name, in any case.
     *
     * @throws IllegalArgumentException if there is none; the message lists what there is
     */
    public static DataType parse(final String name) {
        for (final DataType type : values()) {
            if (type.text.equalsIgnoreCase(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no data type '" + name + "'; there are " + java.util.List.of(values()));
    }
}
