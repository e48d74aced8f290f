/*
 * A pack is one file of many tables with an index. These tests prove that a written pack is read
 * back and that its entries are found by name. Changing or removing any byte of the header, index
 * or footer is noticed. Entries, and an order of names, that lie behind a correct hash are refused,
 * each with what is wrong. A pack of version 1, which has no order, is read too.
 */
#include <algorithm>
#include <cstring>
#include <random>

#include <doctest/doctest.h>

#include "chm01/hash/hash64.h"
#include "chm01/table/pack.h"
#include "support/chm01/table_maker.h"

namespace {

enum { ImageBytes = 128, Images = 3 };

PackFooter FooterOf(const AlignedBytes &all)
{
    PackFooter footer;
    std::memcpy(&footer, all.data() + all.size() - sizeof footer, sizeof footer);
    return footer;
}

// Makes the hash of the index right.
void Rehash(const AlignedBytes &all)
{
    PackFooter footer = FooterOf(all);
    const size_t from = size_t(footer.entriesOffset), end = all.size() - sizeof footer;
    footer.indexHash = Hash64(all.data() + from, end - from, 0);
    std::memcpy(all.data() + end, &footer, sizeof footer);
}

// A pack of three "tables" of 128 bytes each, which nobody looks into, with the names a, bb and
// ccc.
struct Pack {
    PackHeader header;
    PackEntry sound[Images] = {}, entries[Images] = {}; // as they are written, and what stands in their place
    std::string names = "abbccc";
    PackView view = {};
    ChmError error = {};

    Pack()
    {
        PackHeaderInit(&header);
        for (uint64_t i = 0; i < Images; i++)
            sound[i] = {sizeof header + i * ImageBytes, ImageBytes, i * (i + 1) / 2, uint32_t(i + 1), 0};
        std::memcpy(entries, sound, sizeof entries);
    }
    AlignedBytes bytes(uint64_t count = Images) const
    {
        const size_t tail = sizeof header + size_t(count) * ImageBytes;
        AlignedBytes all(tail + PackTailBytes(count, count ? names.size() : 0));
        std::memset(all.data(), 0, all.size());
        std::memcpy(all.data(), &header, sizeof header);
        PackTailWrite(sound, count, names.data(), count ? names.size() : 0, tail, all.data() + tail);
        std::memcpy(all.data() + tail, entries, size_t(count) * sizeof *entries);
        Rehash(all);
        return all;
    }
    ChmStatus open(const AlignedBytes &all) { return PackOpen(all.data(), all.size(), &view, &error); }
    // How a pack is refused that is well but for what has been changed.
    std::string reason()
    {
        CHECK(open(bytes()) == ChmTableMalformed);
        return error.reason;
    }
};

template <typename Change> std::string Changed(Change change)
{
    Pack pack;
    change(pack);
    return pack.reason();
}

// How a pack is refused whose footer has been changed.
template <typename Change> ChmStatus Footer(Change change, ChmError *error)
{
    Pack pack;
    const AlignedBytes all = pack.bytes();
    PackFooter footer = FooterOf(all);
    change(footer);
    return PackCheckEnds(&pack.header, &footer, all.size(), error);
}

} // namespace

TEST_CASE("entries and names that stand where they go are left there, and the index is the same")
{
    Pack pack;
    const AlignedBytes copied = pack.bytes();
    const size_t tail = sizeof pack.header + size_t(Images) * ImageBytes;
    AlignedBytes placed = pack.bytes();
    std::uint8_t *at = placed.data() + tail;
    std::memset(at, 0, PackTailBytes(Images, pack.names.size()));
    std::memcpy(at, pack.sound, sizeof pack.sound);
    char *names = reinterpret_cast<char *>(at) + PackNamesAt(Images);
    std::memcpy(names, pack.names.data(), pack.names.size());
    PackTailWrite(reinterpret_cast<PackEntry *>(at), Images, names, pack.names.size(), tail, at);
    REQUIRE(placed.size() == copied.size());
    CHECK(std::memcmp(placed.data(), copied.data(), placed.size()) == 0);
}

TEST_CASE("a pack that is written is read")
{
    Pack pack;
    const AlignedBytes all = pack.bytes();
    REQUIRE(pack.open(all) == ChmOk);
    CHECK(pack.view.bytes == all.data());
    REQUIRE(pack.view.entryCount == Images);
    CHECK(std::memcmp(pack.view.entries, pack.entries, sizeof pack.entries) == 0);
    CHECK(std::string(pack.view.names, pack.names.size()) == pack.names);
}

TEST_CASE("an entry is found by its name, wherever the search begins")
{
    Pack pack;
    const AlignedBytes all = pack.bytes();
    REQUIRE(pack.open(all) == ChmOk);
    for (uint64_t guess : {0, 1, 2, 3, 99}) {
        CHECK(PackFind(&pack.view, "a", 1, guess) == &pack.view.entries[0]);
        CHECK(PackFind(&pack.view, "bb", 2, guess) == &pack.view.entries[1]);
        CHECK(PackFind(&pack.view, "ccc", 3, guess) == &pack.view.entries[2]);
        CHECK(PackFind(&pack.view, "b", 1, guess) == nullptr);
        CHECK(PackFind(&pack.view, "", 0, guess) == nullptr);
        CHECK(PackIsNamed(&pack.view, guess, "bb", 2) == (guess == 1));
    }
}

TEST_CASE("a pack without tables")
{
    Pack pack;
    const AlignedBytes all = pack.bytes(0);
    REQUIRE(pack.open(all) == ChmOk);
    CHECK(pack.view.entryCount == 0);
    CHECK(PackFind(&pack.view, "a", 1, 0) == nullptr);
}

TEST_CASE("no byte of header, index and footer may be another, and none may be missing")
{
    Pack pack;
    const AlignedBytes sound = pack.bytes();
    const size_t images = Images * ImageBytes;
    for (size_t at = 0; at < sound.size(); at++) {
        AlignedBytes changed(sound);
        changed.data()[at] ^= 0x10;
        CHECK((pack.open(changed) == ChmOk) == (at >= sizeof(PackHeader) && at < sizeof(PackHeader) + images));
    }
    for (size_t size = 0; size < sound.size(); size++) {
        AlignedBytes cut(size);
        std::memcpy(cut.data(), sound.data(), size);
        CHECK(pack.open(cut) != ChmOk);
    }
}

TEST_CASE("what is wrong with the ends is named")
{
    Pack pack;
    ChmError error;
    PackFooter footer = {};
    CHECK(PackCheckEnds(&pack.header, &footer, 127, &error) == ChmTableMalformed);
    CHECK(error.reason == std::string("it is too short"));
    PackHeader header = pack.header;
    header.magic[0] ^= 1;
    CHECK(PackCheckEnds(&header, &footer, 128, &error) == ChmTableMalformed);
    CHECK(error.reason == std::string("it does not begin as a pack does"));
    for (uint32_t PackHeader::*field : {&PackHeader::version, &PackHeader::headerBytes}) {
        header = pack.header;
        header.*field = 3;
        CHECK(PackCheckEnds(&header, &footer, 128, &error) == ChmTableVersion);
    }
    const std::string index = "its index lies outside of its place";
    const auto reason = [&](ChmStatus status) {
        return status == ChmTableMalformed ? std::string(error.reason) : "none";
    };
    CHECK(reason(Footer([](PackFooter &) {}, &error)) == "none");
    CHECK(reason(Footer([](PackFooter &f) { f.magic[7] = 0; }, &error)) == "it is cut, or goes on behind its end");
    CHECK(reason(Footer([](PackFooter &f) { f.fileBytes += 64; }, &error)) == "it is cut, or goes on behind its end");
    CHECK(reason(Footer([](PackFooter &f) { f.entriesOffset += 1; }, &error)) == index);
    CHECK(reason(Footer([](PackFooter &f) { f.entriesOffset = 0; }, &error)) == index);
    CHECK(reason(Footer([](PackFooter &f) { f.entriesOffset = uint64_t(1) << 40; }, &error)) == index);
    CHECK(reason(Footer([](PackFooter &f) { f.entryCount = UINT64_MAX; }, &error)) == index);
    CHECK(reason(Footer([](PackFooter &f) { f.namesBytes += 1; }, &error)) == index);
    CHECK(reason(Footer([](PackFooter &f) { f.reserved[15] = 1; }, &error)) == "reserved bytes are not zero");
    header = pack.header;
    header.reserved[0] = 1;
    const AlignedBytes all = pack.bytes();
    footer = FooterOf(all);
    CHECK(reason(PackCheckEnds(&header, &footer, all.size(), &error)) == "reserved bytes are not zero");
}

TEST_CASE("what a pack's entries promise is checked behind a hash that is right")
{
    const std::string table = "a table lies outside of its place", name = "a name lies outside of its place";
    CHECK(Changed([](Pack &p) { p.entries[0].offset = 0; }) == table);
    CHECK(Changed([](Pack &p) { p.entries[1].offset += 8; }) == table);
    CHECK(Changed([](Pack &p) { p.entries[1].offset = uint64_t(1) << 40; }) == table);
    CHECK(Changed([](Pack &p) { p.entries[2].bytes += 64; }) == table);
    CHECK(Changed([](Pack &p) { p.entries[2].bytes = UINT64_MAX; }) == table);
    CHECK(Changed([](Pack &p) { p.entries[0].bytes = 100; }) == "a table's size is no multiple of 64");
    CHECK(Changed([](Pack &p) { p.entries[0].nameOffset = 7; }) == name);
    CHECK(Changed([](Pack &p) { p.entries[2].nameBytes = 4; }) == name);
    CHECK(Changed([](Pack &p) { p.entries[0].reserved = 1; }) == "reserved bytes are not zero");
    CHECK(Changed([](Pack &p) {
              p.names.assign(PACK_MAX_NAME + 1, 'a');
              p.entries[0].nameBytes = PACK_MAX_NAME + 1;
          }) == "a name is longer than 98,304 bytes");
    Pack shorter;
    shorter.entries[0].bytes = 64;
    CHECK(shorter.open(shorter.bytes()) == ChmOk);
}

TEST_CASE("an order of the names that is none is refused behind a hash that is right")
{
    const std::string none = "the order of its names is none of its entries", mixed = "its names are not in order";
    const struct {
        uint32_t order[Images];
        std::string told;
    } cases[] = {{{0, 1, 3}, none},  {{0, 1, UINT32_MAX}, none}, {{0, 2, 1}, mixed},
                 {{2, 1, 0}, mixed}, {{0, 0, 1}, mixed},         {{0, 2, 2}, mixed}};
    for (const auto &each : cases) {
        Pack pack;
        const AlignedBytes all = pack.bytes();
        std::memcpy(all.data() + FooterOf(all).entriesOffset + Images * sizeof(PackEntry), each.order,
                    sizeof each.order);
        Rehash(all);
        CHECK(pack.open(all) == ChmTableMalformed);
        CHECK(pack.error.reason == each.told);
    }
    Pack twice;
    std::memcpy(&twice.entries[1], &twice.entries[0], sizeof twice.entries[0]); // a name that two tables have
    const AlignedBytes two = twice.bytes();
    CHECK(twice.open(two) == ChmOk);
    const uint32_t swapped[] = {1, 0};
    std::memcpy(two.data() + FooterOf(two).entriesOffset + Images * sizeof(PackEntry), swapped, sizeof swapped);
    Rehash(two);
    CHECK(twice.open(two) == ChmTableMalformed); // of two the lower number comes first
}

TEST_CASE("two names that come in the wrong order are found")
{
    const PackEntry entries[] = {{sizeof(PackHeader), 0, 1, 1, 0}, {sizeof(PackHeader), 0, 0, 1, 0}};
    AlignedBytes all(sizeof(PackHeader) + PackTailBytes(2, 2));
    PackHeaderInit(reinterpret_cast<PackHeader *>(all.data()));
    PackTailWrite(entries, 2, "ab", 2, sizeof(PackHeader), all.data() + sizeof(PackHeader));
    PackView view;
    REQUIRE(PackOpen(all.data(), all.size(), &view, nullptr) == ChmOk);
    CHECK(PackFind(&view, "a", 1, 0) == &view.entries[1]);
    CHECK(PackFind(&view, "b", 1, 0) == &view.entries[0]);
}

TEST_CASE("among many names in any order each is found, and no other")
{
    std::vector<std::string> texts;
    for (int i = 0; i < 2000; i++)
        texts.push_back("set" + std::to_string(i * 37 % 2000));
    std::mt19937 random(1);
    for (int round = 0; round < 4; round++) { // sorted, backwards, mixed
        if (round == 0)
            std::sort(texts.begin(), texts.end());
        else if (round == 1)
            std::reverse(texts.begin(), texts.end());
        else
            std::shuffle(texts.begin(), texts.end(), random);
        std::vector<PackEntry> entries;
        std::string names;
        for (const std::string &text : texts) {
            entries.push_back({sizeof(PackHeader), 0, names.size(), uint32_t(text.size()), 0});
            names += text;
        }
        AlignedBytes all(sizeof(PackHeader) + PackTailBytes(entries.size(), names.size()));
        PackHeader header;
        PackHeaderInit(&header);
        std::memcpy(all.data(), &header, sizeof header);
        PackTailWrite(entries.data(), entries.size(), names.data(), names.size(), sizeof header,
                      all.data() + sizeof header);
        for (const uint64_t steps : {7, 1000}) { // the same in slices
            std::vector<uint64_t> copy((PackTailBytes(entries.size(), names.size()) + 7) / 8);
            uint8_t *const at = reinterpret_cast<uint8_t *>(copy.data());
            std::memcpy(at, entries.data(), entries.size() * sizeof(PackEntry));
            std::memcpy(at + PackNamesAt(entries.size()), names.data(), names.size());
            PackTail tail;
            PackTailBegin(&tail, entries.size(), names.size(), sizeof header, at);
            size_t slices = 1;
            for (Work work = {steps}; !PackTailOn(&tail, &work); work.left = steps)
                slices++;
            const size_t sinks = round == 0 ? 0 : 16 * entries.size(); // where there is something to sort
            CHECK(slices > (entries.size() + sinks) / (steps + 16));
            CHECK(std::memcmp(at, all.data() + sizeof header, all.size() - sizeof header) == 0);
        }
        PackView view;
        REQUIRE(PackOpen(all.data(), all.size(), &view, nullptr) == ChmOk);
        for (const uint64_t steps : {7, 1000}) { // the same in slices
            const PackFooter footer = FooterOf(all);
            PackCheck check;
            PackCheckBegin(all.data() + sizeof header, &header, &footer, &check);
            size_t slices = 1;
            ChmStatus status;
            for (Work work = {steps}; (status = PackCheckOn(&check, &work, nullptr)) == ChmContinue; work.left = steps)
                slices++;
            CHECK(status == ChmOk);
            CHECK(check.view.order == view.order);
            CHECK(check.view.names == view.names);
            CHECK(slices > 3 * entries.size() / steps);
        }
        size_t wrong = 0;
        for (size_t i = 0; i < texts.size(); i++)
            wrong += PackFind(&view, texts[i].data(), texts[i].size(), 0) != &view.entries[i];
        CHECK(wrong == 0);
        for (const std::string absent : {"", "set", "set2000", "sets", "\xFF", "a"})
            CHECK(PackFind(&view, absent.data(), absent.size(), 0) == nullptr);
    }
}

TEST_CASE("a pack of version 1 has no order, and its entries are found one after the other")
{
    Pack pack;
    const AlignedBytes with = pack.bytes();
    const size_t order = Images * sizeof(uint32_t), at = size_t(FooterOf(with).entriesOffset) + sizeof pack.entries;
    AlignedBytes all(with.size() - order);
    std::memcpy(all.data(), with.data(), at);
    std::memcpy(all.data() + at, with.data() + at + order, with.size() - at - order);
    const uint32_t version = 1;
    std::memcpy(all.data() + offsetof(PackHeader, version), &version, sizeof version);
    PackFooter footer = FooterOf(all);
    footer.fileBytes = all.size();
    std::memcpy(all.data() + all.size() - sizeof footer, &footer, sizeof footer);
    Rehash(all);
    REQUIRE(pack.open(all) == ChmOk);
    CHECK(pack.view.order == nullptr);
    for (uint64_t guess : {0, 1, 2, 3, 99})
        CHECK(PackFind(&pack.view, "bb", 2, guess) == &pack.view.entries[1]);
    CHECK(PackFind(&pack.view, "b", 1, 0) == nullptr);
}
