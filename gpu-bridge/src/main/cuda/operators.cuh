// SPDX-License-Identifier: Apache-2.0
//
// The operators, on what elements are computed in. Integers wrap, so signed ones are added and multiplied as unsigned.
#ifndef JCCL_OPERATORS_CUH
#define JCCL_OPERATORS_CUH

#include "formats.cuh"

template <class Wide> STEP Wide add(Wide a, Wide b) { return a + b; }
STEP int32_t add(int32_t a, int32_t b) { return (int32_t)((uint32_t)a + (uint32_t)b); }
STEP int64_t add(int64_t a, int64_t b) { return (int64_t)((uint64_t)a + (uint64_t)b); }

template <class Wide> STEP Wide lesser(Wide a, Wide b) { return a < b ? a : b; }
template <class Wide> STEP Wide greater(Wide a, Wide b) { return a > b ? a : b; }

STEP float canonical_nan(float) { return of_bits((uint32_t)0x7fc00000); }
STEP double canonical_nan(double) { return of_bits((uint64_t)0x7ff8000000000000); }

/* Equal operands differ in their bits only if they are zeros of different sign: "or" gives the minus, "and" the plus. */
template <class Wide>
STEP Wide lesser_float(Wide a, Wide b)
{
    const Wide least = a == b ? of_bits(bits_of(a) | bits_of(b)) : a < b ? a : b;
    return a != a || b != b ? canonical_nan(a) : least;
}

template <class Wide>
STEP Wide greater_float(Wide a, Wide b)
{
    const Wide greatest = a == b ? of_bits(bits_of(a) & bits_of(b)) : a > b ? a : b;
    return a != a || b != b ? canonical_nan(a) : greatest;
}

STEP float lesser(float a, float b) { return lesser_float(a, b); }
STEP float greater(float a, float b) { return greater_float(a, b); }
STEP double lesser(double a, double b) { return lesser_float(a, b); }
STEP double greater(double a, double b) { return greater_float(a, b); }

template <class Wide> STEP Wide divided(Wide x, int32_t ranks) { return x / (Wide)ranks; }

/* CUDA has functions of the same names. */
namespace operators {

/* FORMAT's element of the result, from the fold of all operands; operators other than the average leave it as it is. */
struct no_end {
    template <class Format> STEP typename Format::code end(typename Format::wide x, int32_t)
    {
        return Format::narrow(x);
    }
};

struct sum : no_end {
    template <class Wide> STEP Wide of(Wide a, Wide b) { return add(a, b); }
};
struct prod : no_end {
    template <class Wide> STEP Wide of(Wide a, Wide b) { return a * b; }
};
struct min : no_end {
    template <class Wide> STEP Wide of(Wide a, Wide b) { return lesser(a, b); }
};
struct max : no_end {
    template <class Wide> STEP Wide of(Wide a, Wide b) { return greater(a, b); }
};
struct band : no_end {
    template <class Wide> STEP Wide of(Wide a, Wide b) { return a & b; }
};
struct bor : no_end {
    template <class Wide> STEP Wide of(Wide a, Wide b) { return a | b; }
};
struct bxor : no_end {
    template <class Wide> STEP Wide of(Wide a, Wide b) { return a ^ b; }
};

/* The sum is an element before it is divided, as it is on the host. */
struct avg {
    template <class Wide> STEP Wide of(Wide a, Wide b) { return add(a, b); }
    template <class Format> STEP typename Format::code end(typename Format::wide x, int32_t ranks)
    {
        return Format::narrow(divided(Format::widen(Format::narrow(x)), ranks));
    }
};

}

#endif
