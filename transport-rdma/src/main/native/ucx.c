// SPDX-License-Identifier: Apache-2.0
//
// What is done seldom, and what JUCX leaves out of it: what the UCX is that is installed, what it has found, registering
// memory where that may be refused, and waiting for a descriptor beside others.
#define _GNU_SOURCE
#include "ucx.h"

#include <dlfcn.h>
#include <errno.h>
#include <jni.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The beginning of ucp_mem_map_params_t and of ucp_mem_attr_t, which UCX only ever appends to. */
struct map_params {
    uint64_t fields;
    void *address;
    size_t length;
    unsigned flags;
};
enum { MAP_HAS_LENGTH = 1 << 1, MAP_HAS_FLAGS = 1 << 2, MAP_ALLOCATES = 1 << 1 };

struct memory_attributes {
    uint64_t fields;
    void *address;
    unsigned char rest[256];
};
enum { MEMORY_HAS_ADDRESS = 1 << 0 };

/* UCX is looked for, not linked: without it this library still loads and can say that it is missing. */
void *ucx_function(const char *name)
{
    void *ucp = dlopen("libucp.so.0", RTLD_NOW | RTLD_LOCAL);
    return ucp == NULL ? NULL : dlsym(ucp, name);
}

/*
 * Unless told otherwise before it is loaded, UCX takes over the signals by which the JVM finds null references, and ends the
 * process at the next one.
 */
JNIEXPORT jstring JNICALL Java_org_jccl_rdma_UcxLibrary_findVersion(JNIEnv *env, jclass cls)
{
    (void)cls;
    setenv("UCX_ERROR_SIGNALS", "", 0);
    const char *(*version)(void) = (const char *(*)(void))ucx_function("ucp_get_version_string");
    return version == NULL ? NULL : (*env)->NewStringUTF(env, version());
}

/* What a context of UCX's consists of, in UCX's own words; its address comes from JUCX, which has loaded the same library. */
JNIEXPORT jstring JNICALL Java_org_jccl_rdma_UcxLibrary_describe(JNIEnv *env, jclass cls, jlong context)
{
    (void)cls;
    void (*print_info)(void *, FILE *) = (void (*)(void *, FILE *))ucx_function("ucp_context_print_info");
    char *text = NULL;
    size_t length;
    FILE *stream = print_info == NULL ? NULL : open_memstream(&text, &length);
    if (stream == NULL) {
        return NULL;
    }
    print_info((void *)context, stream);
    fclose(stream);
    jstring described = (*env)->NewStringUTF(env, text);
    free(text);
    return described;
}

static void refuse(JNIEnv *env, ucs_status status)
{
    const char *(*text)(ucs_status) = (const char *(*)(ucs_status))ucx_function("ucs_status_string");
    jclass exception = (*env)->FindClass(env, "org/openucx/jucx/UcxException");
    if (exception != NULL) {
        (*env)->ThrowNew(env, exception, text == NULL ? "no text" : text(status));
    }
}

/* JUCX does the same, but goes on with a null pointer where UCX refuses. */
JNIEXPORT jlong JNICALL Java_org_jccl_rdma_RegisteredRegion_map(JNIEnv *env, jclass cls, jlong context, jlong bytes)
{
    (void)cls;
    ucs_status (*map)(void *, struct map_params *, void **) =
        (ucs_status(*)(void *, struct map_params *, void **))ucx_function("ucp_mem_map");
    struct map_params params = {MAP_HAS_LENGTH | MAP_HAS_FLAGS, NULL, (size_t)bytes, MAP_ALLOCATES};
    void *memory = NULL;
    ucs_status status = map((void *)context, &params, &memory);
    if (status != 0) {
        refuse(env, status);
    }
    return (jlong)memory;
}

JNIEXPORT jlong JNICALL Java_org_jccl_rdma_RegisteredRegion_addressOf(JNIEnv *env, jclass cls, jlong memory)
{
    (void)cls;
    ucs_status (*query)(void *, struct memory_attributes *) =
        (ucs_status(*)(void *, struct memory_attributes *))ucx_function("ucp_mem_query");
    struct memory_attributes attributes = {.fields = MEMORY_HAS_ADDRESS};
    ucs_status status = query((void *)memory, &attributes);
    if (status != 0) {
        refuse(env, status);
    }
    return (jlong)attributes.address;
}

JNIEXPORT jbyteArray JNICALL Java_org_jccl_rdma_RegisteredRegion_packKey(
    JNIEnv *env, jclass cls, jlong context, jlong memory)
{
    (void)cls;
    ucs_status (*pack)(void *, void *, void **, size_t *) =
        (ucs_status(*)(void *, void *, void **, size_t *))ucx_function("ucp_rkey_pack");
    void (*release)(void *) = (void (*)(void *))ucx_function("ucp_rkey_buffer_release");
    void *key;
    size_t length;
    ucs_status status = pack((void *)context, (void *)memory, &key, &length);
    if (status != 0) {
        refuse(env, status);
        return NULL;
    }
    jbyteArray bytes = (*env)->NewByteArray(env, (jsize)length);
    if (bytes != NULL) {
        (*env)->SetByteArrayRegion(env, bytes, 0, (jsize)length, key);
    }
    release(key);
    return bytes;
}

JNIEXPORT void JNICALL Java_org_jccl_rdma_RegisteredRegion_unmap(JNIEnv *env, jclass cls, jlong context, jlong memory)
{
    (void)env;
    (void)cls;
    ucs_status (*unmap)(void *, void *) = (ucs_status(*)(void *, void *))ucx_function("ucp_mem_unmap");
    unmap((void *)context, (void *)memory);
}

/* Puts a descriptor in the place of a channel's own, so that a selector watches it through the channel. */
JNIEXPORT jint JNICALL Java_org_jccl_rdma_EventDescriptor_overlay(
    JNIEnv *env, jclass cls, jobject channel, jint descriptor)
{
    (void)cls;
    jfieldID field = (*env)->GetFieldID(env, (*env)->GetObjectClass(env, channel), "fdVal", "I");
    if (field == NULL) {
        return -1; /* with a NoSuchFieldError pending */
    }
    return dup2(descriptor, (*env)->GetIntField(env, channel, field)) < 0 ? errno : 0;
}
