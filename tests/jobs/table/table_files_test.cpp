/*
 * These tests prove which files a table job reads and writes. Keys come from packed, text, 64-bit
 * and PE files. Options choose the header, the table file and their contents. Any table name
 * becomes a file inside the output directory, and paths may exceed 260 characters.
 */
#include <cstring>

#include "support/jobs/fixture.h"

namespace {

std::string Text(const Bytes &bytes)
{
    return std::string(bytes.begin(), bytes.end());
}

} // namespace

TEST_CASE("a keys file becomes a header and a table file in the table's folder")
{
    Folder folder;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(3000);
    WriteKeys(folder / L"my keys.keys", keys);
    const std::wstring keysPath = folder / L"my keys.keys", out = folder / L"new\\out";
    const Outcome outcome = Run(runtime, FileRequest(keysPath, out));
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(outcome.state == JobSucceeded);
    CheckTable(outcome.result, keys);
    CHECK(std::wstring(outcome.result->name) == L"my keys");
    CHECK(std::wstring(outcome.result->outputDirectory) == out + L"\\my keys_Chm01_Quadx_And");
    REQUIRE(outcome.result->fileCount == 2);
    CHECK(std::wstring(outcome.result->files[0]) == out + L"\\my keys_Chm01_Quadx_And\\my_keys_0e8e723c.h");
    CHECK(std::wstring(outcome.result->files[1]) == out + L"\\my keys_Chm01_Quadx_And\\my_keys_0e8e723c.pht");
    CHECK(FilesBelow(out).size() == 2);
    CHECK(outcome.result->statistics.attempts >= 1);
    CHECK(outcome.result->solveMicroseconds >= 1);

    const std::string header = Text(ReadBytes(outcome.result->files[0]));
    CHECK(header.find("my_keys_0e8e723cIndex") != std::string::npos);
    CHECK(header.find("my_keys_0e8e723cContains") == std::string::npos);
    const Bytes image = ReadBytes(outcome.result->files[1]);
    REQUIRE(image.size() == outcome.result->view.imageBytes);
    CHECK(std::memcmp(image.data(), outcome.result->view.image, image.size()) == 0);
}

TEST_CASE("text, PE and 64-bit keys")
{
    Folder folder;
    TestRuntime runtime;
    WriteText(folder / L"t.txt", "# three\n1\n0x20\n 300 \n");
    const std::wstring text = folder / L"t.txt";
    const Outcome fromText = Run(runtime, FileRequest(text, L""));
    REQUIRE_MESSAGE(fromText.code == S_OK, fromText.text);
    CheckTable(fromText.result, {1, 0x20, 300});

    const std::vector<uint64_t> wide = {0, 1, 0x100000000, 0xfedcba9876543210, 5};
    WriteBytes(folder / L"w64.keys", wide.data(), wide.size() * 8);
    const std::wstring wideByName = folder / L"w64.keys";
    const Outcome named = Run(runtime, FileRequest(wideByName, L""));
    REQUIRE_MESSAGE(named.code == S_OK, named.text);
    CHECK(named.result->view.keySizeInBytes == 8);
    for (size_t i = 0; i < wide.size(); i++)
        CHECK(TableIndex(&named.result->view, wide[i]) == i);

    WriteBytes(folder / L"w.keys", wide.data(), wide.size() * 8);
    const std::wstring wideByOption = folder / L"w.keys";
    Request request = FileRequest(wideByOption, L"");
    request.options.keySizeInBytes = 8;
    const Outcome optional = Run(runtime, request);
    REQUIRE_MESSAGE(optional.code == S_OK, optional.text);
    CHECK(optional.result->view.keyCount == wide.size());

    wchar_t system[MAX_PATH];
    GetSystemDirectoryW(system, MAX_PATH);
    const std::wstring dll = std::wstring(system) + L"\\ntdll.dll";
    const Outcome functions = Run(runtime, FileRequest(dll, L""));
    REQUIRE_MESSAGE(functions.code == S_OK, functions.text);
    CHECK(functions.result->view.keyCount > 100);
    CHECK(std::wstring(functions.result->name) == L"ntdll");
}

TEST_CASE("options decide what is written")
{
    Folder folder;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(500);
    const std::wstring out = folder / L"out";
    Request request = KeysRequest(keys, L"set", out);
    request.options.outputs = 0;
    CHECK(Run(runtime, request).code == S_OK);
    request.options.outputs = OutputDefault;
    request.options.noFileIo = TRUE;
    CHECK(Run(runtime, request).code == S_OK);
    CHECK_FALSE(Exists(out));
    request.options.noFileIo = FALSE;

    request.options.outputs = OutputTableFile;
    const Outcome tableFile = Run(runtime, request);
    REQUIRE(tableFile.code == S_OK);
    CHECK(FilesBelow(out) == std::vector<std::wstring>{L"set_Chm01_Quadx_And\\set.pht"});

    request.options.outputs = OutputHeader;
    request.options.contains = TRUE;
    const Outcome header = Run(runtime, request);
    REQUIRE(header.code == S_OK);
    CHECK(FilesBelow(out).size() == 2);
    CHECK(Text(ReadBytes(out + L"\\set_Chm01_Quadx_And\\set.h")).find("setContains") != std::string::npos);

    request.options = Request().options;
    request.options.outputs = OutputTableFile;
    request.options.solve.omitKeys = true;
    const Outcome lean = Run(runtime, request);
    REQUIRE(lean.code == S_OK);
    CHECK(lean.result->view.keys == nullptr);
    CHECK(lean.result->view.imageBytes < tableFile.result->view.imageBytes);
}

TEST_CASE("each text of a table begins with its licence, and so does the source of the result")
{
    Folder folder;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(500);
    Request request = KeysRequest(keys, L"set", folder / L"out");
    request.options.outputs = OutputCSource;
    request.options.license = L"Apache-2.0 WITH LLVM-exception";
    const Outcome outcome = Run(runtime, request);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    REQUIRE(outcome.result->fileCount == 2);
    const std::string line = "/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */\n";
    for (int i = 0; i < 2; i++)
        CHECK(Text(ReadBytes(outcome.result->files[i])).rfind(line, 0) == 0);
    char *text;
    size_t bytes;
    REQUIRE(TableResultSource(outcome.result, L"CSource", FALSE, &text, &bytes, nullptr) == S_OK);
    CHECK(std::string(text, bytes) == Text(ReadBytes(outcome.result->files[1])));
    HeapFree(GetProcessHeap(), 0, text);
}

TEST_CASE("a pair of C files includes one another by the name that the file has")
{
    Folder folder;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(500);
    const std::wstring out = folder / L"out", longName(200, L'n'); // longer than a file's name may be
    for (const std::wstring &name : {std::wstring(L"set"), std::wstring(L"con"), longName}) {
        Request request = KeysRequest(keys, name.c_str(), out);
        request.options.outputs = OutputCSource;
        const Outcome outcome = Run(runtime, request);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        REQUIRE(outcome.result->fileCount == 2);
        const std::wstring header = outcome.result->files[0], source = outcome.result->files[1];
        const std::string include = Text(ReadBytes(source));
        std::string file;
        for (const wchar_t c : header.substr(header.rfind(L'\\') + 1))
            file += static_cast<char>(c);
        CHECK(include.find("#include \"" + file + "\"\n") != std::string::npos);
        CHECK(source == header.substr(0, header.size() - 1) + L"c");
        CHECK(Text(ReadBytes(header)).find("Slots[1024];\n") != std::string::npos);
        CHECK(include.find("Slots[] = {\n") != std::string::npos);
    }
}

TEST_CASE("a header may be had without the data")
{
    Folder folder;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(5000);
    Request request = KeysRequest(keys, L"lean", folder / L"out");
    const Outcome with = Run(runtime, request);
    REQUIRE(with.code == S_OK);
    const Bytes full = ReadBytes(with.result->files[0]), image = ReadBytes(with.result->files[1]);
    request.options.headerWithoutData = TRUE;
    const Outcome without = Run(runtime, request);
    REQUIRE(without.code == S_OK);
    const Bytes lean = ReadBytes(without.result->files[0]);
    CHECK(Text(full).find("leanOpen") == std::string::npos);
    CHECK(Text(lean).find("leanTable leanOpen(const void *image, uint64_t bytes)") != std::string::npos);
    CHECK(lean.size() < 7000);
    CHECK(ReadBytes(without.result->files[1]) == image);
}

TEST_CASE("names of any kind become files inside the output directory")
{
    Folder folder;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(50);
    const std::wstring out = folder / L"out";
    const std::wstring odd[] = {L"..\\..\\escape",
                                L"C:\\absolute",
                                L"con",
                                L"nul.x",
                                L"a/b",
                                L"..",
                                L".",
                                L" ",
                                L"int",
                                L"\u00e9t\u00e9 \u65e5\u672c",
                                L"1st",
                                std::wstring(1000, L'n'),
                                std::wstring(300, 0x20ac),
                                std::wstring(1, 0xd800) + L"y",
                                L"%1",
                                L"tab\tname"};
    size_t tables = 0;
    for (const std::wstring &name : odd) {
        CAPTURE(name);
        const Outcome outcome = Run(runtime, KeysRequest(keys, name, out));
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CheckTable(outcome.result, keys);
        CHECK(outcome.result->name == name);
        REQUIRE(outcome.result->fileCount == 2);
        for (DWORD f = 0; f < 2; f++) {
            CHECK(Exists(outcome.result->files[f]));
            CHECK(std::wstring(outcome.result->files[f]).substr(0, out.size() + 1) == out + L"\\");
        }
        CHECK(FilesBelow(out).size() == 2 * ++tables);
    }
    CHECK(FilesBelow(folder.path).size() == 2 * tables);
}

TEST_CASE("paths beyond 260 characters")
{
    Folder folder;
    TestRuntime runtime;
    std::wstring out = folder.path;
    for (int i = 0; i < 4; i++)
        out += L"\\" + std::wstring(100, (wchar_t)(L'a' + i));
    const std::vector<uint32_t> keys = SomeKeys(50);
    const Outcome outcome = Run(runtime, KeysRequest(keys, L"deep", out));
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(FilesBelow(out).size() == 2);
    const std::wstring keysPath = out + L"\\k.keys";
    WriteKeys(L"\\\\?\\" + keysPath, keys);
    const Outcome again = Run(runtime, FileRequest(keysPath, out));
    REQUIRE_MESSAGE(again.code == S_OK, again.text);
    TableResult *loaded = nullptr;
    Failure failure = {};
    CHECK(TableResultLoad(again.result->files[1], &loaded, &failure) == S_OK);
    TableResultRelease(loaded);
}
