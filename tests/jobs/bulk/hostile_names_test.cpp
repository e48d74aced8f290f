/*
 * A bulk run reads the file that it found, whatever the file's name: names that Win32 changes (a
 * dot or a blank at the end) or takes for a device are made with \\?\, and each row's table must
 * have the keys of that row's file. A single table and a fence of allowed roots take such names as
 * they are written, too, and a root's name in other letters is not the root.
 */
#include "PerfectHashErrors.h"
#include "jobs/bulk/bulk_reload.h"
#include "jobs/bulk/bulk_text.h"
#include "jobs/server/server_roots.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/links.h"

namespace {

// A folder whose paths are literal.
struct LiteralFolder {
    Folder folder;
    std::wstring path = L"\\\\?\\" + folder.path;
    ~LiteralFolder() { RemoveTree(path); } // by literal paths: as Win32 reads them it would miss some
    std::wstring operator/(const std::wstring &name) const { return path + L"\\" + name; }
};

// No two files have a key in common.
std::vector<uint32_t> KeysOf(size_t file)
{
    std::vector<uint32_t> keys;
    for (uint32_t i = 0; i < 20; i++)
        keys.push_back(uint32_t(file) * 1000 + i * 7);
    return keys;
}

const std::wstring longText = std::wstring(240, L'l') + L".keys";
const wchar_t *const longName = longText.c_str();

const wchar_t *const names[] = {
    L"sub.\\a.keys",       L"sub\\a.keys",  L"nul.keys",      L"aux.keys",   L"con.v2.keys",
    L"com1.keys",          L"nul\\b.keys",  L"end .keys",     L" lead.keys", L"sub.\\nul.keys",
    L"dots...\\lpt1.keys", L"dots\\c.keys", L"blank \\.keys", L"a:b.keys",   L"b.keys",
    L"\xd800x.keys",       L"x\xdc00.keys", longName,         L"=1+1.keys",  L"ab:\\nul.keys"};

bool IsListed(const std::wstring &path)
{
    WIN32_FIND_DATAW found = {};
    const HANDLE search = FindFirstFileW(path.c_str(), &found);
    if (search == INVALID_HANDLE_VALUE)
        return false;
    FindClose(search);
    return path.substr(path.rfind(L'\\') + 1) == found.cFileName;
}

// Writes them; which could be made: a file system may refuse some, or make a stream of a colon.
std::vector<std::wstring> WriteHostile(const LiteralFolder &folder)
{
    std::vector<std::wstring> made;
    for (size_t i = 0; i < ARRAYSIZE(names); i++) {
        const std::wstring path = folder / names[i];
        CreateDirectoryW(path.substr(0, path.rfind(L'\\')).c_str(), nullptr);
        const std::vector<uint32_t> keys = KeysOf(i);
        const HANDLE file = CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_NEW, 0, nullptr);
        DWORD moved;
        if (file == INVALID_HANDLE_VALUE)
            continue;
        CHECK(WriteFile(file, keys.data(), DWORD(keys.size() * 4), &moved, nullptr));
        CloseHandle(file);
        if (IsListed(path))
            made.push_back(names[i]);
    }
    return made;
}

size_t NumberOf(const std::wstring &name)
{
    for (size_t i = 0; i < ARRAYSIZE(names); i++)
        if (name == names[i])
            return i;
    return SIZE_MAX;
}

} // namespace

TEST_CASE("each row of a bulk run has the keys of its own file")
{
    LiteralFolder keys, out;
    const std::vector<std::wstring> made = WriteHostile(keys);
    REQUIRE(made.size() > ARRAYSIZE(names) / 2);
    TestRuntime runtime;
    for (const std::wstring &directory : {keys.path, keys.folder.path}) {
        Bulk bulk(directory, out.path);
        bulk.options.recursive = TRUE;
        const BulkOutcome outcome = RunBulk(runtime, bulk);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CHECK(outcome.result->rowCount == made.size());
        for (size_t row = 0; row < outcome.result->rowCount; row++) {
            const BulkRow &each = outcome.result->rows[row];
            CAPTURE(std::wstring(each.keysPath));
            if (each.failure != nullptr) {
                FAIL_CHECK(TextOf(*each.failure));
                continue;
            }
            TableResult *table = nullptr;
            Failure failure = {};
            REQUIRE_MESSAGE(BulkResultTable(outcome.result, row, &table, &failure) == S_OK, TextOf(failure));
            CheckTable(table, KeysOf(NumberOf(each.keysPath)));
            TableResultRelease(table);
        }
    }
}

TEST_CASE("tables of hostile names are told below the output directory, loaded again and merged")
{
    LiteralFolder keys, out, parts;
    WriteHostile(keys);
    TestRuntime runtime;
    Bulk bulk(keys.path, out.path);
    bulk.options.recursive = TRUE;
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    BulkResult *again = nullptr;
    Failure failure = {};
    REQUIRE(BulkResultOfSummary(outcome.result->jsonPath, &again, &failure) == S_OK);
    REQUIRE(again->rowCount == outcome.result->rowCount);
    for (size_t row = 0; row < again->rowCount; row++) {
        const wchar_t *path = outcome.result->rows[row].tablePath;
        REQUIRE(path != nullptr);
        CAPTURE(std::wstring(path));
        CHECK(*BulkRelativePath(outcome.result, path) != L'\\');
        CHECK(std::wstring(again->rows[row].tablePath) == path);
    }
    BulkResultRelease(again);
    for (DWORD shard = 1; shard <= 2; shard++) {
        Bulk part(keys.path, parts.path);
        part.options = bulk.options;
        part.options.shardIndex = shard;
        part.options.shardCount = 2;
        REQUIRE(RunBulk(runtime, part).code == S_OK);
    }
    Bulk merge(L"", L"");
    merge.merge = parts.path;
    const BulkOutcome merged = RunBulk(runtime, merge);
    REQUIRE_MESSAGE(merged.code == S_OK, merged.text);
    const Bytes csv = ReadBytes(merged.result->csvPath);
    CHECK(CsvWithoutTimes(std::string(csv.begin(), csv.end())) == outcome.csv());
}

TEST_CASE("a single table takes a name as it is written")
{
    LiteralFolder keys;
    TestRuntime runtime;
    for (const std::wstring &name : WriteHostile(keys)) {
        for (const std::wstring &path : {keys / name, keys.folder / name}) {
            const Outcome outcome = Run(runtime, FileRequest(path, L""));
            REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
            CheckTable(outcome.result, KeysOf(NumberOf(name)));
        }
    }
}

TEST_CASE("hostile names below a root are files, and a root's name in other letters is another folder")
{
    LiteralFolder folder;
    CreateDirectoryW((folder / L"Root").c_str(), nullptr);
    CreateDirectoryW((folder / L"Root\\deep").c_str(), nullptr);
    const bool beside = MakeSibling(folder.folder.path, L"root");
    const std::wstring root = folder.folder / L"Root";
    const wchar_t *lists[] = {root.c_str()};
    ServerRoots roots = {};
    Failure failure = {};
    REQUIRE(ServerRootsInit(&roots, lists, 1, &failure) == S_OK);
    const auto check = [&](const std::wstring &path, std::wstring *out = nullptr) {
        wchar_t *allowed = nullptr;
        const HRESULT code = ServerRootsPath(&roots, TRUE, path.c_str(), &allowed, &failure);
        if (out != nullptr && allowed != nullptr)
            *out = allowed;
        TextFree(allowed);
        return code;
    };
    std::wstring out;
    for (const wchar_t *name : {L"nul.keys", L"aux.txt", L"con.v2.txt", L"sub.\\a.keys", L"deep\\x "}) {
        CHECK(check(root + L"\\" + name, &out) == S_OK);
        CHECK(out == L"\\\\?\\" + root + L"\\" + name);
        CHECK(check(out, &out) == S_OK);
    }
    CHECK(check(root + L"\\NUL") == PERFECTHASH_E_NOT_ALLOWED);
    CHECK(check(root + L"\\deep", &out) == S_OK);
    CHECK(out == root + L"\\deep");
    // A sibling is never inside. Where case does not count the name is the root's own.
    const std::wstring sibling = folder.folder / L"root\\x.keys";
    CHECK(check(sibling) == (beside ? PERFECTHASH_E_PATH_NOT_ALLOWED : S_OK));
    if (!beside)
        MESSAGE("two names that differ in case alone are one here");
    CHECK(check(root + L".\\x.keys") == PERFECTHASH_E_PATH_NOT_ALLOWED);
    ServerRootsFree(&roots);
}
