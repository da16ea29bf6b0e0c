// SPDX-License-Identifier: Apache-2.0
//
// Many words of a ring at once: 7 bytes of data below one of the ring's lap, see FrameWriter.java.
#include <jni.h>
#include <stdint.h>
#include <string.h>

enum { CARRIED = 7, LAP = 56 };

static uint64_t lap_of(uint64_t number, uint64_t ring_words)
{
    return (uint64_t)(uint8_t)(number / ring_words + 1) << LAP;
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
    const char *data = (const char *)source;
    for (uint64_t words = (uint64_t)count, side; words > 0; words -= side, number += (jlong)side) {
        side = until_the_end((uint64_t)number, words, (uint64_t)ring_words);
        uint64_t *place = (uint64_t *)ring + (uint64_t)number % (uint64_t)ring_words;
        const uint64_t lap = lap_of((uint64_t)number, (uint64_t)ring_words);
        for (uint64_t i = 0; i < side; i++, data += CARRIED) {
            uint64_t word;
            memcpy(&word, data, sizeof word);
            place[i] = word << 8 >> 8 | lap;
        }
    }
}

/* Takes the data out, and returns whether all words have come: only then has it been worth anything. */
JNIEXPORT jboolean JNICALL Java_org_jccl_rdma_Words_extract(
    JNIEnv *env, jclass cls, jlong ring, jint ring_words, jlong number, jlong destination, jint count)
{
    (void)env;
    (void)cls;
    char *data = (char *)destination;
    uint64_t missing = 0;
    for (uint64_t words = (uint64_t)count, side; words > 0; words -= side, number += (jlong)side) {
        side = until_the_end((uint64_t)number, words, (uint64_t)ring_words);
        const uint64_t *place = (const uint64_t *)ring + (uint64_t)number % (uint64_t)ring_words;
        const uint64_t lap = lap_of((uint64_t)number, (uint64_t)ring_words);
        for (uint64_t i = 0; i < side; i++, data += CARRIED) {
            const uint64_t word = place[i];
            missing |= (word ^ lap) >> LAP;
            memcpy(data, &word, sizeof word); /* the eighth byte is the next word's first */
        }
    }
    return missing == 0;
}
