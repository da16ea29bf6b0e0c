// SPDX-License-Identifier: Apache-2.0
//
// What every library of kernels for the driver that pretends is made with: a launch keeps the parameters that it was given,
// with the processor's addresses in place of the device's, until its turn comes. To be included once in a library.
#ifndef RUN_KERNEL_H
#define RUN_KERNEL_H

#include "device_keywords.h"
#include "pretend.h"

#include <functional>
#include <tuple>
#include <utility>

coordinates threadIdx, blockIdx, blockDim, gridDim;

struct launch {
    std::function<void()> thread;
};

/* Every thread of the grid, one after the other; not for several callers at once. */
extern "C" void run_kernel(launch *launch, unsigned blocks, unsigned block_threads)
{
    gridDim.x = blocks;
    blockDim.x = block_threads;
    for (blockIdx.x = 0; blockIdx.x < blocks; blockIdx.x++) {
        for (threadIdx.x = 0; threadIdx.x < block_threads; threadIdx.x++) {
            launch->thread();
        }
    }
    delete launch;
}

/* Puts the processor's address in place of the device's; whether there is memory for one element at least. */
template <class Element> bool translate(Element *&pointer, places *behind)
{
    pointer = (Element *)behind((uint64_t)pointer, sizeof(Element));
    return pointer != nullptr;
}

template <class Number> bool translate(Number &, places *)
{
    return true;
}

template <class... Parameters, size_t... Index>
launch *bound_to(void (*kernel)(Parameters...), void **parameters, places *behind, std::index_sequence<Index...>)
{
    std::tuple<Parameters...> own(*(Parameters *)parameters[Index]...);
    if (!(translate(std::get<Index>(own), behind) && ...)) {
        return nullptr;
    }
    return new launch{[=] { std::apply(kernel, own); }};
}

template <class... Parameters>
bool bind_if(void (*kernel)(Parameters...), void *wanted, void **parameters, places *behind, launch *&bound)
{
    if ((void *)kernel != wanted) {
        return false;
    }
    bound = bound_to(kernel, parameters, behind, std::index_sequence_for<Parameters...>());
    return true;
}

/* For kernels with pointers and numbers as parameters: binds the one that is wanted. */
template <class... Kernels> launch *bind_one_of(void *wanted, void **parameters, places *behind, Kernels *...kernels)
{
    launch *bound = nullptr;
    (void)(bind_if(kernels, wanted, parameters, behind, bound) || ...);
    return bound;
}

#endif
