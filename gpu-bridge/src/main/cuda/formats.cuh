// SPDX-License-Identifier: Apache-2.0
//
// The element types: code is what lies in memory, wide what it is computed in. The steps are those of
// collectives-api's narrow.h and operators.h, for the results have the same bits.
#ifndef JCCL_FORMATS_CUH
#define JCCL_FORMATS_CUH

#include <stdint.h>

#define STEP static __device__ __forceinline__

STEP uint32_t bits_of(float x) { return __float_as_uint(x); }
STEP uint64_t bits_of(double x) { return (uint64_t)__double_as_longlong(x); }
STEP float of_bits(uint32_t bits) { return __uint_as_float(bits); }
STEP double of_bits(uint64_t bits) { return __longlong_as_double((long long)bits); }

/* What does not fit becomes the nearest value that does, and NaN becomes 0. */
template <class Wide>
STEP Wide scaled(Wide x, double scalar, Wide least, Wide greatest)
{
    const double product = (double)x * scalar;
    if (product != product) return 0;
    if (product <= (double)least) return least;
    if (product >= (double)greatest) return greatest;
    return (Wide)product;
}

/* An integer VALUE, computed in Wide, which has as many bits or more; what is too many is cut off at the end. */
template <class Value, class Code, class Wide, Value LEAST, Value GREATEST>
struct integer {
    typedef Code code;
    typedef Wide wide;
    STEP wide widen(code bits) { return (wide)(Value)bits; }
    STEP code narrow(wide x) { return (code)x; }
    STEP wide scale(wide x, double scalar) { return scaled<wide>(x, scalar, LEAST, GREATEST); }
};

typedef integer<int8_t, uint8_t, int32_t, INT8_MIN, INT8_MAX> int8;
typedef integer<uint8_t, uint8_t, uint32_t, 0, UINT8_MAX> uint8;
typedef integer<int32_t, uint32_t, int32_t, INT32_MIN, INT32_MAX> int32;
typedef integer<uint32_t, uint32_t, uint32_t, 0, UINT32_MAX> uint32;
typedef integer<int64_t, uint64_t, int64_t, INT64_MIN, INT64_MAX> int64;
typedef integer<uint64_t, uint64_t, uint64_t, 0, UINT64_MAX> uint64;

/* A float that is computed as what it is. */
template <class Value, class Code>
struct floating {
    typedef Code code;
    typedef Value wide;
    STEP wide widen(code bits) { return of_bits(bits); }
    STEP code narrow(wide x) { return bits_of(x); }
    STEP wide scale(wide x, double scalar) { return x * (Value)scalar; }
};

typedef floating<float, uint32_t> float32;
typedef floating<double, uint64_t> float64;

static const uint32_t FLOAT_INFINITY = 0x7f800000;
static const uint32_t FLOAT_MAGNITUDE = 0x7fffffff;

struct bfloat16 {
    typedef uint16_t code;
    typedef float wide;
    STEP wide widen(code bits) { return of_bits((uint32_t)bits << 16); }
    STEP wide scale(wide x, double scalar) { return x * (float)scalar; }

    STEP code narrow(wide x)
    {
        const uint32_t bits = bits_of(x);
        const uint32_t rounded = bits + 0x7fff + (bits >> 16 & 1);
        return (code)((bits & FLOAT_MAGNITUDE) > FLOAT_INFINITY ? 0x7fc0 : rounded >> 16);
    }
};

/* The other narrow floats; NarrowFloat.java has what the numbers mean. */
template <class Code, int MANTISSA_BITS, int BIAS, uint32_t SPECIAL, uint32_t OVERFLOW, uint32_t NOT_A_NUMBER>
struct narrow_float {
    typedef Code code;
    typedef float wide;
    static const int BITS = 8 * sizeof(Code);
    static const int SHIFT = 23 - MANTISSA_BITS;
    static const uint32_t LEAST_NORMAL = (uint32_t)(128 - BIAS) << 23;
    static const uint32_t ANCHOR = (uint32_t)(128 - BIAS + SHIFT) << 23;
    /* The bits of a code that is shifted to where float32 has them. */
    static const uint32_t ALIGNED = 0x80000000 | ((1u << (BITS - 1)) - 1) << SHIFT;
    /* From the exponent of a code that is shifted into a float32's place to the float32's own: a power of two. */
    static const uint32_t REBIAS = (uint32_t)(127 + 127 - BIAS) << 23;

    STEP wide scale(wide x, double scalar) { return x * (float)scalar; }

    /* The multiplication is exact, for subnormal codes too: they are subnormal float32 before it and normal after. */
    STEP wide widen(code bits)
    {
        const int32_t topmost = (int32_t)((uint32_t)bits << (32 - BITS));
        const uint32_t aligned = (uint32_t)(topmost >> (32 - BITS - SHIFT)) & ALIGNED;
        const bool special = (aligned & FLOAT_MAGNITUDE) >= SPECIAL << SHIFT;
        return special ? of_bits(aligned | FLOAT_INFINITY) : of_bits(aligned) * of_bits(REBIAS);
    }

    STEP code narrow(wide x)
    {
        const uint32_t bits = bits_of(x);
        const uint32_t magnitude = bits & FLOAT_MAGNITUDE;
        const uint32_t sign = bits >> 31 << (BITS - 1);
        const uint32_t subnormal = bits_of(of_bits(magnitude) + of_bits(ANCHOR)) - ANCHOR;
        const uint32_t half = (1u << (SHIFT - 1)) - 1 + (magnitude >> SHIFT & 1);
        const uint32_t normal = ((magnitude + half) >> SHIFT) - ((127u - BIAS) << MANTISSA_BITS);
        const uint32_t rounded = magnitude < LEAST_NORMAL ? subnormal : normal;
        const uint32_t finite = rounded < OVERFLOW ? rounded : OVERFLOW;
        return (code)(magnitude > FLOAT_INFINITY ? NOT_A_NUMBER : sign | finite);
    }
};

typedef narrow_float<uint16_t, 10, 15, 0x7c00, 0x7c00, 0x7e00> float16;
typedef narrow_float<uint8_t, 3, 7, 0x7f, 0x7e, 0x7f> float8_e4m3;
typedef narrow_float<uint8_t, 2, 15, 0x7c, 0x7c, 0x7e> float8_e5m2;

#endif
