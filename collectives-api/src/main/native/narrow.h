/* SPDX-License-Identifier: Apache-2.0 */
#ifndef JCCL_NARROW_H
#define JCCL_NARROW_H

/*
 * The floating formats of 8 and 16 bits: codes to and from the bits of float32, by the same steps as in NarrowFloat.java
 * and FloatCodec.java.
 */

#include "operators.h"

#define FLOAT_INFINITY 0x7f800000
#define FLOAT_MAGNITUDE 0x7fffffff

/* Rounds float32 to its upper half; what the lower half then holds is not defined. Denormals stay what they are. */
INLINE u32 bf16_round(u32 bits) {
    u32 rounded = bits + 0x7fff + (bits >> 16 & 1);
    return (i32)(bits & FLOAT_MAGNITUDE) > FLOAT_INFINITY ? 0x7fc00000 : rounded;
}

/* See NarrowFloat.java for what the words mean. */
struct narrow {
    int bits, mantissa_bits, bias;
    i32 special, overflow, nan;
};

INLINE u32 narrow_decode(u32 code, struct narrow format) {
    i32 least_normal = (128 - format.bias) << 23;
    u32 sign = code >> (format.bits - 1) << 31;
    i32 magnitude = code & ((1 << (format.bits - 1)) - 1);
    i32 aligned = magnitude << (23 - format.mantissa_bits);
    i32 normal = aligned + ((127 - format.bias) << 23);
    i32 subnormal = f32_bits(f32_of(aligned | least_normal) - f32_of(least_normal));
    i32 finite = magnitude < 1 << format.mantissa_bits ? subnormal : normal;
    return sign | (magnitude >= format.special ? aligned | FLOAT_INFINITY : finite);
}

INLINE u32 narrow_encode(u32 bits, struct narrow format) {
    int shift = 23 - format.mantissa_bits;
    i32 least_normal = (128 - format.bias) << 23;
    i32 anchor = (128 - format.bias + shift) << 23;
    i32 magnitude = bits & FLOAT_MAGNITUDE;
    i32 sign = bits >> 31 << (format.bits - 1);
    i32 subnormal = f32_bits(f32_of(magnitude) + f32_of(anchor)) - anchor;
    i32 round_up = (1 << (shift - 1)) - 1 + (magnitude >> shift & 1);
    i32 normal = ((magnitude + round_up) >> shift) - ((127 - format.bias) << format.mantissa_bits);
    i32 rounded = magnitude < least_normal ? subnormal : normal;
    i32 finite = rounded < format.overflow ? rounded : format.overflow;
    return magnitude > FLOAT_INFINITY ? format.nan : sign | finite;
}

#define NARROW(T, ...)                                                                          \
    INLINE u32 T##_decode(u32 code) { return narrow_decode(code, (struct narrow){__VA_ARGS__}); } \
    INLINE u32 T##_encode(u32 bits) { return narrow_encode(bits, (struct narrow){__VA_ARGS__}); }

NARROW(f16, 16, 10, 15, 0x7c00, 0x7c00, 0x7e00)
NARROW(e4m3, 8, 3, 7, 0x7f, 0x7e, 0x7f)
NARROW(e5m2, 8, 2, 15, 0x7c, 0x7c, 0x7e)

#endif
