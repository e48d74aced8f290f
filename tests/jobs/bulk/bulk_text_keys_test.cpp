/*
 * A bulk run makes tables of text keys beside those of numbers. These tests prove that each keys
 * file is told by its lines, that the reports say which kind it was, that packs hold both kinds,
 * and that a resumed run keeps both.
 */
#include "jobs/table/pack_file.h"
#include "support/jobs/bulk_fixture.h"

namespace {

struct Mixed {
    Folder folder;
    std::wstring keys = folder / L"keys", out = folder / L"out", file = folder / L"all.phpack";
    TestRuntime runtime;
    Mixed()
    {
        MakeFolder(keys);
        WriteText(keys + L"\\both.txt", "GET\n1\n");
        WriteText(keys + L"\\methods.txt", "GET\nPOST\n");
        WriteText(keys + L"\\numbers.txt", "1\n2\n");
    }
};

void CheckMethods(const TableResult *table)
{
    REQUIRE(TableResultIsText(table));
    CHECK(TextTableFind(&table->text.table, "POST", 4) == 1);
    CHECK(TextTableFind(&table->text.table, "PUT", 3) == TEXT_NOT_FOUND);
}

} // namespace

TEST_CASE_FIXTURE(Mixed, "each keys file of a run is told by its lines, and the reports say which kind it was")
{
    Bulk bulk(keys, out);
    bulk.options.resume = TRUE;
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(outcome.result->succeeded == 2);
    CHECK(outcome.row(L"both.txt").failure->code == PERFECTHASH_E_KEYS_TEXT);
    const std::string csv = outcome.csv();
    CHECK(csv.find("\nmethods.txt,methods,Created,2,0,Chm01,,And,Text,0,0,") != std::string::npos);
    CHECK(csv.find(",methods_Chm01_Text_And\\methods.pht,,,Text\r\n") != std::string::npos);
    CHECK(csv.find(",numbers_Chm01_Quadx_And\\numbers.pht,,,Number\r\n") != std::string::npos);
    const Bytes bytes = ReadBytes(out + L"\\PerfectHashBulkCreate.json");
    const std::string json(bytes.begin(), bytes.end());
    CHECK(json.find("\"keySizeInBytes\": 0, \"keyType\": \"Text\", \"layout\": \"Text\"") != std::string::npos);
    CHECK(json.find("\"keyType\": \"Number\", \"hashFunction\": \"Quadx\"") != std::string::npos);
    const BulkOutcome again = RunBulk(runtime, bulk);
    CHECK(again.result->skipped == 2);
}

TEST_CASE_FIXTURE(Mixed, "a pack holds tables of both kinds")
{
    Bulk bulk(keys, L"");
    bulk.pack = file;
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    PackFile *pack = nullptr;
    REQUIRE(PackFileOpen(file.c_str(), &pack, nullptr) == S_OK);
    TableResult *methods = nullptr, *numbers = nullptr;
    REQUIRE(PackFileTable(pack, 0, &methods, nullptr) == S_OK);
    REQUIRE(PackFileTable(pack, 1, &numbers, nullptr) == S_OK);
    CheckMethods(methods);
    CHECK(TableIndex(&numbers->view, 2) == 1);
    TableResultRelease(methods);
    TableResultRelease(numbers);
    PackFileRelease(pack);
}

TEST_CASE_FIXTURE(Mixed, "an option for numbers fails the files of text by name, and --KeyType=Text makes all text")
{
    Bulk bulk(keys, out);
    bulk.options.table.solve.layout = LayoutFlat;
    const BulkOutcome flat = RunBulk(runtime, bulk);
    CHECK(flat.row(L"numbers.txt").failure == nullptr);
    CHECK(TextOf(*flat.row(L"methods.txt").failure) ==
          keys + L"\\methods.txt: --Layout: it is for keys that are numbers, not for text keys.");
    bulk.options.table.solve.layout = LayoutAuto;
    bulk.options.table.keyType = KeyTypeText;
    CHECK(RunBulk(runtime, bulk).result->succeeded == 3);
}
