// SPDX-License-Identifier: Apache-2.0
//
// The reduction on the device: what org.jccl.reduce.Kernel specifies, to the bit. build.sh makes reduce.ptx of it; the tests
// compile it for the processor too, so it is plain C++ with CUDA's keywords and includes nothing of CUDA.
//
// Every kernel is a grid-stride loop over vectors of 16 bytes, and one over the elements before and behind them. A thread
// reads all operands of its elements before it writes any, so that the destination may be one of them.
#include "formats.cuh"
#include "operators.cuh"
#include "reduction.h"

/* As many as all of a launch's blocks have. */
enum { THREADS = 256 };

struct alignas(16) vector {
    uint32_t word[4];
};

template <class Format> struct lanes {
    enum { COUNT = sizeof(vector) / sizeof(typename Format::code) };
    /* Sixteen in a vector are many instructions, which the driver compiles in the user's time. */
    enum { MANY = COUNT == 16 };
    /* Operands that are on their way from memory at once, besides the first. */
    enum { AHEAD = MANY ? 2 : 4 };
    typename Format::wide of[COUNT];
};

STEP uint64_t thread() { return (uint64_t)blockIdx.x * blockDim.x + threadIdx.x; }
STEP uint64_t threads() { return (uint64_t)gridDim.x * blockDim.x; }

template <class Code> STEP Code taken(const vector &from, int lane)
{
    if constexpr (sizeof(Code) == 8) {
        return from.word[2 * lane] | (uint64_t)from.word[2 * lane + 1] << 32;
    } else {
        const int at = lane * (int)sizeof(Code);
        return (Code)(from.word[at / 4] >> at % 4 * 8);
    }
}

template <class Code> STEP void put(vector &to, int lane, Code code)
{
    if constexpr (sizeof(Code) == 8) {
        to.word[2 * lane] = (uint32_t)code;
        to.word[2 * lane + 1] = (uint32_t)(code >> 32);
    } else {
        const int at = lane * (int)sizeof(Code);
        to.word[at / 4] |= (uint32_t)code << at % 4 * 8;
    }
}

template <class Format> STEP lanes<Format> widen(const vector &from)
{
    lanes<Format> wide;
#pragma unroll
    for (int i = 0; i < lanes<Format>::COUNT; i++) {
        wide.of[i] = Format::widen(taken<typename Format::code>(from, i));
    }
    return wide;
}

template <class Format, class Op> STEP void fold(lanes<Format> &left, const vector &right)
{
#pragma unroll
    for (int i = 0; i < lanes<Format>::COUNT; i++) {
        left.of[i] = Op::of(left.of[i], Format::widen(taken<typename Format::code>(right, i)));
    }
}

template <class Format, class Op> STEP vector end(const lanes<Format> &wide, int32_t ranks)
{
    vector result = {};
#pragma unroll
    for (int i = 0; i < lanes<Format>::COUNT; i++) {
        put(result, i, Op::template end<Format>(wide.of[i], ranks));
    }
    return result;
}

STEP vector loaded(const char *address) { return *(const vector *)address; }

/* An element at any address. */
template <class Code> STEP Code element(const char *address)
{
    if ((uintptr_t)address % sizeof(Code) == 0) {
        return *(const Code *)address;
    }
    Code code = 0;
    for (unsigned i = 0; i < sizeof(Code); i++) {
        code |= (Code)((Code)(uint8_t)address[i] << 8 * i);
    }
    return code;
}

template <class Code> STEP void set_element(char *address, Code code)
{
    if ((uintptr_t)address % sizeof(Code) == 0) {
        *(Code *)address = code;
        return;
    }
    for (unsigned i = 0; i < sizeof(Code); i++) {
        address[i] = (char)(uint8_t)(code >> 8 * i);
    }
}

/* Calls STEPS::of for this thread's vectors, with their offsets in bytes. */
template <class Code, class Steps> STEP void vectors(const reduction &work)
{
    for (uint64_t i = thread(); i < work.vectors; i += threads()) {
        Steps::of(work, work.head * sizeof(Code) + i * sizeof(vector));
    }
}

/* The same for its elements that are in no vector. */
template <class Code, class Steps> STEP void elements(const reduction &work)
{
    const uint64_t in_vectors = work.vectors * (sizeof(vector) / sizeof(Code));
    for (uint64_t i = thread(); i < work.count - in_vectors; i += threads()) {
        Steps::of(work, (i < work.head ? i : i + in_vectors) * sizeof(Code));
    }
}

/* The most frequent number of operands, without a loop over them. */
template <class Format, class Op> struct combine_two {
    STEP void of(const reduction &work, uint64_t at)
    {
        const vector first = loaded(work.operand[0] + at), second = loaded(work.operand[1] + at);
        lanes<Format> left = widen<Format>(first);
        fold<Format, Op>(left, second);
        *(vector *)(work.destination + at) = end<Format, Op>(left, work.ranks);
    }
};

/* Any number. The loads of a step are all begun before the first is waited for. */
template <class Format, class Op> struct combine_vector {
    STEP void of(const reduction &work, uint64_t at)
    {
        enum { AHEAD = lanes<Format>::AHEAD };
        lanes<Format> left = widen<Format>(loaded(work.operand[0] + at));
#pragma unroll 1
        for (int k = 1; k < work.operands; k += AHEAD) {
            vector right[AHEAD];
#pragma unroll
            for (int j = 0; j < AHEAD; j++) {
                if (k + j < work.operands) right[j] = loaded(work.operand[k + j] + at);
            }
#pragma unroll
            for (int j = 0; j < AHEAD; j++) {
                if (k + j < work.operands) fold<Format, Op>(left, right[j]);
            }
        }
        *(vector *)(work.destination + at) = end<Format, Op>(left, work.ranks);
    }
};

template <class Format, class Op> struct combine_element {
    typedef typename Format::code code;

    STEP void of(const reduction &work, uint64_t at)
    {
        typename Format::wide left = Format::widen(element<code>(work.operand[0] + at));
#pragma unroll 1
        for (int k = 1; k < work.operands; k++) {
            left = Op::of(left, Format::widen(element<code>(work.operand[k] + at)));
        }
        set_element<code>(work.destination + at, Op::template end<Format>(left, work.ranks));
    }
};

template <class Format, class Op> STEP void combine(const reduction &work)
{
    typedef typename Format::code code;
    if (!lanes<Format>::MANY && work.operands == 2) {
        vectors<code, combine_two<Format, Op> >(work);
    } else {
        vectors<code, combine_vector<Format, Op> >(work);
    }
    elements<code, combine_element<Format, Op> >(work);
}

template <class Format> STEP typename Format::code scaled(typename Format::code code, double scalar)
{
    return Format::narrow(Format::scale(Format::widen(code), scalar));
}

template <class Format> struct prepare_vector {
    STEP void of(const reduction &work, uint64_t at)
    {
        const vector from = loaded(work.operand[0] + at);
        vector to = {};
#pragma unroll
        for (int i = 0; i < lanes<Format>::COUNT; i++) {
            put(to, i, scaled<Format>(taken<typename Format::code>(from, i), work.scalar));
        }
        *(vector *)(work.destination + at) = to;
    }
};

template <class Format> struct prepare_element {
    typedef typename Format::code code;

    STEP void of(const reduction &work, uint64_t at)
    {
        set_element<code>(
            work.destination + at, scaled<Format>(element<code>(work.operand[0] + at), work.scalar));
    }
};

template <class Format> STEP void prepare(const reduction &work)
{
    typedef typename Format::code code;
    vectors<code, prepare_vector<Format> >(work);
    elements<code, prepare_element<Format> >(work);
}

#define KERNEL(NAME) extern "C" __global__ void __launch_bounds__(THREADS) NAME(const __grid_constant__ reduction work)

#define COMBINE(FORMAT, OP) \
    KERNEL(combine_##FORMAT##_##OP) { combine<FORMAT, operators::OP>(work); }

/* What differs between signed and unsigned integers, and what every float has. */
#define ENDS(FORMAT)     \
    COMBINE(FORMAT, min) \
    COMBINE(FORMAT, max) \
    COMBINE(FORMAT, avg) \
    KERNEL(prepare_##FORMAT) { prepare<FORMAT>(work); }

#define ARITHMETIC(FORMAT) \
    COMBINE(FORMAT, sum)   \
    COMBINE(FORMAT, prod)  \
    ENDS(FORMAT)

#define UNSIGNED(FORMAT)  \
    ARITHMETIC(FORMAT)    \
    COMBINE(FORMAT, band) \
    COMBINE(FORMAT, bor)  \
    COMBINE(FORMAT, bxor)

ENDS(int8)
ENDS(int32)
ENDS(int64)
UNSIGNED(uint8)
UNSIGNED(uint32)
UNSIGNED(uint64)
ARITHMETIC(float16)
ARITHMETIC(bfloat16)
ARITHMETIC(float32)
ARITHMETIC(float64)
ARITHMETIC(float8_e4m3)
ARITHMETIC(float8_e5m2)
