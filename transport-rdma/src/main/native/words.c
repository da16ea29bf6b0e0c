// SPDX-License-Identifier: Apache-2.0
//
// Many words of a ring at once: 7 bytes of data below one of the ring's lap, see FrameWriter.java. Two words a step where
// the processor can move bytes within 16; the one left over, and all where it cannot, go singly.
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

/* Each returns how many words it has done, from the first on. */
#ifdef __x86_64__
#include <tmmintrin.h>

static int can_pair(void)
{
    return __builtin_cpu_supports("ssse3");
}

__attribute__((target("ssse3"))) static uint64_t compose_pairs(
    uint64_t *place, const char *data, uint64_t words, uint64_t lap)
{
    const __m128i spread = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, -1, 7, 8, 9, 10, 11, 12, 13, -1);
    const __m128i laps = _mm_set1_epi64x((long long)lap);
    uint64_t i = 0;
    for (; i + 2 <= words; i += 2, data += 2 * CARRIED) {
        const __m128i bytes = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)data), spread);
        _mm_storeu_si128((__m128i *)(place + i), _mm_or_si128(bytes, laps));
    }
    return i;
}

/* Two words are loaded at once, but each of them is whole: it never lies across two lines of the cache. */
__attribute__((target("ssse3"))) static uint64_t extract_pairs(
    const uint64_t *place, char *data, uint64_t words, uint64_t lap, uint64_t *missing)
{
    const __m128i gather = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, -1, -1);
    const __m128i laps = _mm_set1_epi64x((long long)lap);
    __m128i differing = _mm_setzero_si128();
    uint64_t i = 0;
    for (; i + 2 <= words; i += 2, data += 2 * CARRIED) {
        const __m128i pair = _mm_loadu_si128((const __m128i *)(place + i));
        differing = _mm_or_si128(differing, _mm_xor_si128(pair, laps));
        _mm_storeu_si128((__m128i *)data, _mm_shuffle_epi8(pair, gather));
    }
    differing = _mm_or_si128(differing, _mm_unpackhi_epi64(differing, differing));
    *missing |= (uint64_t)_mm_cvtsi128_si64(differing) >> LAP;
    return i;
}
#else
static int can_pair(void)
{
    return 0;
}

static uint64_t compose_pairs(uint64_t *place, const char *data, uint64_t words, uint64_t lap)
{
    (void)place, (void)data, (void)words, (void)lap;
    return 0;
}

static uint64_t extract_pairs(const uint64_t *place, char *data, uint64_t words, uint64_t lap, uint64_t *missing)
{
    (void)place, (void)data, (void)words, (void)lap, (void)missing;
    return 0;
}
#endif

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
        uint64_t i = can_pair() ? compose_pairs(place, data, side, lap) : 0;
        for (data += CARRIED * i; i < side; i++, data += CARRIED) {
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
        uint64_t i = can_pair() ? extract_pairs(place, data, side, lap, &missing) : 0;
        for (data += CARRIED * i; i < side; i++, data += CARRIED) {
            const uint64_t word = place[i];
            missing |= (word ^ lap) >> LAP;
            memcpy(data, &word, sizeof word); /* the eighth byte is the next word's first */
        }
    }
    return missing == 0;
}
