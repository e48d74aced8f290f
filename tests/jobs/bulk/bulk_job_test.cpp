/*
 * A bulk run makes a table of each keys file in a directory. These tests prove that the rows stand
 * in the order of the input and that a failing file does not stop the others. They cover filters,
 * recursion, shards, name clashes and runs without files. Any concurrency and topology gives the
 * same bytes.
 */
#include <algorithm>
#include <regex>

#include "support/jobs/bulk_fixture.h"

TEST_CASE("a directory of keys files becomes a folder of tables")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring keys = folder / L"keys", out = folder / L"deep\\out";
    MakeFolder(keys);
    WriteSets(keys, 40);
    Bulk bulk(keys, out);
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(outcome.state == JobSucceeded);
    REQUIRE(outcome.result->rowCount == 40);
    CHECK(outcome.result->succeeded == 40);
    for (size_t i = 0; i < 40; i++) {
        const BulkRow &row = outcome.result->rows[i];
        CHECK(row.keyCount == 1 + i * 7919 % 3000);
        CHECK(row.keySizeInBytes == 4);
        CHECK(row.attempts >= 1);
        CHECK(row.tableBytes > 0);
        CHECK(row.skipped == FALSE);
        REQUIRE(row.tablePath != nullptr);
        TableResult *table = nullptr;
        Failure failure = {};
        REQUIRE(TableResultLoad(row.tablePath, &table, &failure) == S_OK);
        CHECK(table->view.keyCount == row.keyCount);
        TableResultRelease(table);
    }
    CHECK(FilesBelow(out).size() == 82);
    REQUIRE(outcome.result->csvPath != nullptr);
    REQUIRE(outcome.result->jsonPath != nullptr);
    const Bytes csv = ReadBytes(outcome.result->csvPath);
    CHECK(std::string(csv.begin(), csv.end()) == outcome.csv(false));
    const std::string text = outcome.csv(false);
    const size_t fields = std::count(text.begin(), text.begin() + text.find('\n'), ',');
    CHECK(fields == 30);
    for (size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
        CHECK(std::count(text.begin() + at, text.begin() + end, ',') == fields);
    CHECK(outcome.result->rows[39].cost.attempts >= outcome.result->rows[39].attempts);
    CHECK(outcome.result->rows[39].cost.setups >= 1);
    const Bytes json = ReadBytes(outcome.result->jsonPath);
    CHECK(std::string(json.begin(), json.end()).find(", \"attemptsMade\": ") != std::string::npos);
    CHECK(std::string(json.begin(), json.end()).find("set.keys\", \"name\": \"0003-set\"") != std::string::npos);
}

TEST_CASE("one failing file never ends the others")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring keys = folder / L"keys", out = folder / L"out";
    MakeFolder(keys);
    WriteSets(keys, 10);
    WriteKeys(keys + L"\\duplicate.keys", {1, 2, 1});
    WriteText(keys + L"\\odd.keys", "\1\2\3\4\5");
    WriteText(keys + L"\\empty.keys", "");
    WriteText(keys + L"\\words.txt", "1\nsome words\n");
    Bulk bulk(keys, out);
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(outcome.result->rowCount == 14);
    CHECK(outcome.result->failed == 4);
    CHECK(outcome.row(L"duplicate.keys").failure->code == PERFECTHASH_E_KEYS_DUPLICATE);
    CHECK(outcome.row(L"odd.keys").failure->code == PERFECTHASH_E_KEYS_SIZE);
    CHECK(outcome.row(L"empty.keys").failure->code == PERFECTHASH_E_KEYS_EMPTY);
    CHECK(outcome.row(L"words.txt").failure->code == PERFECTHASH_E_KEYS_TEXT);
    CHECK(Contains(TextOf(*outcome.row(L"words.txt").failure), L"words.txt"));
    CHECK(outcome.csv().find("duplicate.keys,duplicate,Failed,,,,,,,,,,,,,,,0x80041006,") != std::string::npos);
    for (size_t i = 0; i < outcome.result->rowCount; i++) {
        const BulkRow &row = outcome.result->rows[i];
        CHECK(row.endedMs <= outcome.progress.elapsedMs);
        CHECK(std::regex_search(outcome.csv(false), std::regex("," + std::to_string(row.endedMs) + "," +
                                                               std::to_string(row.node) + "\r\n")));
    }
}

TEST_CASE("filters choose files by name and folders by recursion")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring keys = folder / L"keys", out = keys + L"\\out";
    MakeFolder(keys);
    MakeFolder(keys + L"\\a");
    MakeFolder(keys + L"\\a\\b");
    MakeFolder(keys + L"\\skip");
    for (const wchar_t *name :
         {L"one.keys", L"two.keys", L"note.md", L"a\\one.keys", L"a\\b\\three.txt", L"skip\\four.keys"})
        WriteText(keys + L"\\" + name, Contains(name, L".txt") ? "1\n2\n" : "abcdefgh");
    Bulk flat(keys, out);
    CHECK(RunBulk(runtime, flat).result->rowCount == 2);
    flat.include = L"t*.keys";
    CHECK(RunBulk(runtime, flat).row(L"two.keys").failure == nullptr);

    Bulk deep(keys, out);
    deep.options.recursive = TRUE;
    deep.include = L"*.keys;*.txt;*.h;*.pht"; // the output directory is not walked, though it is inside
    deep.exclude = L"skip";
    const BulkOutcome outcome = RunBulk(runtime, deep);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    REQUIRE(outcome.result->rowCount == 4);
    CHECK(std::wstring(outcome.result->rows[0].keysPath) == L"a\\b\\three.txt");
    CHECK(outcome.result->succeeded == 4);
    CHECK(Contains(outcome.row(L"a\\one.keys").tablePath, L"out\\a\\one_Chm01_Quadx_And\\one.pht"));
    CHECK(outcome.csv().find("a\\one_Chm01_Quadx_And\\one.pht") != std::string::npos);

    for (const wchar_t *spelling : {L"\\OUT", L"\\out\\", L"\\Out\\\\"}) {
        CAPTURE(std::wstring(spelling));
        Bulk again(keys, keys + spelling);
        again.options.recursive = TRUE;
        again.include = deep.include;
        again.exclude = deep.exclude;
        CHECK(RunBulk(runtime, again).result->rowCount == 4);
    }
}

TEST_CASE("the second of two tables with one name fails and says so")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring keys = folder / L"keys", out = folder / L"out";
    MakeFolder(keys);
    WriteKeys(keys + L"\\same.keys", {1, 2, 3});
    WriteText(keys + L"\\same.txt", "4\n5\n");
    WriteText(keys + L"\\SAME.old.txt", "4\n5\n");
    Bulk bulk(keys, out);
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    CHECK(outcome.result->succeeded == 2);
    CHECK(outcome.row(L"same.keys").failure == nullptr);
    const BulkRow &second = outcome.row(L"same.txt");
    REQUIRE(second.failure != nullptr);
    CHECK(second.failure->code == PERFECTHASH_E_NAME_TAKEN);
    CHECK(Contains(TextOf(*second.failure), L"same.keys"));
    bulk.options.table.noFileIo = TRUE; // nothing is overwritten then
    CHECK(RunBulk(runtime, bulk).result->succeeded == 3);
}

TEST_CASE("nothing is written without a directory or with NoFileIo")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    WriteSets(keys, 5);
    Bulk bulk(keys, L"");
    const BulkOutcome first = RunBulk(runtime, bulk);
    CHECK(first.result->succeeded == 5);
    CHECK(first.result->csvPath == nullptr);
    CHECK(first.result->rows[0].tablePath == nullptr);
    bulk.out = folder / L"out";
    bulk.options.table.noFileIo = TRUE;
    CHECK(RunBulk(runtime, bulk).result->succeeded == 5);
    CHECK(!Exists(folder / L"out"));
}

TEST_CASE("a directory that is missing, empty or a file")
{
    Folder folder;
    TestRuntime runtime;
    MakeFolder(folder / L"empty");
    WriteText(folder / L"file", "abcd");
    Bulk missing(folder / L"missing", folder / L"out"), empty(folder / L"empty", folder / L"out"),
        file(folder / L"file", folder / L"out");
    CHECK(RunBulk(runtime, missing).code == PERFECTHASH_E_DIRECTORY_NOT_FOUND);
    CHECK(RunBulk(runtime, empty).code == PERFECTHASH_E_NO_KEYS_FILES);
    const BulkOutcome outcome = RunBulk(runtime, file);
    CHECK(outcome.code == PERFECTHASH_E_DIRECTORY_UNREADABLE);
    CHECK(Contains(outcome.text, L"file"));
    CHECK(outcome.state == JobFailed);
    CHECK(!Exists(folder / L"out"));
    WriteSets(folder / L"empty", 2);
    empty.out = folder / L"file";
    CHECK(RunBulk(runtime, empty).code == PERFECTHASH_E_OUTPUT_DIRECTORY);
}

TEST_CASE("shards part the files among them")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring keys = folder / L"keys", out = folder / L"out", whole = folder / L"whole";
    MakeFolder(keys);
    WriteSets(keys, 60, 300);
    Bulk all(keys, whole);
    RunBulk(runtime, all);
    size_t rows = 0;
    for (DWORD i = 1; i <= 3; i++) {
        Bulk bulk(keys, out);
        bulk.options.shardIndex = i;
        bulk.options.shardCount = 3;
        const BulkOutcome outcome = RunBulk(runtime, bulk);
        CHECK(outcome.result->rowCount > 5);
        rows += outcome.result->rowCount;
        CHECK(Exists(out + L"\\PerfectHashBulkCreate." + std::to_wstring(i) + L"-of-3.csv"));
    }
    CHECK(rows == 60);
    CHECK(Tables(out) == Tables(whole));
}

TEST_CASE("any concurrency, topology and way to read gives the same bytes in the same order")
{
    Folder folder;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
#ifdef NDEBUG
    const size_t sets = 200;
#else
    const size_t sets = 50; // the release build makes them all
#endif
    WriteSets(keys, sets, 900);
    WriteKeys(keys + L"\\duplicate.keys", {1, 2, 1});
    std::string csv, csvWithoutFiles;
    std::vector<std::pair<std::wstring, Bytes>> tables;
    int round = 0;
    for (const DWORD nodes : {0, 4}) {
        for (const IoMode mode : {IoOverlapped, IoMapped}) {
            RuntimeOptions options = {};
            options.simulatedNumaNodes = nodes;
            options.ioMode = mode;
            options.iocpConcurrency = 2;
            TestRuntime runtime(options);
            for (const DWORD concurrency : {1, 0, 32}) {
                Bulk bulk(keys, folder / (L"out" + std::to_wstring(round++)));
                bulk.options.maximumConcurrency = concurrency;
                const BulkOutcome outcome = RunBulk(runtime, bulk);
                REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
                if (tables.empty()) {
                    csv = outcome.csv();
                    tables = Tables(bulk.out);
                }
                CHECK(outcome.result->succeeded == sets);
                CHECK(outcome.csv() == csv);
                CHECK(Tables(bulk.out) == tables);
                if (concurrency == 1)
                    continue;
                bulk.options.table.noFileIo = TRUE;
                const std::string without = RunBulk(runtime, bulk).csv();
                if (csvWithoutFiles.empty())
                    csvWithoutFiles = without;
                CHECK(without == csvWithoutFiles);
            }
        }
    }
}
