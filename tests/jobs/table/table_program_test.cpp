/*
 * Tables of programs' functions. A program is known by its first bytes, under every name; options
 * say which functions count, and what has none says why. A bulk run takes programs by their usual
 * extensions.
 */
#include "support/chm01/program_writer.h"
#include "support/jobs/bulk_fixture.h"

namespace {

void WriteProgram(const std::wstring &path, const ProgramWriter &program)
{
    WriteBytes(path, program.bytes.data(), program.bytes.size());
}

} // namespace

TEST_CASE("a program under any name gives its functions, by the options' ways")
{
    Folder folder;
    TestRuntime runtime;
    for (const wchar_t *name : {L"a.node", L"a.pyd", L"a.keys", L"a64.keys", L"a.txt", L"a", L"a.dll"}) {
        const std::wstring shown = name;
        CAPTURE(shown);
        WriteProgram(folder / name, ProgramWriter::OfFour());
        Request request = FileRequest(folder / name, L"");
        const auto keys = [&] {
            const Outcome outcome = Run(runtime, request);
            REQUIRE(outcome.code == S_OK);
            const TableView &view = outcome.result->view;
            CHECK(view.keySizeInBytes == 4);
            const auto *first = static_cast<const uint32_t *>(view.keys);
            return std::vector<uint32_t>(first, first + view.keyCount);
        };
        CHECK(keys() == std::vector<uint32_t>{0x1000, 0x2000, 0x3000});
        request.options.functions = ProgramUnwind;
        CHECK(keys() == std::vector<uint32_t>{0x1000, 0x2000});
        request.options.chainedEntries = TRUE;
        CHECK(keys() == std::vector<uint32_t>{0x1000, 0x1010, 0x2000});
        request.options.functions = ProgramExports;
        CHECK(keys() == std::vector<uint32_t>{0x1000, 0x3000});
    }
}

TEST_CASE("a table says of which program it is, and another build is no table to resume")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring path = folder / L"z\u00FCge.dll", out = folder / L"out";
    ProgramWriter program = ProgramWriter::OfFour();
    Request request = FileRequest(path, out);
    request.resume = TRUE;
    for (uint32_t stamp : {1u, 1u, 2u}) {
        const bool again = stamp == 1 && Exists(out);
        program.Put(ProgramWriter::peOffset + 8, stamp);
        WriteProgram(path, program);
        const Outcome outcome = Run(runtime, request);
        REQUIRE(outcome.code == S_OK);
        CHECK((outcome.result->reused != FALSE) == again);
        const TableModule *module = outcome.result->view.module;
        REQUIRE(module != nullptr);
        CHECK(module->timeDateStamp == stamp);
        CHECK(module->imageBytes == 0x300000);
        CHECK(module->machine == 0x8664);
        CHECK(std::string(module->name) == "z\xC3\xBCge.dll");
        CHECK(module->nameBytes == 9);
    }
    const Outcome keys = Run(runtime, KeysRequest(SomeKeys(5), L"keys", L""));
    REQUIRE(keys.code == S_OK);
    CHECK(keys.result->view.module == nullptr);
}

TEST_CASE("a program without functions is told as what it is")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring path = folder / L"texts.mui";
    ProgramWriter program;
    program.Section(0, 0x1000, 0x1000, 0x400, 0x200, 0x40000040);
    program.Directory(ProgramWriter::Resources, program.Add({1}), 4);
    WriteProgram(path, program);
    const Outcome outcome = Run(runtime, FileRequest(path, L""));
    CHECK(outcome.code == PERFECTHASH_E_KEYS_PE_NO_FUNCTIONS);
    CHECK_MESSAGE(Contains(outcome.text, L"it has resources and no code"), outcome.text);
}

TEST_CASE("a program without functions is no failure of a bulk run")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring out = folder / L"out";
    WriteProgram(folder / L"a.dll", ProgramWriter());
    WriteProgram(folder / L"b.dll", ProgramWriter::OfFour());
    const auto run = [&](const wchar_t *merge) {
        Bulk bulk(folder.path, out);
        bulk.options.shardCount = bulk.options.shardIndex = merge == nullptr;
        if (merge != nullptr) {
            bulk.keys = bulk.out = L"";
            bulk.merge = merge;
        }
        return RunBulk(runtime, bulk);
    };
    for (bool merged : {false, true}) {
        CAPTURE(merged);
        const BulkOutcome outcome = run(merged ? out.c_str() : nullptr);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CHECK(outcome.result->succeeded == 1);
        CHECK(outcome.result->failed == 0);
        CHECK(outcome.result->withoutFunctions == 1);
        CHECK(outcome.progress.failed == 0);
        CHECK(BulkResultFirstFailed(outcome.result) == nullptr);
        CHECK(outcome.csv().find("a.dll,a,NoFunctions,,") != std::string::npos);
        CHECK(outcome.csv().find("0x80041009") != std::string::npos);
        size_t count = 9;
        wchar_t **texts = BulkResultTexts(outcome.result, TRUE, &count);
        CHECK(count == 0);
        BulkResultTextsFree(texts, count);
        texts = BulkResultTexts(outcome.result, FALSE, &count);
        CHECK((count == 1 && std::wstring(texts[0]) == L"b.dll"));
        BulkResultTextsFree(texts, count);
    }
}

TEST_CASE("a bulk run takes programs by their usual extensions")
{
    Folder folder;
    TestRuntime runtime;
    const std::vector<std::wstring> endings = {L"ax",  L"cpl",  L"dll", L"drv", L"efi", L"exe",
                                               L"ocx", L"node", L"pyd", L"sys", L"xll"};
    for (const std::wstring &ending : endings)
        WriteProgram(folder / (ending + L"." + ending), ProgramWriter::OfFour());
    WriteProgram(folder / L"other.md", ProgramWriter::OfFour());
    Bulk bulk(folder.path, L"");
    const BulkOutcome run = RunBulk(runtime, bulk);
    REQUIRE(run.code == S_OK);
    REQUIRE(run.result->rowCount == endings.size());
    for (const std::wstring &ending : endings)
        CHECK(run.row(ending + L"." + ending).keyCount == 3);
}
