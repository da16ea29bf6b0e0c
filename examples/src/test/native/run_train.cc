// SPDX-License-Identifier: Apache-2.0
//
// The kernels of train.cu on the processor: libtrain.so, for the CUDA driver of gpu-bridge's tests, which pretends.
#include "run_kernel.h"

#include "../../main/cuda/train.cu"

extern "C" launch *bind_kernel(void *kernel, const char *, void **parameters, places *behind)
{
    return bind_one_of(
        kernel, parameters, behind, dense_forward, softmax_loss, dense_gradient, dense_backward, descend);
}
