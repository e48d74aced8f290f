/*
 * What GetConstants gives suffices to look keys up, as PerfectHash.idl says. These tests prove it
 * of each layout and size of keys: a view that is made of the constants alone finds every key.
 */
#include "support/com/fixture.h"

extern "C" {
#include "chm01/hash/family.h"
#include "chm01/table/table_lookups.h"
}

namespace {

constexpr size_t count = 1500;

TableLayout LayoutOf(const PerfectHashTableConstants &constants)
{
    const bool isCompact = constants.SlotCount / constants.BucketCount > 2ull << constants.EdgeBits;
    if (constants.Directory)
        return isCompact ? LayoutCompactPartitioned : LayoutPartitioned;
    return isCompact ? LayoutCompact : LayoutFlat;
}

uint32_t MaskOf(const PerfectHashTableConstants &constants, TableLayout layout)
{
    const uint32_t bits = layout == LayoutFlat          ? constants.EdgeBits
                          : layout == LayoutPartitioned ? 32
                                                        : 8 * constants.SlotSizeInBytes;
    return static_cast<uint32_t>(~0ull >> (64 - bits));
}

TableView ViewOf(const PerfectHashTableConstants &constants)
{
    TableView view = {};
    view.layout = LayoutOf(constants);
    view.family = FamilyOf(HashQuadx);
    view.keySizeInBytes = constants.KeySizeInBytes;
    view.keyCount = constants.KeyCount;
    view.edgeBits = constants.EdgeBits;
    view.slotSizeInBytes = constants.SlotSizeInBytes;
    std::copy(std::begin(constants.Seeds), std::end(constants.Seeds), view.seeds);
    view.seedCount = constants.SeedCount;
    view.extractMask = constants.ExtractMask;
    view.extract = BitExtractOf(constants.ExtractMask);
    view.bucketCount = constants.BucketCount;
    view.slotCount = constants.SlotCount;
    view.edges = constants.SlotCount / constants.BucketCount / (LayoutIsCompact(view.layout) ? 1 : 2);
    view.slots = constants.Slots;
    view.directory = constants.Directory;
    view.sumMask = MaskOf(constants, view.layout);
    view.lookup = TableLookupOf(&view);
    return view;
}

struct KindOfKeys {
    const wchar_t *name, *size;
    std::vector<ULONGLONG> words; // of 64-bit keys one each, of 128-bit keys two, of 32-bit keys a half
};

std::vector<KindOfKeys> KindsOfKeys()
{
    const std::vector<uint32_t> low = SomeKeys(count), high = SomeKeys(count, 2);
    KindOfKeys kinds[] = {
        {L"32 bits", L"4", {}}, {L"extracted", L"8", {}}, {L"64 bits", L"8", {}}, {L"GUIDs", L"16", {}}};
    for (size_t i = 0; i < count; i++) {
        if (i % 2 == 0)
            kinds[0].words.push_back(low[i] | static_cast<ULONGLONG>(low[i + 1]) << 32);
        kinds[1].words.push_back(static_cast<ULONGLONG>(low[i]) << 20);
        kinds[2].words.push_back(low[i] | static_cast<ULONGLONG>(high[i]) << 32);
        kinds[3].words.push_back(high[i]);
        kinds[3].words.push_back(static_cast<ULONGLONG>(low[i]) << 13);
    }
    return {std::begin(kinds), std::end(kinds)};
}

uint64_t KeyAt(const TableView &view, const KindOfKeys &kind, size_t i)
{
    if (view.keySizeInBytes == 16)
        return TableReduced(&view, {kind.words[2 * i], kind.words[2 * i + 1]});
    return view.keySizeInBytes == 8 ? kind.words[i] : static_cast<uint32_t>(kind.words[i / 2] >> (i % 2 * 32));
}

} // namespace

TEST_CASE("a table of each layout and size of keys is looked up by its constants alone")
{
    Apartment apartment;
    const auto context = NewContext();
    const struct {
        const wchar_t *name;
        TableLayout layout;
    } layouts[] = {{L"Flat", LayoutFlat},
                   {L"Partitioned", LayoutPartitioned},
                   {L"Compact", LayoutCompact},
                   {L"CompactPartitioned", LayoutCompactPartitioned}};
    for (const KindOfKeys &kind : KindsOfKeys())
        for (const auto &layout : layouts) {
            const std::wstring options =
                std::wstring(L"--Reject=None --KeySizeInBytes=") + kind.size + L" --Layout=" + layout.name;
            CAPTURE(options);
            const BYTE *const bytes = reinterpret_cast<const BYTE *>(kind.words.data());
            const std::vector<BYTE> packed(bytes, bytes + kind.words.size() * sizeof kind.words[0]);
            Com<IPerfectHashTable> table;
            REQUIRE(context->TableCreateFromKeys(ArrayOf(VT_UI1, packed).v, Bstr(L"t"), nullptr, Bstr(options.c_str()),
                                                 table.out()) == S_OK);
            PerfectHashTableConstants constants;
            table.query<IPerfectHashTableNative>(IID_IPerfectHashTableNative)->GetConstants(&constants);
            const TableView view = ViewOf(constants);
            CHECK(view.layout == layout.layout);
            CHECK((constants.ExtractMask != 0) == (kind.name[0] == L'e'));
            ULONG wrong = 0;
            for (size_t i = 0; i < count; i++)
                wrong += TableIndex(&view, KeyAt(view, kind, i)) != i;
            CHECK(wrong == 0);
        }
}
