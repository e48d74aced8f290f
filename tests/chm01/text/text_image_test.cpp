/*
 * The image of a table of text keys is the table: opened again it answers for each key what the
 * table does, and gives the same C header, byte for byte, also by slices. Whatever is changed in an
 * image, even with a right checksum, it is refused or no lookup leaves it; the sanitizers watch.
 * Tables of numbers and of text are told apart.
 */
#include <doctest/doctest.h>

#include <cstring>

#include "chm01/base/rng.h"
#include "chm01/emit/source_find.h"
#include "chm01/hash/hash64.h"
#include "chm01/text/text_image.h"
#include "support/chm01/built_text_table.h"
#include "support/chm01/source_slices.h"

namespace {

struct ImageOf {
    BuiltTextTable built;
    AlignedBytes bytes;
    TextView view{};
    ChmError error{};

    explicit ImageOf(const std::vector<std::string> &strings, bool ignoreCase = false, const char *name = "Name")
        : built(strings, ignoreCase), bytes(TextImageBytes(&built.table))
    {
        REQUIRE(built.status == ChmOk);
        const TextImageDescription description = {name, 5, 6};
        std::memset(bytes.data(), 0xA5, bytes.size());
        TextImageWrite(&built.table, &description, bytes.data());
        CheckSlices(description);
    }
    // Written in slices it is the same.
    void CheckSlices(const TextImageDescription &description) const
    {
        const AlignedBytes sliced(bytes.size());
        TextWriting writing;
        std::memset(sliced.data(), 0x5A, sliced.size());
        TextImageWriteBegin(&built.table, &description, sliced.data(), &writing);
        for (bool over = false; !over;) {
            Work work = {7};
            over = TextImageWriteOn(&writing, &work);
        }
        CHECK(std::memcmp(sliced.data(), bytes.data(), bytes.size()) == 0);
    }
    ChmStatus Open() { return TextImageOpen(bytes.data(), bytes.size(), &view, &error); }
    std::string Reason() { return Open() == ChmTableMalformed ? error.reason : "sound"; }
    void Seal()
    {
        const uint64_t checksum = Hash64(bytes.data(), bytes.size() - 8, 0);
        std::memcpy(bytes.data() + bytes.size() - 8, &checksum, 8);
    }
    template <class T> void Put(size_t offset, T value)
    {
        std::memcpy(bytes.data() + offset, &value, sizeof value);
        Seal();
    }
    uint64_t Get(size_t offset) const
    {
        uint64_t value;
        std::memcpy(&value, bytes.data() + offset, sizeof value);
        return value;
    }
};

std::string HeaderOf(const TextTable &table)
{
    std::string text(SourceFindBound(&table, "Name", nullptr), ' ');
    text.resize(SourceFindWrite(&table, "Name", nullptr, text.data()));
    CHECK(SourceFindIsSame(&table, "Name", nullptr, text.data(), text.size()));
    CHECK_FALSE(SourceFindIsSame(&table, "Name", nullptr, text.data(), text.size() - 1));
    std::string other = text;
    other[text.size() / 2] ^= 1;
    CHECK_FALSE(SourceFindIsSame(&table, "Name", nullptr, other.data(), other.size()));
    const uint64_t steps = table.entryCount / 7 + 100;
    const size_t slices =
        CheckSourceSlices(text, SourceFindBound(&table, "Name", nullptr), steps, [&](Work *work, SourceText *sliced) {
            return SourceFindWriteOn(&table, "Name", nullptr, work, sliced);
        });
    CHECK(slices >= table.entryCount / steps);
    return text;
}

uint32_t Find(const TextTable &table, const std::string &key)
{
    return TextTableFind(&table, key.data(), key.size());
}

std::vector<std::string> Methods()
{
    return {"GET", "POST", "HEAD", "", "a method that is longer than sixteen bytes"};
}

#define FIELD(name) offsetof(TableHeader, name)
#define SHAPE(name) (sizeof(TableHeader) + offsetof(TextShape, name))

}

TEST_CASE("an image of text keys answers what its table does")
{
    std::vector<NamedStrings> sets = HostileStrings();
    for (const size_t count : {5u, 256u, 257u, 3000u})
        for (const size_t longest : {7u, 16u, 40u})
            sets.push_back({"random", RandomStrings(count, 3, longest)});
    for (const NamedStrings &set : sets) {
        CAPTURE(set.name);
        ImageOf image(set.strings);
        REQUIRE(image.Open() == ChmOk);
        size_t wrong = 0;
        for (size_t i = 0; i < set.strings.size(); i++) {
            wrong += Find(image.view.table, set.strings[i]) != i;
            wrong += Find(image.view.table, set.strings[i] + "~") != image.built.Find(set.strings[i] + "~");
        }
        CHECK(wrong == 0);
        CHECK(HeaderOf(image.view.table) == HeaderOf(image.built.table));
    }
}

TEST_CASE("an image tells its name, its options and whether case counts")
{
    ImageOf image(Methods(), true, "Method");
    REQUIRE(image.Open() == ChmOk);
    CHECK(image.view.name == std::string("Method"));
    CHECK(image.view.rngSeed == 5);
    CHECK(image.view.optionsDigest == 6);
    CHECK(image.view.table.keysHash == image.built.table.keysHash);
    CHECK(Find(image.view.table, "hEAD") == 2);
    CHECK(Find(image.view.table, "") == 3);
    CHECK(TextImageIs(image.bytes.data(), image.bytes.size()));
    CHECK_FALSE(TextImageIs(image.bytes.data(), 511));
}

TEST_CASE("tables of numbers and of text are no tables of the other")
{
    const AlignedBytes numbers = MakeTable(AllRecipes(9)[0]);
    TextView view;
    ChmError error;
    CHECK_FALSE(TextImageIs(numbers.data(), numbers.size()));
    REQUIRE(TextImageOpen(numbers.data(), numbers.size(), &view, &error) == ChmTableMalformed);
    CHECK(std::string(error.reason) == "its keys are numbers, not text");
    ImageOf image(Methods());
    TableView table;
    REQUIRE(TableOpen(image.bytes.data(), image.bytes.size(), &table, &error) == ChmTableMalformed);
    CHECK(std::string(error.reason) == "its keys are text, not numbers");
}

TEST_CASE("no change of an image lets a lookup leave it")
{
    const std::vector<std::string> strings = RandomStrings(300, 2, 40);
    for (const size_t count : {20u, 300u}) {
        const std::vector<std::string> some(strings.begin(), strings.begin() + long(count));
        ImageOf image(some);
        const std::vector<uint8_t> sound(image.bytes.data(), image.bytes.data() + image.bytes.size());
        size_t accepted = 0, refused = 0, found = 0;
        for (uint64_t draw = 0; draw < 4000; draw++) {
            const size_t range = draw < 2500 ? 640 : sound.size() - 8;
            const size_t at = RngDraw(1, 2, draw) % range;
            std::memcpy(image.bytes.data(), sound.data(), sound.size());
            image.bytes.data()[at] = static_cast<uint8_t>(RngDraw(1, 3, draw));
            image.Seal();
            if (image.Open() != ChmOk) {
                refused++;
                continue;
            }
            accepted++;
            for (const std::string &string : some)
                found += Find(image.view.table, string) < count;
        }
        CHECK(accepted > 200);
        CHECK(refused > 1000);
        CHECK(found != 0);
    }
}

TEST_CASE("what is wrong with an image of text keys is said")
{
    ImageOf image(Methods());
    const auto wrong = [](size_t offset, auto value, const std::string &reason) {
        ImageOf changed(Methods());
        changed.Put(offset, value);
        CHECK(changed.Reason() == reason);
    };
    CHECK(image.Reason() == "sound");
    wrong(FIELD(keyCount), uint64_t(0), "it has no keys or too many");
    wrong(FIELD(keyCount), TEXT_MAX_KEYS + 1, "it has no keys or too many");
    wrong(FIELD(keyCount), uint64_t(70), "the size does not fit the counts");
    wrong(FIELD(flags), uint32_t(5), "a field of the header does not fit a table of text keys");
    wrong(FIELD(valueBits), uint32_t(8), "a field of the header does not fit a table of text keys");
    wrong(FIELD(nameBytes), uint32_t(256), "the name is too long");
    wrong(SHAPE(longest), uint64_t(65536), "its longest key is too long");
    wrong(SHAPE(longest), uint64_t(41), "the lengths of its keys do not fit");
    wrong(SHAPE(words), uint32_t(3), "the words do not fit the longest key");
    wrong(SHAPE(sources), uint32_t(9), "it looks at keys in a way that is not known");
    wrong(SHAPE(rotateSecond), uint32_t(0), "it rotates words by a wrong number of bits");
    wrong(SHAPE(rotateLast), uint32_t(64), "it rotates words by a wrong number of bits");
    wrong(SHAPE(slotBits), uint32_t(14), "the slots do not fit the number of keys");
    wrong(SHAPE(emptyPosition), uint32_t(5), "the position of the empty key is none");
    wrong(SHAPE(poolBytes), uint64_t(1) << 32, "it has too many bytes of keys");
    wrong(SHAPE(reserved), uint64_t(1), "reserved bytes are not zero");
    wrong(image.bytes.size() - 16, uint8_t(1), "the gaps between the sections are not zero");
    wrong(size_t(image.Get(FIELD(slotsOffset))), uint8_t(5), "it leads to keys that it does not have");
}

TEST_CASE("displacements and positions stay within a table")
{
    const std::vector<std::string> strings = RandomStrings(300, 2, 12);
    for (const bool positions : {false, true}) {
        ImageOf image(strings);
        REQUIRE(image.Open() == ChmOk);
        const size_t leads = size_t(image.Get(FIELD(slotsOffset)));
        const size_t displacementBytes = size_t{4} << image.view.table.groupBits;
        image.Put(leads + (positions ? displacementBytes : 0), uint32_t(positions ? 300 : 512));
        CHECK(image.Reason() == "it leads to keys that it does not have");
    }
}

TEST_CASE("an image that is cut off, damaged or not aligned is refused")
{
    ImageOf image(Methods());
    for (size_t size = 0; size < image.bytes.size(); size += 1 + size / 7)
        CHECK(TextImageOpen(image.bytes.data(), size, &image.view, &image.error) == ChmTableMalformed);
    image.bytes.data()[700] ^= 1;
    CHECK(image.Open() == ChmTableChecksum);
    const AlignedBytes moved(image.bytes.size() + 64);
    std::memcpy(moved.data() + 8, image.bytes.data(), image.bytes.size());
    CHECK(TextImageOpen(moved.data() + 8, image.bytes.size(), &image.view, &image.error) == ChmInvalidOption);
}
