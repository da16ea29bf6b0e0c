/* SPDX-License-Identifier: Apache-2.0 */
#ifndef JCCL_OPERATORS_H
#define JCCL_OPERATORS_H

/*
 * The operators, as T_op(a, b). All by selections without branches, so that the compiler vectorises loops over them.
 */

#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/* Operands lie where a transport received them, so not always at a multiple of their size. */
#define UNALIGNED __attribute__((aligned(1)))

typedef int8_t i8;
typedef uint8_t u8;
typedef uint16_t u16 UNALIGNED;
typedef int32_t i32 UNALIGNED;
typedef uint32_t u32 UNALIGNED;
typedef int64_t i64 UNALIGNED;
typedef uint64_t u64 UNALIGNED;
typedef float f32 UNALIGNED;
typedef double f64 UNALIGNED;

/* Unsigned arithmetic wraps, and gives the bits of the signed one too. */
#define WRAPPING(T)                                          \
    INLINE T T##_sum(T a, T b) { return (T)(a + b); }        \
    INLINE T T##_prod(T a, T b) { return (T)(a * b); }       \
    INLINE T T##_and(T a, T b) { return (T)(a & b); }        \
    INLINE T T##_or(T a, T b) { return (T)(a | b); }         \
    INLINE T T##_xor(T a, T b) { return (T)(a ^ b); }

#define ORDERED(T)                                           \
    INLINE T T##_min(T a, T b) { return a < b ? a : b; }     \
    INLINE T T##_max(T a, T b) { return a > b ? a : b; }

WRAPPING(u8)
WRAPPING(u32)
WRAPPING(u64)
ORDERED(i8)
ORDERED(u8)
ORDERED(i32)
ORDERED(u32)
ORDERED(i64)
ORDERED(u64)

INLINE u32 f32_bits(f32 x) {
    u32 bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

INLINE f32 f32_of(u32 bits) {
    f32 x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

INLINE u64 f64_bits(f64 x) {
    u64 bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

INLINE f64 f64_of(u64 bits) {
    f64 x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Equal operands differ in their bits only if they are zeros of different sign: "or" gives the minus, "and" the plus. */
#define FLOATING(T, NAN_OF)                                             \
    INLINE T T##_sum(T a, T b) { return a + b; }                        \
    INLINE T T##_prod(T a, T b) { return a * b; }                       \
    INLINE T T##_min(T a, T b) {                                        \
        T equal = T##_of(T##_bits(a) | T##_bits(b));                    \
        T least = a == b ? equal : a < b ? a : b;                       \
        return __builtin_isunordered(a, b) ? NAN_OF("") : least;        \
    }                                                                   \
    INLINE T T##_max(T a, T b) {                                        \
        T equal = T##_of(T##_bits(a) & T##_bits(b));                    \
        T greatest = a == b ? equal : a > b ? a : b;                    \
        return __builtin_isunordered(a, b) ? NAN_OF("") : greatest;     \
    }

FLOATING(f32, __builtin_nanf)
FLOATING(f64, __builtin_nan)

/* What does not fit becomes the nearest value that does, and NaN becomes 0. */
#define SCALED(T, LEAST, GREATEST)                              \
    INLINE T T##_scaled(T x, double scalar) {                   \
        double product = (double)x * scalar;                    \
        if (product != product) return 0;                       \
        if (product <= (double)LEAST) return LEAST;             \
        if (product >= (double)GREATEST) return GREATEST;       \
        return (T)product;                                      \
    }

SCALED(i8, INT8_MIN, INT8_MAX)
SCALED(u8, 0, UINT8_MAX)
SCALED(i32, INT32_MIN, INT32_MAX)
SCALED(u32, 0, UINT32_MAX)
SCALED(i64, INT64_MIN, INT64_MAX)
SCALED(u64, 0, UINT64_MAX)

INLINE f32 f32_scaled(f32 x, double scalar) { return x * (float)scalar; }
INLINE f64 f64_scaled(f64 x, double scalar) { return x * scalar; }

#endif
