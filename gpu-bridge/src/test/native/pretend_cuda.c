// SPDX-License-Identifier: Apache-2.0
//
// As much of libcuda.so.1 as this module calls, over host memory: two devices whose addresses mean nothing to the processor,
// copies that end some time after they were begun, and failures on demand. What a driver checks is checked: whoever
// calls without a context, with a foreign address or beyond the end of an allocation gets the error that CUDA gives.
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int result;
enum {
    SUCCESS = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    NO_DEVICE = 100,
    INVALID_DEVICE = 101,
    INVALID_CONTEXT = 201,
    NOT_READY = 600,
    ILLEGAL_ADDRESS = 700
};
enum { DEVICES = 2, ALLOCATIONS = 4096, MEMORY_BYTES = 1 << 28, DEPTH = 8, COPIES = 4096, LATEST = 7 };

/* No native address is that high. */
static const uint64_t FIRST = 1ULL << 62;

struct allocation {
    uint64_t address;
    size_t bytes;
    char *host;
    int device;
};
struct copy {
    char *to;
    const char *from;
    size_t bytes;
};
struct stream {
    struct copy copies[COPIES];
    unsigned begun, done;
};
struct event {
    struct stream *stream;
    unsigned after;
    int polls;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct allocation allocations[ALLOCATIONS];
static uint64_t next_address = 1ULL << 62;
static size_t used[DEVICES];
static __thread intptr_t contexts[DEPTH];
static __thread int depth;
static unsigned turn;

/* Set by tests through the environment: the error of the so many-th query of an event, counted down. */
static int fail_after = -1;

static int devices(void)
{
    const char *set = getenv("PRETEND_CUDA_DEVICES");
    return set == NULL ? DEVICES : atoi(set);
}

result cuInit(unsigned flags)
{
    const char *after = getenv("PRETEND_CUDA_FAIL_AFTER");
    fail_after = after == NULL ? -1 : atoi(after);
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
    *value = attribute == 75 ? 9 : 0; /* compute capability 9.0 */
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

static int current(void)
{
    return depth == 0 ? -1 : (int)contexts[depth - 1] - 1;
}

/* The allocation that holds all of these bytes, or NULL. */
static struct allocation *find(uint64_t address, size_t bytes)
{
    for (int i = 0; i < ALLOCATIONS; i++) {
        struct allocation *each = &allocations[i];
        if (each->host != NULL && address >= each->address && address + bytes <= each->address + each->bytes) {
            return each;
        }
    }
    return NULL;
}

result cuMemAlloc_v2(uint64_t *address, size_t bytes)
{
    const int device = current();
    if (device < 0) {
        return INVALID_CONTEXT;
    }
    result found = OUT_OF_MEMORY;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < ALLOCATIONS && used[device] + bytes <= MEMORY_BYTES; i++) {
        if (allocations[i].host == NULL) {
            allocations[i] = (struct allocation){next_address, bytes, malloc(bytes), device};
            *address = next_address;
            next_address += (bytes + 511) & ~(size_t)255;
            used[device] += bytes;
            found = SUCCESS;
            break;
        }
    }
    pthread_mutex_unlock(&lock);
    return found;
}

result cuMemFree_v2(uint64_t address)
{
    pthread_mutex_lock(&lock);
    struct allocation *gone = find(address, 0);
    const result known = gone != NULL && gone->address == address ? SUCCESS : INVALID_VALUE;
    if (known == SUCCESS) {
        used[gone->device] -= gone->bytes;
        free(gone->host);
        gone->host = NULL;
    }
    pthread_mutex_unlock(&lock);
    return known;
}

result cuPointerGetAttribute(void *value, int attribute, uint64_t address)
{
    pthread_mutex_lock(&lock);
    const struct allocation *found = find(address, 1);
    const result known = found == NULL || attribute != 9 ? INVALID_VALUE : SUCCESS; /* device ordinal */
    if (known == SUCCESS) {
        *(int *)value = found->device;
    }
    pthread_mutex_unlock(&lock);
    return known;
}

result cuStreamCreate(struct stream **stream, unsigned flags)
{
    (void)flags;
    *stream = calloc(1, sizeof **stream);
    return current() < 0 ? INVALID_CONTEXT : SUCCESS;
}

static void run(struct stream *stream, unsigned until)
{
    for (; stream->done != until; stream->done++) {
        const struct copy *copy = &stream->copies[stream->done % COPIES];
        memcpy(copy->to, copy->from, copy->bytes);
    }
}

static result begin(struct stream *stream, char *to, const char *from, size_t bytes)
{
    if (stream->begun - stream->done == COPIES) {
        run(stream, stream->done + 1);
    }
    stream->copies[stream->begun++ % COPIES] = (struct copy){to, from, bytes};
    return SUCCESS;
}

static result copy(struct stream *stream, uint64_t address, char *host, size_t bytes, int to_device)
{
    if (current() < 0) {
        return INVALID_CONTEXT;
    }
    pthread_mutex_lock(&lock);
    const struct allocation *memory = find(address, bytes);
    result begun = INVALID_VALUE;
    if (memory != NULL && address >= FIRST) {
        char *place = memory->host + (address - memory->address);
        begun = to_device ? begin(stream, place, host, bytes) : begin(stream, host, place, bytes);
    }
    pthread_mutex_unlock(&lock);
    return begun;
}

result cuMemcpyDtoHAsync_v2(void *to, uint64_t from, size_t bytes, struct stream *stream)
{
    return copy(stream, from, to, bytes, 0);
}

result cuMemcpyHtoDAsync_v2(uint64_t to, const void *from, size_t bytes, struct stream *stream)
{
    return copy(stream, to, (char *)from, bytes, 1);
}

static result copy_now(uint64_t address, char *host, size_t bytes, int to_device)
{
    static struct stream now;
    const result begun = copy(&now, address, host, bytes, to_device);
    pthread_mutex_lock(&lock);
    run(&now, now.begun);
    pthread_mutex_unlock(&lock);
    return begun;
}

result cuMemcpyDtoH_v2(void *to, uint64_t from, size_t bytes)
{
    return copy_now(from, to, bytes, 0);
}

result cuMemcpyHtoD_v2(uint64_t to, const void *from, size_t bytes)
{
    return copy_now(to, (char *)from, bytes, 1);
}

result cuEventCreate(struct event **event, unsigned flags)
{
    (void)flags;
    *event = calloc(1, sizeof **event);
    return current() < 0 ? INVALID_CONTEXT : SUCCESS;
}

result cuEventRecord(struct event *event, struct stream *stream)
{
    pthread_mutex_lock(&lock);
    *event = (struct event){stream, stream->begun, (int)(turn++ * 2654435761u >> 16) % LATEST};
    pthread_mutex_unlock(&lock);
    return SUCCESS;
}

/* The work before an event is done when it has been asked about often enough, and not before. */
result cuEventQuery(struct event *event)
{
    if (current() < 0) {
        return INVALID_CONTEXT;
    }
    result state = SUCCESS;
    pthread_mutex_lock(&lock);
    if (fail_after >= 0 && fail_after-- == 0) {
        state = ILLEGAL_ADDRESS;
    } else if (event->stream != NULL && (int)(event->after - event->stream->done) > 0) {
        if (event->polls-- > 0) {
            state = NOT_READY;
        } else {
            run(event->stream, event->after);
        }
    }
    pthread_mutex_unlock(&lock);
    return state;
}
