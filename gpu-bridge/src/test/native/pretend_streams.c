// SPDX-License-Identifier: Apache-2.0
//
// Of the driver that pretends, streams, events and copies. Nothing runs by itself: what is on a stream runs when an event
// behind it has been asked about often enough; or, with PRETEND_CUDA_EAGER=1, as soon as nothing has to wait.
#include "pretend.h"

#include <unistd.h>

enum { DEPTH = 4096, LATEST = 7 };

struct stream {
    struct work work[DEPTH];
    unsigned begun, done;
    int device;
    struct stream *next;
    int gone;
    enum { UNCAPTURED, CAPTURED, CAPTURED_ALONE } captured;
};
struct event {
    struct stream *stream;
    unsigned after;
    int polls;
};

static unsigned turn;
static struct stream *all_streams;

/* How many captures want that no thread disturbs them, and whether this one does what it likes all the same. */
static int captures;
enum mode { GLOBAL, THREAD_LOCAL, RELAXED };
static __thread enum mode mode;

int is_prohibited(void)
{
    return mode == GLOBAL && __atomic_load_n(&captures, __ATOMIC_RELAXED) > 0;
}

/* The so many-th query of an event fails, counted down: PRETEND_CUDA_FAIL_AFTER. */
static int fail_after;

/* Devices may begin late or at once; tests of an order need both. */
static int eager;

static __attribute__((constructor)) void configure(void)
{
    const char *after = getenv("PRETEND_CUDA_FAIL_AFTER");
    fail_after = after == NULL ? -1 : atoi(after);
    const char *at_once = getenv("PRETEND_CUDA_EAGER");
    eager = at_once != NULL && atoi(at_once);
}

result cuStreamCreate(struct stream **stream, unsigned flags)
{
    (void)flags;
    *stream = calloc(1, sizeof **stream);
    pthread_mutex_lock(&lock);
    (*stream)->device = current();
    (*stream)->next = all_streams;
    all_streams = *stream;
    pthread_mutex_unlock(&lock);
    return current() < 0 ? INVALID_CONTEXT : SUCCESS;
}

/* Does what was begun before UNTIL, in order, as far as nothing has to wait; returns whether all is done. */
static int run(struct stream *stream, unsigned until)
{
    while ((int)(until - stream->done) > 0) {
        struct work *next = &stream->work[stream->done % DEPTH];
        if (!next->run(next)) {
            return 0;
        }
        stream->done++;
    }
    return 1;
}

int run_all(struct stream *stream)
{
    return run(stream, stream->begun);
}

static int is_idle(int device)
{
    int idle = 1;
    pthread_mutex_lock(&lock);
    for (struct stream *each = all_streams; each != NULL; each = each->next) {
        idle &= each->device != device || run_all(each);
    }
    pthread_mutex_unlock(&lock);
    return idle;
}

void await_idle(int device)
{
    while (!is_idle(device)) {
        usleep(100);
    }
}

int is_gone(const struct stream *stream)
{
    return stream->gone;
}

void append(struct stream *stream, struct work work)
{
    if (stream->begun - stream->done == DEPTH && !run(stream, stream->done + 1)) {
        abort(); /* a test that leaves so much waiting is wrong */
    }
    stream->work[stream->begun++ % DEPTH] = work;
    if (eager) {
        run(stream, stream->begun);
    }
}

static int copy(struct work *work)
{
    memcpy(work->to, work->from, work->bytes);
    return 1;
}

/* PLACE is the device's end, as the processor sees it. */
static result begin(struct stream *stream, char *to, const char *from, size_t bytes, const char *place)
{
    if (stream->gone) {
        return INVALID_HANDLE;
    }
    if (place != NULL) {
        append(stream, (struct work){.run = copy, .to = to, .from = from, .bytes = bytes});
    }
    return place == NULL ? INVALID_VALUE : SUCCESS;
}

result cuMemcpyDtoHAsync_v2(void *to, uint64_t from, size_t bytes, struct stream *stream)
{
    pthread_mutex_lock(&lock);
    char *place = behind(from, bytes);
    const result begun = current() < 0                   ? INVALID_CONTEXT
                         : is_half_registered(to, bytes) ? INVALID_VALUE
                                                         : begin(stream, to, place, bytes, place);
    pthread_mutex_unlock(&lock);
    return begun;
}

result cuMemcpyHtoDAsync_v2(uint64_t to, const void *from, size_t bytes, struct stream *stream)
{
    pthread_mutex_lock(&lock);
    char *place = behind(to, bytes);
    const result begun = current() < 0                     ? INVALID_CONTEXT
                         : is_half_registered(from, bytes) ? INVALID_VALUE
                                                           : begin(stream, place, from, bytes, place);
    pthread_mutex_unlock(&lock);
    return begun;
}

result cuMemcpyAsync(uint64_t to, uint64_t from, size_t bytes, struct stream *stream)
{
    pthread_mutex_lock(&lock);
    char *there = behind(to, bytes);
    char *here = behind(from, bytes);
    const result begun = current() < 0 ? INVALID_CONTEXT : begin(stream, there, here, bytes, here == NULL ? NULL : there);
    pthread_mutex_unlock(&lock);
    return begun;
}

static result now(result begun, struct stream *stream)
{
    pthread_mutex_lock(&lock);
    run(stream, stream->begun);
    pthread_mutex_unlock(&lock);
    return begun;
}

result cuMemcpyDtoH_v2(void *to, uint64_t from, size_t bytes)
{
    static struct stream stream;
    return now(cuMemcpyDtoHAsync_v2(to, from, bytes, &stream), &stream);
}

result cuMemcpyHtoD_v2(uint64_t to, const void *from, size_t bytes)
{
    static struct stream stream;
    return now(cuMemcpyHtoDAsync_v2(to, from, bytes, &stream), &stream);
}

static void end_capture(struct stream *stream)
{
    __atomic_fetch_sub(&captures, stream->captured == CAPTURED_ALONE, __ATOMIC_RELAXED);
    stream->captured = UNCAPTURED;
}

/* What is on it goes on; events still ask about it, so its memory is never given back. */
result cuStreamDestroy_v2(struct stream *stream)
{
    pthread_mutex_lock(&lock);
    const result known = stream->gone ? INVALID_HANDLE : SUCCESS;
    end_capture(stream);
    stream->gone = 1;
    pthread_mutex_unlock(&lock);
    return known;
}

/* Of captures no more than that one is under way, and what it forbids. */
result cuStreamBeginCapture_v2(struct stream *stream, int of)
{
    stream->captured = of == GLOBAL ? CAPTURED_ALONE : CAPTURED;
    __atomic_fetch_add(&captures, of == GLOBAL, __ATOMIC_RELAXED);
    return SUCCESS;
}

result cuStreamEndCapture(struct stream *stream, void **graph)
{
    *graph = NULL;
    end_capture(stream);
    return SUCCESS;
}

result cuThreadExchangeStreamCaptureMode(int *exchanged)
{
    const enum mode before = mode;
    mode = (enum mode)*exchanged;
    *exchanged = before;
    return SUCCESS;
}

result cuStreamIsCapturing(struct stream *stream, int *status)
{
    *status = stream->captured != UNCAPTURED;
    return current() < 0 ? INVALID_CONTEXT : SUCCESS;
}

result cuStreamQuery(struct stream *stream)
{
    pthread_mutex_lock(&lock);
    const result state = run_all(stream) ? SUCCESS : NOT_READY;
    pthread_mutex_unlock(&lock);
    return state;
}

result cuStreamSynchronize(struct stream *stream)
{
    while (cuStreamQuery(stream) == NOT_READY) {
        usleep(100);
    }
    return SUCCESS;
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
    if (stream->gone) {
        pthread_mutex_unlock(&lock);
        return INVALID_HANDLE;
    }
    *event = (struct event){stream, stream->begun, (int)(turn++ * 2654435761u >> 16) % LATEST};
    pthread_mutex_unlock(&lock);
    return SUCCESS;
}

static int has_happened(struct work *work)
{
    return run((struct stream *)work->to, (unsigned)work->bytes);
}

/* For the event as it is recorded now, whatever is recorded later. */
result cuStreamWaitEvent(struct stream *stream, const struct event *event, unsigned flags)
{
    if (current() < 0) {
        return INVALID_CONTEXT;
    }
    pthread_mutex_lock(&lock);
    const result known = stream->gone ? INVALID_HANDLE : flags != 0 ? INVALID_VALUE : SUCCESS;
    if (known == SUCCESS && event->stream != NULL) {
        append(stream, (struct work){.run = has_happened, .to = (char *)event->stream, .bytes = event->after});
    }
    pthread_mutex_unlock(&lock);
    return known;
}

/* Streams that wait for it go on doing so. */
result cuEventDestroy_v2(struct event *event)
{
    free(event);
    return SUCCESS;
}

/* The work before an event is done when it has been asked about often enough, and not before. */
result cuEventQuery(struct event *event)
{
    if (current() < 0) {
        return INVALID_CONTEXT;
    }
    if (is_prohibited()) {
        return STREAM_CAPTURE_UNSUPPORTED;
    }
    result state = SUCCESS;
    pthread_mutex_lock(&lock);
    if (fail_after >= 0 && fail_after-- == 0) {
        state = ILLEGAL_ADDRESS;
    } else if (event->stream != NULL && (int)(event->after - event->stream->done) > 0) {
        if (event->polls-- > 0 || !run(event->stream, event->after)) {
            state = NOT_READY;
        }
    }
    pthread_mutex_unlock(&lock);
    return state;
}
