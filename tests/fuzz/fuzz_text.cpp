// Text keys: the first byte says whether case is ignored, the rest is the text. What is read of it
// must be sound, and so must the table of what is read.
#include "aligned.h"
#include "chm01/base/line_count.h"
#include "chm01/text/text_fold.h"
#include "chm01/text/text_table.h"
#include "chm01/text/text_utf16.h"
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

static void CheckTable(const TextKeys &keys, bool ignoreCase, bool distinct)
{
    const Aligned memory(TextTableBound(&keys, ignoreCase));
    const TextTableOptions options = {ignoreCase, 0};
    TextTable table;
    ChmError error;
    const ChmStatus status = TextTableBuild(&keys, &options, memory.data(), memory.size(), &table, &error);
    Must(status == (distinct ? ChmOk : ChmDuplicateKey));
    for (size_t i = 0; status == ChmOk && i < keys.count; i++) {
        const Aligned key(TextKeysAt(&keys, i), keys.lengths[i]);
        Must(TextTableFind(&table, key.data(), key.size()) == i && TextTableIndex(&table, key.data(), key.size()) == i);
        key.data()[key.size() / 2] ^= 1;
        const uint32_t other = TextTableFind(&table, key.data(), key.size());
        Must(other == TEXT_NOT_FOUND || (other < keys.count && keys.lengths[other] == key.size() &&
                                         TextSame(TextKeysAt(&keys, other), key.data(), key.size(), ignoreCase)));
    }
}

// Slices read what is read at once, and refuse what is refused.
static void CheckSlices(const Aligned &text, ChmStatus whole, size_t count)
{
    const Aligned memory(TextKeysBound(text.data(), text.size()));
    TextReading reading;
    TextKeys keys = {};
    ChmError error;
    ChmStatus status = TextKeysReadBegin(text.data(), text.size(), LineEndsOf(text.data(), text.size()), memory.data(),
                                         memory.size(), &reading, &error);
    if (status == ChmOk)
        do {
            Work work = {2};
            status = TextKeysReadOn(&reading, &work, &keys, &error);
        } while (status == ChmContinue);
    Must(status == whole && (status != ChmOk || keys.count == count));
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
    if (!TextIsUtf16(text.data(), text.size()))
        CheckSlices(text, status, keys.count);
    if (status != ChmOk) {
        Must(error.status == status && keys.count == 0);
        return 0;
    }
    CheckKeys(keys);
    CheckTable(keys, ignoreCase, CheckDuplicate(keys, ignoreCase));
    return 0;
}
