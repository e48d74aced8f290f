// Any bytes as a table file, once as they are and once with a right checksum: opened, every lookup,
// the source. Nothing may leave the image, and a batch answers what the lookups of its keys do.
#include <algorithm>

#include "aligned.h"
#include "chm01/emit/source.h"
#include "chm01/emit/source_find.h"
#include "chm01/hash/hash64.h"
#include "chm01/table/table.h"
#include "chm01/text/text_image.h"
#include "must.h"

// The key of packed keys that a lookup takes.
static uint64_t KeyAt(const TableView &view, const Aligned &packed, size_t i)
{
    uint64_t key[2] = {};
    std::memcpy(key, packed.data() + i * view.keySizeInBytes, view.keySizeInBytes);
    return TableIsWide(&view) ? TableReduced(&view, {key[0], key[1]}) : key[0];
}

static void UseBatch(const TableView &view, const Aligned &packed, size_t count)
{
    const Aligned indexBytes(count * 4), answerBytes(count * 4), found(count);
    uint32_t *indices = reinterpret_cast<uint32_t *>(indexBytes.data()),
             *answers = reinterpret_cast<uint32_t *>(answerBytes.data());
    TableIndexBatch(&view, packed.data(), count, indices);
    TableValueBatch(&view, packed.data(), count, answers);
    for (size_t i = 0; i < count; i++) {
        const uint64_t key = KeyAt(view, packed, i);
        Must(indices[i] == TableIndex(&view, key));
        Must(answers[i] == TableValue(&view, key));
        Must(answers[i] == (view.payload != nullptr ? TableValueAt(&view, indices[i]) : indices[i]));
    }
    if (view.find == nullptr)
        return;
    Must(TableFindBatch(&view, packed.data(), count, answers, found.data()) ==
         size_t(std::count(found.data(), found.data() + count, 1)));
    for (size_t i = 0; i < count; i++) {
        uint32_t answer = 0;
        Must(found.data()[i] == TableFind(&view, KeyAt(view, packed, i), &answer));
        Must(answers[i] == answer && answer < view.answerBound);
        Must(answer == (indices[i] < view.answerBound ? indices[i] : 0));
        Must(found.data()[i] == TableFind(&view, KeyAt(view, packed, i), nullptr));
    }
}

static void Use(const TableView &view)
{
    uint64_t keys[140]; // 70 of the largest size
    uint32_t index;
    uint64_t state = view.keysHash;
    for (uint64_t &key : keys) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        key = state ^ state >> 31;
    }
    keys[0] = 0;
    keys[1] = ~uint64_t(0);
    for (uint64_t key : keys) {
        (void)TableIndex(&view, key);
        (void)(TableIsWide(&view) ? TableContainsWide(&view, {key, ~key}, &index) : TableContains(&view, key, &index));
        (void)TableValue(&view, key);
        if (view.payload != nullptr)
            (void)TableValueAt(&view, key % (2 * view.keyCount));
    }
    TableWarm(&view, view.keyCount);
    for (size_t count : {0, 1, 9, 70})
        UseBatch(view, Aligned(reinterpret_cast<const uint8_t *>(keys), count * view.keySizeInBytes), count);
    for (int form = 0; form < 4; form++) {
        const SourceOptions options = {(form & 1) != 0, (form & 2) != 0, nullptr, nullptr, SourceWhole,
                                       nullptr,         nullptr,         0,       nullptr};
        const Aligned text(SourceBound(&view, &options));
        if (SourceWrite(&view, &options, reinterpret_cast<char *>(text.data())) > text.size())
            __builtin_trap();
    }
}

// Each stored key, as far as its words tell it, and strings that are none.
static void UseText(const TextView &view)
{
    const TextTable &table = view.table;
    const size_t words = table.reduction.words;
    for (size_t entry = 0; entry < table.entryCount && entry < 300; entry++)
        for (size_t length : {size_t(table.lengths[entry]), size_t(table.lengths[entry]) + 1, size_t(3)}) {
            const Aligned key(length);
            std::memset(key.data(), 'a', length);
            std::memcpy(key.data(), table.entries + entry * TextEntryWords(&table.reduction),
                        std::min(length, 8 * words));
            const uint32_t found = TextTableFind(&table, key.data(), length);
            Must(found == TEXT_NOT_FOUND || found < table.keyCount);
            Must(TextTableIndex(&table, key.data(), length) < table.keyCount);
        }
    const Aligned text(SourceFindBound(&table, view.name, nullptr));
    Must(SourceFindWrite(&table, view.name, nullptr, reinterpret_cast<char *>(text.data())) <= text.size());
}

// A header with <Name>FindFloor, of whatever keys the image has.
static void UseFloors(const TableView &view)
{
    const KeySet keys = {view.keys, size_t(view.keyCount), view.keySizeInBytes};
    if (view.keys == nullptr || TableIsWide(&view))
        return;
    const Aligned memory(RangesSortedBytes(&keys));
    RangesSort sort;
    Work some = {view.keyCount / 2};
    Work all = WorkAll();
    RangesSortBegin(&sort, &keys, memory.data());
    (void)RangesSortOn(&sort, &some);
    Must(RangesSortOn(&sort, &all));
    for (const bool imageOnly : {false, true}) {
        const SourceOptions options = {false,   imageOnly, nullptr, &sort.made, SourceWhole,
                                       nullptr, nullptr,   0,       nullptr};
        const Aligned text(SourceBound(&view, &options));
        Must(SourceWrite(&view, &options, reinterpret_cast<char *>(text.data())) <= text.size());
    }
}

static void Open(const Aligned &image)
{
    TableView view;
    TextView text;
    ChmError error;
    if (TableOpen(image.data(), image.size(), &view, &error) == ChmOk) {
        Use(view);
        UseFloors(view);
    }
    if (TextImageOpen(image.data(), image.size(), &text, &error) == ChmOk) {
        Must(TextImageIs(image.data(), image.size()));
        UseText(text);
    }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Aligned image(data, size);
    Open(image);
    if (size < 520)
        return 0;
    const uint64_t imageBytes = size;
    std::memcpy(image.data() + 16, &imageBytes, 8);
    const uint64_t sealed = Hash64(image.data(), size - 8, 0);
    std::memcpy(image.data() + size - 8, &sealed, 8);
    Open(image);
    return 0;
}
