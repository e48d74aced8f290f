/* See source_find_code.h. */
#include "source_find_code.h"

/* clang-format off */
const char sourceFindDialect[] =
    "#if defined(__GNUC__) || defined(__clang__)\n"
    "#define PERFECTHASH_COPY(to, from, bytes) __builtin_memcpy(to, from, bytes)\n"
    "#define PERFECTHASH_SAME(a, b, bytes) (__builtin_memcmp(a, b, bytes) == 0)\n"
    "#define PERFECTHASH_RARE(condition) __builtin_expect((condition), 0)\n"
    "#define PERFECTHASH_COLD static __attribute__((noinline, cold))\n"
    "#define PERFECTHASH_HIDE(pointer) __asm__(\"\" : \"+r\"(pointer))\n"
    "#define PERFECTHASH_LINE __attribute__((aligned(64)))\n"
    "#define PERFECTHASH_AND(a, b) ((a) & (b))\n#define PERFECTHASH_OR(a, b) ((a) | (b))\n"
    "#define PERFECTHASH_LOW(pair) ((pair)[0])\n#define PERFECTHASH_HIGH(pair) ((pair)[1])\n"
    "#else\n#include <string.h>\n#define PERFECTHASH_COPY(to, from, bytes) memcpy(to, from, bytes)\n"
    "#define PERFECTHASH_SAME(a, b, bytes) (memcmp(a, b, bytes) == 0)\n"
    "#define PERFECTHASH_RARE(condition) (condition)\n#define PERFECTHASH_COLD static $l\n"
    "#define PERFECTHASH_HIDE(pointer) ((void)0)\n#define PERFECTHASH_LINE\n"
    "#define PERFECTHASH_AND(a, b) _mm_and_si128(a, b)\n#define PERFECTHASH_OR(a, b) _mm_or_si128(a, b)\n"
    "#define PERFECTHASH_LOW(pair) PERFECTHASH_CAST($u, _mm_cvtsi128_si64(pair))\n"
    "#define PERFECTHASH_HIGH(pair) PERFECTHASH_LOW(_mm_unpackhi_epi64(pair, pair))\n"
    "#endif\n#ifdef __cplusplus\n"
    "#define PERFECTHASH_AS(type, value) reinterpret_cast<type>(value)\n"
    "#else\n#define PERFECTHASH_AS(type, value) ((type)(value))\n"
    "#endif\n#if (defined(__SSE2__) && defined(__x86_64__) || defined(_M_X64)) && !defined(PERFECTHASH_IN_BOUNDS)\n"
    "#define PERFECTHASH_AHEAD /* except under tools that watch each load: */\n"
    "#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)\n"
    "#undef PERFECTHASH_AHEAD\n#elif defined(__has_feature)\n"
    "#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)\n"
    "#undef PERFECTHASH_AHEAD\n#endif\n#endif\n#endif\n"
    "#if defined(PERFECTHASH_AHEAD) && !defined(__GNUC__) && !defined(__clang__)\n#include <emmintrin.h>\n#endif\n\n";

const char sourceFindPlain[] =
    "#define PERFECTHASH_64(number) number##ULL\n"
    "#if defined(__GNUC__) || defined(__clang__) || defined(_MSC_VER)\n"
    "#define PERFECTHASH_QUICK __inline\n#else\n#define PERFECTHASH_QUICK inline\n#endif\n";

const char sourceFindFold[] =
    "/* makes capitals small letters */\nPERFECTHASH_WRAPS static $l $u $NFold($u word)\n{\n"
    "    const $u tops = $c(0x8080808080808080), low = word & ~tops;\n"
    "    const $u fromA = low + $c(0x3F3F3F3F3F3F3F3F), behindZ = low + $c(0x2525252525252525);\n"
    "    return word | ((fromA ^ behindZ) & ~word & tops) >> 2;\n}\n\n";

const char sourceFindLoads[] =
    "/* eight bytes, little-endian */\n"
    "static $l $u $NWord(const void *at)\n{\n"
    "#ifdef PERFECTHASH_AHEAD\n"
    "    $u word;\n"
    "    PERFECTHASH_COPY(&word, at, 8);\n"
    "    return word;\n"
    "#else\n"
    "    const unsigned char *const byte = PERFECTHASH_CAST(const unsigned char *, at);\n"
    "    return PERFECTHASH_CAST($u, byte[0]) | PERFECTHASH_CAST($u, byte[1]) << 8 |\n"
    "           PERFECTHASH_CAST($u, byte[2]) << 16 | PERFECTHASH_CAST($u, byte[3]) << 24 |\n"
    "           PERFECTHASH_CAST($u, byte[4]) << 32 | PERFECTHASH_CAST($u, byte[5]) << 40 |\n"
    "           PERFECTHASH_CAST($u, byte[6]) << 48 | PERFECTHASH_CAST($u, byte[7]) << 56;\n"
    "#endif\n}\n\n"
    "/* up to eight bytes, and zeros behind them */\n"
    "static $l $u $NFew(const void *at, size_t bytes)\n{\n"
    "    const unsigned char *const byte = PERFECTHASH_CAST(const unsigned char *, at);\n"
    "    $u word = 0;\n"
    "    unsigned i;\n"
    "    if (bytes >= 8)\n        return $NWord(at);\n"
    "    for (i = 0; i < bytes; i++)\n"
    "        word |= PERFECTHASH_CAST($u, byte[i]) << (8 * i);\n"
    "    return word;\n}\n\n";

const char sourceFindPairs[] =
    "#ifdef PERFECTHASH_AHEAD\n"
    "#if defined(__GNUC__) || defined(__clang__)\n"
    "typedef $u $NPair __attribute__((vector_size(16)));\n"
    "typedef char $NBytes __attribute__((vector_size(16)));\n"
    "#else\ntypedef __m128i $NPair;\n#endif\n\n"
    "static $l $NPair $NLoad(const void *at)\n{\n"
    "    $NPair pair;\n"
    "    PERFECTHASH_COPY(&pair, at, 16);\n"
    "    return pair;\n}\n\n"
    "/* -1, or 0 for equal ones */\n"
    "static $l $i $NDiffers($NPair a, $NPair b)\n{\n"
    "#if defined(__GNUC__) || defined(__clang__)\n"
    "    const $NBytes first = PERFECTHASH_AS($NBytes, a), second = PERFECTHASH_AS($NBytes, b);\n"
    "    return (__builtin_ia32_pmovmskb128(PERFECTHASH_AS($NBytes, first == second)) - 65535) >> 31;\n"
    "#else\n    return (_mm_movemask_epi8(_mm_cmpeq_epi8(a, b)) - 65535) >> 31;\n#endif\n}\n"
    "#endif\n\n";

const char sourceFindTurn[] =
    "PERFECTHASH_WRAPS static $l $u $NTurn($u word, unsigned bits)\n{\n"
    "    return word << bits | word >> (64 - bits);\n}\n\n";

const char sourceFindHash[] =
    "/* the halves of a product of 128 bits, as one */\n"
    "PERFECTHASH_WRAPS static $l $u $NProduct($u a, $u b)\n{\n"
    "#ifdef __SIZEOF_INT128__\n"
    "    __extension__ typedef unsigned __int128 Product;\n"
    "    const Product product = PERFECTHASH_CAST(Product, a) * b;\n"
    "    return PERFECTHASH_CAST($u, product) ^ PERFECTHASH_CAST($u, product >> 64);\n"
    "#else\n"
    "    const $u mask = $c(0xFFFFFFFF), left = (a >> 32) * (b & mask), right = (a & mask) * (b >> 32);\n"
    "    const $u middle = ((a & mask) * (b & mask) >> 32) + (left & mask) + right;\n"
    "    return (a * b) ^ ((a >> 32) * (b >> 32) + (left >> 32) + (middle >> 32));\n"
    "#endif\n}\n\n"
    "PERFECTHASH_WRAPS static $l $u $NHash(const char *key, size_t length)\n{\n"
    "    $u hash = $c($Z) ^ PERFECTHASH_CAST($u, length) * $c($L);\n"
    "    if (length < 8)\n"
    "        return $NProduct(hash ^ $F($NFew(key, length)), $c($L));\n"
    "    for (; length > 8; key += 8, length -= 8) {\n"
    "        hash = $NProduct(hash ^ $F($NWord(key)), $c($L));\n"
    "        if (length < 16) {\n"
    "            key -= 16 - length;\n"
    "            length = 16;\n"
    "        }\n"
    "    }\n"
    "    return $NProduct(hash ^ $F($NWord(key)), $c($L));\n}\n\n";

#define IS "PERFECTHASH_COLD $i $NIs(const char *key, size_t length, $w at, $w position)\n{\n"

const char sourceFindSame[] =
    IS "    return PERFECTHASH_SAME($X, key, length) ? PERFECTHASH_CAST($i, position) : -1;\n}\n\n";

const char sourceFindSameFolded[] =
    IS "    size_t i, from;\n"
    "    for (i = 16; i < length; i += 8) {\n"
    "        from = i < length - 8 ? i : length - 8;\n"
    "        if ($F($NWord($X + from)) != $F($NWord(key + from)))\n            return -1;\n"
    "    }\n"
    "    return PERFECTHASH_CAST($i, position);\n}\n\n";

const char sourceFindRecord[] =
    "static inline const $N *$NFind(const char *key, size_t length)\n{\n"
    "    const int32_t index = $NFindIndex(key, length);\n"
    "    return index < 0 ? PERFECTHASH_NULL : &$NRecords[index];\n}\n\n";

const char sourceFindDialectEnd[] =
    "#undef PERFECTHASH_COPY\n"
    "#undef PERFECTHASH_SAME\n"
    "#undef PERFECTHASH_RARE\n"
    "#undef PERFECTHASH_COLD\n"
    "#undef PERFECTHASH_HIDE\n"
    "#undef PERFECTHASH_LINE\n"
    "#undef PERFECTHASH_AND\n"
    "#undef PERFECTHASH_OR\n"
    "#undef PERFECTHASH_LOW\n"
    "#undef PERFECTHASH_HIGH\n"
    "#undef PERFECTHASH_AS\n"
    "#undef PERFECTHASH_AHEAD\n";

const char sourceFindPlainEnd[] = "#undef PERFECTHASH_64\n#undef PERFECTHASH_QUICK\n";
/* clang-format on */
