/*
 * What a table job computes for long without a file, it does in slices: while others have all
 * places of slices it waits without a thread, small tables are made beside it, and a cancel ends
 * it. What it has made in slices is what is made at once.
 */
#include <atomic>

#include "support/jobs/slice_places.h"

namespace {

// A job of which others take all slices once it is at a step, on a node that has one place of them.
struct Halted {
    TestRuntime runtime{1, 2};
    SlicePlaces places{runtime};
    const JobStep step;
    std::atomic<bool> halted{false};
    TableJob *job = nullptr;

    Halted(Request request, JobStep at) : step(at)
    {
        request.moved = Moved;
        REQUIRE(TableJobStart(runtime, &request, nullptr, this, &job, nullptr) == S_OK);
        CHECK(Eventually([&] { return halted.load(); }));
        CHECK(WaitForSingleObject(TableJobEvent(job), 100) == WAIT_TIMEOUT);
        CHECK(StepOf(job) == step);
        CHECK(places.taken == 1);
    }
    static JobStep StepOf(const TableJob *job)
    {
        JobProgress progress = {};
        TableJobSnapshot(job, &progress);
        return progress.step;
    }
    static void Moved(TableJob *job, void *context)
    {
        Halted *self = static_cast<Halted *>(context);
        if (StepOf(job) != self->step || self->halted)
            return;
        self->places.take();
        self->halted = true;
    }
    Outcome end()
    {
        places.giveBack();
        return Wait(job);
    }
};

std::string HeaderOf(const TableResult *result, const TableOptions &options)
{
    const SourceOptions source = TableOptionsSource(&options);
    SourceText text = {};
    std::string bytes(TableResultHeaderBound(result, &source), ' ');
    text.out = &bytes[0];
    Work work = WorkAll();
    REQUIRE(TableResultHeaderOn(result, &source, &work, &text));
    return bytes.substr(0, text.length);
}

// Of so many numbers that they take some slices.
struct Sets {
    Folder folder;
    std::wstring out = folder / L"out";
    std::vector<Request> requests;

    Sets()
    {
        std::string lines;
        for (int i = 0; i < 30000; i++)
            lines += "word" + std::to_string(i) + "\n";
        WriteText(folder / L"words.txt", lines);
        WriteKeys(folder / L"set.keys", SomeKeys(40000));
        for (const wchar_t *name : {L"words.txt", L"set.keys"})
            requests.push_back(FileRequest(folder / name, out));
    }
};

} // namespace

TEST_CASE_FIXTURE(Sets, "a header is made in slices, for which its job waits without a place among requests")
{
    for (const Request &request : requests) {
        Halted halted(request, JobStepEmit);
        CHECK_FALSE(Exists(out)); // there is nothing to be written yet
        const std::vector<uint32_t> few = SomeKeys(300);
        CheckTable(Run(halted.runtime, KeysRequest(few, L"few", L"")).result, few);
        const Outcome outcome = halted.end();
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        const Bytes header = ReadBytes(outcome.result->files[0]);
        CHECK(std::string(header.begin(), header.end()) == HeaderOf(outcome.result, request.options));
        CHECK(RemoveTree(out));
    }
}

TEST_CASE_FIXTURE(Sets, "a cancel ends a job between two slices of its header, and nothing is written")
{
    for (const Request &request : requests) {
        Halted halted(request, JobStepEmit);
        TableJobCancel(halted.job);
        CHECK(halted.end().code == PERFECTHASH_E_CANCELLED);
        CHECK_FALSE(Exists(out));
    }
}
