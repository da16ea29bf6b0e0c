// SPDX-License-Identifier: Apache-2.0
//
// What moves bytes, without an object for each request: how one ends is written into a cell of native memory, where Java
// looks for it.
#include "ucx.h"

#include <jni.h>
#include <stdint.h>

/* As in Completion.java. */
struct cell {
    int64_t state; /* PENDING, DONE, or UCX's error */
    int64_t length;
    void *request;
};
enum { PENDING = 0, DONE = 1 };

struct tag_info {
    uint64_t tag;
    size_t length;
};

/* ucp_request_param_t, and room for what UCX may read of later fields */
struct request_params {
    uint32_t fields;
    uint32_t flags;
    void *request;
    union {
        void (*sent)(void *request, ucs_status status, void *cell);
        void (*received)(void *request, ucs_status status, const struct tag_info *info, void *cell);
    } ended;
    uint64_t datatype;
    void *user_data;
    void *reply_buffer;
    int memory_type;
    void *rest[4];
};
enum { HAS_CALLBACK = 1 << 1, HAS_USER_DATA = 1 << 2, HAS_MEMORY_TYPE = 1 << 6, CALLS_BACK_AT_ONCE = 1 << 16 };
enum { HOST_MEMORY = 0 };

static struct {
    void *(*put)(
        void *endpoint, const void *source, size_t bytes, uint64_t destination, void *key, const struct request_params *);
    void *(*send)(void *endpoint, const void *source, size_t bytes, uint64_t tag, const struct request_params *);
    void *(*receive)(
        void *worker, void *destination, size_t bytes, uint64_t tag, uint64_t mask, const struct request_params *);
    unsigned (*progress)(void *worker);
    void (*cancel)(void *worker, void *request);
    void (*free)(void *request);
} ucp;

/* Returns whether this UCX has all of it. */
JNIEXPORT jboolean JNICALL Java_org_jccl_rdma_Ucp_link(JNIEnv *env, jclass cls)
{
    (void)env;
    (void)cls;
    *(void **)&ucp.put = ucx_function("ucp_put_nbx");
    *(void **)&ucp.send = ucx_function("ucp_tag_send_nbx");
    *(void **)&ucp.receive = ucx_function("ucp_tag_recv_nbx");
    *(void **)&ucp.progress = ucx_function("ucp_worker_progress");
    *(void **)&ucp.cancel = ucx_function("ucp_request_cancel");
    *(void **)&ucp.free = ucx_function("ucp_request_free");
    return ucp.put && ucp.send && ucp.receive && ucp.progress && ucp.cancel && ucp.free;
}

/* Requests that UCX has called back for on this thread. */
static __thread unsigned called_back;

static void end(struct cell *cell, ucs_status status, size_t length)
{
    cell->request = NULL;
    cell->length = (int64_t)length;
    cell->state = status == 0 ? DONE : status;
}

static void sent(void *request, ucs_status status, void *cell)
{
    end(cell, status, 0);
    called_back++;
    ucp.free(request);
}

static void received(void *request, ucs_status status, const struct tag_info *info, void *cell)
{
    end(cell, status, status == 0 ? info->length : 0);
    called_back++;
    ucp.free(request);
}

/* UCX's functions return NULL for what has ended at once, an error in the last 100 addresses, or what goes on. */
static int is_error(void *result)
{
    return (uintptr_t)result >= (uintptr_t)-100;
}

static ucs_status begun(void *result, struct cell *cell)
{
    if (result == NULL) {
        end(cell, 0, 0);
        return 0;
    }
    if (is_error(result)) {
        const ucs_status status = (ucs_status)(intptr_t)result;
        end(cell, status, 0);
        return status;
    }
    if (cell->state == PENDING) {
        cell->request = result;
    }
    return 0;
}

static void put(void *request, ucs_status status, void *under_way)
{
    (void)status;
    --*(int64_t *)under_way;
    called_back++;
    ucp.free(request);
}

/* Most are done at once; what the device has no room for now waits, and must have turns. */
JNIEXPORT jint JNICALL Java_org_jccl_rdma_Ucp_put(
    JNIEnv *env, jclass cls, jlong endpoint, jlong source, jlong bytes, jlong destination, jlong key, jlong under_way)
{
    (void)env;
    (void)cls;
    const struct request_params params = {
        .fields = HAS_CALLBACK | HAS_USER_DATA | HAS_MEMORY_TYPE,
        .ended.sent = put,
        .user_data = (void *)under_way,
        .memory_type = HOST_MEMORY,
    };
    void *result =
        ucp.put((void *)endpoint, (const void *)source, (size_t)bytes, (uint64_t)destination, (void *)key, &params);
    if (is_error(result)) {
        return (jint)(intptr_t)result;
    }
    *(int64_t *)under_way += result != NULL;
    return 0;
}

JNIEXPORT jint JNICALL Java_org_jccl_rdma_Ucp_send(
    JNIEnv *env, jclass cls, jlong endpoint, jlong source, jlong bytes, jlong tag, jboolean host, jlong address)
{
    (void)env;
    (void)cls;
    struct cell *cell = (struct cell *)address;
    const struct request_params params = {
        .fields = HAS_CALLBACK | HAS_USER_DATA | (host ? HAS_MEMORY_TYPE : 0),
        .ended.sent = sent,
        .user_data = cell,
        .memory_type = HOST_MEMORY,
    };
    cell->state = PENDING;
    return begun(ucp.send((void *)endpoint, (const void *)source, (size_t)bytes, (uint64_t)tag, &params), cell);
}

JNIEXPORT jint JNICALL Java_org_jccl_rdma_Ucp_receive(
    JNIEnv *env,
    jclass cls,
    jlong worker,
    jlong destination,
    jlong bytes,
    jlong tag,
    jlong mask,
    jboolean host,
    jlong address)
{
    (void)env;
    (void)cls;
    struct cell *cell = (struct cell *)address;
    const struct request_params params = {
        /* only who is called back learns the length of what was there already */
        .fields = HAS_CALLBACK | HAS_USER_DATA | (host ? HAS_MEMORY_TYPE : 0) | CALLS_BACK_AT_ONCE,
        .ended.received = received,
        .user_data = cell,
        .memory_type = HOST_MEMORY,
    };
    cell->state = PENDING;
    void *result = ucp.receive(
        (void *)worker, (void *)destination, (size_t)bytes, (uint64_t)tag, (uint64_t)mask, &params);
    return begun(result, cell);
}

/* UCX may end requests and return 0 nevertheless: over TCP, when what waited for room in the socket leaves. */
JNIEXPORT jint JNICALL Java_org_jccl_rdma_Ucp_progress(JNIEnv *env, jclass cls, jlong worker)
{
    (void)env;
    (void)cls;
    const unsigned before = called_back;
    const unsigned moved = ucp.progress((void *)worker);
    return (jint)(moved + (called_back - before));
}

JNIEXPORT void JNICALL Java_org_jccl_rdma_Ucp_cancel(JNIEnv *env, jclass cls, jlong worker, jlong address)
{
    (void)env;
    (void)cls;
    const struct cell *cell = (const struct cell *)address;
    if (cell->state == PENDING && cell->request != NULL) {
        ucp.cancel((void *)worker, cell->request);
    }
}
