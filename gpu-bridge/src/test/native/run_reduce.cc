// SPDX-License-Identifier: Apache-2.0
//
// The kernels of reduce.cu on the processor: libreduce.so.
#include "run_kernel.h"

#include "../../main/cuda/reduce.cu"

/* combine_float32_sum has elements of 4 bytes. */
static size_t element_bytes(const char *name)
{
    static const struct {
        const char *type;
        size_t bytes;
    } types[] = {{"float8", 1}, {"float16", 2}, {"float32", 4}, {"float64", 8}, {"int8", 1}, {"int32", 4}, {"int64", 8}};
    for (const auto &each : types) {
        if (strstr(name, each.type) != NULL) {
            return each.bytes;
        }
    }
    return 0;
}

/* Puts the processor's addresses in place of the device's; whether each is of enough memory. */
static bool translate(reduction &work, size_t element_bytes, places *behind)
{
    const size_t bytes = work.count * element_bytes;
    work.destination = behind((uint64_t)work.destination, bytes);
    bool valid = work.destination != NULL && work.operands <= MOST_OPERANDS;
    for (int k = 0; valid && k < work.operands; k++) {
        work.operand[k] = behind((uint64_t)work.operand[k], bytes);
        valid = work.operand[k] != NULL;
    }
    return valid;
}

extern "C" launch *bind_kernel(void *kernel, const char *name, void **parameters, places *behind)
{
    reduction work = *(const reduction *)parameters[0];
    if (!translate(work, element_bytes(name), behind)) {
        return nullptr;
    }
    return new launch{[=] { ((void (*)(reduction))kernel)(work); }};
}
