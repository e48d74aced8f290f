/*
 * What a run costs a table does not grow with the number of tables: the Win32 calls of a table with
 * an output folder of its own are counted, among few folders and among many. A failing file makes
 * no more calls than a good one, and its row keeps as many bytes as its texts have, in no block of
 * its own.
 */
#include "support/jobs/bulk_fixture.h"

#include <memory>

#include "runtime/base/win32_calls.h"
#include "support/jobs/links.h"
#include "support/jobs/stress.h"

#ifndef NDEBUG

namespace {

LONG CallsOf(const std::vector<Win32Call> &calls)
{
    LONG count = 0;
    for (const Win32Call call : calls)
        count += Win32CallsAs(call, FALSE) + Win32CallsAs(call, TRUE);
    return count;
}

const std::vector<Win32Call> fileCalls = {
    Win32CallOpenFile, Win32CallFileSize, Win32CallAssociate, Win32CallRead,     Win32CallWrite,
    Win32CallRename,   Win32CallFlush,    Win32CallDelete,    Win32CallFullPath, Win32CallCreateDirectory,
};

// The calls for files of a run over so many sets of equal size, and of a second such run, beside so
// many output folders of others; and the blocks of memory that the result of that has.
struct Counted {
    Folder folder;
    const std::wstring keys = folder / L"keys";
    LONG calls = 0, callsAgain = 0, blocks = 0;
    Counted(size_t sets, bool fail, bool writes, size_t others = 0)
    {
        MakeFolder(keys);
        if (others != 0) { // as another run's tables have them
            MakeFolder(folder / L"out");
            MakeFolders(folder / L"out", 200000, others, L"_Chm01_Quadx_And");
        }
        for (size_t i = 0; i < sets; i++) {
            std::vector<uint32_t> values = SomeKeys(40, (uint32_t)i + 1);
            if (fail)
                values[30] = values[3];
            WriteKeys(keys + L"\\" + std::to_wstring(100000 + i) + L".keys", values);
        }
        Bulk bulk(keys, writes ? folder / L"out" : L"");
        for (LONG *counted : {&calls, &callsAgain}) {
            const LONG before = Win32Outstanding();
            auto runtime = std::make_unique<TestRuntime>();
            Win32WatchTokens(2); // counts alone
            const BulkOutcome outcome = RunBulk(*runtime, bulk);
            Win32WatchTokens(FALSE);
            CHECK(outcome.result->failed == (fail ? sets : 0));
            *counted = CallsOf(fileCalls);
            runtime.reset();
            blocks = Win32Outstanding() - before;
        }
    }
};

// Each table of the more costs what each of the fewer does, but for a call in a hundred.
void CheckConstant(LONG few, LONG fewSets, LONG many, LONG manySets)
{
    const double first = (double)few / fewSets, last = (double)many / manySets;
    MESSAGE("calls a table: ", first, " of ", fewSets, ", ", last, " of ", manySets);
    CHECK(last <= first * 1.01);
    CHECK(last >= 3);
}

// Into new folders, and over old tables.
void CheckCallsOf(LONG fewSets, LONG manySets)
{
    const Counted few((size_t)fewSets, false, true), many((size_t)manySets, false, true);
    CheckConstant(few.calls, fewSets, many.calls, manySets);
    CheckConstant(few.callsAgain, fewSets, many.callsAgain, manySets);
}

} // namespace

TEST_CASE("the calls of a table are as many among 320 output folders as among 40")
{
    CheckCallsOf(40, 320);
}

TEST_CASE("the calls of a table are as many among 30,000 output folders as among 400, under stress")
{
    if (!Stressed())
        return;
    const Counted few(400, false, true), many(400, false, true, 29600);
    CheckConstant(few.calls, 400, many.calls, 400);
    CheckConstant(few.callsAgain, 400, many.callsAgain, 400);
}

TEST_CASE("the calls of a table are as many in a run of 30,000 as in one of 400, under stress of ten minutes")
{
    if (StressSeconds() >= 600)
        CheckCallsOf(400, 30000);
}

TEST_CASE("a file that fails makes no more calls than one that becomes a table")
{
    const Counted good(100, false, false), failing(100, true, false);
    CHECK(failing.calls <= good.calls);
}

TEST_CASE("the failures of a hundred files are two blocks of memory at most")
{
    const Counted good(100, false, false), failing(100, true, false);
    CHECK(good.blocks >= 1);
    CHECK(good.blocks < 50); // their paths lie together
    CHECK(failing.blocks <= good.blocks + 2);
}
#endif
