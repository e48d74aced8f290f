/*
 * Which functions a program has. These tests write programs with every kind of table: chained and
 * unsorted entries, exports, hybrid metadata, ReadyToRun images for other systems. A reading in
 * slices of any size gives what one without gives, and a program without functions says what it is.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

#include "chm01/program/program.h"
#include "support/chm01/program_writer.h"
#include "support/chm01/table_maker.h"

namespace {

using Addresses = std::vector<uint32_t>;

struct ReadProgram {
    ChmStatus status = ChmContinue;
    ChmError error{};
    Addresses addresses;
};

ReadProgram Read(const std::vector<uint8_t> &bytes, ProgramFunctions functions = ProgramBoth, bool pieces = false,
                 uint64_t stepsASlice = UINT64_MAX)
{
    const AlignedBytes exact(bytes.size());
    std::copy(bytes.begin(), bytes.end(), exact.data());
    const AlignedBytes memory(ProgramBound(exact.data(), exact.size()));
    ProgramReading reading;
    ReadProgram read;
    read.status = ProgramReadBegin(&reading, exact.data(), exact.size(), functions, pieces, memory.data(), &read.error);
    if (read.status != ChmOk)
        return read;
    do {
        Work work = {stepsASlice};
        read.status = ProgramReadOn(&reading, &work, &read.error);
    } while (read.status == ChmContinue);
    read.addresses.resize(read.status == ChmOk ? reading.count : 0);
    if (!read.addresses.empty())
        std::memcpy(read.addresses.data(), memory.data(), 4 * read.addresses.size());
    return read;
}

void CheckReason(const ProgramWriter &program, const std::string &reason, ProgramFunctions functions = ProgramBoth)
{
    const ReadProgram read = Read(program.bytes, functions);
    REQUIRE(read.status == ChmPeNoFunctions);
    CHECK(std::string(read.error.reason) == reason);
}

// x64: the flags stand in the first byte's upper five bits.
uint32_t Unwind(ProgramWriter &program, uint32_t flags)
{
    return program.Add({1 | flags << 3, 0, 0, 0});
}

} // namespace

TEST_CASE("a function table in any order gives ascending addresses, each once")
{
    std::mt19937 random(5);
    for (size_t count : {1, 2, 3, 300, 5000}) {
        ProgramWriter program;
        const uint32_t unwind = Unwind(program, 0);
        std::vector<uint32_t> entries;
        std::set<uint32_t> expected;
        for (size_t i = 0; i < count; i++) {
            const uint32_t address = 0x1000 + random() % 0x7F000 + (random() % 7 == 0 ? random() << 12 : 0);
            entries.insert(entries.end(), {address, address + 4, unwind});
            expected.insert(address);
        }
        program.Functions(entries);
        const Addresses sorted(expected.begin(), expected.end());
        CHECK(Read(program.bytes).addresses == sorted);
        for (uint64_t steps : {1, 2, 255, 4096})
            CHECK(Read(program.bytes, ProgramBoth, false, steps).addresses == sorted);
    }
}

TEST_CASE("chained entries are pieces, which count where they are asked for")
{
    ProgramWriter program;
    const uint32_t whole = Unwind(program, 0), handler = Unwind(program, 3), chained = Unwind(program, 4);
    program.Functions({0x1000, 0x1010, whole, 0x1010, 0x1020, chained, 0x1020, 0x1030, handler, //
                       0x1030, 0x1040, (program.dataRva + 0x40) | 1, 0x1040, 0x1050, 0xFFFFFFF0});
    CHECK(Read(program.bytes).addresses == Addresses{0x1000, 0x1020, 0x1040});
    CHECK(Read(program.bytes, ProgramBoth, true).addresses == Addresses{0x1000, 0x1010, 0x1020, 0x1030, 0x1040});
}

TEST_CASE("an ARM64 function's fragments are pieces")
{
    ProgramWriter program(0xAA64);
    const uint32_t code = 0xE4E3E3E3, fragment = 0xE4E3E3E5;
    const uint32_t plain = program.Add({1u << 27 | 1u << 21, code, 0}), //
        piece = program.Add({1u << 27 | 1u << 21, fragment, 0}),
                   scoped = program.Add({1u << 27 | 2u << 22, 0xE5E5E5E5, 0xE5E5E5E5, code, 0}),
                   scopedPiece = program.Add({1u << 27 | 2u << 22, 0, 0, fragment, 0}),
                   large = program.Add({0, 1u << 16 | 1, 0xE5E5E5E5, code}),
                   largePiece = program.Add({0, 1u << 16 | 1, 0, fragment}),
                   without = program.Add({1u << 21, fragment});
    program.Functions({0x1000, plain, 0x1010, piece, 0x1020, scoped, 0x1030, scopedPiece, 0x1040, large, //
                       0x1050, largePiece, 0x1060, 0x11, 0x1070, 0x12, 0x1080, without});
    CHECK(Read(program.bytes).addresses == Addresses{0x1000, 0x1020, 0x1040, 0x1060, 0x1080});
    CHECK(Read(program.bytes, ProgramUnwind, true).addresses.size() == 9);
}

TEST_CASE("exports are functions where they lie in code, and forward to no other program")
{
    for (bool wide : {true, false}) {
        ProgramWriter program(wide ? 0x8664 : 0x14C, wide);
        program.ExportsAre({0x3000, 0, 0x2000, ProgramWriter::dataRva + 8, 0x3000, 0x80FFF, 0x81000, 0xFFF});
        CHECK(Read(program.bytes).addresses == Addresses{0x2000, 0x3000, 0x80FFF});
        CHECK(Read(program.bytes, ProgramExports).addresses == Addresses{0x2000, 0x3000, 0x80FFF});
        CHECK(Read(program.bytes, ProgramUnwind).status == ChmPeNoFunctions);
    }
    ProgramWriter program;
    program.ExportsAre({0x2000, 0x1000, 0x1010});
    program.Functions({0x1000, 0x1010, Unwind(program, 0), 0x1020, 0x1030, Unwind(program, 0)});
    CHECK(Read(program.bytes).addresses == Addresses{0x1000, 0x1010, 0x1020, 0x2000});
    CHECK(Read(program.bytes, ProgramUnwind).addresses == Addresses{0x1000, 0x1020});
    CHECK(Read(program.bytes, ProgramExports).addresses == Addresses{0x1000, 0x1010, 0x2000});
    // the exports' own directory, moved to the code, holds a forwarder's text
    program.Directory(ProgramWriter::Exports, program.Add({0, 0, 0, 0, 1, 1, 0, program.Add({0x3004}), 0, 0}), 40);
    CHECK(Read(program.bytes, ProgramExports).addresses == Addresses{0x3004});
}

TEST_CASE("an export that points into the directory of exports is a forwarder, in code too")
{
    ProgramWriter program;
    program.Section(1, ProgramWriter::dataRva, 0, ProgramWriter::dataOffset, 0, 0x60000020);
    const uint32_t table = program.Add({0x2000, 0});
    const uint32_t rva = program.Add({0, 0, 0, 0, 1, 2, 0, table, 0, 0, 0x612E62, 0});
    program.Section(1, ProgramWriter::dataRva, 0x1000, ProgramWriter::dataOffset,
                    uint32_t(program.bytes.size() - ProgramWriter::dataOffset), 0x60000020);
    program.Put(ProgramWriter::dataOffset + 4, rva + 40);
    program.Directory(ProgramWriter::Exports, rva, 48);
    CHECK(Read(program.bytes).addresses == Addresses{0x2000});
    program.Directory(ProgramWriter::Exports, rva, 40); // the text is outside now: an address as any other
    CHECK(Read(program.bytes).addresses == Addresses{0x2000, rva + 40});
}

TEST_CASE("ARM64EC and ARM64X files have the functions of their other code in a second table")
{
    ProgramWriter ec; // says x64
    ec.Functions({0x1000, 0x1010, Unwind(ec, 0)});
    ec.HybridFunctions({0x2000, 0x11, 0x2010, 0x12, 0x3000, 0x11});
    CHECK(Read(ec.bytes).addresses == Addresses{0x1000, 0x2000, 0x3000});
    CHECK(Read(ec.bytes, ProgramUnwind, true).addresses == Addresses{0x1000, 0x2000, 0x2010, 0x3000});
    CHECK(Read(ec.bytes, ProgramExports).status == ChmPeNoFunctions);
    ProgramWriter x(0xAA64);
    x.Functions({0x1000, 0x11, 0x2000, 0x11});
    x.HybridFunctions({0x2000, 0x2010, Unwind(x, 0), 0x1800, 0x1900, Unwind(x, 0), 0x1900, 0x1910, Unwind(x, 4)});
    CHECK(Read(x.bytes).addresses == Addresses{0x1000, 0x1800, 0x2000});
    CHECK(Read(x.bytes, ProgramBoth, true).addresses == Addresses{0x1000, 0x1800, 0x1900, 0x2000});
}

TEST_CASE("an ARM64X file exports what it does as an ARM64 and as an x64 program")
{
    ProgramWriter x(0xAA64);
    x.Functions({0x1000, 0x11});
    x.ExportsAre({0x4000, 0x4100});
    const uint32_t exports = x.dataRva + uint32_t(x.bytes.size() - x.dataOffset) - 48;
    const std::vector<uint8_t> fixups = x.ExportsFixed(exports, 40);
    x.ExportsAre({0x4200, exports + 4, 0x4100}); // one is in the other directory, which is data
    x.HybridFunctions({0x5000, 0x5010, 3}, fixups);
    CHECK(Read(x.bytes).addresses == Addresses{0x1000, 0x4000, 0x4100, 0x4200});
    CHECK(Read(x.bytes, ProgramUnwind).addresses == Addresses{0x1000});
    CHECK(Read(x.bytes, ProgramExports).addresses == Addresses{0x4000, 0x4100, 0x4200});
    x.Put(ProgramWriter::peOffset + 4, uint16_t(0x8664)); // fixups are of ARM64 files alone
    CHECK(Read(x.bytes, ProgramExports).addresses == Addresses{0x4100, 0x4200});
}

TEST_CASE("fixups that are cut off, of another version or outside the sections are malformed")
{
    ProgramWriter sound(0xAA64);
    sound.ExportsAre({0x4000});
    const uint32_t at = sound.dataRva + uint32_t(sound.bytes.size() - sound.dataOffset);
    sound.HybridFunctions({0x5000, 0x5010, 0}, sound.ExportsFixed(at - 48, 40));
    REQUIRE(Read(sound.bytes).addresses == Addresses{0x4000, 0x5000});
    const size_t fixups = sound.OffsetOf(at);
    const size_t offsets[] = {fixups, fixups + 4, fixups + 16, fixups + 36, fixups + 44};
    for (const size_t offset : offsets) {
        CAPTURE(offset - fixups);
        ProgramWriter program = sound;
        program.Put(offset, uint32_t(0x00FFFFF0));
        const ReadProgram read = Read(program.bytes);
        CHECK(read.status == ChmPeMalformed);
        CHECK(std::string(read.error.reason) == "the fixups of the hybrid program are malformed");
        CHECK(Read(program.bytes, ProgramUnwind).addresses == Addresses{0x5000});
    }
}

TEST_CASE("a ReadyToRun image has functions, for x86 and for other systems too")
{
    ProgramWriter x86(0x14C, false);
    x86.ReadyToRunFunctions({0x2000, 0, 0x1000, 0, 0xFFFFFFFF, 0});
    CHECK(Read(x86.bytes).addresses == Addresses{0x1000, 0x2000});
    x86.Directory(ProgramWriter::Exceptions, ProgramWriter::dataRva, 24); // as real ones have it
    CHECK(Read(x86.bytes).addresses == Addresses{0x1000, 0x2000});
    for (uint16_t system : {0x7B79, 0x4644, 0xADC4, 0x1993, 0x1992}) {
        ProgramWriter x64(0x8664 ^ system), arm64(0xAA64 ^ system);
        x64.Functions({0x1000, 0x1010, Unwind(x64, 0), 0x1010, 0x1020, Unwind(x64, 4)});
        arm64.ReadyToRunFunctions({0x1000, 0x11, 0x1010, 0x12});
        CHECK(Read(x64.bytes).addresses == Addresses{0x1000});
        CHECK(Read(arm64.bytes).addresses == Addresses{0x1000});
    }
}

TEST_CASE("the lowest bit of a 32-bit ARM function says Thumb, in its entry and its export")
{
    ProgramWriter arm(0x1C4, false);
    const uint32_t fragment = arm.Add({1u << 22}), whole = arm.Add({0});
    arm.Functions({0x1001, 0x11, 0x1011, fragment, 0x1021, whole});
    arm.ExportsAre({0x1021, 0x1031, 0x1041});
    CHECK(Read(arm.bytes).addresses == Addresses{0x1000, 0x1020, 0x1030, 0x1040});
    CHECK(Read(arm.bytes, ProgramUnwind).addresses == Addresses{0x1000, 0x1020});
    CHECK(Read(arm.bytes, ProgramExports).addresses == Addresses{0x1020, 0x1030, 0x1040});
}

TEST_CASE("a program without functions says what it is")
{
    CheckReason(ProgramWriter(), "it has no table of its functions and exports none");
    CheckReason(ProgramWriter(), "it has no table of its functions", ProgramUnwind);
    CheckReason(ProgramWriter(), "it exports no function", ProgramExports);
    ProgramWriter managed(0x14C, false);
    managed.Directory(ProgramWriter::Managed, managed.Add(std::vector<uint32_t>(18)), 72);
    CheckReason(managed, "it is managed: its functions are compiled when it runs");
    ProgramWriter empty;
    empty.Section(0, 0x1000, 0x1000, 0x400, 0x200, 0x40000040);
    CheckReason(empty, "it is empty: it has no code");
    empty.Directory(ProgramWriter::Resources, empty.Add({1}), 4);
    CheckReason(empty, "it has resources and no code");
    ProgramWriter packed;
    packed.Section(0, 0x1000, 0x1000, 0, 0, 0xE0000080);
    CheckReason(packed, "it is packed or stripped: the file lacks bytes of its code or of its tables");
    for (size_t directory : {ProgramWriter::Exceptions, ProgramWriter::Exports}) {
        ProgramWriter hidden;
        hidden.Directory(directory, ProgramWriter::hiddenRva + 8, 120);
        CheckReason(hidden, "it is packed or stripped: the file lacks bytes of its code or of its tables");
    }
    ProgramWriter foreign(0x166, false);
    CheckReason(foreign, "it is for a machine whose function tables are not known, and exports none");
    foreign.ExportsAre({0x1000});
    CHECK(Read(foreign.bytes).addresses == Addresses{0x1000});
}

TEST_CASE("tables outside their sections and the file are told with where that is said")
{
    const auto reason = [](const ProgramWriter &program, ProgramFunctions functions = ProgramBoth) {
        const ReadProgram read = Read(program.bytes, functions);
        CHECK(read.status == ChmPeMalformed);
        return std::string(read.error.reason);
    };
    ProgramWriter program;
    program.Functions({0x1000, 0x1010, 0});
    program.Directory(ProgramWriter::Exports, 0x7FFFFFFF, 40);
    CHECK(reason(program) == "the table of exports lies in no section");
    CHECK(Read(program.bytes, ProgramUnwind).addresses == Addresses{0x1000}); // malformed exports hurt no table
    program.Directory(ProgramWriter::Exports, program.Add({0, 0, 0, 0, 1, 4, 0, ProgramWriter::dataRva, 0, 0}), 40);
    CHECK(Read(program.bytes, ProgramExports).status == ChmOk);
    program.Directory(ProgramWriter::Exports, program.Add({0, 0, 0, 0, 1, 0x40000000, 0, ProgramWriter::dataRva, 0, 0}),
                      40);
    CHECK(reason(program) == "the table of exports reaches beyond its section");
    ProgramWriter hybrid;
    hybrid.HybridFunctions({0x1000, 0x11});
    hybrid.Put(hybrid.bytes.size() - 32, uint64_t(1));
    CHECK(reason(hybrid) == "the hybrid metadata lies in no section");
    ProgramWriter disorder;
    disorder.Section(0, ProgramWriter::dataRva, 0x1000, 0x400, 0x200, 0x60000020);
    CHECK(reason(disorder) == "the sections are not in the order of their addresses");
}

TEST_CASE("any number of a program with all tables may be anything")
{
    ProgramWriter program;
    program.Functions({0x1000, 0x1010, Unwind(program, 4), 0x1010, 0x1020, Unwind(program, 0)});
    program.HybridFunctions({0x2000, program.Add({1u << 27, 0xE5}), 0x2010, 0x12, 0x3000, 0x11});
    program.ExportsAre({0x3000, 0x1000, 0x2000});
    program.ReadyToRunFunctions({0x4000, 0x4010, 0});
    const Addresses sound = Read(program.bytes).addresses;
    REQUIRE(sound == Addresses{0x1000, 0x1010, 0x2000, 0x3000, 0x4000});
    size_t same = 0, other = 0, refused = 0;
    for (size_t offset = 0; offset + 4 <= program.bytes.size(); offset += 2) {
        for (uint32_t extreme : {0u, 1u, 0xFFu, 0xFFFFu, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFFu, 0x100000u, 0x1004u}) {
            std::vector<uint8_t> lying = program.bytes;
            std::memcpy(lying.data() + offset, &extreme, 4);
            for (ProgramFunctions functions : {ProgramBoth, ProgramUnwind, ProgramExports}) {
                const ReadProgram read = Read(lying, functions, offset % 4 == 0);
                REQUIRE(std::is_sorted(read.addresses.begin(), read.addresses.end()));
                same += read.addresses == sound;
                other += read.status == ChmOk && read.addresses != sound;
                refused += read.status != ChmOk;
            }
        }
        if (offset % 16 == 0) { // cut off there
            const ReadProgram cut = Read({program.bytes.begin(), program.bytes.begin() + std::ptrdiff_t(offset)});
            REQUIRE(cut.status != ChmOk);
        }
    }
    CHECK(same > 0);
    CHECK(other > 0);
    CHECK(refused > 0);
}

TEST_CASE("a program's build is known by its headers and its debug information")
{
    const auto identify = [](const ProgramWriter &program) {
        const AlignedBytes exact(program.bytes.size());
        std::copy(program.bytes.begin(), program.bytes.end(), exact.data());
        ProgramIdentity identity;
        ProgramIdentify(exact.data(), exact.size(), &identity);
        return identity;
    };
    for (bool wide : {true, false}) {
        ProgramWriter program(wide ? 0x8664 : 0x14C, wide);
        CHECK(identify(program).imageBytes == 0x300000);
        CHECK(identify(program).timeDateStamp == 0x5F3759DF);
        CHECK(identify(program).machine == (wide ? 0x8664 : 0x14C));
        CHECK(identify(program).buildAge == 0);
        const uint32_t record = program.Add({0x53445352, 0x04030201, 0x08070605, 0x0C0B0A09, 0x100F0E0D, 7, 0x2E61}),
                       offset = record - program.dataRva + uint32_t(program.dataOffset),
                       directory = program.Add({0, 0, 0, 4, 28, record, offset, 0, 0, 0, 2, 28, record, offset});
        program.Directory(ProgramWriter::Debug, directory, 56);
        CHECK(identify(program).buildAge == 7);
        for (uint8_t i = 0; i < 16; i++)
            CHECK(identify(program).buildId[i] == i + 1);
        program.Put(directory - program.dataRva + program.dataOffset + 52, uint32_t(program.bytes.size() - 23));
        CHECK(identify(program).buildAge == 0); // cut off
    }
    ProgramWriter none;
    none.bytes[0] = 'Z';
    CHECK(identify(none).imageBytes == 0);
}
