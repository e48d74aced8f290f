// Keys in each format: the first byte chooses it and the key size, the rest is the file. What is
// decoded must be sound.
#include <cstdio>
#include <cstdlib>

#include "aligned.h"
#include "chm01/keys/keys.h"

static void Require(bool condition, const char *what)
{
    if (!condition) {
        std::fprintf(stderr, "%s\n", what);
        std::abort();
    }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    static const KeysFormat formats[] = {KeysPacked32, KeysPacked64, KeysText, KeysPe};
    static const uint32_t sizes[] = {0, 4, 8};
    static const KeysFormat others[] = {KeysPacked8, KeysPacked16, KeysPacked128, KeysTextWide};
    const KeysFormat format = (data[0] & 0x80) != 0 ? others[data[0] & 3] : formats[data[0] & 3];
    const uint32_t keySize = (data[0] & 0x40) != 0 ? 1 + (data[0] >> 5 & 1) : sizes[(data[0] >> 2) % 3];
    const bool wide = format == KeysPacked128 || format == KeysTextWide;
    const Aligned bytes(data + 1, size - 1);

    const size_t bound = KeysDecodedBound(format, bytes.data(), bytes.size());
    const Aligned memory(bound);
    KeySet set;
    ChmError error;
    const ChmStatus status =
        KeysDecode(format, bytes.data(), bytes.size(), wide ? 16 : keySize, memory.data(), bound, &set, &error);
    if (status != ChmOk) {
        Require(error.status == status, "the error is not the status");
        return 0;
    }
    Require(set.count != 0 && (wide ? KeySetIsWide(&set) : set.keySizeInBytes == 4 || set.keySizeInBytes == 8),
            "an impossible set");
    if (wide)
        return 0;
    if (format != KeysPacked8 && format != KeysPacked16) // which have one size
        Require(keySize == 0 || set.keySizeInBytes == (keySize < 4 ? 4 : keySize),
                "not the key size that was asked for");

    const Aligned scratch(KeysDuplicateScratch(&set));
    if (KeysFindDuplicate(&set, scratch.data(), &error) == ChmDuplicateKey) {
        Require(format != KeysPe, "a PE file's functions come once each");
        Require(error.numbers[1] < error.numbers[2] && error.numbers[2] < set.count, "positions outside the set");
        Require(KeySetAt(&set, size_t(error.numbers[1])) == error.numbers[0] &&
                    KeySetAt(&set, size_t(error.numbers[2])) == error.numbers[0],
                "no duplicate at these positions");
    } else if (set.count < 300) {
        for (size_t i = 0; i < set.count; i++)
            for (size_t j = 0; j < i; j++)
                Require(KeySetAt(&set, i) != KeySetAt(&set, j), "a duplicate was not found");
    }
    return 0;
}
