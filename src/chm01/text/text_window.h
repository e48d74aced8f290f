/*
 * The bytes that a lookup loads of a key: its first 16 and its last 16, as little-endian words,
 * with zeros behind the end. On x86-64 the first 16 are loaded whole where that can't touch another
 * page, and what is behind the key is masked off: no branch depends on the length. Sanitizers
 * object to such loads, and memory tags of other processors may: they get loads in bounds. Private
 * to text*.c. Any thread.
 */
#ifndef CHM01_TEXT_WINDOW_H
#define CHM01_TEXT_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)
#define TEXT_IN_BOUNDS
#endif
#endif
#if (!defined(__x86_64__) && !defined(_M_X64)) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TEXT_IN_BOUNDS
#endif

enum { TextWords = 4, TextHeadBytes = 16, TextPageBytes = 4096 };

/*
 * words[0] and words[1]: the first 16 bytes; words[2] and words[3]: the last 16, if there are as
 * many, otherwise the first again.
 */
typedef struct TextWindow {
    uint64_t words[TextWords];
} TextWindow;

static inline uint64_t TextWord(const uint8_t *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Returns up to seven bytes as a word. */
static inline uint64_t TextFewBytes(const uint8_t *key, size_t length)
{
    uint32_t low, high;
    if (length >= 4) {
        memcpy(&low, key, sizeof low);
        memcpy(&high, key + length - 4, sizeof high);
        return low | (uint64_t)high << (8 * (length - 4));
    }
    if (length == 0)
        return 0;
    return key[0] | (uint64_t)key[length / 2] << (8 * (length / 2)) | (uint64_t)key[length - 1] << (8 * (length - 1));
}

/* Loads the first 16 bytes of a key and touches no byte that is not the key's. */
static inline void TextHeadInBounds(const uint8_t *key, size_t length, uint64_t *words)
{
    words[1] = 0;
    if (length < 8) {
        words[0] = TextFewBytes(key, length);
        return;
    }
    words[0] = TextWord(key);
    if (length > TextHeadBytes)
        length = TextHeadBytes;
    if (length > 8)
        words[1] = TextWord(key + length - 8) >> (8 * (TextHeadBytes - length));
}

/* Returns a mask of the lowest `bytes` bytes of a word; 8 are all, and so are more. */
static inline uint64_t TextMask(size_t bytes)
{
    return bytes >= 8 ? UINT64_MAX : ((uint64_t)1 << (8 * bytes)) - 1;
}

static inline void TextHead(const uint8_t *key, size_t length, uint64_t *words)
{
#ifndef TEXT_IN_BOUNDS
    if (((uintptr_t)key & (TextPageBytes - 1)) <= TextPageBytes - TextHeadBytes) {
        words[0] = TextWord(key) & TextMask(length);
        words[1] = TextWord(key + 8) & (length <= 8 ? 0 : TextMask(length - 8));
        return;
    }
#endif
    TextHeadInBounds(key, length, words);
}

#define TEXT_CASE_BITS UINT64_C(0x2020202020202020) /* in which small letters and capitals differ */

/* Makes the capitals among a word's bytes small letters. */
static inline uint64_t TextFoldWord(uint64_t word)
{
    const uint64_t ones = 0x0101010101010101, tops = 0x80 * ones, low = word & ~tops;
    const uint64_t fromA = low + (0x80 - 'A') * ones, behindZ = low + (0x7F - 'Z') * ones;
    return word | ((fromA ^ behindZ) & ~word & tops) >> 2;
}

/* Returns the bit 0x20 of each byte that is a small letter. */
static inline uint64_t TextLetterBits(uint64_t word)
{
    return (TextFoldWord(word ^ TEXT_CASE_BITS) ^ word ^ TEXT_CASE_BITS) & TEXT_CASE_BITS;
}

#endif
