// Any bytes as a table file, once as they are and once with a right checksum: opened, every lookup,
// the source. Nothing may leave the image.
#include "aligned.h"
#include "chm01/emit/source.h"
#include "chm01/hash/hash64.h"
#include "chm01/table/table.h"

static void Use(const TableView &view)
{
    uint64_t keys[140]; // 70 of the largest size
    uint32_t indices[70];
    uint64_t state = view.keysHash;
    for (uint64_t &key : keys) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        key = state ^ state >> 31;
    }
    keys[0] = 0;
    keys[1] = ~uint64_t(0);
    for (uint64_t key : keys) {
        (void)TableIndex(&view, key);
        (void)(TableIsWide(&view) ? TableContainsWide(&view, {key, ~key}, indices)
                                  : TableContains(&view, key, indices));
    }
    TableIndexBatch(&view, keys, 70, indices);
    for (int form = 0; form < 4; form++) {
        const SourceOptions options = {(form & 1) != 0, (form & 2) != 0};
        const Aligned text(SourceBound(&view, &options));
        if (SourceWrite(&view, &options, reinterpret_cast<char *>(text.data())) > text.size())
            __builtin_trap();
    }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Aligned image(data, size);
    TableView view;
    ChmError error;
    if (TableOpen(image.data(), size, &view, &error) == ChmOk)
        Use(view);
    if (size < 520)
        return 0;
    const uint64_t imageBytes = size;
    std::memcpy(image.data() + 16, &imageBytes, 8);
    const uint64_t sealed = Hash64(image.data(), size - 8, 0);
    std::memcpy(image.data() + size - 8, &sealed, 8);
    if (TableOpen(image.data(), size, &view, &error) == ChmOk)
        Use(view);
    return 0;
}
