// SPDX-License-Identifier: Apache-2.0
//
// What the parts of the driver that pretends know of each other. One lock guards all of it; functions that say so want it held.
#ifndef PRETEND_H
#define PRETEND_H

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int result;
enum {
    SUCCESS = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    NO_DEVICE = 100,
    INVALID_DEVICE = 101,
    INVALID_CONTEXT = 201,
    INVALID_HANDLE = 400,
    NOT_READY = 600,
    ILLEGAL_ADDRESS = 700,
    PEER_ACCESS_ALREADY_ENABLED = 704,
    ALREADY_REGISTERED = 712,
    NOT_REGISTERED = 713,
    NOT_SUPPORTED = 801,
    STREAM_CAPTURE_UNSUPPORTED = 900
};
enum { DEVICES = 2, MEMORY_BYTES = 1 << 28 };

extern pthread_mutex_t lock;

/* How many devices there are: PRETEND_CUDA_DEVICES, or all. */
int devices(void);

/* The ordinal of this thread's context, or -1. */
int current(void);

/* The processor's address of a device's memory, or NULL if these bytes are not one allocation's. The lock is held. */
char *behind(uint64_t address, size_t bytes);

/* Whether some of these bytes of the processor's are locked for devices, but not all. The lock is held. */
int is_half_registered(const void *address, size_t bytes);

/* Something that a stream does in its turn: run returns 0 if it must wait, and is asked again then. */
struct work {
    int (*run)(struct work *work);
    char *to;
    const char *from;
    uint64_t bytes;
};

/* What a library of kernels has besides them, in run_kernel.h. Whoever binds gets NULL if an address is none of a device's; whoever
   runs gives the launch back. */
struct launch;
typedef char *places(uint64_t address, size_t bytes);
typedef struct launch *bind_kernel_function(void *kernel, const char *name, void **parameters, places *behind);
typedef void run_kernel_function(struct launch *launch, unsigned blocks, unsigned block_threads);

struct stream;

/* Appends to a stream. The lock is held. */
void append(struct stream *stream, struct work work);

/* Does what was begun on a stream, as far as nothing has to wait; returns whether all is done. The lock is held. */
int run_all(struct stream *stream);

/* Waits until all that was begun on a device is done, as CUDA may before it adds kernels or takes memory away. The lock is not held. */
void await_idle(int device);

/* Whether some stream is being captured, so that this thread may not do what could disturb it, unless it has said it will. */
int is_prohibited(void);

/* Whether it has been destroyed. The lock is held. */
int is_gone(const struct stream *stream);

#ifdef __cplusplus
}
#endif

#endif
