/* SPDX-License-Identifier: Apache-2.0 */
#ifndef JCCL_KERNELS_H
#define JCCL_KERNELS_H

#include <stdint.h>

/* In the order of org.jccl.DataType. */
enum type { INT8, UINT8, INT32, UINT32, INT64, UINT64, FLOAT16, BFLOAT16, FLOAT32, FLOAT64, E4M3, E5M2, TYPES };

/* In the order of org.jccl.ReduceOp.Kind; CUSTOM has no kernel here. */
enum kind { SUM, PROD, MIN, MAX, AVG, BAND, BOR, BXOR, PREMUL_SUM, KINDS };

/* Elements that are worked on at a time: what is between the loops stays in a first level cache. */
enum { BLOCK = 1024 };

/* The values of floating elements that are computed in float32. */
union block {
    float value[BLOCK];
    uint32_t bits[BLOCK];
};

/*
 * The loops over elements of one type. Those that have load are loaded into a block, computed there as float32, and
 * stored; the others are computed where they lie. Where result equals an operand exactly, that is in place.
 */
struct loops {
    int64_t element_bytes;
    void (*load)(const void *elements, union block *block, int64_t count);
    void (*store)(union block *block, void *elements, int64_t count);
    void (*fold[KINDS])(const void *left, const void *right, void *result, int64_t count);
    /* Two operands where they lie, without a block between; may be absent. */
    void (*two[KINDS])(const void *left, const void *right, void *result, int64_t count);
    void (*divide)(void *elements, int64_t count, int32_t divisor);
    void (*scale)(const void *source, void *result, int64_t count, double scalar);
};

/* One instruction set: the same loops, compiled for it. */
struct level {
    const char *name;
    struct loops loops[TYPES];
};

#endif
