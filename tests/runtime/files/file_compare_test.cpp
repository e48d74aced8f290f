/*
 * A file that is in place is compared with other bytes a chunk at a time. These tests prove that
 * each chunk behind the first one waits for a place for blocking work, without a thread, and takes
 * turns with others there, and that a cancel ends the wait. The answer is found in the last byte
 * too.
 */
#include <doctest/doctest.h>

#include "runtime/files/file_compare.h"
#include "support/runtime/fixture.h"

namespace {

constexpr size_t chunk = FileChunkBytes, chunks = 3, size = (chunks - 1) * chunk + 10;

// A comparison of a file of three chunks on a node that has one place for blocking work, which the
// test has while the first chunk is compared.
struct Compared {
    TestFolder folder;
    TestRuntime runtime{Options()};
    Admission disk;
    volatile LONG cancelled = 0;
    std::string bytes = std::string(size, 'a');
    FileCompare compare = {};
    Rundown rundown;
    Signal over;

    Compared()
    {
        AdmissionInitBlocking(&disk, runtime.AnyNode(), ReadyInteractive, 2);
        REQUIRE(AdmissionEnter(&disk));
        WriteWhole(folder / L"file", bytes);
    }
    ~Compared() { FileCompareClose(&compare); }
    static RuntimeOptions Options()
    {
        RuntimeOptions options = {};
        options.maxThreads = 2;
        return options;
    }
    static void Ended(Rundown *rundown) { CONTAINING_RECORD(rundown, Compared, rundown)->over.Set(); }
    void begin()
    {
        FileCompareBegin(&compare, runtime.AnyNode(), {ReadyInteractive, FALSE, &cancelled}, (folder / L"file").c_str(),
                         nullptr, bytes.data(), bytes.size());
        RundownInit(&rundown, Ended);
        REQUIRE(FileCompareGoesOn(&compare, &rundown));
        RundownRelease(&rundown);
        CHECK_FALSE(over.IsSet(50));
        CHECK(compare.at == chunk);
    }
    FileCompareAnswer answer()
    {
        over.Wait();
        return compare.answer;
    }
};

// Another one's work, which looks how far the comparison has come.
struct Look {
    WorkItem item;
    Compared *compared;
    ULONGLONG at = 0;

    explicit Look(Compared *of) : compared(of) { WorkItemInit(&item, Admitted); }
    static void Admitted(WorkItem *item, Worker *, DWORD error, DWORD)
    {
        Look *self = CONTAINING_RECORD(item, Look, item);
        CHECK(error == ERROR_SUCCESS);
        self->at = self->compared->compare.at;
        AdmissionDone(&self->compared->disk);
    }
};

} // namespace

TEST_CASE_FIXTURE(Compared, "each further chunk waits for a place, and others have their turn between two")
{
    begin();
    Look look(this);
    REQUIRE(AdmissionSubmit(&disk, &look.item) == ERROR_SUCCESS);
    AdmissionDone(&disk);
    CHECK(answer() == FileCompareSame);
    CHECK(look.at == 2 * chunk);
    WorkItemPoison(&look.item);
}

TEST_CASE_FIXTURE(Compared, "the last byte counts, with bytes of memory and of a file")
{
    for (const bool same : {true, false}) {
        std::string other = bytes;
        other.back() = static_cast<char>(other.back() + !same);
        WriteWhole(folder / L"other", other);
        CHECK((FileIsSame((folder / L"file").c_str(), nullptr, other.data(), other.size()) != FALSE) == same);
        CHECK((FileIsSame((folder / L"file").c_str(), (folder / L"other").c_str(), nullptr, size) != FALSE) == same);
    }
    bytes.back() = 'b';
    begin();
    AdmissionDone(&disk);
    CHECK(answer() == FileCompareOther);
}

TEST_CASE_FIXTURE(Compared, "a cancel ends the wait for the next chunk")
{
    begin();
    cancelled = 1;
    AdmissionWithdrawCancelled(runtime.AnyNode());
    CHECK(answer() == FileCompareStopped);
    CHECK(compare.at == chunk);
    AdmissionDone(&disk);
}
