/*
 * A resumed run keeps each table that is whole and belongs to the same keys and options. Between
 * two runs these tests damage, replace and remove files, and change options. Everything that is not
 * whole or not current is made again, and leftovers of a crash are removed. A resumed run reports
 * the same results as the first one.
 */
#include "support/jobs/bulk_fixture.h"

#include <winioctl.h>

#include "chm01/hash/hash64.h"
#include "chm01/table/table_image.h"
#include "jobs/text/command_line.h"

namespace {

struct Resumed {
    Folder folder;
    TestRuntime runtime;
    Bulk bulk;
    const char *hash = "Quadx"; // by its name in the tables' paths
    std::wstring pht(int i) { return file(i, L".pht"); }
    std::wstring file(int i, const wchar_t *extension)
    {
        char name[16], identifier[SourceIdentifierBytes];
        snprintf(name, sizeof name, "%04d-set", i);
        SourceIdentifier(name, identifier);
        const std::string path = std::string("\\") + name + "_Chm01_" + hash + "_And\\" + identifier;
        return bulk.out + std::wstring(path.begin(), path.end()) + extension;
    }
    Resumed() : bulk(folder / L"keys", folder / L"out")
    {
        MakeFolder(bulk.keys);
        WriteSets(bulk.keys, 8, 500);
        CHECK(RunBulk(runtime, bulk).result->succeeded == 8);
        bulk.options.resume = TRUE;
    }
    size_t skipped() { return RunBulk(runtime, bulk).result->skipped; }
};

} // namespace

TEST_CASE_FIXTURE(Resumed, "a run that is resumed when it was over makes nothing again and tells the same")
{
    const auto tables = Tables(bulk.out);
    WIN32_FILE_ATTRIBUTE_DATA before = {}, after = {};
    CHECK(GetFileAttributesExW(pht(3).c_str(), GetFileExInfoStandard, &before));
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    CHECK(outcome.result->skipped == 8);
    CHECK(outcome.result->rows[3].tablePath == pht(3));
    CHECK(outcome.result->rows[3].keyCount > 0);
    CHECK(GetFileAttributesExW(pht(3).c_str(), GetFileExInfoStandard, &after));
    CHECK(CompareFileTime(&before.ftLastWriteTime, &after.ftLastWriteTime) == 0);
    CHECK(Tables(bulk.out) == tables);
    bulk.options.resume = FALSE;
    std::string csv = outcome.csv();
    for (size_t at; (at = csv.find(",Skipped,")) != std::string::npos;)
        csv.replace(at, 9, ",Created,");
    CHECK(csv == RunBulk(runtime, bulk).csv());
}

TEST_CASE_FIXTURE(Resumed, "what is not whole or not current is made again")
{
    const auto tables = Tables(bulk.out);
    DeleteFileW(pht(0).c_str());
    DeleteFileW(file(1, L".h").c_str());
    Bytes bytes = ReadBytes(pht(2));
    bytes[600] ^= 1;
    WriteBytes(pht(2), bytes.data(), bytes.size());
    WriteBytes(pht(3), bytes.data(), 700);
    WriteText(pht(4), "");
    CHECK(skipped() == 3);
    CHECK(Tables(bulk.out) == tables);
    WriteKeys(bulk.keys + L"\\0005-set.keys", {1, 2, 3});
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    CHECK(outcome.result->skipped == 7);
    CHECK(outcome.row(L"0005-set.keys").keyCount == 3);
}

TEST_CASE_FIXTURE(Resumed, "each text of a pair must be what it would become")
{
    bulk.options.table.outputs = OutputCSource | OutputTableFile;
    CHECK(skipped() == 0); // there are headers with data
    CHECK(skipped() == 8);
    DeleteFileW(file(1, L".c").c_str());
    WriteText(file(2, L".c"), "int changed;\n");
    DeleteFileW(file(3, L".h").c_str());
    CHECK(skipped() == 5);
    CHECK(skipped() == 8);
}

TEST_CASE_FIXTURE(Resumed, "another licence is another text")
{
    const auto begins = [&](const char *line) {
        const Bytes bytes = ReadBytes(file(1, L".h"));
        return std::string(bytes.begin(), bytes.end()).rfind(line, 0) == 0;
    };
    CHECK(skipped() == 8);
    bulk.options.table.license = L"MIT";
    CHECK(skipped() == 0);
    CHECK(skipped() == 8);
    CHECK(begins("/* SPDX-License-Identifier: MIT */\n/*\n"));
    bulk.options.table.license = L"0BSD OR MIT";
    CHECK(skipped() == 0);
    CHECK(begins("/* SPDX-License-Identifier: 0BSD OR MIT */\n"));
}

TEST_CASE_FIXTURE(Resumed, "other options are another table")
{
    CHECK(skipped() == 8);
    bulk.options.table.solve.rngSeed = 5;
    CHECK(skipped() == 0);
    CHECK(skipped() == 8);
    bulk.options.table.contains = TRUE;
    CHECK(skipped() == 0);
    CHECK(skipped() == 8);
    bulk.options.table.contains = FALSE;
    bulk.options.table.solve.omitKeys = true;
    CHECK(skipped() == 0);
    bulk.options.table.solve.hashFunction = HashMultiplyShiftRX;
    bulk.options.table.solve.maxTableResizes = 4;
    bulk.exclude = L"0000*"; // holds the key 0, which this hash function can't take
    const BulkOutcome first = RunBulk(runtime, bulk), second = RunBulk(runtime, bulk);
    CHECK(first.result->skipped == 0);
    CHECK_MESSAGE(first.result->failed == 0, first.csv());
    CHECK(second.result->skipped == 7);
}

TEST_CASE_FIXTURE(Resumed, "every option that decides about tables makes them again, and no other does")
{
    TableOptions *options = &bulk.options.table;
    const struct {
        const char *name;
        const wchar_t *text;
        bool decides;
    } cases[] = {
        {"MaxAttempts", L"--MaxAttempts=1000000", true},
        {"FixedAttempts", L"--FixedAttempts=200", true},
        {"FindBestGraph", L"--FindBestGraph --BestCoverageAttempts=3", true},
        {"BestCoverageAttempts", L"--FindBestGraph --BestCoverageAttempts=4", true},
        {"BestCoverageType", L"--FindBestGraph --BestCoverageAttempts=3 --BestCoverageType=LowestNumberOfUsedPages",
         true},
        {"MaxTableResizes", L"--MaxTableResizes=3", true},
        {"Layout", L"--Layout=Flat", true},
        {"MeasureCoverage", L"--MeasureCoverage", false},
        {"MaxSolveTimeInSeconds", L"--MaxSolveTimeInSeconds=1000", false},
        {"MaxPerFileConcurrency", L"--MaxPerFileConcurrency=1", false},
        {"Durable", L"--Durable", false},
        {"KeySizeInBytes", L"--KeySizeInBytes=4", false},
    };
    for (const auto &each : cases) {
        CAPTURE(each.name);
        TableOptionsDefault(options);
        RunBulk(runtime, bulk);
        REQUIRE(skipped() == 8);
        wchar_t **words = nullptr;
        REQUIRE(TableOptionsParse(each.text, options, &words, nullptr) == S_OK);
        CommandLineFree(words);
        CHECK(skipped() == (each.decides ? 0 : 8));
        CHECK(skipped() == 8);
    }
}

TEST_CASE_FIXTURE(Resumed, "given seeds are resumed by the same seeds alone")
{
    Bulk one(bulk.keys, folder / L"seeded");
    one.include = L"0000*";
    TableOptions *options = &one.options.table;
    const BulkOutcome first = RunBulk(runtime, one);
    REQUIRE(first.result->succeeded == 1);
    TableResult *table = nullptr;
    REQUIRE(TableResultLoad(first.result->rows[0].tablePath, &table, nullptr) == S_OK);
    options->solve.seedCount = table->view.seedCount;
    for (uint32_t i = 0; i < table->view.seedCount; i++)
        options->solve.seeds[i] = table->view.seeds[i];
    TableResultRelease(table);
    one.options.resume = TRUE;
    for (const size_t expected : {0, 1}) { // the automatic table has these seeds, and was not made by them
        const BulkOutcome outcome = RunBulk(runtime, one);
        REQUIRE_MESSAGE(outcome.result->failed == 0, outcome.csv());
        CHECK(outcome.result->skipped == expected);
    }
    options->solve.seedCount = 0;
    CHECK(RunBulk(runtime, one).result->skipped == 0);
}

TEST_CASE_FIXTURE(Resumed, "a table of version 1 is read, and made again by a resumed run")
{
    // Of Quadx a table of version 2 has sizes that version 1 does not know.
    bulk.options.table.solve.hashFunction = HashMultiplyShiftR;
    hash = "MultiplyShiftR";
    bulk.exclude = L"0000*"; // holds the key 0, which this hash function can't take
    CHECK(skipped() == 0);
    Bytes bytes = ReadBytes(pht(2));
    TableHeader header;
    memcpy(&header, bytes.data(), sizeof header);
    header.version = 1;
    header.optionsDigest = 0;
    memcpy(bytes.data(), &header, sizeof header);
    const uint64_t sum = Hash64(bytes.data(), bytes.size() - sizeof sum, 0);
    memcpy(bytes.data() + bytes.size() - sizeof sum, &sum, sizeof sum);
    const auto tables = Tables(bulk.out);
    WriteBytes(pht(2), bytes.data(), bytes.size());
    TableResult *table = nullptr;
    REQUIRE(TableResultLoad(pht(2).c_str(), &table, nullptr) == S_OK);
    CHECK(table->view.version == 1);
    TableResultRelease(table);
    CHECK(skipped() == 6);
    CHECK(Tables(bulk.out) == tables);
}

TEST_CASE_FIXTURE(Resumed, "the coverage of tables that are kept is measured again")
{
    for (const bool best : {false, true}) {
        TableOptionsDefault(&bulk.options.table);
        bulk.options.table.solve.measureCoverage = !best;
        bulk.options.table.solve.findBestGraph = best;
        bulk.options.table.solve.bestCoverageAttempts = best ? 5 : 0;
        bulk.options.resume = FALSE;
        const BulkOutcome first = RunBulk(runtime, bulk);
        bulk.options.resume = TRUE;
        const BulkOutcome second = RunBulk(runtime, bulk);
        REQUIRE(second.result->skipped == 8);
        for (size_t i = 0; i < 8; i++) {
            const TableCoverage *a = BulkRowCoverage(first.result, &first.result->rows[i]),
                                *b = BulkRowCoverage(second.result, &second.result->rows[i]);
            REQUIRE((a != nullptr && b != nullptr));
            CHECK(a->cacheLines != 0);
            CHECK(memcmp(a, b, sizeof *a) == 0);
        }
    }
}

TEST_CASE_FIXTURE(Resumed, "a table that the fallback made is resumed, and made again by other options")
{
    for (int i = 0; i < 8; i++) {
        wchar_t name[32];
        swprintf(name, 32, L"\\%04d-set.keys", i);
        WriteKeys(bulk.keys + name, i % 2 == 0 ? AddressLikeKeys(4096) : SomeKeys(3000));
    }
    bulk.options.table.solve.hashFunction = HashMultiplyShiftR;
    bulk.options.table.solve.fallbackHashFunction = HashQuadx;
    const BulkOutcome first = RunBulk(runtime, bulk);
    REQUIRE_MESSAGE(first.result->failed == 0, first.csv());
    CHECK(first.result->skipped == 0);
    CHECK(first.row(L"0002-set.keys").hashFunction == HashQuadx);
    CHECK(first.row(L"0003-set.keys").hashFunction == HashMultiplyShiftR);
    const auto tables = Tables(bulk.out);
    CHECK(skipped() == 8);
    CHECK(Tables(bulk.out) == tables);
    bulk.options.table.solve.fallbackHashFunction = HashFunctionId{};
    CHECK(RunBulk(runtime, bulk).result->skipped == 0); // what comes out alike is of other options, too
    bulk.options.table.solve.fallbackHashFunction = HashQuadx;
    CHECK(skipped() == 0);
    CHECK(skipped() == 8);
    CHECK(Tables(bulk.out) == tables);
}

TEST_CASE_FIXTURE(Resumed, "what a crash left behind goes")
{
    const auto tables = Tables(bulk.out);
    const std::wstring folders[] = {bulk.out + L"\\0001-set_Chm01_Quadx_And", bulk.out + L"\\0002-set_Chm01_Quadx_And"};
    WriteText(folders[0] + L"\\~0123456789abcdef.0.phtmp", "half");
    WriteText(folders[1] + L"\\~0123456789abcdef.0.phtmp", "half");
    // what a file was before, of a commit that did not end
    WriteText(folders[1] + L"\\~00000020-00000001.phtmp", "old");
    WriteText(bulk.out + L"\\~0123456789abcdef.0.phtmp", "half");
    CHECK(skipped() == 8);
    CHECK(Tables(bulk.out) == tables);
}

TEST_CASE_FIXTURE(Resumed, "a header of another table, as long as the right one, is written again")
{
    bulk.options.table.headerWithoutData = TRUE;
    CHECK(skipped() == 0);
    const size_t length = ReadBytes(file(0, L".h")).size();
    bulk.options.table.solve.rngSeed = 9;
    const DWORD both = bulk.options.table.outputs;
    bulk.options.table.outputs = OutputTableFile;
    bulk.options.table.headerWithoutData = FALSE;
    CHECK(skipped() == 0);
    CHECK(skipped() == 8); // the headers, of the tables before, are not asked for
    bulk.options.table.outputs = both;
    bulk.options.table.headerWithoutData = TRUE;
    CHECK(skipped() == 0);
    CHECK(ReadBytes(file(0, L".h")).size() == length);
    CHECK(skipped() == 8);
}

TEST_CASE("tables are resumed where the buffers have no room for a table beside its keys")
{
    Folder folder;
    Bulk bulk(folder / L"keys", folder / L"out");
    MakeFolder(bulk.keys);
    WriteSets(bulk.keys, 12, 3000);
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 1;
    options.bufferBudgetBytes = 24000; // one set of keys
    TestRuntime runtime(options);
    CHECK(RunBulk(runtime, bulk).result->succeeded == 12);
    bulk.options.resume = TRUE;
    CHECK(RunBulk(runtime, bulk).result->skipped == 12);
}

TEST_CASE_FIXTURE(Resumed, "a file in a table's place that is larger than any such table is not read")
{
    HANDLE file = CreateFileW(pht(3).c_str(), GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    DWORD bytes = 0;
    DeviceIoControl(file, FSCTL_SET_SPARSE, nullptr, 0, nullptr, 0, &bytes, nullptr);
    LARGE_INTEGER size;
    size.QuadPart = 64 << 20;
    REQUIRE(SetFilePointerEx(file, size, nullptr, FILE_BEGIN));
    REQUIRE(SetEndOfFile(file));
    CloseHandle(file);
    RuntimeStatistics before, after;
    RuntimeStatisticsTake(runtime, &before);
    CHECK(skipped() == 7);
    RuntimeStatisticsTake(runtime, &after);
    CHECK(after.bytesRead - before.bytesRead < 1 << 20);
    CHECK(skipped() == 8);
}
