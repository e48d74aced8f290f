/*
 * The contents of slots that no key touches. Beside fingerprints that is noise: a stranger's sum is
 * then any number, as its fingerprint is. Any thread.
 */
#ifndef CHM01_NOISE_H
#define CHM01_NOISE_H

#include "chm01/base/rng.h"
#include "chm01/base/work.h"

/* Returns the noise of slots under these seeds, which is not 0. */
static inline uint64_t NoiseSeed(uint64_t s1, uint64_t s2, uint64_t bucket)
{
    return RngDraw(s1, s2, bucket) | 1;
}

static inline uint64_t NoiseWord(uint64_t noise, size_t i)
{
    return RngMix(noise + 0x9E3779B97F4A7C15u * (i + 1));
}

/* As a loop: fills the memory with the noise, or clears it where that is 0. */
static inline bool NoiseFill(Work *work, WorkPlace *place, void *memory, size_t bytes, uint64_t noise)
{
    if (noise == 0)
        return WorkClear(work, place, memory, bytes);
    const size_t words = bytes / sizeof noise, from = place->at, to = WorkUntil(work, from, words);
    const uint64_t last = NoiseWord(noise, words);
    for (size_t i = from; i < to; i++) {
        const uint64_t word = NoiseWord(noise, i);
        memcpy((uint8_t *)memory + i * sizeof word, &word, sizeof word);
    }
    if (to == words)
        memcpy((uint8_t *)memory + words * sizeof last, &last, bytes % sizeof last);
    return WorkPassed(place, to, words);
}

#endif
