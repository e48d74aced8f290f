/*
 * These tests make links to folders and files, where the system permits it. They prove how a path's
 * links are found. A job that refuses links makes no table through a linked folder and reads no
 * linked keys file. A job without that option follows the user's links.
 */
#include "support/jobs/links.h"

#include "jobs/table/output_set.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "support/jobs/bulk_fixture.h"

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
        // A rule decides about keys files, each by its whole path.
        bulk.linkRule = {[](const void *context, const wchar_t *path) -> BOOL {
                             return Contains(path, *static_cast<const std::wstring *>(context));
                         },
                         &keys};
        const BulkOutcome ruled = RunBulk(runtime, bulk);
        if (file)
            CHECK(ruled.row(L"link.keys").failure == nullptr);
        bulk.noLinks = FALSE;
        const BulkOutcome through = RunBulk(runtime, bulk);
        REQUIRE_MESSAGE(through.code == S_OK, through.text);
        CHECK(through.result->failed == 0);
        CHECK(FilesBelow(outside.path).size() == 2);
    }
    RemoveLink(keys + L"\\link.keys");
}
