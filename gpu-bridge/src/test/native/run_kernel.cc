// SPDX-License-Identifier: Apache-2.0
//
// The device's kernels on the processor: libreduce.so, which pretend_modules.c loads.
#include "device_keywords.h"

#include "../../main/cuda/reduce.cu"

coordinates threadIdx, blockIdx, blockDim, gridDim;

/* Every thread of the grid, one after the other; not for several callers at once. */
extern "C" void run_kernel(void (*kernel)(reduction), const reduction *work, unsigned blocks, unsigned block_threads)
{
    gridDim.x = blocks;
    blockDim.x = block_threads;
    for (blockIdx.x = 0; blockIdx.x < blocks; blockIdx.x++) {
        for (threadIdx.x = 0; threadIdx.x < block_threads; threadIdx.x++) {
            kernel(*work);
        }
    }
}
