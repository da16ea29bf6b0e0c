// SPDX-License-Identifier: Apache-2.0
//
// The one parameter of every kernel. LaunchParameters.java writes the same layout.
#ifndef JCCL_REDUCTION_H
#define JCCL_REDUCTION_H

#include <stdint.h>

enum { MOST_OPERANDS = 64 };

struct reduction {
    const char *operand[MOST_OPERANDS];
    char *destination; /* may equal one operand exactly */
    uint64_t count;
    uint64_t head;    /* elements before the first vector */
    uint64_t vectors; /* groups of 16 bytes, at addresses that 16 divides in every operand and in the destination */
    int32_t operands;
    int32_t ranks;
    double scalar;
};

#endif
