/*
 * A collection of tables finds an address's function among all modules that it was told of, by one
 * search: from scripts, natively and after more modules were told. Modules that overlap, tables
 * whose keys are no starts, starts outside their module and tables that can't be loaded are told as
 * such, and an address outside all modules is in none.
 */
#include "support/chm01/program_writer.h"
#include "support/com/fixture.h"

namespace {

struct PackedModules {
    Apartment apartment;
    TemporaryFolder folder;
    Com<IPerfectHashIocpContext> context = NewContext();
    Com<IPerfectHashTables> tables;

    PackedModules()
    {
        const std::vector<uint32_t> a = {0x1000, 0x1020, 0x1100}, b = {0x3000, 0x1000};
        write(L"a.keys", a.data(), a.size() * 4);
        write(L"b.keys", b.data(), b.size() * 4);
        write(L"c.txt", "GET\r\nPOST\r\n", 11);
        load(L"all.phpack", L"");
    }
    // The pack of a run over these files.
    void load(const wchar_t *name, const wchar_t *options)
    {
        const std::wstring pack = folder.file(name);
        Com<IPerfectHashTables> made;
        REQUIRE(context->BulkCreate(Bstr(folder.file(L"keys").c_str()), nullptr,
                                    Bstr((L"\"--Pack=" + pack + L"\" " + options).c_str()), made.out()) == S_OK);
        REQUIRE(context->LoadPack(Bstr(pack.c_str()), tables.out()) == S_OK);
    }
    void write(const std::wstring &name, const void *bytes, size_t size)
    {
        CreateDirectoryW(folder.file(L"keys").c_str(), nullptr);
        folder.write((L"keys\\" + name).c_str(), bytes, size);
    }
    HRESULT map(const Var &which, const Var &base, const Var &bytes, const Var &timeDateStamp = Var(0))
    {
        return tables->MapModule(which.v, base.v, bytes.v, timeDateStamp.v);
    }
    void refused(const Var &bytes, const Var &timeDateStamp, const wchar_t *why)
    {
        CHECK(map(Var(0), Var(0x500000), bytes, timeDateStamp) == PERFECTHASH_E_ARGUMENT);
        CHECK(ErrorTells(why));
    }
    // The table's number and the position; empty: none.
    std::vector<LONG> find(const Var &address)
    {
        Var place;
        REQUIRE(tables->FindAddress(address.v, place.out()) == S_OK);
        return V_VT(&place.v) == VT_EMPTY ? std::vector<LONG>() : Longs(place);
    }
};

using Place = std::vector<LONG>;

} // namespace

TEST_CASE_FIXTURE(PackedModules, "an address is in a function of the module that is loaded there")
{
    CHECK(find(Var(0x1000)) == Place{});
    REQUIRE(map(Var::text(L"b.keys"), Var::text(L"0x7FF812340000"), Var(0x5000)) == S_OK);
    CHECK(find(Var::text(L"0x7FF812340FFF")) == Place{});
    CHECK(find(Var::text(L"0x7FF812341000")) == Place{1, 1});
    CHECK(find(Var::text(L"0x7FF812344FFF")) == Place{1, 0});
    CHECK(find(Var::text(L"0x7FF812345000")) == Place{});
    REQUIRE(map(Var(0), Var(0x400000), Var(0x2000)) == S_OK); // the index is made again
    CHECK(find(Var(0x40101F)) == Place{0, 0});
    CHECK(find(Var(0x401020)) == Place{0, 1});
    CHECK(find(Var(0x402000)) == Place{});
    CHECK(find(Var::text(L"0x7FF812343001")) == Place{1, 0});
}

TEST_CASE_FIXTURE(PackedModules, "natively many addresses are answered at once")
{
    REQUIRE(map(Var(0), Var(0x400000), Var(0x2000)) == S_OK);
    REQUIRE(map(Var(1), Var(0x402000), Var(0x4000)) == S_OK);
    const auto native = tables.query<IPerfectHashTablesNative>(IID_IPerfectHashTablesNative);
    std::vector<ULONGLONG> addresses;
    std::vector<LONG> expectedTables, expectedPositions;
    for (int i = 0; i < 100; i++) {
        addresses.insert(addresses.end(), {0x401105, 0x403000, 5});
        expectedTables.insert(expectedTables.end(), {0, 1, -1});
        expectedPositions.insert(expectedPositions.end(), {2, 1, -1});
    }
    std::vector<LONG> numbers(300), positions(300);
    REQUIRE(native->FindAddressBatch(addresses.data(), 300, reinterpret_cast<ULONG *>(numbers.data()),
                                     reinterpret_cast<ULONG *>(positions.data())) == S_OK);
    CHECK(numbers == expectedTables);
    CHECK(positions == expectedPositions);
}

TEST_CASE_FIXTURE(PackedModules, "what can't be mapped or searched says why")
{
    Var place;
    CHECK(map(Var::text(L"none.keys"), Var(0x400000), Var(0x2000)) == PERFECTHASH_E_NO_SUCH_TABLE);
    CHECK(map(Var(0), Var::text(L"here"), Var(0x2000)) == PERFECTHASH_E_KEY_TYPE);
    CHECK(map(Var(0), Var(0x400000), Var(0)) == PERFECTHASH_E_ARGUMENT);
    CHECK(map(Var(0), Var::text(L"0xFFFFFFFFFFFFFFFF"), Var(2)) == PERFECTHASH_E_ARGUMENT);
    REQUIRE(map(Var(0), Var(0x400000), Var(0x2000)) == S_OK);
    CHECK(map(Var(1), Var(0x401FFF), Var(0x4000)) == PERFECTHASH_E_ARGUMENT);
    CHECK(ErrorTells(L"it overlaps the module of table 0"));
    CHECK(map(Var(1), Var(0x3FD000), Var(0x4000)) == PERFECTHASH_E_ARGUMENT);
    CHECK(tables->FindAddress(Var(5).v, nullptr) == E_POINTER);
    CHECK(tables->FindAddress(Var::text(L"main").v, place.out()) == PERFECTHASH_E_KEY_TYPE);
    CHECK(map(Var(1), Var(0x500000), Var(0x2000)) == PERFECTHASH_E_ARGUMENT);
    CHECK(ErrorTells(L"b: a function begins outside the bytes of the module"));
    CHECK(map(Var(1), Var(0x500000), Var(0x4000), Var(7)) == PERFECTHASH_E_ARGUMENT);
    CHECK(ErrorTells(L"timeDateStamp: the table's keys are of no program"));
    CHECK(find(Var(0x401000)) == Place{0, 0});
}

TEST_CASE_FIXTURE(PackedModules, "a table of text keys is no module")
{
    CHECK(map(Var::text(L"c.txt"), Var(0x400000), Var(0x2000)) == PERFECTHASH_E_KEY_TYPE);
    CHECK(ErrorTells(L"its keys are no addresses"));
}

TEST_CASE_FIXTURE(PackedModules, "a module of another build than the table's is told by its size or time stamp")
{
    const ProgramWriter program = ProgramWriter::OfFour();
    write(L"p.dll", program.bytes.data(), program.bytes.size());
    load(L"program.phpack", L"--Include=p.dll");
    refused(Var(0x301000), Var(0), L"moduleBytes: 0x301000: table p is of another build, of which it is 0x300000.");
    refused(Var(0x300000), Var(0x5F3759DE),
            L"timeDateStamp: 0x5F3759DE: table p is of another build, of which it is 0x5F3759DF.");
    CHECK(map(Var(0), Var(0x500000), Var(0x300000), Var::text(L"now")) == PERFECTHASH_E_KEY_TYPE);
    REQUIRE(map(Var(0), Var(0x500000), Var(0x300000), Var(0x5F3759DF)) == S_OK);
    REQUIRE(map(Var(0), Var(0x900000), Var(0x300000)) == S_OK);
    CHECK(find(Var(0x503005)) == Place{0, 2});
    CHECK(find(Var(0x902005)) == Place{0, 1});
    refused(Var(0x300000), Var::text(L"04030201060508070A090B0C0D0E0F107"),
            L"timeDateStamp: 04030201060508070A090B0C0D0E0F107: table p has no build id to compare.");
}

TEST_CASE_FIXTURE(PackedModules, "a module of another build than the table's is told by its build id")
{
    ProgramWriter program = ProgramWriter::OfFour();
    const uint32_t record = program.Add({0x53445352, 0x04030201, 0x08070605, 0x0C0B0A09, 0x100F0E0D, 0x2A, 0x2E61}),
                   offset = record - program.dataRva + uint32_t(program.dataOffset),
                   directory = program.Add({0, 0, 0, 2, 28, record, offset});
    program.Directory(ProgramWriter::Debug, directory, 28);
    write(L"p.dll", program.bytes.data(), program.bytes.size());
    load(L"program.phpack", L"--Include=p.dll");
    const std::wstring id = L"0403020106050807090A0B0C0D0E0F10";
    refused(Var(0x300000), Var::text((id + L"2B").c_str()),
            (L"timeDateStamp: " + id + L"2B: table p is of another build, of which it is " + id + L"2A.").c_str());
    refused(Var(0x300001), Var::text((id + L"2A").c_str()), L"moduleBytes: 0x300001: table p is of another build");
    CHECK(map(Var(0), Var(0x500000), Var(0x300000), Var::text(L"04030201060508070A0B0C0D0E0F107x")) ==
          PERFECTHASH_E_KEY_TYPE);
    CHECK(map(Var(0), Var(0x500000), Var(0x300000), Var::text((id + L"123456789012345678").c_str())) ==
          PERFECTHASH_E_KEY_TYPE);
    REQUIRE(map(Var(0), Var(0x500000), Var(0x300000), Var::text((id + L"2a").c_str())) == S_OK);
    CHECK(find(Var(0x503005)) == Place{0, 2});
}
