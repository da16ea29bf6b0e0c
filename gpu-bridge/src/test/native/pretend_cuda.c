// SPDX-License-Identifier: Apache-2.0
//
// Of the driver that pretends, the devices and contexts. It is as much of libcuda.so.1 as this module calls, over host memory:
// two devices whose addresses mean nothing to the processor, work on streams that ends some time after it was begun, and
// failures on demand. What a driver checks is checked: whoever calls without a context, with a foreign address or
// beyond the end of an allocation gets the error that CUDA gives.
#include "pretend.h"

#include <stdio.h>

enum { DEPTH = 8 };

pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static __thread intptr_t contexts[DEPTH];
static __thread int depth;

int devices(void)
{
    const char *set = getenv("PRETEND_CUDA_DEVICES");
    return set == NULL ? DEVICES : atoi(set);
}

result cuInit(unsigned flags)
{
    return flags != 0 ? INVALID_VALUE : devices() == 0 ? NO_DEVICE : SUCCESS;
}

result cuDriverGetVersion(int *version)
{
    *version = 12060;
    return SUCCESS;
}

result cuDeviceGetCount(int *count)
{
    *count = devices();
    return SUCCESS;
}

result cuDeviceGet(int *device, int ordinal)
{
    *device = ordinal;
    return ordinal >= 0 && ordinal < devices() ? SUCCESS : INVALID_DEVICE;
}

result cuDeviceGetName(char *name, int length, int device)
{
    snprintf(name, (size_t)length, "Pretended device %d", device);
    return SUCCESS;
}

result cuDeviceTotalMem_v2(size_t *bytes, int device)
{
    (void)device;
    *bytes = MEMORY_BYTES;
    return SUCCESS;
}

result cuDeviceGetAttribute(int *value, int attribute, int device)
{
    (void)device;
    *value = attribute == 75 ? 9 : attribute == 16 ? 4 : 0; /* compute capability 9.0, four multiprocessors */
    return SUCCESS;
}

result cuDeviceGetPCIBusId(char *id, int length, int device)
{
    snprintf(id, (size_t)length, "0000:%02x:00.0", 0x3b + device);
    return SUCCESS;
}

result cuDeviceCanAccessPeer(int *can, int device, int peer)
{
    *can = device != peer;
    return SUCCESS;
}

result cuDevicePrimaryCtxRetain(void **context, int device)
{
    *context = (void *)(intptr_t)(device + 1);
    return SUCCESS;
}

result cuCtxPushCurrent_v2(void *context)
{
    if (context == NULL || depth == DEPTH) {
        return INVALID_CONTEXT;
    }
    contexts[depth++] = (intptr_t)context;
    return SUCCESS;
}

result cuCtxPopCurrent_v2(void **context)
{
    if (depth == 0) {
        return INVALID_CONTEXT;
    }
    *context = (void *)contexts[--depth];
    return SUCCESS;
}

result cuCtxSetCurrent(void *context)
{
    depth -= depth > 0;
    return context == NULL ? SUCCESS : cuCtxPushCurrent_v2(context);
}

int current(void)
{
    return depth == 0 ? -1 : (int)contexts[depth - 1] - 1;
}

result cuCtxEnablePeerAccess(void *peer, unsigned flags)
{
    static int enabled[DEVICES][DEVICES];
    const int device = current();
    const int other = (int)(intptr_t)peer - 1;
    if (flags != 0 || device < 0 || other == device) {
        return INVALID_DEVICE;
    }
    return __atomic_exchange_n(&enabled[device][other], 1, __ATOMIC_RELAXED) ? PEER_ACCESS_ALREADY_ENABLED : SUCCESS;
}
