/*
 * The merge of all shards equals the results of one whole run, except for the times. These tests
 * merge directories and packs of shards. Missing shards, shards of another run, links, packs
 * elsewhere and changed or hostile results are refused by name. A merge that fails leaves no
 * half-written file.
 */
#include <algorithm>
#include <cstdio>
#include <regex>

#include "runtime/base/win32_calls.h"
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/links.h"
#include "support/jobs/slice_places.h"

namespace {

constexpr DWORD shards = 3;

std::string TextOfFile(const std::wstring &path)
{
    const Bytes bytes = ReadBytes(path);
    return std::string(bytes.begin(), bytes.end());
}

std::string WithoutTimes(const std::wstring &path)
{
    const char *const times = "\"([A-Za-z]*icroseconds|e(laps|nd)edMilliseconds|node|attemptsMade|setups|"
                              "rejectedAttempts)\": [0-9]+";
    const std::string text = std::regex_replace(TextOfFile(path), std::regex(times), "");
    return std::regex_replace(text, std::regex("(,[0-9]*){11}\r\n"), "\r\n");
}

struct Sharded {
    Folder folder;
    std::wstring keys = folder / L"keys", out = folder / L"out", file = folder / L"all.phpack";
    TestRuntime runtime;
    Sharded()
    {
        MakeFolder(keys);
        MakeFolder(keys + L"\\deep");
        WriteSets(keys, 40, 300);
        WriteKeys(keys + L"\\duplicate, \x201Cso called\x201D.keys", {1, 2, 1});
        WriteText(keys + L"\\0001-set.txt", "1\n2\n");
        WriteText(keys + L"\\deep\\sch\xF6n.txt", "3\n4\n");
        WriteText(keys + L"\\deep\\broken.txt", "1\nno \"number\"\n");
    }
    Bulk bulk(DWORD shard, bool packs)
    {
        Bulk bulk(keys, out);
        bulk.options.recursive = TRUE;
        bulk.options.shardIndex = shard;
        bulk.options.shardCount = shard != 0 ? shards : 0;
        if (packs)
            bulk.pack = file;
        return bulk;
    }
    void runShards(bool packs)
    {
        for (DWORD shard = 1; shard <= shards; shard++) {
            Bulk request = bulk(shard, packs);
            request.options.maximumConcurrency = shard; // of no matter to the results
            REQUIRE(RunBulk(runtime, request).code == S_OK);
        }
    }
    BulkOutcome merge()
    {
        Bulk request(L"", L"");
        request.merge = out;
        return RunBulk(runtime, request);
    }
    std::wstring result(DWORD shard, const wchar_t *extension) const
    {
        return out + L"\\PerfectHashBulkCreate" +
               (shard != 0 ? L"." + std::to_wstring(shard) + L"-of-3" : std::wstring()) + extension;
    }
    std::wstring pack(DWORD shard) const { return folder / (L"all." + std::to_wstring(shard) + L"-of-3.phpack"); }
};

void Remove(const std::wstring &path)
{
    REQUIRE(DeleteFileW(path.c_str()));
}

void Replace(const std::wstring &path, const std::string &from, const std::string &to)
{
    std::string text = TextOfFile(path);
    const size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    WriteText(path, text.replace(at, from.size(), to));
}

} // namespace

TEST_CASE_FIXTURE(Sharded, "shards are merged to what a whole run writes")
{
    Bulk whole = bulk(0, false);
    const BulkOutcome first = RunBulk(runtime, whole);
    REQUIRE_MESSAGE(first.code == S_OK, first.text);
    const std::string csv = WithoutTimes(result(0, L".csv")), json = WithoutTimes(result(0, L".json"));
    Remove(result(0, L".csv"));
    Remove(result(0, L".json"));
    runShards(false);
    const BulkOutcome outcome = merge();
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(WithoutTimes(result(0, L".csv")) == csv);
    CHECK(WithoutTimes(result(0, L".json")) == json);
    CHECK(outcome.result->succeeded == first.result->succeeded);
    CHECK(outcome.result->failed == 3);
    REQUIRE(outcome.result->rowCount == first.result->rowCount);
    for (size_t i = 0; i < outcome.result->rowCount; i++) {
        const BulkRow &row = outcome.result->rows[i], &other = first.result->rows[i];
        CHECK(std::wstring(row.keysPath) == other.keysPath);
        REQUIRE((row.failure != nullptr) == (other.failure != nullptr));
        if (row.failure != nullptr) {
            CHECK(TextOf(*row.failure) == TextOf(*other.failure));
            CHECK(row.failure->code == other.failure->code);
            continue;
        }
        CHECK(std::wstring(row.tablePath) == other.tablePath);
        TableResult *table = nullptr;
        REQUIRE(BulkResultTable(outcome.result, i, &table, nullptr) == S_OK);
        TableResultRelease(table);
    }
}

TEST_CASE_FIXTURE(Sharded, "a merge looks at its targets before the work")
{
    runShards(true);
    WriteText(result(0, L".csv"), "kept");
    REQUIRE(SetFileAttributesW(result(0, L".csv").c_str(), FILE_ATTRIBUTE_READONLY));
    const BulkOutcome outcome = merge();
    CHECK(outcome.code == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK_MESSAGE(Contains(outcome.text, result(0, L".csv")), outcome.text);
    CHECK(outcome.progress.total == 0);
    CHECK_FALSE(Exists(file));
    REQUIRE(SetFileAttributesW(result(0, L".csv").c_str(), FILE_ATTRIBUTE_NORMAL));
    CHECK(merge().code == S_OK);
}

TEST_CASE_FIXTURE(Sharded, "a merge looks at its pack before the work")
{
    runShards(true);
    WriteText(file, "kept");
    REQUIRE(SetFileAttributesW(file.c_str(), FILE_ATTRIBUTE_READONLY));
    const BulkOutcome outcome = merge();
    CHECK(outcome.code == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK_MESSAGE(Contains(outcome.text, file), outcome.text);
    CHECK(outcome.progress.total == 0);
    CHECK_FALSE(Exists(result(0, L".csv")));
    REQUIRE(SetFileAttributesW(file.c_str(), FILE_ATTRIBUTE_NORMAL));
    CHECK(merge().code == S_OK);
}

TEST_CASE_FIXTURE(Sharded, "names that spreadsheets take for formulas are guarded in CSV, and merged as they are")
{
    for (const wchar_t *name : {L"=cmd.keys", L"@sum.keys", L"-1.keys", L"'=quoted.keys", L"'plain.keys"})
        WriteKeys(keys + L"\\" + name, {1, 2, 3});
    runShards(false);
    const BulkOutcome merged = merge();
    REQUIRE_MESSAGE(merged.code == S_OK, merged.text);
    const std::string csv = WithoutTimes(result(0, L".csv"));
    CHECK(csv.find("\n'=cmd.keys,'=cmd,Created,") != std::string::npos);
    CHECK(csv.find("\n'@sum.keys,'@sum,Created,") != std::string::npos);
    CHECK(csv.find("\n'-1.keys,'-1,Created,") != std::string::npos);
    CHECK(csv.find("\n''=quoted.keys,''=quoted,Created,") != std::string::npos);
    CHECK(csv.find("\n'plain.keys,'plain,Created,") != std::string::npos);
    Bulk whole = bulk(0, false);
    const BulkOutcome first = RunBulk(runtime, whole);
    CHECK(WithoutTimes(result(0, L".csv")) == csv);
    whole.options.resume = TRUE;
    const BulkOutcome resumed = RunBulk(runtime, whole);
    CHECK(resumed.result->skipped == first.result->succeeded);
    REQUIRE(merged.result->rowCount == first.result->rowCount);
    for (size_t i = 0; i < first.result->rowCount; i++) {
        CHECK(std::wstring(merged.result->rows[i].keysPath) == first.result->rows[i].keysPath);
        CHECK(std::wstring(resumed.result->rows[i].keysPath) == first.result->rows[i].keysPath);
    }
}

TEST_CASE_FIXTURE(Sharded, "packs of shards are merged to the pack of a whole run, and tables are loaded from it")
{
    Bulk whole = bulk(0, true);
    const BulkOutcome first = RunBulk(runtime, whole);
    REQUIRE_MESSAGE(first.code == S_OK, first.text);
    const Bytes bytes = ReadBytes(file);
    const std::string csv = WithoutTimes(result(0, L".csv")), json = WithoutTimes(result(0, L".json"));
    Remove(file);
    runShards(true);
    const BulkOutcome outcome = merge();
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(ReadBytes(file) == bytes);
    CHECK(WithoutTimes(result(0, L".csv")) == csv);
    CHECK(WithoutTimes(result(0, L".json")) == json);
    for (size_t i = 0; i < outcome.result->rowCount; i++) {
        TableResult *table = nullptr;
        if (outcome.result->rows[i].failure != nullptr)
            continue;
        REQUIRE(BulkResultTable(outcome.result, i, &table, nullptr) == S_OK);
        CHECK(table->view.keyCount > 0);
        TableResultRelease(table);
    }

    // Packs that lie elsewhere by now are told where.
    const std::wstring moved = folder / L"moved";
    for (DWORD shard = 1; shard <= shards; shard++)
        REQUIRE(MoveFileW(pack(shard).c_str(), (moved + L"." + std::to_wstring(shard) + L"-of-3").c_str()));
    CHECK(merge().code == PERFECTHASH_E_RESULTS_UNREADABLE);
    Bulk request(L"", L"");
    request.merge = out;
    request.pack = moved;
    const BulkOutcome elsewhere = RunBulk(runtime, request);
    REQUIRE_MESSAGE(elsewhere.code == S_OK, elsewhere.text);
    CHECK(ReadBytes(moved) == bytes);
}

TEST_CASE_FIXTURE(Sharded, "a merge that is to stay inside takes no pack from elsewhere, unless the request names it")
{
    Bulk request(L"", L"");
    request.merge = out;
    request.packInside = TRUE;
    runShards(true);
    const BulkOutcome refused = RunBulk(runtime, request);
    CHECK(refused.code == PERFECTHASH_E_NOT_ALLOWED);
    CHECK(Contains(refused.text, file));
    CHECK_FALSE(Exists(file));
    CHECK_FALSE(Exists(result(0, L".csv")));
    request.pack = file;
    CHECK(RunBulk(runtime, request).code == S_OK);
    CHECK(Exists(file));
    // Beside the results they need no name.
    file = out + L"\\all.phpack";
    request.pack.clear();
    runShards(true);
    CHECK(RunBulk(runtime, request).code == S_OK);
    CHECK(Exists(file));
}

TEST_CASE_FIXTURE(Sharded, "where links are refused the results of a shard are none")
{
    Folder outside;
    Bulk request(L"", L"");
    request.merge = out;
    request.noLinks = TRUE;
    runShards(true);
    CHECK(RunBulk(runtime, request).code == S_OK);
    Remove(pack(2));
    if (!MakeLink(pack(2), outside.path, true)) {
        MESSAGE("no links to folders can be made here");
        return;
    }
    const BulkOutcome refused = RunBulk(runtime, request);
    CHECK(refused.code == PERFECTHASH_E_NOT_ALLOWED);
    CHECK(Contains(refused.text, pack(2)));
    RemoveLink(pack(2));
}

TEST_CASE_FIXTURE(Sharded, "shards that are missing or of another run are named, and nothing is written")
{
    CHECK(merge().code == PERFECTHASH_E_RESULTS_UNREADABLE); // no such directory
    MakeFolder(out);
    CHECK(merge().code == PERFECTHASH_E_SHARD_MISSING);
    runShards(true);
    const auto refused = [&](HRESULT code, const wchar_t *said) {
        const BulkOutcome outcome = merge();
        CHECK(outcome.code == code);
        CHECK_MESSAGE(Contains(outcome.text, said), outcome.text);
        CHECK_FALSE(Exists(result(0, L".csv")));
        CHECK_FALSE(Exists(file));
    };
    const std::wstring json = result(2, L".json"), csv = result(2, L".csv"), aside = folder / L"aside";
    REQUIRE(MoveFileW(json.c_str(), aside.c_str()));
    refused(PERFECTHASH_E_SHARD_MISSING, L"PerfectHashBulkCreate.2-of-3.json is missing");
    REQUIRE(MoveFileW(aside.c_str(), json.c_str()));
    REQUIRE(MoveFileW(csv.c_str(), aside.c_str()));
    refused(PERFECTHASH_E_SHARD_MISSING, L"PerfectHashBulkCreate.2-of-3.csv is missing");
    REQUIRE(MoveFileW(aside.c_str(), csv.c_str()));
    REQUIRE(MoveFileW(pack(3).c_str(), aside.c_str()));
    refused(PERFECTHASH_E_RESULTS_UNREADABLE, L"all.3-of-3.phpack");
    REQUIRE(MoveFileW(aside.c_str(), pack(3).c_str()));
    WriteText(out + L"\\PerfectHashBulkCreate.1-of-1000000.json", "");
    refused(PERFECTHASH_E_SHARD_OTHER, L"PerfectHashBulkCreate.1-of-1000000.json");
    Remove(out + L"\\PerfectHashBulkCreate.1-of-1000000.json");

    // Another seed, other files, other columns, another shard's results.
    Bulk other = bulk(2, true);
    other.options.table.solve.rngSeed = 7;
    REQUIRE(RunBulk(runtime, other).code == S_OK);
    refused(PERFECTHASH_E_SHARD_OTHER,
            L"PerfectHashBulkCreate.2-of-3.json: this shard belongs to another run than the others: its \"options\"");
    other = bulk(2, true);
    other.exclude = L"0001*";
    REQUIRE(RunBulk(runtime, other).code == S_OK);
    refused(PERFECTHASH_E_SHARD_OTHER, L"2-of-3.json");
    other = bulk(2, false);
    REQUIRE(RunBulk(runtime, other).code == S_OK);
    refused(PERFECTHASH_E_SHARD_OTHER, L"its \"pack\" is another");
    other = bulk(2, true);
    REQUIRE(RunBulk(runtime, other).code == S_OK);
    Replace(csv, "Algorithm", "Algorithmus");
    refused(PERFECTHASH_E_SHARD_OTHER, L"2-of-3.csv");
    WriteText(csv, TextOfFile(result(1, L".csv")));
    refused(PERFECTHASH_E_RESULTS, L"2-of-3.json");
    WriteText(json, TextOfFile(result(1, L".json")));
    refused(PERFECTHASH_E_RESULTS, L"it belongs to another shard than its name says");
    REQUIRE(RunBulk(runtime, other).code == S_OK);
    const Bytes first = ReadBytes(pack(1));
    WriteBytes(pack(2), first.data(), first.size());
    refused(PERFECTHASH_E_PACK, L"all.2-of-3.phpack");
}

TEST_CASE_FIXTURE(Sharded, "results that were cut or changed are refused or make no difference")
{
    runShards(true);
    for (const std::wstring &path : {result(1, L".csv"), result(1, L".json"), pack(1)}) {
        const Bytes sound = ReadBytes(path);
        for (size_t i = 1; i <= 12; i++) {
            WriteBytes(path, sound.data(), sound.size() * (i - 1) / 12);
            const BulkOutcome cut = merge();
            CHECK(FAILED(cut.code));
            // A CSV that was cut between two rows is no longer what the JSON of its shard tells of:
            // either may be named.
            const size_t name = path.rfind(L'\\') + 1;
            CHECK_MESSAGE(Contains(cut.text, path.substr(name, path.rfind(L'.') - name)), cut.text);
            Bytes changed = sound;
            changed[(sound.size() - 1) * i / 12] ^= (unsigned char)(1 << i % 8);
            WriteBytes(path, changed.data(), changed.size());
            const BulkOutcome outcome = merge();
            CHECK((outcome.code == S_OK || !outcome.text.empty()));
        }
        WriteBytes(path, sound.data(), sound.size());
    }
    REQUIRE(merge().code == S_OK);
}

TEST_CASE_FIXTURE(Sharded, "hostile results end in an error")
{
    runShards(false);
    const std::string json = TextOfFile(result(1, L".json")), csv = TextOfFile(result(1, L".csv"));
    const std::string deep(100000, '['), quotes(99999, '"');
    for (const std::string &text :
         {std::string(), std::string("{}"), deep, "{\"tables\": " + deep, std::string("{\"tables\": 5}"),
          std::string("[1,]"), json + "x", "\xEF\xBB\xBF" + json, std::string("{\"tables\": [\"\\ud800\", \"\\\"]}"),
          std::string(1, '\0')}) {
        WriteText(result(1, L".json"), text);
        CHECK(merge().code == PERFECTHASH_E_RESULTS);
    }
    WriteText(result(1, L".json"), json);
    const size_t second = csv.find("\r\n") + 2;
    for (const std::string &text :
         {std::string(), csv + "more", csv + "a,b\r\n", quotes, csv.substr(0, second) + "\"" + csv.substr(second),
          csv.substr(0, second) + std::string(5000, ',') + "\r\n", std::string(5000, ',') + "\r\n",
          csv.substr(0, second) + "\xFF" + csv.substr(second)}) {
        WriteText(result(1, L".csv"), text);
        CHECK(FAILED(merge().code));
    }
    WriteText(result(1, L".csv"), csv);
    CHECK(merge().code == S_OK);
}

TEST_CASE_FIXTURE(Sharded, "a merge looks at texts of any length in slices, and a cancel ends it between them")
{
    runShards(true);
    const std::string json = TextOfFile(result(1, L".json"));
    TestRuntime one(1, 2);
    Bulk request(L"", L"");
    request.merge = out;
    int slices[2];
    for (const int padded : {0, 1}) {
        WriteText(result(1, L".json"), json + std::string(padded != 0 ? 8 << 20 : 0, '\n'));
        const SliceTurns turns(one);
        const BulkOutcome outcome = RunBulk(one, request);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        slices[padded] = turns.turns;
    }
    CHECK(slices[0] > 5);
    CHECK(slices[1] - slices[0] >= 60); // of at most 128 KiB each
    SlicePlaces places(one);
    places.take();
    BulkJob *job = StartBulk(one, request);
    CHECK(WaitForSingleObject(BulkJobEvent(job), 100) == WAIT_TIMEOUT);
    BulkJobCancel(job);
    CHECK(WaitBulk(job).code == PERFECTHASH_E_CANCELLED);
}

TEST_CASE_FIXTURE(Sharded, "a merge takes its rows in slices")
{
    WriteSets(keys, 1000, 3);
    runShards(false);
    TestRuntime one(1, 2);
    Bulk request(L"", L"");
    request.merge = out;
    const SliceTurns turns(one);
    const BulkOutcome outcome = RunBulk(one, request);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(outcome.result->rowCount > 1000);
    CHECK(turns.turns >= 10 + 2 + 2); // 100 to take, 512 to fill, 512 to find, at most
}

TEST_CASE_FIXTURE(Sharded, "what of a shard's results is taken at once has a limit, which is told")
{
    runShards(false);
    const std::string json = TextOfFile(result(1, L".json")), csv = TextOfFile(result(1, L".csv"));
    const auto refused = [&](const std::wstring &path, const std::string &sound, const std::string &text,
                             const wchar_t *said) {
        WriteText(path, text);
        const BulkOutcome outcome = merge();
        CHECK(outcome.code == PERFECTHASH_E_RESULTS);
        CHECK_MESSAGE(Contains(outcome.text, said), outcome.text);
        WriteText(path, sound);
    };
    const std::string mebibyte(1 << 20, 'x');
    std::string members;
    for (int i = 0; i < 64; i++)
        members += "\"m" + std::to_string(i) + "\": 1, ";
    refused(result(1, L".json"), json, "{" + members + json.substr(1), L"more than 64 members");
    refused(result(1, L".json"), json, "{\"m\": \"" + mebibyte + mebibyte + "\", " + json.substr(1),
            L"more than 2 MiB beside its tables");
    const size_t record = json.find("{\"keysPath\"") + 1, line = csv.find("\r\n") + 2;
    refused(result(1, L".json"), json, json.substr(0, record) + "\"m\": \"" + mebibyte + "\", " + json.substr(record),
            L"longer than 1 MiB");
    refused(result(1, L".csv"), csv, csv.substr(0, line) + mebibyte + csv.substr(line), L"at most 1 MiB");
    CHECK(merge().code == S_OK);
}

TEST_CASE_FIXTURE(Sharded, "members that others write too are merged wherever they stand")
{
    runShards(false);
    for (DWORD shard = 1; shard <= shards; shard++) {
        std::string json = TextOfFile(result(shard, L".json"));
        json.insert(1, "\"first\": [1], ");
        json.insert(json.rfind('}'), ", \"last\": " + std::to_string(shard));
        WriteText(result(shard, L".json"), json);
    }
    const BulkOutcome merged = merge();
    REQUIRE_MESSAGE(merged.code == S_OK, merged.text);
    const std::string json = TextOfFile(result(0, L".json"));
    const std::string begin = "{\n  \"first\": [1],\n", end = ",\n  \"last\": 6\n}\n";
    CHECK(json.substr(0, begin.size()) == begin);
    CHECK(json.substr(json.size() - end.size()) == end);
}

#ifndef NDEBUG
TEST_CASE_FIXTURE(Sharded, "whichever call fails while shards are merged, it is told and nothing is half written")
{
    runShards(true);
    REQUIRE(merge().code == S_OK);
    const Bytes packed = ReadBytes(file);
    const size_t files = FilesBelow(folder.path).size();
    for (const Win32Call call : {Win32CallAllocate, Win32CallOpenFile, Win32CallFileSize, Win32CallAssociate,
                                 Win32CallReadCompletion, Win32CallWriteCompletion, Win32CallRename}) {
        bool reached = true;
        LONG nth = 1;
        for (; reached && nth < 2000; nth += 1 + nth / 8) {
            Bulk request(L"", L"");
            request.merge = out;
            WriteText(result(0, L".csv"), "another"); // to be replaced
            BulkJob *job = nullptr;
            const BulkRequest asked = request.request();
            Win32FailNthOf(call, nth);
            HRESULT code = BulkJobStart(runtime, &asked, nullptr, nullptr, nullptr, &job, nullptr);
            if (SUCCEEDED(code))
                code = WaitBulk(job).code;
            reached = Win32FailNthReached() != FALSE;
            Win32FailNth(0);
            CHECK((SUCCEEDED(code) || reached));
            CHECK(ReadBytes(file) == packed);
            if (FAILED(code) && call == Win32CallRename)
                Remove(result(0, L".csv.new")); // what was made is kept, but for what is there already
            CHECK(FilesBelow(folder.path).size() == files);
        }
        CHECK_MESSAGE(nth > 2, call);
        CHECK_FALSE(reached);
    }
}
#endif
