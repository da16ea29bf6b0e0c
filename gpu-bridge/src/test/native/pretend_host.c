// SPDX-License-Identifier: Apache-2.0
//
// Of the driver that pretends, memory of the host that devices see, and how a stream waits for the host: for a word of that
// memory, or for a function, of which a device runs one at a time.
#include "pretend.h"

enum { PAGES = 64, DEVICEMAP = 2, GEQ = 0 };
/* Neither the processor's address nor one of a device's allocations. */
static const uint64_t MAPPED = 1ULL << 61;

struct page {
    char *host;
    size_t bytes;
};
static struct page pages[PAGES];

result cuMemHostAlloc(void **host, size_t bytes, unsigned flags)
{
    if (current() < 0) {
        return INVALID_CONTEXT;
    }
    result found = OUT_OF_MEMORY;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < PAGES && found != SUCCESS; i++) {
        if (pages[i].host == NULL) {
            pages[i] = (struct page){malloc(bytes), bytes};
            memset(pages[i].host, 0x55, bytes);
            *host = pages[i].host;
            found = SUCCESS;
        }
    }
    pthread_mutex_unlock(&lock);
    return (flags & DEVICEMAP) == 0 ? INVALID_VALUE : found;
}

/* The page of which that is the first byte, or NULL. */
static struct page *beginning_at(const void *host)
{
    for (int i = 0; i < PAGES; i++) {
        if (pages[i].host == host) {
            return &pages[i];
        }
    }
    return NULL;
}

result cuMemFreeHost(void *host)
{
    pthread_mutex_lock(&lock);
    struct page *page = host == NULL ? NULL : beginning_at(host);
    if (page != NULL) {
        free(page->host);
        page->host = NULL;
    }
    pthread_mutex_unlock(&lock);
    return page == NULL ? INVALID_VALUE : SUCCESS;
}

result cuMemHostGetDevicePointer_v2(uint64_t *address, void *host, unsigned flags)
{
    pthread_mutex_lock(&lock);
    const struct page *page = beginning_at(host);
    *address = (uint64_t)(uintptr_t)host + MAPPED;
    pthread_mutex_unlock(&lock);
    return page == NULL || flags != 0 ? INVALID_VALUE : SUCCESS;
}

/* The word behind a device's address, or NULL if it is not in a page. */
static char *word_at(uint64_t address)
{
    char *word = (char *)(uintptr_t)(address - MAPPED);
    for (int i = 0; i < PAGES; i++) {
        const struct page *page = &pages[i];
        if (page->host != NULL && word >= page->host && word + 4 <= page->host + page->bytes) {
            return word;
        }
    }
    return NULL;
}

static int has_come(struct work *work)
{
    const uint32_t there = __atomic_load_n((const uint32_t *)work->from, __ATOMIC_ACQUIRE);
    return (int32_t)(there - (uint32_t)work->bytes) >= 0;
}

result cuStreamWaitValue32_v2(struct stream *stream, uint64_t address, uint32_t value, unsigned flags)
{
    if (getenv("PRETEND_CUDA_NO_WAIT_VALUE") != NULL) {
        return NOT_SUPPORTED;
    }
    if (current() < 0) {
        return INVALID_CONTEXT;
    }
    pthread_mutex_lock(&lock);
    const char *word = word_at(address);
    const result known = is_gone(stream) ? INVALID_HANDLE : word == NULL || flags != GEQ ? INVALID_VALUE : SUCCESS;
    if (known == SUCCESS) {
        append(stream, (struct work){.run = has_come, .from = word, .bytes = value});
    }
    pthread_mutex_unlock(&lock);
    return known;
}

struct call {
    void (*function)(void *data);
    void *data;
    int device;
    enum { BEFORE, DURING, AFTER } state;
};

/* By device. */
static struct call *under_way[DEVICES];
static pthread_cond_t wanted = PTHREAD_COND_INITIALIZER;

/* The one thread that runs a device's host functions. */
static void *work_off(void *place)
{
    struct call **mine = place;
    pthread_mutex_lock(&lock);
    for (;;) {
        while (*mine == NULL) {
            pthread_cond_wait(&wanted, &lock);
        }
        struct call *now = *mine;
        pthread_mutex_unlock(&lock);
        now->function(now->data);
        pthread_mutex_lock(&lock);
        now->state = AFTER;
        *mine = NULL;
    }
    return NULL;
}

static int call(struct work *work)
{
    struct call *own = (struct call *)work->to;
    if (own->state == BEFORE && under_way[own->device] == NULL) {
        own->state = DURING;
        under_way[own->device] = own;
        pthread_cond_broadcast(&wanted);
    }
    if (own->state != AFTER) {
        return 0;
    }
    free(own);
    return 1;
}

result cuLaunchHostFunc(struct stream *stream, void (*function)(void *), void *data)
{
    static int started[DEVICES];
    const int device = current();
    if (device < 0) {
        return INVALID_CONTEXT;
    }
    pthread_mutex_lock(&lock);
    pthread_t worker;
    if (!started[device]) {
        started[device] = pthread_create(&worker, NULL, work_off, &under_way[device]) == 0;
    }
    struct call *own = malloc(sizeof *own);
    *own = (struct call){function, data, device, BEFORE};
    append(stream, (struct work){.run = call, .to = (char *)own});
    pthread_mutex_unlock(&lock);
    return SUCCESS;
}
