// SPDX-License-Identifier: Apache-2.0
//
// Of the driver that pretends, the memory of its devices.
#include "pretend.h"

enum { ALLOCATIONS = 4096 };

struct allocation {
    uint64_t address;
    size_t bytes;
    char *host;
    int device;
};

static struct allocation allocations[ALLOCATIONS];
/* No native address is that high. */
static uint64_t next_address = 1ULL << 62;
static size_t used[DEVICES];

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

char *behind(uint64_t address, size_t bytes)
{
    const struct allocation *memory = find(address, bytes);
    return memory == NULL ? NULL : memory->host + (address - memory->address);
}
