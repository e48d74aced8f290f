/*
 * A bulk run can write all tables into one pack. These tests prove that the pack holds every table
 * and that its bytes do not depend on the concurrency. A run that fails or is cancelled leaves no
 * pack. Reordering uses limited memory, and a foreign file in the place of the temporary is never
 * written to.
 */
#include <cstring>

#include "chm01/table/pack.h"
#include "jobs/bulk/bulk_job_steps.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "support/jobs/bulk_fixture.h"

namespace {

struct Packed {
    Folder folder;
    std::wstring keys = folder / L"keys", file = folder / L"all.phpack";
    Packed()
    {
        MakeFolder(keys);
        WriteSets(keys, 400, 200);
        WriteKeys(keys + L"\\0000-set.keys", SomeKeys(30000)); // late, so that the window fills
        WriteKeys(keys + L"\\duplicate.keys", {1, 2, 1});
        WriteText(keys + L"\\0001-set.txt", "1\n2\n"); // a pack knows tables by their keys file
    }
    Bulk bulk()
    {
        Bulk bulk(keys, L"");
        bulk.pack = file;
        return bulk;
    }
};

// All places for blocking work of the runtime's node: the run's first table takes them as it ends.
struct Places {
    Admission all;
    volatile LONG taken = 0;
    explicit Places(Runtime *runtime) { AdmissionInitBlocking(&all, RuntimeNode(runtime, TRUE), ReadyBulk, MAXLONG); }
    ~Places() { giveBack(); }
    Places(const Places &) = delete;
    Places &operator=(const Places &) = delete;
    static void Take(BulkJob *, const BulkRow *, void *context)
    {
        Places *places = static_cast<Places *>(context);
        while (AdmissionEnter(&places->all))
            InterlockedIncrement(&places->taken);
    }
    void giveBack()
    {
        for (; taken != 0; taken--)
            AdmissionDone(&all);
    }
};

JobStep StepOf(const BulkJob *job)
{
    JobProgress progress;
    BulkJobSnapshot(job, &progress);
    return progress.step;
}

const PackEntry *Find(const PackView &view, const char *path)
{
    return PackFind(&view, path, strlen(path), 0);
}

} // namespace

TEST_CASE_FIXTURE(Packed, "a pack holds every table, and its bytes don't depend on the concurrency")
{
    Bytes first;
    for (const DWORD concurrency : {1, 7, 64}) {
        TestRuntime runtime;
        Bulk request = bulk();
        request.options.maximumConcurrency = concurrency;
        const BulkOutcome outcome = RunBulk(runtime, request);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CHECK(outcome.result->succeeded == 401);
        const Bytes bytes = ReadBytes(file);
        if (first.empty())
            first = bytes;
        CHECK(bytes == first);
    }
    CHECK(FilesBelow(folder.path).size() == 403); // no temporary, no folder
    const Aligned pack(first);
    PackView view;
    REQUIRE(PackOpen(pack.bytes, pack.size, &view, nullptr) == ChmOk);
    CHECK(view.entryCount == 401);
    CHECK(Find(view, "duplicate.keys") == nullptr);
    CHECK(Find(view, "0001-set.txt") != nullptr);
    const PackEntry *entry = Find(view, "0000-set.keys");
    REQUIRE(entry == &view.entries[0]);
    for (uint64_t i = 0; i < view.entryCount; i++) {
        TableView table;
        CHECK(TableOpen(view.bytes + view.entries[i].offset, view.entries[i].bytes, &table, nullptr) == ChmOk);
        CHECK(TableIndex(&table,
                         KeySetAt(std::vector<KeySet>{{table.keys, table.keyCount, table.keySizeInBytes}}.data(), 0)) ==
              0);
    }
}

TEST_CASE_FIXTURE(Packed, "a pack that can't be written fails the run and leaves nothing")
{
    TestRuntime runtime;
    Bulk request = bulk();
    request.pack = folder / L"missing\\all.phpack";
    const BulkOutcome outcome = RunBulk(runtime, request);
    CHECK(outcome.code == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK(Contains(outcome.text, L"all.phpack"));
    MakeFolder(file);
    Bulk taken = bulk();
    CHECK(RunBulk(runtime, taken).code == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK(FilesBelow(folder.path).size() == 402);
}

TEST_CASE_FIXTURE(Packed, "a run cancelled at any moment leaves no pack")
{
    for (DWORD delay = 0; delay < 40; delay += 2) {
        TestRuntime runtime;
        Bulk request = bulk();
        request.options.maximumConcurrency = 1 + delay;
        BulkJob *job = StartBulk(runtime, request);
        Sleep(delay);
        BulkJobCancel(job);
        const BulkOutcome outcome = WaitBulk(job);
        CHECK((outcome.code == PERFECTHASH_E_CANCELLED || outcome.code == S_OK));
        CHECK(Exists(file) == (outcome.code == S_OK));
        DeleteFileW(file.c_str());
        CHECK(FilesBelow(folder.path).size() == 402);
    }
}

TEST_CASE("a pack's chunk waits for a place among blocking work, and a cancel does not wait for it")
{
    const Folder folder;
    const std::wstring file = folder / L"all.phpack";
    MakeFolder(folder / L"keys");
    WriteKeys(folder / L"keys\\set.keys", SomeKeys(100));
    for (const bool cancels : {false, true}) {
        CAPTURE(cancels);
        TestRuntime runtime;
        Places places(runtime);
        Bulk bulk(folder / L"keys", L"");
        bulk.pack = file;
        const BulkRequest request = bulk.request();
        BulkJob *job = nullptr;
        REQUIRE(BulkJobStart(runtime, &request, nullptr, Places::Take, &places, &job, nullptr) == S_OK);
        CHECK(Eventually([&] { return places.taken != 0; }));
        CHECK(WaitForSingleObject(BulkJobEvent(job), 50) == WAIT_TIMEOUT);
        CHECK(StepOf(job) == JobStepTables);
        if (cancels) {
            BulkJobCancel(job);
            CHECK(Eventually([&] { return StepOf(job) != JobStepTables; }));
        }
        places.giveBack();
        CHECK(WaitBulk(job).code == (cancels ? PERFECTHASH_E_CANCELLED : S_OK));
        CHECK(Exists(file) == !cancels);
        DeleteFileW(file.c_str());
    }
}

TEST_CASE("a pack that was cut or changed is refused")
{
    Folder folder;
    TestRuntime runtime;
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 3, 20);
    Bulk request(folder / L"keys", L"");
    request.pack = folder / L"all.phpack";
    REQUIRE(RunBulk(runtime, request).code == S_OK);
    const Bytes sound = ReadBytes(request.pack);
    PackView view;
    for (size_t size = 0; size < sound.size(); size += 7) {
        const Aligned cut(Bytes(sound.begin(), sound.begin() + (ptrdiff_t)size));
        CHECK(PackOpen(cut.bytes, cut.size, &view, nullptr) != ChmOk);
    }
    PackFooter footer;
    memcpy(&footer, sound.data() + sound.size() - sizeof footer, sizeof footer);
    for (size_t at = 0; at < sound.size(); at++) {
        if (at >= sizeof(PackHeader) && at < footer.entriesOffset) // the tables, which TableOpen checks
            continue;
        Aligned changed(sound);
        changed.bytes[at] ^= 0x10;
        CHECK(PackOpen(changed.bytes, changed.size, &view, nullptr) != ChmOk);
    }
}

TEST_CASE_FIXTURE(Packed, "a write of the pack that fails ends the run")
{
    // The pack's file is taken away under the run: what it writes to is none.
    struct Taken {
        HANDLE file = nullptr;
    } taken;
    TestRuntime runtime;
    Bulk request = bulk();
    request.options.maximumConcurrency = 1;
    BulkJob *job = nullptr;
    Failure failure = {};
    const BulkRequest asked = request.request();
    const BulkJobTable take = [](BulkJob *of, const BulkRow *, void *context) {
        Taken *from = static_cast<Taken *>(context);
        if (from->file != nullptr)
            return;
        from->file = of->pack.operation.file;
        of->pack.operation.file = reinterpret_cast<HANDLE>(static_cast<ULONG_PTR>(0x7ffffff0));
    };
    REQUIRE(BulkJobStart(runtime, &asked, nullptr, take, &taken, &job, &failure) == S_OK);
    const BulkOutcome outcome = WaitBulk(job);
    CloseHandle(taken.file);
    CHECK(outcome.code == PERFECTHASH_E_OUTPUT_WRITE);
    CHECK(outcome.state == JobFailed);
    CHECK(Contains(outcome.text, L"all.phpack"));
    CHECK(outcome.progress.completed < 20);
    CHECK_FALSE(Exists(file));
}

TEST_CASE("a pack's window has an end in bytes, too, and the row whose turn it is may always be made")
{
    Folder folder;
    TestRuntime runtime;
    struct Finish {
        Rundown rundown;
        HANDLE over = CreateEventW(nullptr, FALSE, FALSE, nullptr);
        ~Finish() { CloseHandle(over); }
    } finish;
    RundownInit(&finish.rundown, [](Rundown *of) { SetEvent(CONTAINING_RECORD(of, Finish, rundown)->over); });
    BulkPack pack = {};
    REQUIRE(BulkPackOpen(&pack, RuntimeNode(runtime, TRUE), &finish.rundown, (folder / L"all.phpack").c_str(), 1000,
                         [](BulkPack *, DWORD) {}) == ERROR_SUCCESS);
    RundownRelease(&finish.rundown);
    MustEnd(finish.over, runtime);
    RundownRearm(&finish.rundown);
    REQUIRE(BulkPackBegin(&pack) == ERROR_SUCCESS);
    const Outcome table = Run(runtime, KeysRequest(SomeKeys(1000), L"some", L""));
    REQUIRE(table.result != nullptr);
    for (size_t row : {2, 1})
        BulkPackAdd(&pack, row, table.result);
    CHECK(pack.waiting == 2 * table.result->view.imageBytes);
    CHECK(BulkPackInWindow(&pack, BulkPackWindow - 1));
    CHECK_FALSE(BulkPackInWindow(&pack, BulkPackWindow));
    const ULONGLONG waiting = pack.waiting;
    pack.waiting = BulkPackWindowBytes;
    CHECK(BulkPackInWindow(&pack, 0));
    CHECK_FALSE(BulkPackInWindow(&pack, 3));
    pack.waiting = waiting;
    BulkPackAdd(&pack, 0, table.result);
    RundownRelease(&finish.rundown);
    MustEnd(finish.over, runtime);
    CHECK(pack.next == 3);
    CHECK(pack.waiting == 0);
    BulkPackClose(&pack);
    CHECK(FilesBelow(folder.path).empty());
}

TEST_CASE_FIXTURE(Packed, "what was put where a pack's temporary goes is never written to")
{
    TestRuntime runtime;
    wchar_t *temporary = nullptr;
    REQUIRE(PathTemporary((L"\\\\?\\" + file).c_str(), 0, &temporary) == ERROR_SUCCESS);
    WriteText(folder / L"victim", "not yours");
    REQUIRE(CreateHardLinkW(temporary, (folder / L"victim").c_str(), nullptr));
    Bulk request = bulk();
    CHECK(RunBulk(runtime, request).code == S_OK);
    CHECK(ReadBytes(folder / L"victim").size() == 9);
    CHECK(Exists(file));
    CHECK(GetFileAttributesW(temporary) == INVALID_FILE_ATTRIBUTES);
    TextFree(temporary);
}
