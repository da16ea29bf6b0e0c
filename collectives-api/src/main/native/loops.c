/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The loops over elements, for one instruction set: compiled once for each, with LEVEL its name. They are plain C, and
 * the compiler vectorises them.
 */

#include "kernels.h"
#include "narrow.h"

#ifdef __F16C__
#include <immintrin.h>
#endif

/* The result may be one of the operands, but element i depends on elements i alone. */
#define EACH(count) _Pragma("GCC ivdep") for (int64_t i = 0; i < (count); i++)

#define FOLD(T, OP)                                                                             \
    static void T##_##OP##_fold(const void *left, const void *right, void *result, int64_t count) { \
        const T *a = left, *b = right;                                                          \
        T *to = result;                                                                         \
        EACH(count) to[i] = T##_##OP(a[i], b[i]);                                               \
    }

/* The operator's ends; DIVISOR is the type that T is divided in. */
#define ENDS(T, DIVISOR)                                                                        \
    static void T##_divide(void *elements, int64_t count, int32_t divisor) {                    \
        T *x = elements;                                                                        \
        EACH(count) x[i] = (T)(x[i] / (DIVISOR)divisor);                                        \
    }                                                                                           \
    static void T##_scale(const void *source, void *result, int64_t count, double scalar) {     \
        const T *from = source;                                                                 \
        T *to = result;                                                                         \
        EACH(count) to[i] = T##_scaled(from[i], scalar);                                        \
    }

#define SIGNED(T, DIVISOR) FOLD(T, min) FOLD(T, max) ENDS(T, DIVISOR)
#define UNSIGNED(T, DIVISOR) \
    FOLD(T, sum) FOLD(T, prod) FOLD(T, and) FOLD(T, or) FOLD(T, xor) SIGNED(T, DIVISOR)
#define FLOATING_TYPE(T) FOLD(T, sum) FOLD(T, prod) SIGNED(T, T)

SIGNED(i8, int32_t)
SIGNED(i32, int32_t)
SIGNED(i64, int64_t)
UNSIGNED(u8, int32_t)
UNSIGNED(u32, uint32_t)
UNSIGNED(u64, uint64_t)
FLOATING_TYPE(f32)
FLOATING_TYPE(f64)

/* Widening and converting are loops of their own: together they vectorise to a mixture of lane widths, twice as slow. */
#define LOAD(T, CODE)                                                                           \
    static void T##_load(const void *elements, union block *block, int64_t count) {             \
        const CODE *from = elements;                                                            \
        EACH(count) block->bits[i] = from[i];                                                   \
        EACH(count) block->bits[i] = T##_decode(block->bits[i]);                                \
    }

#define STORE(T, CODE)                                                                          \
    static void T##_store(union block *block, void *elements, int64_t count) {                  \
        CODE *to = elements;                                                                    \
        EACH(count) block->bits[i] = T##_encode(block->bits[i]);                                \
        EACH(count) to[i] = (CODE)block->bits[i];                                               \
    }

LOAD(e4m3, u8)
STORE(e4m3, u8)
LOAD(e5m2, u8)
STORE(e5m2, u8)

/*
 * bfloat16 by pairs, so that all lanes have 32 bits: the block holds the elements of even index, then those of odd index,
 * then the last if their number is odd. Not by VCVTNEPS2BF16, which flushes denormals.
 */
#define UPPER_HALF 0xffff0000

INLINE u32 bf16_even(u32 pair) { return pair << 16; }
INLINE u32 bf16_odd(u32 pair) { return pair & UPPER_HALF; }
INLINE u32 bf16_pair(u32 even, u32 odd) { return bf16_round(even) >> 16 | (bf16_round(odd) & UPPER_HALF); }

static void bf16_load(const void *elements, union block *block, int64_t count) {
    const u32 *pair = elements;
    u32 *even = block->bits, *odd = block->bits + count / 2;
    EACH(count / 2) {
        even[i] = bf16_even(pair[i]);
        odd[i] = bf16_odd(pair[i]);
    }
    if (count % 2) block->bits[count - 1] = bf16_even(((const u16 *)elements)[count - 1]);
}

static void bf16_store(union block *block, void *elements, int64_t count) {
    u32 *pair = elements;
    const u32 *even = block->bits, *odd = block->bits + count / 2;
    EACH(count / 2) pair[i] = bf16_pair(even[i], odd[i]);
    if (count % 2) ((u16 *)elements)[count - 1] = (u16)bf16_pair(block->bits[count - 1], 0);
}

/* The type of most gradients gets loops without a block for the most frequent number of operands. */
#define BF16_TWO(OP)                                                                                \
    INLINE u32 bf16_##OP(u32 a, u32 b) { return f32_bits(f32_##OP(f32_of(a), f32_of(b))); }         \
    static void bf16_##OP##_two(const void *left, const void *right, void *result, int64_t count) { \
        const u32 *a = left, *b = right;                                                            \
        u32 *to = result;                                                                           \
        EACH(count / 2) {                                                                           \
            u32 even = bf16_##OP(bf16_even(a[i]), bf16_even(b[i]));                                 \
            u32 odd = bf16_##OP(bf16_odd(a[i]), bf16_odd(b[i]));                                    \
            to[i] = bf16_pair(even, odd);                                                           \
        }                                                                                           \
        if (count % 2) {                                                                            \
            u32 last = ((const u16 *)left)[count - 1], other = ((const u16 *)right)[count - 1];     \
            u32 folded = bf16_##OP(bf16_even(last), bf16_even(other));                              \
            ((u16 *)result)[count - 1] = (u16)bf16_pair(folded, 0);                                 \
        }                                                                                           \
    }

BF16_TWO(sum)
BF16_TWO(prod)
BF16_TWO(min)
BF16_TWO(max)

#ifdef __F16C__

static void f16_load(const void *elements, union block *block, int64_t count) {
    const u16 *from = elements;
    int64_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m128i codes = _mm_loadu_si128((const __m128i *)(from + i));
        _mm256_storeu_ps(block->value + i, _mm256_cvtph_ps(codes));
    }
    for (; i < count; i++) block->bits[i] = f16_decode(from[i]);
}

/* The instruction would keep a NaN's sign and part of its payload. */
static void f16_store(union block *block, void *elements, int64_t count) {
    u16 *to = elements;
    int64_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m256 x = _mm256_loadu_ps(block->value + i);
        __m256 nan = _mm256_cmp_ps(x, x, _CMP_UNORD_Q);
        __m256 canonical = _mm256_blendv_ps(x, _mm256_set1_ps(__builtin_nanf("")), nan);
        __m128i codes = _mm256_cvtps_ph(canonical, _MM_FROUND_TO_NEAREST_INT);
        _mm_storeu_si128((__m128i *)(to + i), codes);
    }
    for (; i < count; i++) to[i] = (u16)f16_encode(block->bits[i]);
}

#else

LOAD(f16, u16)
STORE(f16, u16)

#endif

/* Signed integers share with unsigned ones what gives the same bits. */
#define INTEGER_FOLDS(T, U)                                                                               \
    {                                                                                                     \
        [SUM] = U##_sum_fold, [PROD] = U##_prod_fold, [MIN] = T##_min_fold, [MAX] = T##_max_fold,         \
        [AVG] = U##_sum_fold, [BAND] = U##_and_fold,  [BOR] = U##_or_fold,  [BXOR] = U##_xor_fold,        \
        [PREMUL_SUM] = U##_sum_fold                                                                       \
    }
#define INTEGER_LOOPS(T, U)                                                                               \
    {                                                                                                     \
        .element_bytes = sizeof(T), .fold = INTEGER_FOLDS(T, U), .two = INTEGER_FOLDS(T, U),              \
        .divide = T##_divide, .scale = T##_scale                                                          \
    }

/* The loops T_op_LOOP of every operator on floats. */
#define FLOATING_FOLDS(T, LOOP)                                                                           \
    {                                                                                                     \
        [SUM] = T##_sum_##LOOP, [PROD] = T##_prod_##LOOP, [MIN] = T##_min_##LOOP, [MAX] = T##_max_##LOOP, \
        [AVG] = T##_sum_##LOOP, [PREMUL_SUM] = T##_sum_##LOOP                                             \
    }
#define FLOATING_LOOPS(T)                                                                                 \
    {                                                                                                     \
        .element_bytes = sizeof(T), .fold = FLOATING_FOLDS(T, fold), .two = FLOATING_FOLDS(T, fold),      \
        .divide = T##_divide, .scale = T##_scale                                                          \
    }
#define NARROW_LOOPS(T, BYTES)                                                                            \
    .element_bytes = BYTES, .load = T##_load, .store = T##_store, .fold = FLOATING_FOLDS(f32, fold),      \
    .divide = f32_divide, .scale = f32_scale

const struct level SYMBOL = {
    .name = LEVEL,
    .loops =
        {
            [INT8] = INTEGER_LOOPS(i8, u8),
            [UINT8] = INTEGER_LOOPS(u8, u8),
            [INT32] = INTEGER_LOOPS(i32, u32),
            [UINT32] = INTEGER_LOOPS(u32, u32),
            [INT64] = INTEGER_LOOPS(i64, u64),
            [UINT64] = INTEGER_LOOPS(u64, u64),
            [FLOAT16] = {NARROW_LOOPS(f16, 2)},
            [BFLOAT16] = {NARROW_LOOPS(bf16, 2), .two = FLOATING_FOLDS(bf16, two)},
            [FLOAT32] = FLOATING_LOOPS(f32),
            [FLOAT64] = FLOATING_LOOPS(f64),
            [E4M3] = {NARROW_LOOPS(e4m3, 1)},
            [E5M2] = {NARROW_LOOPS(e5m2, 1)},
        },
};
