/*
 * These tests check images of tables of numbers and of text keys in slices. An image passes in
 * slices of any size where TableOpen or TextImageOpen opens it, and otherwise fails as they do.
 */
#include <doctest/doctest.h>

#include <cstring>

#include "chm01/text/image_check.h"
#include "support/chm01/built_text_table.h"
#include "support/chm01/table_maker.h"

namespace {

struct Checked {
    ChmStatus status;
    std::string reason;
    uint64_t number;
    size_t slices;
    bool operator==(const Checked &other) const
    {
        return status == other.status && reason == other.reason && number == other.number;
    }
};

Checked CheckedOf(ChmStatus status, const ChmError &error, size_t slices = 1)
{
    return {status, status != ChmOk && error.reason != nullptr ? error.reason : "",
            status != ChmOk ? error.numbers[0] : 0, slices};
}

Checked CheckOf(const AlignedBytes &image, size_t bytes, uint64_t steps)
{
    ImageCheck check;
    ChmError error{};
    ChmStatus status = ChmContinue;
    size_t slices = 0;
    ImageCheckBegin(image.data(), bytes, &check);
    for (; status == ChmContinue; slices++) {
        Work work = {steps};
        status = ImageCheckOn(&check, &work, &error);
    }
    return CheckedOf(status, error, slices);
}

Checked OpenOf(const AlignedBytes &image, size_t bytes, bool isText)
{
    ChmError error{};
    TableView view;
    TextView text;
    const ChmStatus status =
        isText ? TextImageOpen(image.data(), bytes, &text, &error) : TableOpen(image.data(), bytes, &view, &error);
    return CheckedOf(status, error);
}

struct Sample {
    AlignedBytes image;
    bool isText;

    ChmStatus checkSlices() const
    {
        const Checked whole = OpenOf(image, image.size(), isText);
        for (const uint64_t steps : {uint64_t(1), uint64_t(7), UINT64_MAX})
            CHECK(CheckOf(image, image.size(), steps) == whole);
        return whole.status;
    }
};

std::vector<Sample> Samples()
{
    std::vector<Sample> samples;
    TableRecipe recipe;
    recipe.keys = RandomKeys(3000, 32);
    samples.push_back({MakeTable(recipe), false});
    for (const int count : {100, 3000}) { // with slots, and with displacements
        std::vector<std::string> strings;
        for (int i = 0; i < count; i++)
            strings.push_back("word" + std::to_string(i) + (i % 3 == 0 ? "-of-a-longer-kind-than-others" : ""));
        const BuiltTextTable built(strings, false);
        REQUIRE(built.status == ChmOk);
        const TextImageDescription description = {"Name", 5, 6};
        samples.push_back({AlignedBytes(TextImageBytes(&built.table)), true});
        TextImageWrite(&built.table, &description, samples.back().image.data());
    }
    return samples;
}

} // namespace

TEST_CASE("a sound image passes in as many slices as it has lines")
{
    for (const Sample &sample : Samples()) {
        CHECK(sample.checkSlices() == ChmOk);
        const size_t lines = sample.image.size() / 64, slices = CheckOf(sample.image, sample.image.size(), 10).slices;
        CHECK(slices >= lines / 10);
        CHECK(slices <= (sample.isText ? lines / 5 : lines / 10) + 2); // a text's contents are looked at, too
        CHECK(CheckOf(sample.image, sample.image.size(), UINT64_MAX).slices == 1);
    }
}

TEST_CASE("a damaged image fails as it does when it is opened")
{
    for (const Sample &sample : Samples()) {
        uint8_t *const bytes = sample.image.data();
        for (size_t at = 0; at < sample.image.size(); at += sample.image.size() / 40) {
            bytes[at] ^= 1;
            CHECK(sample.checkSlices() != ChmOk);
            bytes[at] ^= 1;
        }
        for (const size_t size : {size_t(0), size_t(100), sample.image.size() - 64})
            CHECK(CheckOf(sample.image, size, 1) == OpenOf(sample.image, size, sample.isText));
    }
}

TEST_CASE("an image of text keys under a right checksum fails where a lookup could leave it")
{
    size_t refused = 0;
    for (const Sample &sample : Samples()) {
        if (!sample.isText)
            continue;
        uint8_t *const bytes = sample.image.data();
        for (size_t at = 0; at < sample.image.size() - 8; at += 331) {
            bytes[at] ^= 0xFF;
            Reseal(sample.image);
            refused += sample.checkSlices() == ChmTableMalformed;
            bytes[at] ^= 0xFF;
        }
    }
    CHECK(refused > 10);
}
