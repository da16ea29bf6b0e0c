/* SPDX-License-Identifier: Apache-2.0 */

/* What org.jccl.reduce.NativeKernel calls: the loops of an instruction set, applied block by block. */

#include "kernels.h"

#include <jni.h>

#if defined(__x86_64__)

extern const struct level jccl_baseline, jccl_avx2, jccl_avx512;

/* In ascending order; each runs wherever a later one does. */
static const struct level *const LEVELS[] = {&jccl_baseline, &jccl_avx2, &jccl_avx512};

/* How many of them this processor and its operating system run. */
static jint levels(void) {
    if (!__builtin_cpu_supports("avx2")) return 1;
    int avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                 __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    return avx512 ? 3 : 2;
}

#else

extern const struct level jccl_baseline;

static const struct level *const LEVELS[] = {&jccl_baseline};

static jint levels(void) { return 1; }

#endif

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* Folds the operands of one block, elements from byte at on, from left to right. */
static void combine_block(const struct loops *loops, int kind, const char *const *operand, int32_t operands,
                          char *result, int64_t at, int64_t count) {
    double partial[BLOCK];
    const char *left = operand[0] + at;
    for (int32_t k = 1; k < operands; k++) {
        void *to = k == operands - 1 ? (void *)(result + at) : partial;
        loops->fold[kind](left, operand[k] + at, to, count);
        left = to;
    }
}

/* The same, where elements are loaded and stored. */
static void combine_converted_block(const struct loops *loops, int kind, const char *const *operand, int32_t operands,
                                    char *result, int64_t at, int64_t count) {
    union block left, right;
    loops->load(operand[0] + at, &left, count);
    for (int32_t k = 1; k < operands; k++) {
        loops->load(operand[k] + at, &right, count);
        loops->fold[kind](&left, &right, &left, count);
    }
    loops->store(&left, result + at, count);
}

static void combine(const struct loops *loops, int kind, const char *const *operand, int32_t operands, char *result,
                    int64_t count) {
    if (operands == 2 && loops->two[kind]) {
        loops->two[kind](operand[0], operand[1], result, count);
        return;
    }
    for (int64_t done = 0; done < count; done += BLOCK) {
        (loops->load ? combine_converted_block : combine_block)(loops, kind, operand, operands, result,
                                                                done * loops->element_bytes,
                                                                least(BLOCK, count - done));
    }
}

static void divide(const struct loops *loops, char *elements, int64_t count, int32_t divisor) {
    if (!loops->load) {
        loops->divide(elements, count, divisor);
        return;
    }
    union block block;
    for (int64_t done = 0; done < count; done += BLOCK) {
        int64_t n = least(BLOCK, count - done);
        loops->load(elements + done * loops->element_bytes, &block, n);
        loops->divide(&block, n, divisor);
        loops->store(&block, elements + done * loops->element_bytes, n);
    }
}

static void scale(const struct loops *loops, const char *source, char *result, int64_t count, double scalar) {
    if (!loops->load) {
        loops->scale(source, result, count, scalar);
        return;
    }
    union block block;
    for (int64_t done = 0; done < count; done += BLOCK) {
        int64_t n = least(BLOCK, count - done);
        loops->load(source + done * loops->element_bytes, &block, n);
        loops->scale(&block, &block, n, scalar);
        loops->store(&block, result + done * loops->element_bytes, n);
    }
}

JNIEXPORT jint JNICALL Java_org_jccl_reduce_NativeKernel_levels(JNIEnv *env, jclass class) {
    (void)env, (void)class;
    return levels();
}

JNIEXPORT jstring JNICALL Java_org_jccl_reduce_NativeKernel_levelName(JNIEnv *env, jclass class, jint level) {
    (void)class;
    return (*env)->NewStringUTF(env, LEVELS[level]->name);
}

JNIEXPORT jlong JNICALL Java_org_jccl_reduce_NativeKernel_loops(JNIEnv *env, jclass class, jint level, jint type) {
    (void)env, (void)class;
    return (jlong)(intptr_t)&LEVELS[level]->loops[type];
}

JNIEXPORT void JNICALL Java_org_jccl_reduce_NativeKernel_combine(JNIEnv *env, jclass class, jlong loops, jint kind,
                                                                 jlong operand_table, jint operands,
                                                                 jlong destination, jlong count) {
    (void)env, (void)class;
    combine((const struct loops *)(intptr_t)loops, kind, (const char *const *)(intptr_t)operand_table, operands,
            (char *)(intptr_t)destination, count);
}

JNIEXPORT void JNICALL Java_org_jccl_reduce_NativeKernel_divide(JNIEnv *env, jclass class, jlong loops, jlong address,
                                                                jlong count, jint divisor) {
    (void)env, (void)class;
    divide((const struct loops *)(intptr_t)loops, (char *)(intptr_t)address, count, divisor);
}

JNIEXPORT void JNICALL Java_org_jccl_reduce_NativeKernel_scale(JNIEnv *env, jclass class, jlong loops, jlong source,
                                                               jlong destination, jlong count, jdouble scalar) {
    (void)env, (void)class;
    scale((const struct loops *)(intptr_t)loops, (const char *)(intptr_t)source, (char *)(intptr_t)destination, count,
          scalar);
}
