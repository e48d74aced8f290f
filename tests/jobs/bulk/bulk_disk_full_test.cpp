// A disk that is full from some write on: a run ends, what it left is whole, what it could not
// write says why, and once there is room a run that is resumed makes the rest.
#include "support/jobs/bulk_fixture.h"

#ifndef NDEBUG

#include <map>

#include "chm01/table/pack.h"
#include "runtime/base/win32_calls.h"

namespace {

using Files = std::map<std::wstring, Bytes>;

struct FullDisk {
    explicit FullDisk(LONG writes) { Win32FillDisk(writes); }
    ~FullDisk() { Win32FillDisk(-1); }
};

// What the run said of its tables, one by one: of a run that fails as a whole there is no other
// word.
struct Told {
    volatile LONG made = 0, full = 0, otherwise = 0;
    BulkOutcome run(Runtime *runtime, Bulk &bulk, LONG writes)
    {
        FullDisk disk(writes);
        BulkJob *job = nullptr;
        const BulkRequest request = bulk.request();
        REQUIRE(BulkJobStart(runtime, &request, nullptr, Ended, this, &job, nullptr) == S_OK);
        return WaitBulk(job);
    }

private:
    static void Ended(BulkJob *, const BulkRow *row, void *context)
    {
        Told *told = static_cast<Told *>(context);
        const bool full = row->failure != nullptr && row->failure->code == PERFECTHASH_E_DISK_FULL &&
                          Contains(TextOf(*row->failure), std::wstring(row->keysPath).substr(0, 8));
        InterlockedIncrement(row->failure == nullptr ? &told->made : full ? &told->full : &told->otherwise);
    }
};

Files FilesOf(const std::wstring &folder)
{
    const auto tables = Tables(folder);
    return Files(tables.begin(), tables.end());
}

// A CSV or JSON file that is not there, or is whole.
bool IsWholeOrNone(const std::wstring &path, size_t lines, const char *end)
{
    if (!Exists(path))
        return true;
    const Bytes bytes = ReadBytes(path);
    const std::string text(bytes.begin(), bytes.end()), last(end);
    size_t count = 0;
    for (const char c : text)
        count += c == '\n';
    return (lines == 0 || count == lines) && text.size() > last.size() &&
           text.substr(text.size() - last.size()) == last;
}

constexpr size_t tableCount = 12;

// Tables into a directory that is empty, or (older) has tables of another seed in it.
void FillDirectory(Runtime *runtime, const Folder &folder, bool older, LONG writes, const Files &expected)
{
    CAPTURE(older);
    CAPTURE(writes);
    Bulk bulk(folder / L"keys", folder / L"out");
    bulk.options.maximumConcurrency = 4; // so that of 9 files two are of one table
    Files before;
    if (older) {
        bulk.options.table.solve.rngSeed = 5;
        CHECK(RunBulk(runtime, bulk).result->succeeded == tableCount);
        bulk.options.table.solve.rngSeed = Bulk(L"", L"").options.table.solve.rngSeed;
        before = FilesOf(bulk.out);
        REQUIRE(before.size() == expected.size());
    }
    Told told;
    const BulkOutcome outcome = told.run(runtime, bulk, writes);
    CHECK_MESSAGE(outcome.code == PERFECTHASH_E_DISK_FULL, outcome.text);
    CHECK(Contains(outcome.text, bulk.out));
    CHECK(Contains(outcome.text, L"full"));
    CHECK(told.otherwise == 0);
    CHECK((told.made + told.full == (LONG)tableCount || (!older && writes == 0 && told.made + told.full == 0)));
    CHECK(2 * told.made <= writes);
    CHECK((told.made > 0 || writes < 9));

    // Both files of a table are the new ones, or both are what was there before.
    LONG made = 0;
    const Files after = FilesOf(bulk.out);
    for (const auto &file : after) {
        REQUIRE_MESSAGE(expected.count(file.first) == 1, file.first);
        const std::wstring table = file.first.substr(0, file.first.rfind(L'\\') + 1);
        const Files &from = expected.at(file.first) == file.second ? expected : before;
        for (auto other = from.lower_bound(table);
             other != from.end() && other->first.compare(0, table.size(), table) == 0; ++other)
            CHECK_MESSAGE((after.count(other->first) == 1 && after.at(other->first) == other->second), file.first);
        CHECK((&from == &expected || before.count(file.first) == 1));
        made += &from == &expected;
    }
    CHECK(made == 2 * told.made);
    CHECK((!older || after.size() == before.size()));
    CHECK(IsWholeOrNone(bulk.out + L"\\PerfectHashBulkCreate.csv", tableCount + 1, "\r\n"));
    CHECK(IsWholeOrNone(bulk.out + L"\\PerfectHashBulkCreate.json", 0, "}\n"));

    bulk.options.resume = TRUE;
    const BulkOutcome resumed = RunBulk(runtime, bulk);
    REQUIRE_MESSAGE(resumed.code == S_OK, resumed.text);
    CHECK(resumed.result->skipped == (size_t)told.made);
    CHECK(resumed.result->succeeded == tableCount - (size_t)told.made);
    CHECK(FilesOf(bulk.out) == expected);
    CHECK(FilesBelow(bulk.out).size() == expected.size() + 2);
    CHECK(RemoveTree(bulk.out));
}

} // namespace

TEST_CASE(
    "a disk that is full from some write on leaves whole tables and says so, and a run that is resumed makes the rest")
{
    Folder folder;
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", tableCount, 100);
    for (const IoMode mode : {IoOverlapped, IoMapped}) {
        RuntimeOptions options = {};
        options.ioMode = mode;
        TestRuntime runtime(options);
        Bulk whole(folder / L"keys", folder / L"out");
        CHECK(RunBulk(runtime, whole).result->succeeded == tableCount);
        const Files expected = FilesOf(whole.out);
        CHECK(expected.size() == 2 * tableCount);
        CHECK(RemoveTree(whole.out));
        for (const LONG writes : {0, 1, 9, 16, 24, 25}) { // two a table, and those of CSV and JSON
            FillDirectory(runtime, folder, false, writes, expected);
            FillDirectory(runtime, folder, true, writes, expected);
        }
    }
}

TEST_CASE("a disk that is full from some write on ends a run into a pack, whose older one stays")
{
    Folder folder;
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", tableCount, 100);
    TestRuntime runtime;
    Bulk bulk(folder / L"keys", L"");
    bulk.pack = folder / L"all.phpack";
    for (const bool older : {false, true}) {
        Bytes before;
        if (older)
            before = ReadBytes(bulk.pack);
        for (const LONG writes : {0, 1, 7, 13}) { // the header, one a table, the index
            CAPTURE(writes);
            Told told;
            const BulkOutcome outcome = told.run(runtime, bulk, writes);
            CHECK_MESSAGE(outcome.code == PERFECTHASH_E_DISK_FULL, outcome.text);
            CHECK(Contains(outcome.text, bulk.pack));
            CHECK(Exists(bulk.pack) == older);
            CHECK((!older || ReadBytes(bulk.pack) == before));
            CHECK(FilesBelow(folder.path).size() == tableCount + older);
        }
        REQUIRE(RunBulk(runtime, bulk).code == S_OK);
        const Aligned bytes(ReadBytes(bulk.pack));
        PackView view;
        REQUIRE(PackOpen(bytes.bytes, bytes.size, &view, nullptr) == ChmOk);
        CHECK(view.entryCount == tableCount);
    }
}
#endif
