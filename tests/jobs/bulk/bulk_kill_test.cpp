/*
 * A process is killed at any moment of bulk runs, one after the other, that replace a pack, a CSV
 * and a JSON file. Each of the three is then whole, of one run or of another, and the next run
 * sweeps what the killed one left.
 */
#include <fstream>
#include <iterator>
#include <set>

#include "jobs/bulk/bulk_reload.h"
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/killed_child.h"

namespace {

const wchar_t childVariable[] = L"PERFECTHASH_TEST_RUNS_IN";
enum { Sets = 5, Seeds = 3 };

// Runs over the same keys whose tables are others for each seed.
struct Runs {
    std::wstring folder, keys = folder + L"\\keys", out = folder + L"\\out", pack = out + L"\\all.phpack",
                         csv = out + L"\\PerfectHashBulkCreate.csv", json = out + L"\\PerfectHashBulkCreate.json";
    explicit Runs(const std::wstring &path) : folder(path) {}
    void run(Runtime *runtime, uint64_t seed) const
    {
        Bulk bulk(keys, out);
        bulk.pack = pack;
        bulk.options.table.solve.rngSeed = seed;
        const BulkOutcome outcome = RunBulk(runtime, bulk);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    }
    std::string csvText() const
    {
        const Bytes bytes = ReadBytes(csv);
        return CsvWithoutTimes(std::string(bytes.begin(), bytes.end()));
    }
    bool jsonIsWhole() const
    {
        BulkResult *result = nullptr;
        Failure failure = {};
        const HRESULT code = BulkResultOfSummary(json.c_str(), &result, &failure);
        const bool whole = code == S_OK && result->rowCount == Sets;
        BulkResultRelease(result);
        return whole;
    }
};

} // namespace

// Run by the next one in processes of its own; without its variable it does nothing.
TEST_CASE("the process that is killed while it runs over a directory")
{
    const std::wstring folder = ChildFolder(childVariable);
    if (folder.empty())
        return;
    TestRuntime runtime;
    for (uint64_t seed = 0;; seed++)
        Runs(folder).run(runtime, seed % Seeds);
}

TEST_CASE("a pack, a CSV and a JSON file are whole whenever the process that replaces them is killed")
{
    Folder folder;
    TestRuntime runtime;
    const Runs runs(folder.path);
    MakeFolder(runs.keys);
    MakeFolder(runs.out);
    WriteSets(runs.keys, Sets, 100);
    std::set<Bytes> packs;
    std::set<std::string> texts;
    for (uint64_t seed = 0; seed < Seeds; seed++) {
        runs.run(runtime, seed);
        packs.insert(ReadBytes(runs.pack));
        texts.insert(runs.csvText());
    }
    REQUIRE(packs.size() == Seeds);
    size_t left = 0;
    for (DWORD round = 0; round < 12; round++) {
        CAPTURE(round);
        {
            MakeOld(runs.json);
            const KilledChild child(L"the process that is killed while it runs*", childVariable, runs.folder);
            CHECK(Eventually([&] { return !IsOld(runs.json); })); // until it is at work
            Sleep(round * 3);
        }
        CHECK(packs.count(ReadBytes(runs.pack)) == 1);
        CHECK(texts.count(runs.csvText()) == 1);
        CHECK(runs.jsonIsWhole());
        left += FilesBelow(runs.out).size() - 3;
    }
    MESSAGE(left << " files were left by the killed, and swept");
    runs.run(runtime, 77);
    CHECK(FilesBelow(runs.out).size() == 3);
}
