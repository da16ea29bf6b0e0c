// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

/**
 * The arithmetic of one reduction on one element type, over native memory. An instance may own scratch and so belongs
 * to one progress domain; not for several threads at once. Nothing is checked: whoever calls has checked.
 *
 * <p>Addresses need no alignment. All implementations give the same bits, with one exception: where a sum, product,
 * average or pre-multiplied element of a 32- or 64-bit float is NaN, its sign and payload are not specified, because
 * processors and compilers choose which operand's NaN survives. The minimum and maximum of those types, and every
 * result in an 8- or 16-bit float, is the one canonical quiet NaN: {@code 0x7fc00000}, {@code 0x7ff8000000000000},
 * {@code 0x7e00} (float16), {@code 0x7fc0} (bfloat16), {@code 0x7f} (float8_e4m3) or {@code 0x7e} (float8_e5m2).
 */
public interface Kernel {
    /**
     * {@code destination[i] = ((o0[i] op o1[i]) op o2[i]) ...}, strictly from left to right. The 8- and 16-bit floats
     * accumulate in float32 over all operands and round once, to nearest even. One operand is copied, bit for bit.
     *
     * @param operandTable native address of {@code operands} 64-bit addresses
     * @param operands how many, at least 1
     * @param destination where the result goes; may equal one operand exactly, overlaps none otherwise
     * @param count elements in each operand
     */
    void combine(long operandTable, int operands, long destination, long count);

    /**
     * The operator's end, in place: an average is divided by {@code ranks}, other results are left as they are. Integers
     * truncate towards zero, unsigned ones as unsigned.
     */
    void finish(long address, long count, int ranks);

    /**
     * The operator's beginning: a pre-multiplied sum multiplies by its scalar, the others copy, bit for bit. Floats of up
     * to 32 bits are multiplied in float32. Integers are multiplied as doubles and truncated; what does not fit becomes
     * the nearest value that does, and NaN becomes 0.
     *
     * @param source the elements; may equal {@code destination}, no overlap otherwise
     */
    void prepare(long source, long destination, long count);
}
