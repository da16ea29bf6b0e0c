// SPDX-License-Identifier: Apache-2.0
//
// Many words of a ring at once: 4 bytes of data below 4 of the ring's lap, see FrameWriter.java.
#include <jni.h>
#include <stdint.h>

enum { LAP = 32 };

static uint64_t lap_of(uint64_t number, uint64_t ring_words)
{
    return (uint64_t)(uint32_t)(number / ring_words + 1) << LAP;
}

/* How many of the words from there on lie side by side. */
static uint64_t until_the_end(uint64_t number, uint64_t words, uint64_t ring_words)
{
    const uint64_t left = ring_words - number % ring_words;
    return words < left ? words : left;
}

JNIEXPORT void JNICALL Java_org_jccl_rdma_Words_compose(
    JNIEnv *env, jclass cls, jlong ring, jint ring_words, jlong number, jlong source, jint count)
{
    (void)env;
    (void)cls;
    const uint32_t *data = (const uint32_t *)source;
    for (uint64_t words = (uint64_t)count, side; words > 0; words -= side, number += (jlong)side, data += side) {
        side = until_the_end((uint64_t)number, words, (uint64_t)ring_words);
        uint64_t *place = (uint64_t *)ring + (uint64_t)number % (uint64_t)ring_words;
        const uint64_t lap = lap_of((uint64_t)number, (uint64_t)ring_words);
        for (uint64_t i = 0; i < side; i++) {
            place[i] = lap | data[i];
        }
    }
}

/* Takes the data out, and returns whether all words have come: only then has it been worth anything. */
JNIEXPORT jboolean JNICALL Java_org_jccl_rdma_Words_extract(
    JNIEnv *env, jclass cls, jlong ring, jint ring_words, jlong number, jlong destination, jint count)
{
    (void)env;
    (void)cls;
    uint32_t *data = (uint32_t *)destination;
    uint64_t missing = 0;
    for (uint64_t words = (uint64_t)count, side; words > 0; words -= side, number += (jlong)side, data += side) {
        side = until_the_end((uint64_t)number, words, (uint64_t)ring_words);
        const uint64_t *place = (const uint64_t *)ring + (uint64_t)number % (uint64_t)ring_words;
        const uint64_t lap = lap_of((uint64_t)number, (uint64_t)ring_words);
        for (uint64_t i = 0; i < side; i++) {
            const uint64_t word = place[i];
            missing |= (word ^ lap) >> LAP;
            data[i] = (uint32_t)word;
        }
    }
    return missing == 0;
}
