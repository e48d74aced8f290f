/*
 * See source_checksum.h. A table file is a multiple of 64 bytes, so that three words are left
 * behind the stripes. The bytes of a word are put together one by one: that asks for no alignment
 * and is one load to gcc and clang.
 */
#include "source_checksum.h"

#define PRIME_1 "UINT64_C(0x9E3779B185EBCA87)"
#define PRIME_2 "UINT64_C(0xC2B2AE3D27D4EB4F)"
#define PRIME_3 "UINT64_C(0x165667B19E3779F9)"
#define PRIME_4 "UINT64_C(0x85EBCA77C2B2AE63)"

/* clang-format off */
const char sourceChecksum[] =
    "static inline uint64_t $NWord(const unsigned char *at)\n{\n"
    "    return PERFECTHASH_CAST(uint64_t, at[0]) | (PERFECTHASH_CAST(uint64_t, at[1]) << 8) |\n"
    "           (PERFECTHASH_CAST(uint64_t, at[2]) << 16) | (PERFECTHASH_CAST(uint64_t, at[3]) << 24) |\n"
    "           (PERFECTHASH_CAST(uint64_t, at[4]) << 32) | (PERFECTHASH_CAST(uint64_t, at[5]) << 40) |\n"
    "           (PERFECTHASH_CAST(uint64_t, at[6]) << 48) | (PERFECTHASH_CAST(uint64_t, at[7]) << 56);\n"
    "}\n\n"
    "PERFECTHASH_WRAPS static inline uint64_t $NRotate(uint64_t value, int bits)\n{\n"
    "    return (value << bits) | (value >> (64 - bits));\n"
    "}\n\n"
    "PERFECTHASH_WRAPS static inline uint64_t $NRound(uint64_t lane, uint64_t word)\n{\n"
    "    return $NRotate(lane + word * " PRIME_2 ", 31) * " PRIME_1 ";\n"
    "}\n\n"
    "/* XXH64 of the table file before its checksum */\n"
    "PERFECTHASH_WRAPS static inline uint64_t $NChecksum(const unsigned char *at)\n{\n"
    "    const unsigned char *const end = at + $L;\n"
    "    uint64_t a = UINT64_C(0x60EA27EEADC0B5D6), b = " PRIME_2 ", c = 0, d = UINT64_C(0x61C8864E7A143579), hash;\n"
    "    int i;\n"
    "    for (; at != end; at += 32) {\n"
    "        a = $NRound(a, $NWord(at));\n"
    "        b = $NRound(b, $NWord(at + 8));\n"
    "        c = $NRound(c, $NWord(at + 16));\n"
    "        d = $NRound(d, $NWord(at + 24));\n"
    "    }\n"
    "    hash = $NRotate(a, 1) + $NRotate(b, 7) + $NRotate(c, 12) + $NRotate(d, 18);\n"
    "    hash = (hash ^ $NRound(0, a)) * " PRIME_1 " + " PRIME_4 ";\n"
    "    hash = (hash ^ $NRound(0, b)) * " PRIME_1 " + " PRIME_4 ";\n"
    "    hash = (hash ^ $NRound(0, c)) * " PRIME_1 " + " PRIME_4 ";\n"
    "    hash = (hash ^ $NRound(0, d)) * " PRIME_1 " + " PRIME_4 ";\n"
    "    hash += $Du;\n"
    "    for (i = 0; i < 3; i++, at += 8)\n"
    "        hash = $NRotate(hash ^ $NRound(0, $NWord(at)), 27) * " PRIME_1 " + " PRIME_4 ";\n"
    "    hash = (hash ^ (hash >> 33)) * " PRIME_2 ";\n"
    "    hash = (hash ^ (hash >> 29)) * " PRIME_3 ";\n"
    "    return hash ^ (hash >> 32);\n"
    "}\n\n";
/* clang-format on */
