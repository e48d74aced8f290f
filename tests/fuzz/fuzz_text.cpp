// Text keys: the first byte says whether case is ignored, the rest is the text. What is read of it
// must be sound.
#include "aligned.h"
#include "chm01/text/text_fold.h"
#include "chm01/text/text_keys.h"
#include "must.h"

static bool Same(const TextKeys &keys, size_t a, size_t b, bool ignoreCase)
{
    return keys.lengths[a] == keys.lengths[b] &&
           TextSame(TextKeysAt(&keys, a), TextKeysAt(&keys, b), keys.lengths[a], ignoreCase);
}

static void CheckKeys(const TextKeys &keys)
{
    uint64_t line = 0;
    Must(keys.count != 0);
    for (size_t i = 0; i < keys.count; i++) {
        Must(keys.lengths[i] != 0 && std::memchr(TextKeysAt(&keys, i), '\n', keys.lengths[i]) == nullptr);
        Must(i == 0 || keys.starts[i] > keys.starts[i - 1] + keys.lengths[i - 1]);
        Must(TextKeysLine(&keys, i) > line);
        line = TextKeysLine(&keys, i);
    }
}

// Returns whether all keys differ.
static bool CheckDuplicate(const TextKeys &keys, bool ignoreCase)
{
    const Aligned scratch(TextKeysDuplicateScratch(&keys));
    ChmError error;
    size_t first = keys.count, second = keys.count;
    if (TextKeysFindDuplicate(&keys, ignoreCase, scratch.data(), &error) != ChmOk) {
        first = size_t(error.numbers[1]);
        second = size_t(error.numbers[2]);
        Must(first < second && second < keys.count && Same(keys, first, second, ignoreCase));
    }
    for (size_t i = 0; i < second && i < 200; i++)
        for (size_t j = 0; j < i; j++)
            Must(!Same(keys, i, j, ignoreCase));
    return second == keys.count;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const bool ignoreCase = (data[0] & 1) != 0;
    const Aligned text(data + 1, size - 1);
    const Aligned memory(TextKeysBound(text.data(), text.size()));
    TextKeys keys;
    ChmError error;
    const ChmStatus status = TextKeysRead(text.data(), text.size(), memory.data(), memory.size(), &keys, &error);
    if (status != ChmOk) {
        Must(error.status == status && keys.count == 0);
        return 0;
    }
    CheckKeys(keys);
    CheckDuplicate(keys, ignoreCase);
    return 0;
}
