/*
 * A file for gperf becomes one C source in the output directory, under the file's name or that of
 * the options, and its keywords a table of text keys. These tests prove what makes a file one for
 * gperf, that options and errors are told by what is wrong with them, that a keyword that occurs
 * twice is told by its lines, and that a cancel or a memory that is not there leaves nothing.
 */
#include "support/jobs/fixture.h"

#include "jobs/text/command_line.h"
#ifndef NDEBUG
#include "support/runtime/nth_failure.h"
#endif

namespace {

// Options of a line, which keeps their texts.
struct OptionWords {
    wchar_t **words = nullptr;
    OptionWords(TableOptions &options, const wchar_t *line)
    {
        REQUIRE(TableOptionsParse(line, &options, &words, nullptr) == S_OK);
    }
    OptionWords(const OptionWords &) = delete;
    ~OptionWords() { CommandLineFree(words); }
};

const char *const unitsText = "%{\n#include <string.h>\n%}\n%struct-type\n%define lookup-function-name unit_of\n"
                              "struct unit { const char *name; int bits; };\n%%\nbit, 1\nbyte, 8\n%%\n/* code */\n";

// A file for gperf, and a runtime.
struct Gperf {
    Folder folder;
    std::wstring path = folder / L"units.gperf", out = folder / L"out";
    TestRuntime runtime;
    Gperf() { WriteText(path, unitsText); }
    Outcome run(const std::wstring &options = L"", const std::wstring &directory = L"")
    {
        Request request = FileRequest(path, directory);
        const OptionWords words(request.options, options.c_str());
        return Run(runtime, request);
    }
    void refused(HRESULT code, const std::wstring &text, const std::wstring &options = L"")
    {
        const Outcome outcome = run(options, out);
        CHECK(outcome.code == code);
        CHECK_MESSAGE(outcome.text == text, outcome.text);
        CHECK(FilesBelow(out).empty());
    }
    std::string source(const wchar_t *name)
    {
        const Bytes bytes = ReadBytes(out + L"\\" + name);
        return {bytes.begin(), bytes.end()};
    }
};

bool Holds(const std::string &text, const char *part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE_FIXTURE(Gperf, "a .gperf file becomes a C source in the output directory, and a table of its keywords")
{
    const Outcome outcome = run(L"", out);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(FilesBelow(out) == std::vector<std::wstring>{L"units.c"});
    CHECK(outcome.result->files[0] == out + L"\\units.c");
    const std::string text = source(L"units.c");
    CHECK(Holds(text, "struct unit *\nunit_of (const char *str, size_t len)"));
    CHECK(Holds(text, "{\"byte\", 8}"));
    CHECK(Holds(text, "\n/* code */\n"));
    CHECK(TableResultIsText(outcome.result));
    CHECK(TextTableFind(&outcome.result->text.table, "byte", 4) == 1);
    CHECK(TextTableFind(&outcome.result->text.table, "BYTE", 4) == TEXT_NOT_FOUND);
    REQUIRE(run(L"", out).code == S_OK); // again, over it
    CHECK(source(L"units.c") == text);
}

TEST_CASE_FIXTURE(Gperf, "gperf's options name the functions and the file, and C++ ends in .cpp")
{
    REQUIRE(run(L"--Gperf=\"-N find -L C++ -Z Units\"", out).code == S_OK);
    CHECK(Holds(source(L"units.cpp"), "Units::find (const char *str, size_t len)"));
    REQUIRE(run(L"--Gperf=--output-file=other.inc", out).code == S_OK);
    CHECK(FilesBelow(out) == std::vector<std::wstring>{L"other.inc", L"units.cpp"});
    const Outcome folded = run(L"--Gperf=--ignore-case");
    REQUIRE(folded.code == S_OK);
    CHECK(TextTableFind(&folded.result->text.table, "BYTE", 4) == 1);
    CHECK(TextTableFind(&run(L"--IgnoreCase").result->text.table, "BYTE", 4) == 1);
}

TEST_CASE_FIXTURE(Gperf, "a file of another name is one for gperf where an option says so, and else no option does")
{
    path = folder / L"words";
    WriteText(path, "one\n# two\n");
    for (const wchar_t *options : {L"--KeyType=Gperf", L"--Gperf=-I", L"--KeyType=Gperf --Gperf=-I"}) {
        const Outcome outcome = run(options, out);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CHECK(outcome.result->view.keyCount == 1);
        CHECK(FilesBelow(out) == std::vector<std::wstring>{L"words.c"});
    }
    CHECK(run(L"--KeyType=Text").result->view.keyCount == 2);
    WriteText(path, std::string("\xFF\xFEo\0n\0\n\0#\0", 10)); // UTF-16
    CHECK(run(L"--KeyType=Gperf").result->view.keyCount == 1);
}

TEST_CASE_FIXTURE(Gperf, "with --Outputs=TableFile there is the table alone, and without outputs nothing")
{
    REQUIRE(run(L"--Outputs=TableFile", out).code == S_OK);
    CHECK(FilesBelow(out) == std::vector<std::wstring>{L"units.pht"});
    RemoveTree(out);
    REQUIRE(run(L"--Outputs=None", out).code == S_OK);
    CHECK(Contains(run(L"--Prefix=x", out).text, L"--Prefix: a file for gperf says its names itself"));
    CHECK(Contains(run(L"--Outputs=CSource", out).text, L"--Outputs: of a file for gperf Header is"));
    CHECK(FilesBelow(out).empty());
}

TEST_CASE_FIXTURE(Gperf, "what is wrong with options is told by the word, and nothing is written")
{
    refused(PERFECTHASH_E_OPTION_VALUE, L"--Gperf: -x: gperf 3.1 has no such option.", L"--Gperf=\"-t -x\"");
    refused(PERFECTHASH_E_OPTION_VALUE,
            L"--Gperf: a/b.c: it is the name of a file in the output directory, without a folder.",
            L"--Gperf=--output-file=a/b.c");
    refused(PERFECTHASH_E_OPTION_VALUE, path + L": --Layout: it is for keys that are numbers, not for text keys.",
            L"--Layout=Flat");
    TableOptions options;
    TableOptionsDefault(&options);
    Failure failure = {};
    wchar_t **words = nullptr;
    CHECK(TableOptionsParse(L"--KeyType=Number --Gperf=-t", &options, &words, &failure) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(TextOf(failure) == L"--Gperf: --KeyType says that the keys are others.");
}

TEST_CASE_FIXTURE(Gperf, "an error of the file names line and column, a keyword that occurs twice both lines")
{
    WriteText(path, "one\n\"two\n");
    refused(PERFECTHASH_E_KEYS_TEXT, path + L": line 2, column 1: the string has no second quote.");
    WriteText(path, "# no keyword\n");
    refused(PERFECTHASH_E_KEYS_EMPTY, path + L": there are no keys in it.");
    WriteText(path, "%{\n%}\n%%\none\n\n");
    refused(PERFECTHASH_E_KEYS_TEXT, path + L": line 5, column 1: a keyword is missing; gperf has none of no bytes.");
    WriteText(path, "%{\n%}\n%%\none\n# a comment\n\"\\157ne\"\n");
    refused(PERFECTHASH_E_KEYS_DUPLICATE, path + L": the key \"one\" occurs twice, on lines 4 and 6.");
    CHECK(run(L"--Gperf=-D").code == S_OK);
}

TEST_CASE_FIXTURE(Gperf, "a file for gperf has no records, whatever its name and the options say of them")
{
    for (const wchar_t *option : {L"--KeyColumn", L"--Columns"})
        refused(PERFECTHASH_E_OPTION_VALUE,
                option + std::wstring(L": it is for records: a file of CSV, TSV or JSON Lines."),
                option + std::wstring(L"=bit"));
    path = folder / L"units.csv";
    WriteText(path, unitsText);
    REQUIRE(run(L"--KeyType=Gperf", out).code == S_OK);
    CHECK(Holds(source(L"units.c"), "{\"byte\", 8}"));
    CHECK(run(L"--KeyType=Gperf --KeyColumn=bit").code == PERFECTHASH_E_OPTION_VALUE);
}

TEST_CASE_FIXTURE(Gperf, "keys of an array are not for gperf")
{
    const uint32_t keys[] = {1, 2, 3};
    Request request;
    request.keys = keys;
    request.keyCount = 3;
    request.keySizeInBytes = 4;
    const OptionWords words(request.options, L"--KeyType=Gperf");
    CHECK(Run(runtime, request).text == L"--Gperf (--KeyType=Gperf): it is for a file, not for keys of an array.");
}

TEST_CASE_FIXTURE(Gperf, "a cancel ends a job of a large file, and leaves nothing")
{
    std::string text = "struct s { const char *name; int i; };\n%%\n";
    for (int i = 0; i < 100000; i++)
        text += "keyword" + std::to_string(i) + ", " + std::to_string(i) + "\n";
    WriteText(path, text);
    Request request = FileRequest(path, out);
    const OptionWords words(request.options, L"--Gperf=-t");
    CheckCancels(runtime, request, out, 1);
}

#ifndef NDEBUG
TEST_CASE_FIXTURE(Gperf, "each failing call fails the job or is done without, and leaves the old source or the new")
{
    Request request = FileRequest(path, out);
    const OptionWords words(request.options, L"--Gperf=\"-N new_name\"");
    REQUIRE(run(L"", out).code == S_OK);
    const std::string old = source(L"units.c");
    NthFailure failure;
    for (int n = 1; failure.passed < 3; n++) {
        failure.Run(n, [&] {
            const Outcome outcome = Run(runtime, request);
            CHECK((SUCCEEDED(outcome.code) || !outcome.text.empty()));
        });
        const std::string text = source(L"units.c");
        CHECK((text == old || Holds(text, "new_name (")));
        REQUIRE(run(L"", out).code == S_OK);
    }
    failure.Tell();
    CHECK(failure.failed > 10);
}
#endif
