// Links where none may be followed: folders of tables, keys files, and the parts of a path.
#include "support/jobs/links.h"

#include "jobs/base/paths.h"
#include "jobs/table/output_set.h"
#include "jobs/text/text.h"
#include "support/jobs/bulk_fixture.h"

namespace {

bool IsLink(const std::wstring &path)
{
    const DWORD attributes = GetFileAttributesW(path.c_str());
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_REPARSE_POINT);
}

// Wine only says that it has made a link; the system below it makes them.
void MakeUnixLink(const std::wstring &link, const std::wstring &target)
{
    using UnixName = char *(__cdecl *)(const wchar_t *);
    const FARPROC found = GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "wine_get_unix_file_name");
    if (found == nullptr)
        return;
    const UnixName unixName = reinterpret_cast<UnixName>(reinterpret_cast<void *>(found));
    const std::string words =
        std::string("ln -s \"") + unixName(target.c_str()) + "\" \"" + unixName(link.c_str()) + "\"";
    std::wstring line(words.begin(), words.end());
    STARTUPINFOW startup = {};
    startup.cb = sizeof startup;
    PROCESS_INFORMATION process;
    if (!CreateProcessW(L"Z:\\bin\\ln", &line[0], nullptr, nullptr, FALSE, 0, nullptr, nullptr, &startup, &process))
        return;
    for (int i = 0; i < 100 && !IsLink(link); i++)
        Sleep(20);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
}
} // namespace

bool MakeLink(const std::wstring &link, const std::wstring &target, bool toFolder)
{
    const DWORD unprivileged = 2;
    CreateSymbolicLinkW(link.c_str(), target.c_str(), unprivileged | (toFolder ? SYMBOLIC_LINK_FLAG_DIRECTORY : 0));
    if (!IsLink(link) && toFolder)
        MakeUnixLink(link, target);
    return IsLink(link);
}

void RemoveLink(const std::wstring &link)
{
    if (!RemoveDirectoryW(link.c_str()))
        DeleteFileW(link.c_str());
}

namespace {

std::wstring TableFolder(const std::wstring &out, const wchar_t *name)
{
    wchar_t *folder = OutputSetFolder(out.c_str(), name, L"Quadx");
    const std::wstring copy = folder;
    TextFree(folder);
    return copy;
}

// A folder and, elsewhere, what a link in it leads to. The link goes first, so that nobody deletes
// through it.
struct Linked {
    Folder folder, outside;
    std::wstring link;
    ~Linked() { RemoveLink(link); }
    bool make(const std::wstring &at)
    {
        link = at;
        const bool made = MakeLink(link, outside.path, true);
        if (!made)
            MESSAGE("no links to folders can be made here");
        return made;
    }
};

} // namespace

TEST_CASE("an entry of a folder is a link by what it is, not by being a reparse point alone")
{
    WIN32_FIND_DATAW entry = {};
    CHECK_FALSE(PathEntryIsLink(&entry));
    entry.dwFileAttributes = FILE_ATTRIBUTE_REPARSE_POINT;
    entry.dwReserved0 = 0x8000001B; // a file that is in the cloud, or made smaller, is still itself
    CHECK_FALSE(PathEntryIsLink(&entry));
    entry.dwReserved0 = IO_REPARSE_TAG_SYMLINK;
    CHECK(PathEntryIsLink(&entry));
    entry.dwFileAttributes = FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DIRECTORY;
    entry.dwReserved0 = IO_REPARSE_TAG_MOUNT_POINT;
    CHECK(PathEntryIsLink(&entry));
    entry.dwFileAttributes = FILE_ATTRIBUTE_DIRECTORY;
    CHECK_FALSE(PathEntryIsLink(&entry));
}

TEST_CASE_FIXTURE(Linked, "a path has a link from some place on, or none")
{
    MakeFolder(folder / L"real");
    const std::wstring real = folder / L"real\\deeper\\not there";
    CHECK_FALSE(PathHasLink(real.c_str(), folder.path.size()));
    CHECK_FALSE(PathHasLink(real.c_str(), real.size() + 10));
    if (!make(folder / L"real\\link"))
        return;
    const std::wstring through = link + L"\\new\\newer";
    CHECK(PathHasLink(link.c_str(), folder.path.size()));
    CHECK(PathHasLink(link.c_str(), link.size() - 1));
    CHECK(PathHasLink(through.c_str(), folder.path.size()));
    CHECK(PathHasLink(through.c_str(), (folder / L"real").size()));
    CHECK_FALSE(PathHasLink(through.c_str(), link.size()));
}

TEST_CASE_FIXTURE(Linked, "where links are refused the folder of a table is none")
{
    const std::wstring out = folder / L"out";
    MakeFolder(out);
    WriteKeys(folder / L"some.keys", SomeKeys(100));
    if (!make(TableFolder(out, L"some")))
        return;
    TestRuntime runtime;
    for (const BOOL resume : {FALSE, TRUE}) {
        WriteText(outside / L"~0123456789abcdef.0.phtmp", "not to be swept");
        Request request = FileRequest(folder / L"some.keys", out);
        request.noLinksFrom = out.size();
        request.resume = resume;
        const Outcome refused = Run(runtime, request);
        CHECK(refused.code == PERFECTHASH_E_NOT_ALLOWED);
        CHECK(Contains(refused.text, L"some_Chm01"));
        CHECK(FilesBelow(outside.path).size() == 1);
    }
    // Else it is the user's own affair where his folders lead.
    CHECK(Run(runtime, FileRequest(folder / L"some.keys", out)).code == S_OK);
    CHECK(FilesBelow(outside.path).size() == 2);
}

TEST_CASE_FIXTURE(Linked, "a bulk run that refuses links makes no table through one, and those beside it")
{
    const std::wstring keys = folder / L"keys", out = folder / L"out";
    MakeFolder(keys);
    MakeFolder(keys + L"\\deep");
    MakeFolder(out);
    WriteSets(keys, 2, 50);
    WriteKeys(keys + L"\\deep\\set.keys", SomeKeys(20));
    const bool file = MakeLink(keys + L"\\link.keys", keys + L"\\0000-set.keys", false);
    TestRuntime runtime;
    Bulk bulk(keys, out);
    bulk.options.recursive = TRUE;
    bulk.noLinks = TRUE;
    if (make(out + L"\\deep")) {
        const BulkOutcome outcome = RunBulk(runtime, bulk);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        const BulkRow &row = outcome.row(L"deep\\set.keys");
        REQUIRE(row.failure != nullptr);
        CHECK(row.failure->code == PERFECTHASH_E_NOT_ALLOWED);
        CHECK(outcome.row(L"0001-set.keys").failure == nullptr);
        CHECK(FilesBelow(outside.path).empty());
        if (file) {
            REQUIRE(outcome.row(L"link.keys").failure != nullptr);
            CHECK(outcome.row(L"link.keys").failure->code == PERFECTHASH_E_NOT_ALLOWED);
        }
        bulk.noLinks = FALSE;
        const BulkOutcome through = RunBulk(runtime, bulk);
        REQUIRE_MESSAGE(through.code == S_OK, through.text);
        CHECK(through.result->failed == 0);
        CHECK(FilesBelow(outside.path).size() == 2);
    }
    RemoveLink(keys + L"\\link.keys");
}
