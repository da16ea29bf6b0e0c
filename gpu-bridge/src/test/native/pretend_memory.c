// SPDX-License-Identifier: Apache-2.0
//
// Of the driver that pretends, the memory of its devices: files without a name, which other processes reach through the
// owner's list of open files.
#define _GNU_SOURCE
#include "pretend.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ALLOCATIONS = 4096 };
enum attribute { BUFFER_ID = 7, DEVICE_ORDINAL = 9 };
enum kind { OWN, POOLED, IMPORTED };

struct allocation {
    uint64_t address;
    size_t bytes;
    char *host;
    int device;
    int file;
    enum kind kind;
    uint64_t identity;
};

/* As much of CUDA's 64 bytes as is needed. */
struct handle {
    int process;
    int file;
    size_t bytes;
    char unused[48];
};

static struct allocation allocations[ALLOCATIONS];
/* No native address is that high. */
static uint64_t next_address = 1ULL << 62;
static size_t used[DEVICES];
static uint64_t next_identity = 1;

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

/* A place for an allocation: that of one of as many bytes which was freed, whose address comes again, or one never used. */
static struct allocation *place(size_t bytes)
{
    struct allocation *fresh = NULL;
    for (int i = ALLOCATIONS - 1; i >= 0; i--) {
        struct allocation *each = &allocations[i];
        if (each->host == NULL && each->bytes == bytes) {
            return each;
        }
        fresh = each->address == 0 ? each : fresh;
    }
    if (fresh != NULL) {
        fresh->address = next_address;
        next_address += (bytes + 511) & ~(size_t)255;
    }
    return fresh;
}

static result give(uint64_t *address, size_t bytes, int device, int file, enum kind kind)
{
    struct allocation *given = place(bytes);
    char *host = given == NULL ? MAP_FAILED : mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (host == MAP_FAILED) {
        return OUT_OF_MEMORY;
    }
    *address = given->address;
    *given = (struct allocation){*address, bytes, host, device, file, kind, next_identity++};
    return SUCCESS;
}

static result allocate(uint64_t *address, size_t bytes, enum kind kind)
{
    const int device = current();
    if (device < 0) {
        return INVALID_CONTEXT;
    }
    if (is_prohibited()) {
        return STREAM_CAPTURE_UNSUPPORTED;
    }
    result found = OUT_OF_MEMORY;
    pthread_mutex_lock(&lock);
    if (used[device] + bytes <= MEMORY_BYTES) {
        const int file = memfd_create("device memory", MFD_CLOEXEC);
        found = file < 0 || ftruncate(file, (off_t)bytes) != 0 ? OUT_OF_MEMORY
                                                               : give(address, bytes, device, file, kind);
        used[device] += found == SUCCESS ? bytes : 0;
    }
    pthread_mutex_unlock(&lock);
    return found;
}

result cuMemAlloc_v2(uint64_t *address, size_t bytes)
{
    return allocate(address, bytes, OWN);
}

/* Of this process; what others have allocated does not count. */
result cuMemGetInfo_v2(size_t *free_bytes, size_t *all_bytes)
{
    const int device = current();
    if (device < 0) {
        return INVALID_CONTEXT;
    }
    pthread_mutex_lock(&lock);
    *free_bytes = MEMORY_BYTES - used[device];
    *all_bytes = MEMORY_BYTES;
    pthread_mutex_unlock(&lock);
    return SUCCESS;
}

/* Of a pool, which other processes cannot open in this way. */
result cuMemAllocAsync(uint64_t *address, size_t bytes, void *stream)
{
    (void)stream;
    return allocate(address, bytes, POOLED);
}

static result release(uint64_t address, int imported)
{
    pthread_mutex_lock(&lock);
    struct allocation *gone = find(address, 0);
    const result known =
        gone != NULL && gone->address == address && (gone->kind == IMPORTED) == imported ? SUCCESS : INVALID_VALUE;
    if (known == SUCCESS) {
        used[gone->device] -= imported ? 0 : gone->bytes;
        munmap(gone->host, gone->bytes);
        close(gone->file);
        gone->host = NULL;
    }
    pthread_mutex_unlock(&lock);
    return known;
}

result cuMemFree_v2(uint64_t address)
{
    return release(address, 0);
}

result cuIpcCloseMemHandle(uint64_t address)
{
    if (current() < 0) {
        return INVALID_CONTEXT;
    }
    await_idle(current());
    return release(address, 1);
}

result cuIpcGetMemHandle(struct handle *handle, uint64_t address)
{
    pthread_mutex_lock(&lock);
    const struct allocation *found = find(address, 1);
    const result known = found == NULL || found->kind != OWN ? INVALID_VALUE : SUCCESS;
    if (known == SUCCESS) {
        *handle = (struct handle){.process = getpid(), .file = found->file, .bytes = found->bytes};
    }
    pthread_mutex_unlock(&lock);
    return known;
}

/* PRETEND_CUDA_NO_IPC: as in a container that shares no namespaces. */
result cuIpcOpenMemHandle_v2(uint64_t *address, struct handle handle, unsigned flags)
{
    char path[64];
    const int device = current();
    if (flags != 1 || device < 0 || handle.process == getpid() || getenv("PRETEND_CUDA_NO_IPC") != NULL) {
        return INVALID_CONTEXT;
    }
    snprintf(path, sizeof path, "/proc/%d/fd/%d", handle.process, handle.file);
    const int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) {
        return INVALID_VALUE;
    }
    pthread_mutex_lock(&lock);
    const result opened = give(address, handle.bytes, device, file, IMPORTED);
    pthread_mutex_unlock(&lock);
    return opened;
}

result cuMemGetAddressRange_v2(uint64_t *base, size_t *bytes, uint64_t address)
{
    pthread_mutex_lock(&lock);
    const struct allocation *found = find(address, 0);
    if (found != NULL) {
        *base = found->address;
        *bytes = found->bytes;
    }
    pthread_mutex_unlock(&lock);
    return found == NULL ? INVALID_VALUE : SUCCESS;
}

/* The processor's memory needs no preparation here. But as with CUDA it is locked by the page, and none twice. */
static struct range {
    uintptr_t address;
    size_t bytes;
} registered[ALLOCATIONS];
/* How many of these have ever been used. */
static int most_registered;
static const uintptr_t PAGE = 4096;

/* How many bytes of the pages that one lies in are another's. */
static size_t shared(const struct range *one, uintptr_t address, size_t bytes)
{
    const uintptr_t from = one->address & -PAGE, to = (one->address + one->bytes + PAGE - 1) & -PAGE;
    const uintptr_t begin = address > from ? address : from, end = address + bytes < to ? address + bytes : to;
    return one->bytes > 0 && end > begin ? end - begin : 0;
}

static struct range *registered_at(uintptr_t address)
{
    for (int i = 0; i < ALLOCATIONS; i++) {
        if (registered[i].address == address) {
            return &registered[i];
        }
    }
    return NULL;
}

int is_half_registered(const void *address, size_t bytes)
{
    for (int i = 0; i < most_registered; i++) {
        const size_t there = shared(&registered[i], (uintptr_t)address, bytes);
        if (there > 0 && there < bytes) {
            return 1;
        }
    }
    return 0;
}

result cuMemHostRegister_v2(void *address, size_t bytes, unsigned flags)
{
    (void)flags;
    const uintptr_t first = (uintptr_t)address & -PAGE, end = ((uintptr_t)address + bytes + PAGE - 1) & -PAGE;
    result done = bytes == 0 ? INVALID_VALUE : SUCCESS;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < most_registered && done == SUCCESS; i++) {
        done = shared(&registered[i], first, end - first) > 0 ? ALREADY_REGISTERED : SUCCESS;
    }
    struct range *place = registered_at(0);
    if (done == SUCCESS && place != NULL) {
        *place = (struct range){(uintptr_t)address, bytes};
        most_registered = place - registered >= most_registered ? (int)(place - registered) + 1 : most_registered;
    }
    pthread_mutex_unlock(&lock);
    return done == SUCCESS && place == NULL ? OUT_OF_MEMORY : done;
}

result cuMemHostUnregister(void *address)
{
    pthread_mutex_lock(&lock);
    struct range *known = address == NULL ? NULL : registered_at((uintptr_t)address);
    if (known != NULL) {
        *known = (struct range){0, 0};
    }
    pthread_mutex_unlock(&lock);
    return known == NULL ? NOT_REGISTERED : SUCCESS;
}

result cuPointerGetAttribute(void *value, int attribute, uint64_t address)
{
    pthread_mutex_lock(&lock);
    const struct allocation *found = find(address, 1);
    const result known = found == NULL || (attribute != DEVICE_ORDINAL && attribute != BUFFER_ID) ? INVALID_VALUE : SUCCESS;
    if (known == SUCCESS && attribute == BUFFER_ID) {
        *(uint64_t *)value = found->identity;
    } else if (known == SUCCESS) {
        *(int *)value = found->device;
    }
    pthread_mutex_unlock(&lock);
    return known;
}

char *behind(uint64_t address, size_t bytes)
{
    const struct allocation *memory = find(address, bytes);
    return memory == NULL ? NULL : memory->host + (address - memory->address);
}
