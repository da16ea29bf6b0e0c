/* SPDX-License-Identifier: Apache-2.0 */
#ifndef JCCL_NARROW_H
#define JCCL_NARROW_H

/*
 * The floating formats of 8 and 16 bits: codes to and from the bits of float32, by the same steps as in NarrowFloat.java
 * and FloatCodec.java.
 */

#include "operators.h"

#define FLOAT_INFINITY 0x7f800000u
#define FLOAT_MAGNITUDE 0x7fffffffu

INLINE u32 bf16_decode(u32 code) { return code << 16; }

/* Not by VCVTNEPS2BF16, which flushes denormals. */
INLINE u32 bf16_encode(u32 bits) {
    u32 rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
    return (bits & FLOAT_MAGNITUDE) > FLOAT_INFINITY ? 0x7fc0 : rounded;
}

/* See NarrowFloat.java for what the words mean. */
struct narrow {
    int bits, mantissa_bits, bias;
    u32 special, overflow, nan;
};

INLINE u32 narrow_decode(u32 code, struct narrow format) {
    u32 least_normal = (u32)(128 - format.bias) << 23;
    u32 sign = code >> (format.bits - 1) << 31;
    u32 magnitude = code & ((1u << (format.bits - 1)) - 1);
    u32 aligned = magnitude << (23 - format.mantissa_bits);
    u32 normal = aligned + ((u32)(127 - format.bias) << 23);
    u32 subnormal = f32_bits(f32_of(aligned | least_normal) - f32_of(least_normal));
    u32 finite = magnitude >> format.mantissa_bits == 0 ? subnormal : normal;
    return sign | (magnitude >= format.special ? aligned | FLOAT_INFINITY : finite);
}

INLINE u32 narrow_encode(u32 bits, struct narrow format) {
    int shift = 23 - format.mantissa_bits;
    u32 least_normal = (u32)(128 - format.bias) << 23;
    u32 anchor = (u32)(128 - format.bias + shift) << 23;
    u32 magnitude = bits & FLOAT_MAGNITUDE;
    u32 sign = bits >> 31 << (format.bits - 1);
    u32 subnormal = f32_bits(f32_of(magnitude) + f32_of(anchor)) - anchor;
    u32 round_up = (1u << (shift - 1)) - 1 + (magnitude >> shift & 1);
    u32 normal = ((magnitude + round_up) >> shift) - ((u32)(127 - format.bias) << format.mantissa_bits);
    u32 rounded = magnitude < least_normal ? subnormal : normal;
    u32 finite = rounded < format.overflow ? rounded : format.overflow;
    return magnitude > FLOAT_INFINITY ? format.nan : sign | finite;
}

#define NARROW(T, ...)                                                                          \
    INLINE u32 T##_decode(u32 code) { return narrow_decode(code, (struct narrow){__VA_ARGS__}); } \
    INLINE u32 T##_encode(u32 bits) { return narrow_encode(bits, (struct narrow){__VA_ARGS__}); }

NARROW(f16, 16, 10, 15, 0x7c00, 0x7c00, 0x7e00)
NARROW(e4m3, 8, 3, 7, 0x7f, 0x7e, 0x7f)
NARROW(e5m2, 8, 2, 15, 0x7c, 0x7c, 0x7e)

#endif
