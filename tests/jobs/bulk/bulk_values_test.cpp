/*
 * A bulk run with --ValueBits makes a table of values of each keys file that has a values file
 * beside it, and the others fail by name. Packs, shards and their merge hold such tables like any
 * other. A values file that is a link is refused where links are.
 */
#include "chm01/table/pack.h"
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/links.h"

namespace {

constexpr size_t sets = 20;

struct ValuedSets {
    Folder folder;
    std::wstring keys = folder / L"keys", out = folder / L"out", file = folder / L"all.phpack";
    std::vector<std::wstring> paths;
    TestRuntime runtime;
    Bulk bulk{keys, out};
    ValuedSets()
    {
        MakeFolder(keys);
        paths = WriteSets(keys, sets);
        for (const std::wstring &path : paths)
            WriteBytes(path + L".values", valuesOf(path).data(), valuesOf(path).size());
        bulk.options.table.solve.valueBits = 8;
    }
    static std::vector<uint32_t> keysOf(const std::wstring &path)
    {
        const Bytes bytes = ReadBytes(path);
        std::vector<uint32_t> set(bytes.size() / sizeof(uint32_t));
        memcpy(set.data(), bytes.data(), bytes.size());
        return set;
    }
    static Bytes valuesOf(const std::wstring &path)
    {
        Bytes values;
        for (const uint32_t key : keysOf(path))
            values.push_back(static_cast<unsigned char>(key >> 11));
        return values;
    }
    void check(const BulkOutcome &outcome, size_t row) const
    {
        TableResult *table = nullptr;
        Failure failure = {};
        REQUIRE(BulkResultTable(outcome.result, row, &table, &failure) == S_OK);
        CHECK(TableValueBits(&table->view) == 8);
        CHECK((table->view.payload != nullptr) == bulk.options.table.solve.positions);
        for (const uint32_t key : keysOf(paths[row]))
            REQUIRE(TableValue(&table->view, key) == static_cast<unsigned char>(key >> 11));
        TableResultRelease(table);
    }
};

} // namespace

TEST_CASE_FIXTURE(ValuedSets, "each keys file gets its own values, and one without them fails alone")
{
    DeleteFileW((paths[3] + L".values").c_str());
    WriteText(paths[5] + L".values", "short");
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    REQUIRE(outcome.result->rowCount == sets); // values are no keys files
    CHECK(outcome.result->failed == 2);
    CHECK(outcome.result->rows[3].failure->code == PERFECTHASH_E_VALUES_NOT_FOUND);
    CHECK(Contains(TextOf(*outcome.result->rows[3].failure), L"0003-set.keys.values"));
    CHECK(outcome.result->rows[5].failure->code == PERFECTHASH_E_VALUES_SIZE);
    for (size_t row = 0; row < sets; row++) {
        if (row != 3 && row != 5)
            check(outcome, row);
    }
}

TEST_CASE_FIXTURE(ValuedSets, "tables of a run with --Positions have both, and are made again when a value has changed")
{
    bulk.options.resume = TRUE;
    bulk.options.table.solve.positions = true;
    const BulkOutcome made = RunBulk(runtime, bulk);
    for (size_t row = 0; row < sets; row++)
        check(made, row);
    CHECK(RunBulk(runtime, bulk).result->skipped == sets);
    Bytes values = valuesOf(paths[7]);
    values[0]++;
    WriteBytes(paths[7] + L".values", values.data(), values.size());
    CHECK(RunBulk(runtime, bulk).result->skipped == sets - 1);
}

TEST_CASE_FIXTURE(ValuedSets, "a resumed run makes only the tables again whose values have changed")
{
    bulk.options.resume = TRUE;
    CHECK(RunBulk(runtime, bulk).result->skipped == 0);
    CHECK(RunBulk(runtime, bulk).result->skipped == sets);
    Bytes values = valuesOf(paths[7]);
    values[0]++;
    WriteBytes(paths[7] + L".values", values.data(), values.size());
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    CHECK(outcome.result->skipped == sets - 1);
    CHECK_FALSE(outcome.result->rows[7].skipped);
}

TEST_CASE_FIXTURE(ValuedSets, "packs and merged shards hold tables of values")
{
    bulk.pack = file;
    check(RunBulk(runtime, bulk), 4);
    for (DWORD shard = 1; shard <= 2; shard++) {
        Bulk part(keys, out);
        part.options.table.solve.valueBits = 8;
        part.options.shardIndex = shard;
        part.options.shardCount = 2;
        part.pack = file;
        REQUIRE(RunBulk(runtime, part).result->failed == 0);
    }
    const Bytes whole = ReadBytes(file);
    DeleteFileW(file.c_str());
    Bulk merge(L"", L"");
    merge.merge = out;
    const BulkOutcome merged = RunBulk(runtime, merge);
    REQUIRE_MESSAGE(merged.code == S_OK, merged.text);
    CHECK(merged.result->succeeded == sets);
    CHECK(ReadBytes(file) == whole);
    check(merged, 4);
}

TEST_CASE_FIXTURE(ValuedSets, "values that are a link are refused where links are")
{
    const std::wstring values = paths[2] + L".values", elsewhere = folder / L"elsewhere";
    MoveFileW(values.c_str(), elsewhere.c_str());
    if (!MakeLink(values, elsewhere, false)) {
        MESSAGE("no links to files can be made here");
        return;
    }
    CHECK(RunBulk(runtime, bulk).result->failed == 0);
    bulk.noLinks = TRUE;
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    CHECK(outcome.result->failed == 1);
    REQUIRE(outcome.result->rows[2].failure != nullptr);
    CHECK(outcome.result->rows[2].failure->code == PERFECTHASH_E_NOT_ALLOWED);
    bulk.linkRule.allows = [](const void *, const wchar_t *) -> BOOL { return TRUE; };
    CHECK(RunBulk(runtime, bulk).result->failed == 0);
}

TEST_CASE_FIXTURE(ValuedSets, "one values file for all keys files is refused")
{
    Failure failure = {};
    wchar_t **words = nullptr;
    BulkOptions options;
    BulkOptionsDefault(&options);
    CHECK(BulkOptionsParse(L"--ValueBits=8 --Values=x", &options, &words, &failure) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(TextOf(failure).find(L"--Values: it is for one keys file") == 0);
}
