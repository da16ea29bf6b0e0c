// SPDX-License-Identifier: Apache-2.0
//
// What kernels need of CUDA to be compiled for the processor, one thread of a grid at a time.
#ifndef DEVICE_KEYWORDS_H
#define DEVICE_KEYWORDS_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#define __global__
#define __device__
#define __grid_constant__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(threads)

struct coordinates {
    unsigned x;
};

/* Set by run_kernel.h. */
extern coordinates threadIdx, blockIdx, blockDim, gridDim;

template <class To, class From> static inline To same_bits(From from)
{
    static_assert(sizeof(To) == sizeof(From), "");
    To to;
    memcpy(&to, &from, sizeof to);
    return to;
}

static inline uint32_t __float_as_uint(float x) { return same_bits<uint32_t>(x); }
static inline float __uint_as_float(uint32_t bits) { return same_bits<float>(bits); }
static inline long long __double_as_longlong(double x) { return same_bits<long long>(x); }
static inline double __longlong_as_double(long long bits) { return same_bits<double>(bits); }

#endif
