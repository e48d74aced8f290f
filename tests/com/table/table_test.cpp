/*
 * These tests use a table object: its properties, files, costs, coverage, source text and native
 * interface. A saved table loads as it was, in any layout and key size. A bad table file is refused
 * with what is wrong in it, and a large one without content after kilobytes of reading. A table
 * without keys looks up but cannot search.
 */
#include "support/com/fixture.h"
#include "support/com/import_hook.h"

#include <atomic>
#include <sstream>

namespace {
std::wstring Text(HRESULT (STDMETHODCALLTYPE IPerfectHashTable::*getter)(BSTR *), const Com<IPerfectHashTable> &table)
{
    Bstr value;
    CHECK((table.p->*getter)(value.out()) == S_OK);
    return value.str();
}
}

namespace {
std::atomic<ULONGLONG> bytesAsked; // of files, by the server
decltype(&ReadFile) systemRead;

BOOL WINAPI CountedRead(HANDLE file, void *to, DWORD bytes, DWORD *moved, OVERLAPPED *overlapped)
{
    bytesAsked += bytes;
    return systemRead(file, to, bytes, moved, overlapped);
}

std::atomic<int> flushes;
decltype(&FlushFileBuffers) systemFlush;

BOOL WINAPI CountedFlush(HANDLE file)
{
    flushes++;
    return systemFlush(file);
}
}

TEST_CASE("a table from a file tells what it is and where its files are")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    const std::wstring path = folder.write(L"my set-500.keys", SomeKeys(500));
    Com<IPerfectHashTable> table;
    REQUIRE(context->TableCreate(Bstr(path.c_str()), Bstr((folder.path + L"\\out").c_str()), Bstr(L""), table.out()) ==
            S_OK);
    LONG number = 0;
    double real = 0;
    CHECK(Text(&IPerfectHashTable::get_Name, table) == L"my set-500");
    CHECK((table->get_KeyCount(&number) == S_OK && number == 500));
    CHECK(Text(&IPerfectHashTable::get_Algorithm, table) == L"Chm01");
    CHECK(Text(&IPerfectHashTable::get_HashFunction, table) == L"Quadx");
    CHECK(Text(&IPerfectHashTable::get_MaskFunction, table) == L"And");
    CHECK(Text(&IPerfectHashTable::get_Layout, table) == L"Flat");
    CHECK((table->get_Attempts(&real) == S_OK && real >= 1));
    CHECK((table->get_TableBytes(&real) == S_OK && real == 2 * 512 * 2));
    CHECK((table->get_TableResizes(&number) == S_OK && number == 0));
    Var seeds, files;
    CHECK(table->get_Seeds(seeds.out()) == S_OK);
    CHECK(Strings(seeds).size() == 2);
    CHECK(Strings(seeds)[0].substr(0, 2) == L"0x");
    CHECK(table->get_Files(files.out()) == S_OK);
    const std::vector<std::wstring> paths = Strings(files);
    REQUIRE(paths.size() == 2);
    CHECK(FilesBelow(folder.path + L"\\out") == 2);
    for (const std::wstring &file : paths) {
        CHECK(file.find(Text(&IPerfectHashTable::get_OutputDirectory, table)) == 0);
        CHECK(!FileBytes(file).empty());
    }
}

TEST_CASE("a table tells what it took, and the fallback of the context makes what the hash function can't")
{
    Apartment apartment;
    auto context = NewContext();
    std::vector<uint32_t> keys = SomeKeys(30000);
    keys[77] = 0;
    REQUIRE(context->put_HashFunction(Bstr(L"MultiplyShiftR")) == S_OK);
    REQUIRE(context->put_FallbackHashFunction(Bstr(L"Quadx")) == S_OK);
    auto table = TableOf(context.p, keys);
    CHECK(Text(&IPerfectHashTable::get_HashFunction, table) == L"Quadx");
    double attempts = 0;
    REQUIRE(table->get_Attempts(&attempts) == S_OK);
    const auto figure = [&](HRESULT (STDMETHODCALLTYPE IPerfectHashTable::*getter)(double *)) {
        double value = -1;
        CHECK((table.p->*getter)(&value) == S_OK);
        CHECK((table.p->*getter)(nullptr) == E_POINTER);
        return value;
    };
    CHECK(figure(&IPerfectHashTable::get_AttemptsMade) >= attempts);
    CHECK(figure(&IPerfectHashTable::get_Setups) >= 1);
    CHECK(figure(&IPerfectHashTable::get_RejectedAttempts) < figure(&IPerfectHashTable::get_AttemptsMade));
    CHECK(figure(&IPerfectHashTable::get_SetupMicroseconds) > 0);
    CHECK(figure(&IPerfectHashTable::get_AttemptMicroseconds) > 0);
    CHECK(figure(&IPerfectHashTable::get_AssignMicroseconds) > 0);
    CHECK(figure(&IPerfectHashTable::get_VerifyMicroseconds) > 0);
    CHECK(figure(&IPerfectHashTable::get_ScatterMicroseconds) == 0);
}

TEST_CASE("what a report draws: the better graphs of a search, and the cache lines where the keys are there")
{
    Apartment apartment;
    auto context = NewContext();
    const std::vector<uint32_t> keys = SomeKeys(2000);
    auto table = TableOf(context.p, keys, L"--FindBestGraph");
    CHECK(table->ReportData(nullptr) == E_POINTER);
    const auto data = [](IPerfectHashTable *of) {
        Bstr text;
        REQUIRE(of->ReportData(text.out()) == S_OK);
        return text.str();
    };
    const std::wstring whole = data(table.p);
    CHECK(whole.find(L"{\"better\": [{\"attempt\": ") == 0);
    double used = 0, empty = 0;
    REQUIRE(table->get_UsedCacheLines(&used) == S_OK);
    REQUIRE(table->get_EmptyCacheLines(&empty) == S_OK);
    CHECK(whole.find(L", \"lines\": " + std::to_wstring(static_cast<int>(used + empty)) + L", ") != std::wstring::npos);
    // Pairs of lines in use and slots.
    const size_t parts = whole.find(L"\"parts\": [");
    REQUIRE(parts != std::wstring::npos);
    std::wistringstream numbers(whole.substr(parts + 10));
    int inUse = 0, lines = 0, most = 0;
    wchar_t comma = 0;
    while (numbers >> lines >> comma >> most >> comma)
        inUse += lines;
    CHECK(inUse == static_cast<int>(used));
    CHECK(data(TableOf(context.p, keys, L"--OmitKeys").p) == L"{\"better\": []}");
}

TEST_CASE("a saved table loads as it was, in any layout and key size")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    std::vector<ULONGLONG> wide;
    for (const uint32_t key : SomeKeys(3000))
        wide.push_back(key * 0x100000001ull + (static_cast<ULONGLONG>(key) << 17));
    struct {
        Var keys;
        const wchar_t *options;
    } const cases[] = {{ArrayOf(VT_UI4, SomeKeys(1)), L""},
                       {ArrayOf(VT_UI4, SomeKeys(70000)), L""},
                       {ArrayOf(VT_UI4, SomeKeys(3000)), L"--RngSeed=5"},
                       {ArrayOf(VT_UI8, wide), L""}};
    for (const auto &c : cases) {
        Com<IPerfectHashTable> table, loaded;
        REQUIRE(context->TableCreateFromKeys(c.keys.v, Bstr(L"Zeichen \u00e4\u4e16"), Bstr(L""), Bstr(c.options),
                                             table.out()) == S_OK);
        const std::wstring path = folder.file(L"saved \u00e4\u4e16.pht");
        REQUIRE(table->Save(Bstr(path.c_str())) == S_OK);
        REQUIRE(context->LoadTable(Bstr(path.c_str()), loaded.out()) == S_OK);
        CHECK(Text(&IPerfectHashTable::get_Name, loaded) == L"Zeichen \u00e4\u4e16");
        CHECK(Text(&IPerfectHashTable::get_OutputDirectory, loaded) == folder.path);
        Var files;
        CHECK(loaded->get_Files(files.out()) == S_OK);
        CHECK(Strings(files) == std::vector<std::wstring>{path});
        Var first, second, seeds, loadedSeeds;
        CHECK(table->FindMany(c.keys.v, first.out()) == S_OK);
        CHECK(loaded->FindMany(c.keys.v, second.out()) == S_OK);
        // the same as a job
        Com<IPerfectHashJob> job;
        Com<IDispatch> result;
        REQUIRE(context->BeginLoadTable(Bstr(path.c_str()), job.out()) == S_OK);
        REQUIRE(Wait(job));
        REQUIRE((job->get_Result(result.out()) == S_OK && result.p));
        auto begun = result.query<IPerfectHashTable>(IID_IPerfectHashTable);
        Var third, begunFiles;
        CHECK(begun->FindMany(c.keys.v, third.out()) == S_OK);
        CHECK(Longs(first) == Longs(third));
        CHECK(begun->get_Files(begunFiles.out()) == S_OK);
        CHECK(Strings(begunFiles) == std::vector<std::wstring>{path});
        CHECK(Longs(first) == Longs(second));
        CHECK(table->get_Seeds(seeds.out()) == S_OK);
        CHECK(loaded->get_Seeds(loadedSeeds.out()) == S_OK);
        CHECK(Strings(seeds) == Strings(loadedSeeds));
        double microseconds = -1;
        CHECK((loaded->get_SolveMicroseconds(&microseconds) == S_OK && microseconds == 0));
    }
}

TEST_CASE("a table of a durable context is saved durably, whether it was made or loaded")
{
    Apartment apartment;
    TemporaryFolder folder;
    const Server server;
    ImportHook hook(server.module);
    systemFlush = hook.replace("FlushFileBuffers", &CountedFlush);
    const bool hooked = systemFlush != nullptr;
    REQUIRE(hooked);
    for (const VARIANT_BOOL durable : {VARIANT_FALSE, VARIANT_TRUE}) {
        auto context = NewContext();
        REQUIRE(context->put_Durable(durable) == S_OK);
        const std::wstring path = folder.file(durable ? L"durable.pht" : L"other.pht"), copy = path + L".copy";
        auto table = TableOf(context.p, SomeKeys(100));
        Com<IPerfectHashTable> loaded;
        Com<IPerfectHashJob> job;
        Com<IDispatch> result;
        flushes = 0;
        REQUIRE(table->Save(Bstr(path.c_str())) == S_OK);
        CHECK(flushes == (durable ? 2 : 0)); // the file, and its folder
        REQUIRE(context->LoadTable(Bstr(path.c_str()), loaded.out()) == S_OK);
        REQUIRE(loaded->Save(Bstr(copy.c_str())) == S_OK);
        CHECK(flushes == (durable ? 4 : 0));
        REQUIRE(context->BeginLoadTable(Bstr(path.c_str()), job.out()) == S_OK);
        REQUIRE(Wait(job));
        REQUIRE((job->get_Result(result.out()) == S_OK && result.p));
        auto begun = result.query<IPerfectHashTable>(IID_IPerfectHashTable);
        REQUIRE(begun->Save(Bstr((copy + L".copy").c_str())) == S_OK);
        CHECK(flushes == (durable ? 6 : 0));
    }
}

TEST_CASE("a table file and a pack of 2 GiB without content cost kilobytes of reading")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    const Server server;
    ImportHook hook(server.module);
    systemRead = hook.replace("ReadFile", &CountedRead);
    const bool hooked = systemRead != nullptr;
    REQUIRE(hooked);
    const std::wstring path = folder.write(L"sparse.pht", "", 0);
    const HANDLE file = CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    LARGE_INTEGER end;
    end.QuadPart = (LONGLONG)2 << 30;
    REQUIRE((SetFilePointerEx(file, end, nullptr, FILE_BEGIN) && SetEndOfFile(file) && CloseHandle(file)));
    bytesAsked = 0;
    Com<IPerfectHashTable> table;
    Com<IPerfectHashTables> tables;
    Com<IPerfectHashJob> job;
    LONG code = 0;
    CHECK(context->LoadTable(Bstr(path.c_str()), table.out()) == PERFECTHASH_E_TABLE_MALFORMED);
    CHECK(ErrorTells(path));
    CHECK(context->LoadPack(Bstr(path.c_str()), tables.out()) == PERFECTHASH_E_PACK);
    CHECK(ErrorTells(path));
    REQUIRE(context->BeginLoadTable(Bstr(path.c_str()), job.out()) == S_OK);
    REQUIRE(Wait(job));
    CHECK((job->get_ErrorCode(&code) == S_OK && code == PERFECTHASH_E_TABLE_MALFORMED));
    CHECK(bytesAsked >= 512);
    CHECK(bytesAsked <= (ULONGLONG)1 << 20);
}

TEST_CASE("bad table files each say what is wrong with them")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    auto table = TableOf(context.p, SomeKeys(100));
    const std::wstring good = folder.file(L"good.pht");
    REQUIRE(table->Save(Bstr(good.c_str())) == S_OK);
    const std::vector<uint8_t> bytes = FileBytes(good);
    std::vector<uint8_t> flipped = bytes, version = bytes;
    flipped[bytes.size() - 70] ^= 1;
    version[8] = 99;
    struct {
        std::wstring path;
        HRESULT expected;
    } const cases[] = {
        {folder.file(L"absent.pht"), PERFECTHASH_E_TABLE_NOT_FOUND},
        {folder.path, PERFECTHASH_E_TABLE_UNREADABLE},
        {folder.write(L"empty.pht", "", 0), PERFECTHASH_E_TABLE_MALFORMED},
        {folder.write(L"text.pht", "This is not a table at all, only some text.", 43), PERFECTHASH_E_TABLE_MALFORMED},
        {folder.write(L"short.pht", bytes.data(), bytes.size() / 2), PERFECTHASH_E_TABLE_MALFORMED},
        {folder.write(L"flipped.pht", flipped.data(), flipped.size()), PERFECTHASH_E_TABLE_CHECKSUM},
        {folder.write(L"version.pht", version.data(), version.size()), PERFECTHASH_E_TABLE_VERSION},
    };
    for (const auto &c : cases) {
        Com<IPerfectHashTable> loaded;
        INFO(std::string(c.path.begin(), c.path.end()));
        CHECK(context->LoadTable(Bstr(c.path.c_str()), loaded.out()) == c.expected);
        CHECK(loaded.p == nullptr);
        CHECK(ErrorTells(c.path));
        Com<IPerfectHashJob> job;
        LONG code = 0;
        Bstr text;
        REQUIRE(context->BeginLoadTable(Bstr(c.path.c_str()), job.out()) == S_OK);
        REQUIRE(Wait(job));
        CHECK((job->get_ErrorCode(&code) == S_OK && code == c.expected));
        CHECK((job->get_Error(text.out()) == S_OK && text.str().find(c.path) != std::wstring::npos));
    }
    Com<IPerfectHashJob> none;
    CHECK(context->BeginLoadTable(nullptr, none.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(context->BeginLoadTable(Bstr(good.c_str()), nullptr) == E_POINTER);
    Com<IPerfectHashTable> loaded;
    CHECK(context->LoadTable(nullptr, loaded.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(table->Save(nullptr) == PERFECTHASH_E_ARGUMENT);
    CHECK(table->Save(Bstr((folder.path + L"\\no\\such\\folder.pht").c_str())) == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK(ErrorTells(L"folder.pht"));
    CHECK(table->Save(Bstr(folder.path.c_str())) == PERFECTHASH_E_OUTPUT_WRITE);
}

TEST_CASE("a table without its keys looks up but cannot search")
{
    Apartment apartment;
    auto context = NewContext();
    auto table = TableOf(context.p, {11, 22, 33}, L"--OmitKeys");
    VARIANT_BOOL has = VARIANT_TRUE, found;
    LONG position = -1;
    Var many;
    V_VT(&many.v) = VT_I4; // as what was not initialised
    CHECK((table->get_HasKeys(&has) == S_OK && has == VARIANT_FALSE));
    CHECK((table->Index(Var(33).v, &position) == S_OK && position == 2));
    CHECK(table->Contains(Var(33).v, &found) == PERFECTHASH_E_TABLE_WITHOUT_KEYS);
    CHECK(!ErrorText().empty());
    CHECK(table->Find(Var(33).v, &position) == PERFECTHASH_E_TABLE_WITHOUT_KEYS);
    CHECK(table->FindMany(Var(33).v, &many.v) == PERFECTHASH_E_TABLE_WITHOUT_KEYS);
    CHECK(V_VT(&many.v) == VT_EMPTY);
}

TEST_CASE("the best graph is the one that leaves most cache lines empty, and the figures are told")
{
    Apartment apartment;
    auto context = NewContext();
    const std::vector<uint32_t> keys = SomeKeys(600);
    auto plain = TableOf(context.p, keys), measured = TableOf(context.p, keys, L"--MeasureCoverage");
    CHECK(Number(plain, &IPerfectHashTable::get_EmptyCacheLines) == -1);
    CHECK(Number(plain, &IPerfectHashTable::get_MaxAssignedPerCacheLine) == -1);
    const double lines = Number(measured, &IPerfectHashTable::get_EmptyCacheLines) +
                         Number(measured, &IPerfectHashTable::get_UsedCacheLines);
    CHECK(lines == (2 * 641 * 2 + 63) / 64); // 641 vertices a side
    CHECK(Number(measured, &IPerfectHashTable::get_UsedPages) == 1);
    CHECK(Number(measured, &IPerfectHashTable::get_EmptyLargePages) == 0);
    CHECK(Number(measured, &IPerfectHashTable::get_UsedLargePages) == 1);
    CHECK(Number(measured, &IPerfectHashTable::get_EmptyPages) == 0);
    auto best =
        TableOf(context.p, keys,
                L"--FindBestGraph --BestCoverageType=LowestMaxAssignedPerCacheLineCount --BestCoverageAttempts=300");
    CHECK(Number(best, &IPerfectHashTable::get_MaxAssignedPerCacheLine) <
          Number(measured, &IPerfectHashTable::get_MaxAssignedPerCacheLine));
    const std::wstring subset = L"--FindBestGraph --BestCoverageType=LowestNumberOfUsedCacheLines --KeysSubset=" +
                                std::to_wstring(keys[0]) + L"," + std::to_wstring(keys[1]);
    auto narrow = TableOf(context.p, keys, subset.c_str());
    CHECK(Number(narrow, &IPerfectHashTable::get_UsedCacheLines) < 4); // two keys touch four values
    Var all;
    CHECK(narrow->FindMany(ArrayOf(VT_UI4, keys).v, all.out()) == S_OK);
    CHECK(Longs(all)[599] == 599);
    Com<IPerfectHashTable> none;
    for (const wchar_t *wrong : {L"--FindBestGraph --KeysSubset=1", L"--BestCoverageType=LowestNumberOfUsedPages",
                                 L"--KeysSubset=1", L"--FindBestGraph --BestCoverageType=Prettiest"})
        CHECK(context->TableCreateFromKeys(ArrayOf(VT_UI4, keys).v, Bstr(L"t"), nullptr, Bstr(wrong), none.out()) ==
              PERFECTHASH_E_OPTION_VALUE);
}

TEST_CASE("the source is a header, and an unknown language says so")
{
    Apartment apartment;
    auto context = NewContext();
    auto table = TableOf(context.p, {11, 22, 33});
    for (const wchar_t *language : {L"c", L"C", L"Header", L"h"}) {
        Bstr text;
        REQUIRE(table->Source(Bstr(language), text.out()) == S_OK);
        CHECK(text.str().find(L"someIndex") != std::wstring::npos);
        CHECK(text.str().find(L"#include <stdint.h>") != std::wstring::npos);
    }
    Bstr text;
    CHECK(FAILED(table->Source(Bstr(L"cobol"), text.out())));
    CHECK(ErrorTells(L"cobol"));
}

TEST_CASE("the native interface looks up by raw pointers")
{
    Apartment apartment;
    auto context = NewContext();
    const std::vector<uint32_t> keys = SomeKeys(5000);
    auto table = TableOf(context.p, keys);
    auto native = table.query<IPerfectHashTableNative>(IID_IPerfectHashTableNative);
    REQUIRE(native.p);
    std::vector<ULONG> positions(keys.size());
    native->IndexBatch(keys.data(), keys.size(), positions.data());
    ULONG wrong = 0;
    for (ULONG i = 0; i < keys.size(); i++) {
        ULONG position = ~0u;
        wrong +=
            positions[i] != i || native->Index(keys[i]) != i || !native->Contains(keys[i], &position) || position != i;
    }
    CHECK(wrong == 0);
    CHECK(!native->Contains(1ull << 40, nullptr));
    PerfectHashTableConstants constants;
    native->GetConstants(&constants);
    CHECK(constants.KeyCount == 5000);
    CHECK(constants.EdgeBits == 13);
    CHECK(constants.SlotSizeInBytes == 2);
    CHECK(constants.SlotCount == 10668);
    CHECK(static_cast<const uint32_t *>(constants.Keys)[4999] == keys[4999]);
    // The documented formula over the raw slots gives the same.
    const uint16_t *slots = static_cast<const uint16_t *>(constants.Slots);
    const uint32_t s1 = static_cast<uint32_t>(constants.Seeds[0]), s2 = static_cast<uint32_t>(constants.Seeds[1]);
    const uint32_t p = keys[123] * s1, q = (p ^ p >> 16) * (keys[123] ^ s2);
    const ULONGLONG edges = constants.SlotCount / 2, v1 = p * edges >> 32, v2 = q * edges >> 32;
    CHECK(((slots[v1] + slots[edges + v2]) & 8191) == 123);
}

TEST_CASE("the packed slots of a table are those of which GetConstants tells no size")
{
    Apartment apartment;
    auto context = NewContext();
    const std::vector<uint32_t> keys = SomeKeys(5000);
    auto table = TableOf(context.p, keys, L"--Packed");
    auto native = table.query<IPerfectHashTableNative>(IID_IPerfectHashTableNative);
    LONG bits = 0;
    CHECK((table->get_PackedBits(&bits) == S_OK && bits == 13));
    PerfectHashTableConstants constants;
    native->GetConstants(&constants);
    CHECK(constants.SlotSizeInBytes == 0);
    const uint64_t segment = 1ull << constants.EdgeBits, key = keys[123];
    const uint64_t p = key * constants.Seeds[0], h = (p ^ p >> 32) * (key ^ constants.Seeds[1]);
    const uint64_t first = (h >> 32) * (constants.SlotCount - 2 * segment) >> 32;
    const uint64_t at[] = {first, (first + segment) ^ (h >> 18 & (segment - 1)),
                           (first + 2 * segment) ^ (h >> 2 & (segment - 1))};
    uint32_t sum = 0;
    for (const uint64_t slot : at) {
        const uint32_t *const word = static_cast<const uint32_t *>(constants.Slots) + slot * 13 / 32;
        sum += static_cast<uint32_t>((word[0] | static_cast<uint64_t>(word[1]) << 32) >> slot * 13 % 32);
    }
    CHECK((sum & 8191) == 123);
    CHECK((TableOf(context.p, keys)->get_PackedBits(&bits) == S_OK && bits == 0));
}

TEST_CASE("a NULL where a result should go is refused with a text")
{
    Apartment apartment;
    auto context = NewContext();
    auto table = TableOf(context.p, {1, 2, 3});
    CHECK(table->get_Name(nullptr) == E_POINTER);
    CHECK(!ErrorText().empty());
    CHECK(table->get_KeyCount(nullptr) == E_POINTER);
    CHECK(table->get_Seeds(nullptr) == E_POINTER);
    CHECK(table->get_Files(nullptr) == E_POINTER);
    CHECK(table->get_Attempts(nullptr) == E_POINTER);
    CHECK(table->get_HasKeys(nullptr) == E_POINTER);
    CHECK(table->Index(Var(1).v, nullptr) == E_POINTER);
    CHECK(table->Contains(Var(1).v, nullptr) == E_POINTER);
    CHECK(table->Find(Var(1).v, nullptr) == E_POINTER);
    CHECK(table->IndexMany(Var(1).v, nullptr) == E_POINTER);
    CHECK(table->FindMany(Var(1).v, nullptr) == E_POINTER);
    CHECK(table->Source(Bstr(L"c"), nullptr) == E_POINTER);
    CHECK(context->get_Version(nullptr) == E_POINTER);
    CHECK(context->get_RngSeed(nullptr) == E_POINTER);
    CHECK(context->get_NoFileIo(nullptr) == E_POINTER);
    CHECK(context->get_IocpConcurrency(nullptr) == E_POINTER);
    CHECK(context->get_BaseOutputDirectory(nullptr) == E_POINTER);
    CHECK(context->TableCreate(Bstr(L"a"), nullptr, nullptr, nullptr) == E_POINTER);
    CHECK(context->TableCreateFromKeys(Var(1).v, Bstr(L"a"), nullptr, nullptr, nullptr) == E_POINTER);
    CHECK(context->LoadTable(Bstr(L"a"), nullptr) == E_POINTER);
    CHECK(context->TableCreateCommandLine(Bstr(L"a"), nullptr) == E_POINTER);
    // a NULL BSTR is an empty string
    Com<IPerfectHashTable> made;
    CHECK(context->TableCreateFromKeys(Var(1).v, Bstr(L"a"), nullptr, nullptr, made.out()) == S_OK);
    CHECK(context->TableCreateFromKeys(Var(1).v, nullptr, nullptr, nullptr, made.out()) == PERFECTHASH_E_ARGUMENT);
}

TEST_CASE("a table gives its keys back, and a hash that tells their order")
{
    Apartment apartment;
    auto context = NewContext();
    auto table = TableOf(context.p, {404, 0xFFFFFFFF, 5});
    Var keys, key;
    CHECK(table->Keys(keys.out()) == S_OK);
    REQUIRE(V_VT(&keys.v) == (VT_ARRAY | VT_VARIANT));
    Var positions;
    CHECK(table->IndexMany(keys.v, positions.out()) == S_OK);
    CHECK(Longs(positions) == std::vector<LONG>{0, 1, 2});
    CHECK((table->KeyAt(0, key.out()) == S_OK && V_VT(&key.v) == VT_I4 && V_I4(&key.v) == 404));
    CHECK((table->KeyAt(1, key.out()) == S_OK && V_VT(&key.v) == VT_R8 && V_R8(&key.v) == 4294967295.0));
    for (const LONG number : {-1l, 3l}) {
        CHECK(table->KeyAt(number, key.out()) == PERFECTHASH_E_ARGUMENT);
        CHECK(ErrorTells(L"is no position; expected an integer from 0 to 2"));
        CHECK(V_VT(&key.v) == VT_EMPTY);
    }
    auto sorted = TableOf(context.p, {5, 404, 0xFFFFFFFF});
    CHECK(Text(&IPerfectHashTable::get_KeysHash, table).length() == 18);
    CHECK(Text(&IPerfectHashTable::get_KeysHash, table) ==
          Text(&IPerfectHashTable::get_KeysHash, TableOf(context.p, {404, 0xFFFFFFFF, 5}, L"--RngSeed=7")));
    CHECK(Text(&IPerfectHashTable::get_KeysHash, table) != Text(&IPerfectHashTable::get_KeysHash, sorted));
    Com<IPerfectHashTable> wide;
    REQUIRE(context->TableCreateFromKeys(ArrayOf<ULONGLONG>(VT_UI8, {1, 1ull << 53, ~0ull}).v, Bstr(L"wide"), nullptr,
                                         nullptr, wide.out()) == S_OK);
    CHECK((wide->KeyAt(1, key.out()) == S_OK && V_VT(&key.v) == VT_R8 && V_R8(&key.v) == 9007199254740992.0));
    REQUIRE((wide->KeyAt(2, key.out()) == S_OK && V_VT(&key.v) == VT_BSTR));
    CHECK(std::wstring(V_BSTR(&key.v)) == L"18446744073709551615");
    LONG position = -2;
    CHECK((wide->Find(key.v, &position) == S_OK && position == 2));
    auto without = TableOf(context.p, {404, 5}, L"--OmitKeys");
    CHECK(without->Keys(keys.out()) == PERFECTHASH_E_TABLE_WITHOUT_KEYS);
    CHECK(without->KeyAt(0, key.out()) == PERFECTHASH_E_TABLE_WITHOUT_KEYS);
    CHECK(Text(&IPerfectHashTable::get_KeysHash, without) ==
          Text(&IPerfectHashTable::get_KeysHash, TableOf(context.p, {404, 5})));
    CHECK(table->Keys(nullptr) == E_POINTER);
    CHECK(table->KeyAt(0, nullptr) == E_POINTER);
}

TEST_CASE("a table looks its keys up when it is asked, and says how many there were")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    const std::wstring path = folder.write(L"some.keys", SomeKeys(500));
    for (const wchar_t *options : {L"", L"--OmitKeys", L"--Reject=Fingerprint8", L"--Layout=Partitioned"}) {
        Com<IPerfectHashTable> table, loaded;
        REQUIRE(context->TableCreate(Bstr(path.c_str()), Bstr(L""), Bstr(options), table.out()) == S_OK);
        const std::wstring file = folder.file(L"some.pht");
        REQUIRE(table->Save(Bstr(file.c_str())) == S_OK);
        REQUIRE(context->LoadTable(Bstr(file.c_str()), loaded.out()) == S_OK);
        VARIANT_BOOL hasKeys = VARIANT_FALSE;
        double verified = -1, bytes = 0;
        LONG version = 0;
        CHECK(loaded->get_HasKeys(&hasKeys) == S_OK);
        CHECK((loaded->Verify(&verified) == S_OK && verified == (hasKeys ? 500 : 0)));
        CHECK((loaded->get_FileBytes(&bytes) == S_OK && bytes == static_cast<double>(FileBytes(file).size())));
        CHECK((loaded->get_FormatVersion(&version) == S_OK && version == 2));
        CHECK(loaded->Verify(nullptr) == E_POINTER);
    }
}
