// Any bytes as a pack file, and as the entries and names of one whose ends and hash are right: it
// is taken when each entry keeps its promise, whether the whole file is there or its index alone,
// and what was written is read again.
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "aligned.h"
#include "chm01/hash/hash64.h"
#include "chm01/table/pack.h"
#include "must.h"

// What docs/reference/pack-file.md says of an entry.
static bool IsSound(const PackEntry &entry, uint64_t index, uint64_t namesBytes)
{
    return entry.offset % 64 == 0 && entry.offset >= 64 && entry.offset <= index && entry.bytes % 64 == 0 &&
           entry.bytes <= index - entry.offset && entry.nameOffset <= namesBytes &&
           entry.nameBytes <= namesBytes - entry.nameOffset && entry.reserved == 0;
}

static void TryView(const PackView &view, const uint8_t *end)
{
    for (uint64_t i = 0; i < view.entryCount && i < 100; i++) {
        const PackEntry &entry = view.entries[i];
        const char *const name = view.names + entry.nameOffset;
        Must(view.bytes + entry.offset + entry.bytes <= end);
        for (uint64_t guess : {i, uint64_t(0), i + 1, UINT64_MAX}) {
            const PackEntry *const found = PackFind(&view, name, entry.nameBytes, guess);
            Must(found != nullptr && found->nameBytes == entry.nameBytes &&
                 std::memcmp(view.names + found->nameOffset, name, entry.nameBytes) == 0);
            // With an order any entry of that name will do.
            Must(view.order != nullptr || guess != i || found == &entry);
        }
    }
}

// The whole file, and the same by its ends and its index.
static ChmStatus TryFile(const Aligned &file)
{
    PackView view, index;
    ChmError error;
    const ChmStatus status = PackOpen(file.data(), file.size(), &view, &error);
    if (status != ChmOk) {
        Must(error.status == status);
        return status;
    }
    PackFooter footer;
    std::memcpy(&footer, file.data() + file.size() - sizeof footer, sizeof footer);
    const Aligned part(file.data() + footer.entriesOffset, size_t(file.size() - sizeof footer - footer.entriesOffset));
    Must(PackCheckEnds(reinterpret_cast<const PackHeader *>(file.data()), &footer, file.size(), &error) == ChmOk);
    Must(PackOpenIndex(part.data(), reinterpret_cast<const PackHeader *>(file.data()), &footer, &index, &error) ==
             ChmOk &&
         index.bytes == nullptr && index.entryCount == view.entryCount);
    TryView(view, file.data() + file.size());

    // What was read is written as it was, but for the order that version 1 lacks.
    if (view.order == nullptr)
        return status;
    const Aligned tail(PackTailBytes(view.entryCount, footer.namesBytes));
    PackTailWrite(view.entries, view.entryCount, view.names, footer.namesBytes, footer.entriesOffset, tail.data());
    Must(tail.size() == file.size() - footer.entriesOffset &&
         std::memcmp(tail.data(), file.data() + footer.entriesOffset, tail.size()) == 0);
    return status;
}

// Puts entries that no run writes into a whole pack, whose index is at that offset.
static void PutEntries(const Aligned &file, uint64_t index, const std::vector<PackEntry> &entries)
{
    PackFooter footer;
    uint8_t *const ends = file.data() + file.size() - sizeof footer;
    std::memcpy(&footer, ends, sizeof footer);
    std::memcpy(file.data() + index, entries.data(), entries.size() * sizeof(PackEntry));
    footer.indexHash = Hash64(file.data() + index, size_t(ends - file.data() - index), 0);
    std::memcpy(ends, &footer, sizeof footer);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    TryFile(Aligned(data, size));
    if (size < 2)
        return 0;

    // How many units of 64 bytes of "tables" there are, how many entries; then the entries and
    // names.
    const uint64_t images = 64u * (data[0] % 8u);
    const uint64_t count = std::min<uint64_t>(data[1] % 8u, (size - 2) / sizeof(PackEntry));
    const std::vector<PackEntry> entries = [&] {
        std::vector<PackEntry> out(count);
        if (count != 0)
            std::memcpy(out.data(), data + 2, count * sizeof(PackEntry));
        return out;
    }();
    const std::string names(reinterpret_cast<const char *>(data + 2 + count * sizeof(PackEntry)),
                            size - 2 - count * sizeof(PackEntry));
    const uint64_t index = sizeof(PackHeader) + images;
    const Aligned file(index + PackTailBytes(count, names.size()));
    std::memset(file.data(), 7, index);
    PackHeaderInit(reinterpret_cast<PackHeader *>(file.data()));
    bool sound = true;
    for (const PackEntry &entry : entries)
        sound = sound && IsSound(entry, index, names.size());
    const std::vector<PackEntry> none(count);
    PackTailWrite(sound ? entries.data() : none.data(), count, names.data(), names.size(), index, file.data() + index);
    if (!sound)
        PutEntries(file, index, entries);
    Must(TryFile(file) == (sound ? ChmOk : ChmTableMalformed));
    return 0;
}
