/*
 * The keys of a PE file are the addresses of its functions. These tests write small x64 and ARM64
 * files and change them in many ways. A sound file without functions says why it has none, and a
 * malformed file is refused with what is wrong and where. Files that are cut at any byte, or have
 * arbitrary header fields, never lead the reader outside their memory.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "support/chm01/decoded_keys.h"
#include "support/chm01/pe_writer.h"
#include "support/chm01/table_maker.h"

namespace {

Decoded Decode(const std::vector<uint8_t> &bytes, uint32_t keySizeInBytes = 0)
{
    return DecodeKeys(KeysPe, bytes, keySizeInBytes);
}

PeRecipe Functions(std::vector<uint32_t> functions, uint16_t machine = 0x8664)
{
    PeRecipe recipe;
    recipe.machine = machine;
    recipe.functions = std::move(functions);
    return recipe;
}

void CheckRefused(const PeWriter &file, ChmStatus status, const std::string &reason, uint64_t offset = 0)
{
    CAPTURE(reason);
    const Decoded decoded = Decode(file.bytes);
    REQUIRE(decoded.status == status);
    CHECK(std::string(decoded.error.reason) == reason);
    CHECK(decoded.error.numbers[0] == offset);
}

using Keys = std::vector<uint64_t>;

} // namespace

TEST_CASE("the function addresses of x64 and ARM64 files are their keys")
{
    for (uint16_t machine : {0x8664, 0xAA64}) {
        const Decoded decoded =
            Decode(PeWriter(Functions({0x1000, 0x1010, 0x2000, 0x7FFFFFFF, 0xFFFFFFF0}, machine)).bytes);
        CHECK(decoded.status == ChmOk);
        CHECK(decoded.keys == Keys{0x1000, 0x1010, 0x2000, 0x7FFFFFFF, 0xFFFFFFF0});
        CHECK(decoded.keySizeInBytes == 4);
    }
    const Decoded wide = Decode(PeWriter(Functions({0x1000, 0x1010})).bytes, 8);
    CHECK(wide.keySizeInBytes == 8);
    CHECK(wide.keys == Keys{0x1000, 0x1010});
}

TEST_CASE("equal addresses count once and entries of zeros not at all")
{
    CHECK(Decode(PeWriter(Functions({0x1000, 0x1000, 0x1000, 0x1010, 0x1020, 0x1020, 0, 0})).bytes).keys ==
          Keys{0x1000, 0x1010, 0x1020});
}

TEST_CASE("an unfinished entry at the table's end is left out, as Windows does")
{
    PeWriter file(Functions({0x1000, 0x1010}));
    file.Put32(PeWriter::exceptionOffset + 4, 23);
    CHECK(Decode(file.bytes).keys == Keys{0x1000});
}

TEST_CASE("sound files without functions say why")
{
    PeRecipe recipe = Functions({0x1000});
    const std::string none = "it has no table of its functions and exports none";
    recipe.machine = 0x200;
    CheckRefused(PeWriter(recipe), ChmPeNoFunctions,
                 "it is for a machine whose function tables are not known, and exports none");
    recipe = Functions({0x1000});
    recipe.directoryCount = 3;
    CheckRefused(PeWriter(recipe), ChmPeNoFunctions, none);
    CheckRefused(PeWriter(Functions({})), ChmPeNoFunctions, none);
    CheckRefused(PeWriter(Functions({0, 0})), ChmPeNoFunctions, none);
    PeWriter noAddress(Functions({0x1000}));
    noAddress.Put32(PeWriter::exceptionOffset, 0);
    CheckRefused(noAddress, ChmPeNoFunctions, none);
}

TEST_CASE("malformed files say what is wrong where")
{
    const PeRecipe recipe = Functions({0x1000, 0x1010});
    PeWriter file(recipe);
    file.bytes[0] = 'Z';
    CheckRefused(file, ChmPeMalformed, "there is no DOS header", 0);
    for (size_t offset : {size_t(0xFFFFFFFF), size_t(0x7FFFFFFF), file.bytes.size(), file.bytes.size() - 23}) {
        file = PeWriter(recipe);
        file.Put32(60, offset);
        CheckRefused(file, ChmPeMalformed, "there is no PE signature", offset);
    }
    file = PeWriter(recipe);
    file.Put16(PeWriter::optionalOffset, 0x107);
    CheckRefused(file, ChmPeMalformed, "the optional header is of an unknown kind", PeWriter::optionalOffset);
    for (size_t bytes : {0, 1, 111, 0xFFFF}) {
        file = PeWriter(recipe);
        file.Put16(PeWriter::peOffset + 20, bytes);
        CheckRefused(file, ChmPeMalformed, "the optional header is cut off", PeWriter::optionalOffset);
    }
    file = PeWriter(recipe);
    file.Put16(PeWriter::peOffset + 6, 0xFFFF);
    CheckRefused(file, ChmPeMalformed, "the section headers are cut off", PeWriter::sectionsOffset);
    for (size_t rva : {size_t(0x3000 + 24), size_t(0x2FFF), size_t(0xFFFFFFFF), size_t(1)}) {
        file = PeWriter(recipe);
        file.Put32(PeWriter::exceptionOffset, rva);
        CheckRefused(file, ChmPeMalformed, "the function table lies in no section", PeWriter::exceptionOffset);
    }
    for (size_t bytes : {size_t(25), size_t(0xFFFFFFFF), size_t(0x80000000)}) {
        file = PeWriter(recipe);
        file.Put32(PeWriter::exceptionOffset + 4, bytes);
        CheckRefused(file, ChmPeMalformed, "the function table reaches beyond its section", PeWriter::exceptionOffset);
    }
    for (size_t offset : {size_t(0xFFFFFFFF), size_t(0x401), file.bytes.size()}) {
        file = PeWriter(recipe);
        file.Put32(PeWriter::sectionsOffset + 40 + 20, offset);
        CheckRefused(file, ChmPeMalformed, "a section reaches beyond the end of the file", offset);
    }
}

TEST_CASE("a file cut off anywhere is refused")
{
    for (uint16_t machine : {0x8664, 0xAA64}) {
        const PeWriter file(Functions({0x1000, 0x1010, 0x1020}, machine));
        for (size_t length = 0; length < file.bytes.size(); length++) {
            const Decoded decoded =
                Decode(std::vector<uint8_t>(file.bytes.begin(), file.bytes.begin() + std::ptrdiff_t(length)));
            REQUIRE(decoded.status == ChmPeMalformed);
            REQUIRE(decoded.error.reason != nullptr);
        }
    }
}

TEST_CASE("any header field may hold anything")
{
    const PeWriter file(Functions({0x1000, 0x1010, 0x1020}));
    size_t sound = 0;
    for (size_t offset = 0; offset + 4 <= PeWriter::pdataOffset; offset += 2)
        for (uint32_t extreme :
             {0u, 1u, 0x7Fu, 0xFFu, 0xFFFFu, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFFu, 0x3000u, 0x400u}) {
            PeWriter lying = file;
            lying.Put32(offset, extreme);
            const Decoded decoded = Decode(lying.bytes);
            REQUIRE(
                (decoded.status == ChmOk || decoded.status == ChmPeMalformed || decoded.status == ChmPeNoFunctions));
            sound += decoded.status == ChmOk;
        }
    CHECK(sound > 0);
}
