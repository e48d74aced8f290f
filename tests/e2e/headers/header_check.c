/*
 * header_check DIRECTORY: looks every key up in every table that header_writer wrote there, by the
 * generated code. Compiled as C11 and as C++17, with every warning that a user's build may have.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "headers.inc"

static const char *directory;
static unsigned long failures, tables, lookups;

/* The bytes of a file, which the caller frees. */
static void *Load(const char *name, const char *extension, size_t *bytes)
{
    char path[1024];
    FILE *file;
    void *memory = malloc((size_t)1 << 22);
    snprintf(path, sizeof path, "%s/%s.%s", directory, name, extension);
    file = fopen(path, "rb");
    if (file == NULL || memory == NULL) {
        fprintf(stderr, "can't read %s\n", path);
        exit(1);
    }
    *bytes = fread(memory, 1, (size_t)1 << 22, file);
    fclose(file);
    return memory;
}

static int IsBigEndian(void)
{
    const unsigned short one = 1;
    return *(const unsigned char *)&one == 0;
}

/* Turns numbers of `size` bytes each from little-endian ones into the machine's. */
static void Decode(void *numbers, size_t bytes, size_t size)
{
    unsigned char *const at = (unsigned char *)numbers;
    size_t i, j;
    if (!IsBigEndian())
        return;
    for (i = 0; i < bytes; i += size)
        for (j = 0; j < size / 2; j++) {
            const unsigned char swap = at[i + j];
            at[i + j] = at[i + size - 1 - j];
            at[i + size - 1 - j] = swap;
        }
}

/* The numbers of `size` bytes each of a file, which the caller frees. */
static void *LoadNumbers(const char *name, const char *extension, size_t size, size_t *count)
{
    size_t bytes;
    void *const numbers = Load(name, extension, &bytes);
    Decode(numbers, bytes, size);
    *count = bytes / size;
    return numbers;
}

static void Expect(int condition, const char *table, const char *what, size_t i)
{
    if (!condition && ++failures <= 20)
        fprintf(stderr, "%s: %s of key %lu is wrong\n", table, what, (unsigned long)i);
}

/*
 * Index and Contains of all keys, and of strangers one bit away from them. TABLE is what the
 * functions take before the key.
 */
#define CHECK_KEYS(Name, Key, file, TABLE)                                                                    \
    do {                                                                                                      \
        size_t count, i;                                                                                      \
        Key *const keys = (Key *)LoadNumbers(file, "keys", sizeof(Key), &count);                              \
        Expect(count != 0 && (size_t)Name##KeyCount == count, #Name, "the number", 0);                        \
        for (i = 0; i < count; i++) {                                                                         \
            uint32_t index = UINT32_MAX;                                                                      \
            const Key stranger = keys[i] ^ ((Key)1 << (i % (8 * sizeof(Key))));                               \
            Expect(Name##Index(TABLE keys[i]) == i, #Name, "Index", i);                                       \
            Expect(Name##Contains(TABLE keys[i], &index) == 1 && index == i, #Name, "Contains", i);           \
            Expect(Name##Index(TABLE stranger) < (uint32_t)Name##IndexBound, #Name, "a stranger's Index", i); \
            Expect(Name##Contains(TABLE keys[i], NULL) == 1, #Name, "Contains without index", i);             \
            if (Name##Contains(TABLE stranger, &index))                                                       \
                Expect(index < count && keys[index] == stranger, #Name, "a stranger's Contains", i);          \
            lookups++;                                                                                        \
        }                                                                                                     \
        tables++;                                                                                             \
        free(keys);                                                                                           \
    } while (0)

/* The same of a table of values: each key's value, 32 bits in a file. */
#define CHECK_VALUES(Name, Key, file, TABLE)                                                             \
    do {                                                                                                 \
        size_t keyCount, valueCount, i;                                                                  \
        Key *const keys = (Key *)LoadNumbers(file, "keys", sizeof(Key), &keyCount);                      \
        uint32_t *const values = (uint32_t *)LoadNumbers(file, "values", sizeof(uint32_t), &valueCount); \
        Expect((size_t)Name##KeyCount == keyCount && valueCount == keyCount, #Name, "the number", 0);    \
        for (i = 0; i < keyCount; i++)                                                                   \
            Expect(Name##Value(TABLE keys[i]) == values[i], #Name, "Value", i);                          \
        lookups += (unsigned long)keyCount;                                                              \
        tables++;                                                                                        \
        free(keys);                                                                                      \
        free(values);                                                                                    \
    } while (0)

/* Of a table that gives positions too: the position, and the value at it. */
#define CHECK_BOTH(Name, Key, file, TABLE)                                                                      \
    do {                                                                                                        \
        size_t count, j;                                                                                        \
        Key *const those = (Key *)LoadNumbers(file, "keys", sizeof(Key), &count);                               \
        for (j = 0; j < count; j++) {                                                                           \
            const uint32_t index = Name##Index(TABLE those[j]);                                                 \
            const Key stranger = those[j] ^ ((Key)1 << (j % (8 * sizeof(Key))));                                \
            Expect(index == j && Name##ValueAt(TABLE index) == Name##Value(TABLE those[j]), #Name, "Index", j); \
            (void)Name##Value(TABLE stranger);                                                                  \
        }                                                                                                       \
        free(those);                                                                                            \
    } while (0)

/*
 * Each key is found with its answer; of strangers, each a member with one bit changed, no more are
 * than a few in a hundred.
 */
#define CHECK_FINDS(Name, Key, Answer, file, TABLE)                                                      \
    do {                                                                                                 \
        size_t keyCount, valueCount, i, strangers = 0;                                                   \
        Key *const keys = (Key *)LoadNumbers(file, "keys", sizeof(Key), &keyCount);                      \
        uint32_t *const values = (uint32_t *)LoadNumbers(file, "values", sizeof(uint32_t), &valueCount); \
        Expect((size_t)Name##KeyCount == keyCount && valueCount == keyCount, #Name, "the number", 0);    \
        for (i = 0; i < keyCount; i++) {                                                                 \
            Answer answer = 0;                                                                           \
            const Key stranger = keys[i] ^ ((Key)1 << (i % (8 * sizeof(Key))));                          \
            Expect(Name##Find(TABLE keys[i], &answer) == 1 && answer == values[i], #Name, "Find", i);    \
            Expect(Name##Find(TABLE keys[i], NULL) == 1, #Name, "Find without an answer", i);            \
            strangers += (size_t)Name##Find(TABLE stranger, NULL);                                       \
        }                                                                                                \
        Expect(strangers * 40 < keyCount, #Name, "Find of strangers", strangers);                        \
        lookups += (unsigned long)keyCount;                                                              \
        tables++;                                                                                        \
        free(keys);                                                                                      \
        free(values);                                                                                    \
    } while (0)

/* CheckOpened of a table file's bytes. */
#define OPEN_CASE(Name, file)                                              \
    static void Check##Name(void)                                          \
    {                                                                      \
        size_t size;                                                       \
        void *const whole = Load(file, "pht", &size);                      \
        const Name##Table opened = Name##Open(whole, size);                \
        if (opened.slots != NULL)                                          \
            CheckOpened##Name(&opened);                                    \
        Expect((opened.slots == NULL) == IsBigEndian(), #Name, "Open", 0); \
        free(whole);                                                       \
    }
#define FIND_CASE(Name, Key, Answer, file)      \
    static void Check##Name(void)               \
    {                                           \
        CHECK_FINDS(Name, Key, Answer, file, ); \
    }
#define FIND_IMAGE_CASE(Name, Key, Answer, file)                 \
    static void CheckOpened##Name(const Name##Table *table)      \
    {                                                            \
        CHECK_FINDS(Name, Key, Answer, file, table TABLE_COMMA); \
    }                                                            \
    OPEN_CASE(Name, file)
#define BOTH_CASE(Name, Key, file)       \
    static void Check##Name(void)        \
    {                                    \
        CHECK_VALUES(Name, Key, file, ); \
        CHECK_BOTH(Name, Key, file, );   \
    }
#define BOTH_IMAGE_CASE(Name, Key, file)                    \
    static void CheckOpened##Name(const Name##Table *table) \
    {                                                       \
        CHECK_VALUES(Name, Key, file, table TABLE_COMMA);   \
        CHECK_BOTH(Name, Key, file, table TABLE_COMMA);     \
    }                                                       \
    OPEN_CASE(Name, file)
#define VALUE_CASE(Name, Key, file)      \
    static void Check##Name(void)        \
    {                                    \
        CHECK_VALUES(Name, Key, file, ); \
    }
#define VALUE_IMAGE_CASE(Name, Key, file)                   \
    static void CheckOpened##Name(const Name##Table *table) \
    {                                                       \
        CHECK_VALUES(Name, Key, file, table TABLE_COMMA);   \
    }                                                       \
    OPEN_CASE(Name, file)
#define DATA_CASE(Name, Key, file)     \
    static void Check##Name(void)      \
    {                                  \
        CHECK_KEYS(Name, Key, file, ); \
    }
/* Returns how far it is to the next of 20 bytes between the first and the last ones. */
static size_t Step(size_t at, size_t bytes)
{
    const size_t step = bytes / 20 + 1;
    return step < bytes - 32 - at ? step : bytes - 32 - at;
}

/* One bit is damaged in each byte of the first stripes, of the last ones, and of some between. */
#define IMAGE_CASE(Name, Key, file)                                                                     \
    static void CheckDamage##Name(unsigned char *image, size_t bytes)                                   \
    {                                                                                                   \
        size_t at, seen = 0, tried = 0;                                                                 \
        for (at = 0; at < bytes; at += at < 33 || at > bytes - 33 ? 1 : Step(at, bytes)) {              \
            image[at] ^= (unsigned char)(1u << at % 8);                                                 \
            seen += Name##Open(image, bytes).slots == NULL;                                             \
            tried++;                                                                                    \
            image[at] ^= (unsigned char)(1u << at % 8);                                                 \
        }                                                                                               \
        Expect(seen == tried, #Name, "Open of a damaged image", 0);                                     \
        image[bytes / 2] ^= 1;                                                                          \
        Expect(Name##OpenTrusted(image, bytes).slots != NULL, #Name, "OpenTrusted", 0);                 \
        image[bytes / 2] ^= 1;                                                                          \
        image[bytes - 1] ^= 1;                                                                          \
        Expect(Name##OpenTrusted(image, bytes).slots == NULL, #Name, "OpenTrusted of another", 0);      \
        image[bytes - 1] ^= 1;                                                                          \
    }                                                                                                   \
    static void Check##Name(void)                                                                       \
    {                                                                                                   \
        size_t imageBytes;                                                                              \
        unsigned char *const image = (unsigned char *)Load(file, "pht", &imageBytes);                   \
        const Name##Table table = Name##Open(image, imageBytes);                                        \
        if (IsBigEndian()) {                                                                            \
            Expect(table.slots == NULL, #Name, "Open on a big-endian machine", 0);                      \
            Expect(Name##OpenTrusted(image, imageBytes).slots == NULL, #Name, "OpenTrusted on one", 0); \
            free(image);                                                                                \
            return;                                                                                     \
        }                                                                                               \
        Expect(table.slots != NULL, #Name, "Open", 0);                                                  \
        Expect(Name##Open(image, imageBytes - 1).slots == NULL, #Name, "Open of a cut image", 0);       \
        Expect(Name##Open(NULL, imageBytes).slots == NULL, #Name, "Open of nothing", 0);                \
        image[imageBytes - 1] ^= 1;                                                                     \
        Expect(Name##Open(image, imageBytes).slots == NULL, #Name, "Open of another image", 0);         \
        image[imageBytes - 1] ^= 1;                                                                     \
        CheckDamage##Name(image, imageBytes);                                                           \
        if (table.slots != NULL) {                                                                      \
            const Name##Table *const opened = &table;                                                   \
            CHECK_KEYS(Name, Key, file, opened TABLE_COMMA);                                            \
        }                                                                                               \
        free(image);                                                                                    \
    }
#define TABLE_COMMA ,
#include "cases.inc"
#undef DATA_CASE
#undef IMAGE_CASE
#undef VALUE_CASE
#undef VALUE_IMAGE_CASE
#undef BOTH_CASE
#undef BOTH_IMAGE_CASE
#undef FIND_CASE
#undef FIND_IMAGE_CASE

/* Compares the first members of two pairs: a key and its position. */
static int ComparePairs(const void *a, const void *b)
{
    const uint64_t first = *(const uint64_t *)a, second = *(const uint64_t *)b;
    return first < second ? -1 : first > second;
}

/* Floors at each key and around it, between two keys, and at the ends of all numbers. */
#define CHECK_FLOORS(Name, Key, file, TABLE)                                                                      \
    do {                                                                                                          \
        size_t count, i;                                                                                          \
        const Key most = (Key) ~(Key)0;                                                                           \
        Key *const keys = (Key *)LoadNumbers(file, "keys", sizeof(Key), &count);                                  \
        uint64_t(*const pairs)[2] = (uint64_t(*)[2])malloc(count * sizeof *pairs);                                \
        for (i = 0; i < count; i++) {                                                                             \
            pairs[i][0] = keys[i];                                                                                \
            pairs[i][1] = i;                                                                                      \
        }                                                                                                         \
        qsort(pairs, count, sizeof *pairs, ComparePairs);                                                         \
        for (i = 0; i < count; i++) {                                                                             \
            const Key at = (Key)pairs[i][0], next = i + 1 < count ? (Key)pairs[i + 1][0] : most;                  \
            const uint64_t below = i != 0 ? pairs[i - 1][1] : UINT32_MAX;                                         \
            Expect(Name##FindFloor(TABLE at) == pairs[i][1], #Name, "FindFloor", i);                              \
            Expect(at == 0 || Name##FindFloor(TABLE at - 1) == below, #Name, "FindFloor below", i);               \
            if (next > at)                                                                                        \
                Expect(Name##FindFloor(TABLE at + (next - at) / 2) == pairs[i][1], #Name, "FindFloor behind", i); \
        }                                                                                                         \
        Expect(Name##FindFloor(TABLE most) == pairs[count - 1][1], #Name, "FindFloor of the last number", 0);     \
        Expect(pairs[0][0] == 0 || Name##FindFloor(TABLE 0) == UINT32_MAX, #Name, "FindFloor of 0", 0);           \
        lookups += (unsigned long)count;                                                                          \
        free(pairs);                                                                                              \
        free(keys);                                                                                               \
    } while (0)
#define FLOOR_CASE(Name, Key, file)      \
    static void CheckFloor##Name(void)   \
    {                                    \
        CHECK_FLOORS(Name, Key, file, ); \
    }
#define FLOOR_IMAGE_CASE(Name, Key, file)                          \
    static void CheckFloor##Name(void)                             \
    {                                                              \
        size_t size;                                               \
        void *const whole = Load(file, "pht", &size);              \
        const Name##Table opened = Name##OpenTrusted(whole, size); \
        const Name##Table *const table = &opened;                  \
        if (opened.slots != NULL)                                  \
            CHECK_FLOORS(Name, Key, file, table TABLE_COMMA);      \
        free(whole);                                               \
    }
#include "floors.inc"
#undef FLOOR_CASE
#undef FLOOR_IMAGE_CASE

/*
 * Tables of 128-bit keys: each key by its halves, and by its 16 bytes where they lie; of strangers,
 * each a member with one bit changed, a table with keys knows none.
 */
#define WIDE_LOAD(Name, file)                                                             \
    size_t count, bytes, i;                                                               \
    uint64_t *const halves = (uint64_t *)LoadNumbers(file, "keys", 8, &count);            \
    const unsigned char *const guids = (const unsigned char *)Load(file, "keys", &bytes); \
    count /= 2;                                                                           \
    Expect((size_t)Name##KeyCount == count, #Name, "the number", 0)
#define WIDE_FREE                    \
    lookups += (unsigned long)count; \
    tables++;                        \
    free(halves);                    \
    free((void *)(size_t)guids)
#define CHECK_WIDE_KEYS(Name, file, TABLE)                                                                           \
    do {                                                                                                             \
        WIDE_LOAD(Name, file);                                                                                       \
        for (i = 0; i < count; i++) {                                                                                \
            const uint64_t low = halves[2 * i], high = halves[2 * i + 1], bit = (uint64_t)1 << i % 64;               \
            uint32_t index = UINT32_MAX;                                                                             \
            Expect(Name##Index(TABLE low, high) == i, #Name, "Index", i);                                            \
            Expect(Name##IndexOfGuid(TABLE guids + 16 * i) == i, #Name, "IndexOfGuid", i);                           \
            Expect(Name##Contains(TABLE low, high, &index) == 1 && index == i, #Name, "Contains", i);                \
            index = UINT32_MAX;                                                                                      \
            Expect(Name##ContainsGuid(TABLE guids + 16 * i, &index) == 1 && index == i, #Name, "ContainsGuid", i);   \
            Expect(Name##Contains(TABLE low, high, NULL) == 1, #Name, "Contains without index", i);                  \
            Expect(Name##Contains(TABLE low ^ bit, high, NULL) == 0, #Name, "a stranger's Contains", i);             \
            Expect(Name##Contains(TABLE low, high ^ bit, NULL) == 0, #Name, "a stranger's Contains", i);             \
            Expect(Name##Index(TABLE low, high ^ bit) < (uint32_t)Name##IndexBound, #Name, "a stranger's Index", i); \
        }                                                                                                            \
        WIDE_FREE;                                                                                                   \
    } while (0)
#define CHECK_WIDE_VALUES(Name, file, TABLE)                                                             \
    do {                                                                                                 \
        size_t valueCount;                                                                               \
        uint32_t *const values = (uint32_t *)LoadNumbers(file, "values", sizeof(uint32_t), &valueCount); \
        WIDE_LOAD(Name, file);                                                                           \
        Expect(valueCount == count, #Name, "the number", 1);                                             \
        for (i = 0; i < count; i++) {                                                                    \
            Expect(Name##Value(TABLE halves[2 * i], halves[2 * i + 1]) == values[i], #Name, "Value", i); \
            Expect(Name##ValueOfGuid(TABLE guids + 16 * i) == values[i], #Name, "ValueOfGuid", i);       \
        }                                                                                                \
        WIDE_FREE;                                                                                       \
        free(values);                                                                                    \
    } while (0)
#define CHECK_WIDE_FINDS(Name, Answer, file, TABLE)                                                               \
    do {                                                                                                          \
        size_t valueCount, strangers = 0;                                                                         \
        uint32_t *const values = (uint32_t *)LoadNumbers(file, "values", sizeof(uint32_t), &valueCount);          \
        WIDE_LOAD(Name, file);                                                                                    \
        Expect(valueCount == count, #Name, "the number", 1);                                                      \
        for (i = 0; i < count; i++) {                                                                             \
            const uint64_t low = halves[2 * i], high = halves[2 * i + 1], bit = (uint64_t)1 << i % 64;            \
            Answer answer = 0, ofGuid = 0;                                                                        \
            Expect(Name##Find(TABLE low, high, &answer) == 1 && answer == values[i], #Name, "Find", i);           \
            Expect(Name##FindGuid(TABLE guids + 16 * i, &ofGuid) == 1 && ofGuid == answer, #Name, "FindGuid", i); \
            strangers += (size_t)Name##Find(TABLE low, high ^ bit, NULL);                                         \
        }                                                                                                         \
        Expect(strangers * 40 < count, #Name, "Find of strangers", strangers);                                    \
        WIDE_FREE;                                                                                                \
        free(values);                                                                                             \
    } while (0)

#define WIDE_DATA_CASE(Name, file)     \
    static void Check##Name(void)      \
    {                                  \
        CHECK_WIDE_KEYS(Name, file, ); \
    }
#define WIDE_VALUE_CASE(Name, file)      \
    static void Check##Name(void)        \
    {                                    \
        CHECK_WIDE_VALUES(Name, file, ); \
    }
#define WIDE_FIND_CASE(Name, Answer, file)      \
    static void Check##Name(void)               \
    {                                           \
        CHECK_WIDE_FINDS(Name, Answer, file, ); \
    }
#define WIDE_IMAGE_CASE(Name, file)                         \
    static void CheckOpened##Name(const Name##Table *table) \
    {                                                       \
        CHECK_WIDE_KEYS(Name, file, table TABLE_COMMA);     \
    }                                                       \
    OPEN_CASE(Name, file)
#define WIDE_VALUE_IMAGE_CASE(Name, file)                   \
    static void CheckOpened##Name(const Name##Table *table) \
    {                                                       \
        CHECK_WIDE_VALUES(Name, file, table TABLE_COMMA);   \
    }                                                       \
    OPEN_CASE(Name, file)
#define WIDE_FIND_IMAGE_CASE(Name, Answer, file)                 \
    static void CheckOpened##Name(const Name##Table *table)      \
    {                                                            \
        CHECK_WIDE_FINDS(Name, Answer, file, table TABLE_COMMA); \
    }                                                            \
    OPEN_CASE(Name, file)
#include "wide.inc"
#undef WIDE_DATA_CASE
#undef WIDE_IMAGE_CASE
#undef WIDE_VALUE_CASE
#undef WIDE_VALUE_IMAGE_CASE
#undef WIDE_FIND_CASE
#undef WIDE_FIND_IMAGE_CASE

/* What C++ knows while it compiles. */
#if defined(__cplusplus) && __cplusplus >= 201402L
static_assert(StatusIndex(404) == 2 && StatusContains(500, nullptr) == 1 && StatusContains(501, nullptr) == 0,
              "a lookup is a constant");
#define DATA_CASE(Name, Key, file) static_assert(Name##Index(1) < Name##IndexBound, "so is each");
#define IMAGE_CASE(Name, Key, file)
#define VALUE_CASE(Name, Key, file) static_assert(Name##Value(1) == Name##Value(1), "so is a value");
#define VALUE_IMAGE_CASE(Name, Key, file)
#define BOTH_CASE(Name, Key, file) static_assert(Name##Value(1) == Name##ValueAt(Name##Index(1)), "so are both");
#define BOTH_IMAGE_CASE(Name, Key, file)
#define FIND_CASE(Name, Key, Answer, file) \
    static_assert(Name##Find(1, nullptr) == Name##Find(1, nullptr), "so is what is found");
#define FIND_IMAGE_CASE(Name, Key, Answer, file)
#include "cases.inc"
#undef DATA_CASE
#undef IMAGE_CASE
#undef VALUE_CASE
#undef VALUE_IMAGE_CASE
#undef BOTH_CASE
#undef BOTH_IMAGE_CASE
#undef FIND_CASE
#undef FIND_IMAGE_CASE
#define FLOOR_CASE(Name, Key, file) \
    static_assert(Name##FindFloor(static_cast<Key>(-1)) < Name##KeyCount, "so is a floor");
#define FLOOR_IMAGE_CASE(Name, Key, file)
#include "floors.inc"
#undef FLOOR_CASE
#undef FLOOR_IMAGE_CASE
#define WIDE_DATA_CASE(Name, file)                                                            \
    static_assert(Name##Index(1, 2) < Name##IndexBound && Name##Contains(1, 2, nullptr) == 0, \
                  "so are those of two halves");
#define WIDE_IMAGE_CASE(Name, file)
#define WIDE_VALUE_CASE(Name, file)
#define WIDE_VALUE_IMAGE_CASE(Name, file)
#define WIDE_FIND_CASE(Name, Answer, file)
#define WIDE_FIND_IMAGE_CASE(Name, Answer, file)
#include "wide.inc"
#undef WIDE_DATA_CASE
#undef WIDE_IMAGE_CASE
#undef WIDE_VALUE_CASE
#undef WIDE_VALUE_IMAGE_CASE
#undef WIDE_FIND_CASE
#undef WIDE_FIND_IMAGE_CASE
#endif

/* Two tables' constants in one sum, the size of an array. */
static int positions[StatusKeyCount + StatusIndexBound];

int main(int argumentCount, char **arguments)
{
    if (argumentCount != 2)
        return 2;
    directory = arguments[1];
#define DATA_CASE(Name, Key, file) Check##Name();
#define IMAGE_CASE(Name, Key, file) Check##Name();
#define VALUE_CASE(Name, Key, file) Check##Name();
#define VALUE_IMAGE_CASE(Name, Key, file) Check##Name();
#define BOTH_CASE(Name, Key, file) Check##Name();
#define BOTH_IMAGE_CASE(Name, Key, file) Check##Name();
#define FIND_CASE(Name, Key, Answer, file) Check##Name();
#define FIND_IMAGE_CASE(Name, Key, Answer, file) Check##Name();
#include "cases.inc"
#define FLOOR_CASE(Name, Key, file) CheckFloor##Name();
#define FLOOR_IMAGE_CASE(Name, Key, file) CheckFloor##Name();
#include "floors.inc"
#define WIDE_DATA_CASE(Name, file) Check##Name();
#define WIDE_IMAGE_CASE(Name, file) Check##Name();
#define WIDE_VALUE_CASE(Name, file) Check##Name();
#define WIDE_VALUE_IMAGE_CASE(Name, file) Check##Name();
#define WIDE_FIND_CASE(Name, Answer, file) Check##Name();
#define WIDE_FIND_IMAGE_CASE(Name, Answer, file) Check##Name();
#include "wide.inc"
    positions[StatusIndex(500)] = (int)(sizeof positions / sizeof positions[0]);
    Expect(positions[3] == 4 + 8, "Status", "the constants", 0);
    printf("%lu tables, %lu lookups, %lu failures\n", tables, lookups, failures);
    return failures == 0 && tables != 0 ? 0 : 1;
}
