/*
 * A file of records becomes a table of its key column, and a header with its rows. These tests
 * prove that the result owns the records, that a job with options of its caller's keeps copies of
 * them, and that whichever allocation fails the job fails with it and leaves nothing.
 */
#include "support/jobs/fixture.h"

#include "PerfectHashErrors.h"
#include "jobs/text/command_line.h"

#ifndef NDEBUG
#include "support/jobs/each_call_fails.h"
#endif

namespace {

// A file of records, and a runtime.
struct RecordsFile {
    Folder folder;
    std::wstring path = folder / L"services.csv", out = folder / L"out";
    TestRuntime runtime;
    RecordsFile() { WriteText(path, "name,port,state:enum\nhttp,80,open\n\"ssh, or scp\",22,shut\n"); }
    Outcome run(const wchar_t *options, const std::wstring &directory = L"") const
    {
        Request request = FileRequest(path, directory);
        wchar_t **words = nullptr;
        REQUIRE(TableOptionsParse(options, &request.options, &words, nullptr) == S_OK);
        TableJob *job = nullptr;
        Outcome outcome;
        Failure failure = {};
        outcome.code = TableJobStart(runtime, &request, nullptr, nullptr, &job, &failure);
        CommandLineFree(words); // the job has copies
        if (SUCCEEDED(outcome.code)) {
            MustEnd(TableJobEvent(job), runtime);
            outcome.code = TableJobTake(job, &outcome.result, &failure);
            TableJobRelease(job);
        }
        wchar_t text[FAILURE_TEXT_CHARS] = L"";
        if (FAILED(outcome.code))
            FailureText(&failure, text, FAILURE_TEXT_CHARS);
        outcome.text = text;
        return outcome;
    }
};

std::string SourceOf(TableResult *result)
{
    char *text = nullptr;
    size_t bytes = 0;
    REQUIRE(TableResultSource(result, L"c", FALSE, &text, &bytes, nullptr) == S_OK);
    const std::string source(text, bytes);
    HeapFree(GetProcessHeap(), 0, text);
    return source;
}

} // namespace

TEST_CASE_FIXTURE(RecordsFile, "the result has the records, also when they were there already")
{
    const Outcome outcome = run(L"--KeyColumn=name", out);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(TextTableFind(&outcome.result->text.table, "ssh, or scp", 11) == 1);
    const Bytes header = ReadBytes(outcome.result->files[0]);
    const std::string source = SourceOf(outcome.result);
    CHECK(source == std::string(header.begin(), header.end()));
    CHECK(source.find("{\"ssh, or scp\", 22, services_state_shut},") != std::string::npos);
    TableResult *loaded = nullptr;
    REQUIRE(TableResultLoad(TableResultFile(outcome.result), &loaded, nullptr) == S_OK);
    CHECK(loaded->records == nullptr);
    CHECK(SourceOf(loaded).find("services_state") == std::string::npos);
    TableResultRelease(loaded);
}

TEST_CASE_FIXTURE(RecordsFile, "one small column beside numbers makes a table of values")
{
    WriteText(path, "id,age\n7,3\n9,300\n");
    const Outcome outcome = run(L"--KeyColumn=id");
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(outcome.result->view.valueBits == 16);
    CHECK(TableValue(&outcome.result->view, 9) == 300);
    CHECK(outcome.result->records == nullptr);
}

TEST_CASE_FIXTURE(RecordsFile, "rows that differ are told by their key and column, however long their names are")
{
    path = folder / (std::wstring(200, L'p') + L".csv");
    const std::string key(300, 'k'), column(300, 'c');
    WriteText(path, "name," + column + "\n" + key + ",1\n" + key + ",2\n");
    const Outcome outcome = run(L"--KeyColumn=name --DropDuplicates --IgnoreCase");
    CHECK(outcome.code == PERFECTHASH_E_KEYS_DUPLICATE);
    CHECK(Contains(outcome.text,
                   L"occurs twice (case is ignored), on lines 2 and 3, and the rows differ in the column \"ccc"));
    CHECK(Contains(outcome.text, L"ccc...\"."));
}

#ifndef NDEBUG

TEST_CASE("whichever call of the system fails, the job fails with a reason and leaves nothing")
{
    const RecordsFile file;
    int failed = 0;
    wchar_t **words = nullptr;
    Request request = FileRequest(file.path, file.out);
    REQUIRE(TableOptionsParse(L"--KeyColumn=name --Columns=port,state", &request.options, &words, nullptr) == S_OK);
    EachCallFails([&](Runtime *runtime) {
        const Outcome outcome = Run(runtime, request);
        CHECK((SUCCEEDED(outcome.code) || !outcome.text.empty()));
        failed += FAILED(outcome.code);
        RemoveTree(file.out);
    });
    CommandLineFree(words);
    CHECK(failed > 3);
}

#endif
