// SPDX-License-Identifier: Apache-2.0
//
// What Java and JUCX leave out: the version of the UCX that is installed, and waiting for a descriptor beside others.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <jni.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * UCX is looked for, not linked: without it this library still loads and can say that it is missing. Unless told
 * otherwise before it is loaded, it takes over the signals by which the JVM finds null references, and ends the process at
 * the next one.
 */
JNIEXPORT jstring JNICALL Java_org_jccl_rdma_UcxLibrary_findVersion(JNIEnv *env, jclass cls)
{
    (void)cls;
    setenv("UCX_ERROR_SIGNALS", "", 0);
    void *ucp = dlopen("libucp.so.0", RTLD_NOW | RTLD_LOCAL);
    if (ucp == NULL) {
        return NULL;
    }
    const char *(*version)(void);
    *(void **)&version = dlsym(ucp, "ucp_get_version_string");
    return version == NULL ? NULL : (*env)->NewStringUTF(env, version());
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
