/*
 * What a table job computes for long without a file, it does in slices: while others have all
 * places of slices it waits without a thread, small tables are made beside it, and a cancel ends
 * it. What it has made in slices is what is made at once. A table that is loaded or kept is looked
 * at likewise.
 */
#include <atomic>
#include <cstring>

#include "support/jobs/slice_places.h"

namespace {

// A job of which others take all slices once it is at a step, on a node that has one place of them:
// it waits in that one or a later one.
struct Halted {
    TestRuntime runtime{1, 2};
    SlicePlaces places{runtime};
    const JobStep from;
    std::atomic<bool> halted{false};
    TableJob *job = nullptr;

    Halted(Request request, JobStep takenFrom, JobStep waits) : from(takenFrom)
    {
        request.moved = Moved;
        REQUIRE(TableJobStart(runtime, &request, nullptr, this, &job, nullptr) == S_OK);
        CHECK(Eventually([&] { return halted.load(); }));
        CHECK(WaitForSingleObject(TableJobEvent(job), 100) == WAIT_TIMEOUT);
        CHECK(StepOf(job) == waits);
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
        if (StepOf(job) != self->from || self->halted)
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
    std::string bytes(TableResultTextBound(result, &outputForms[0], &source), ' ');
    text.out = &bytes[0];
    Work work = WorkAll();
    REQUIRE(TableResultTextOn(result, &outputForms[0], &source, &work, &text));
    return bytes.substr(0, text.length);
}

// Keys files, by default of so many keys that their headers take some slices and they are decoded
// in one.
struct Sets {
    Folder folder;
    std::wstring out = folder / L"out";
    std::vector<Request> requests;

    explicit Sets(int texts = 20000, size_t numbers = 20000)
    {
        std::string lines;
        for (int i = 0; i < texts; i++)
            lines += "word" + std::to_string(i) + "\n";
        WriteText(folder / L"words.txt", lines);
        WriteKeys(folder / L"set.keys", SomeKeys(numbers));
        for (const wchar_t *name : {L"words.txt", L"set.keys"})
            requests.push_back(FileRequest(folder / name, out));
    }
};

// Tables of some slices in their files.
struct Files : Sets {
    Files() : Sets(100000, 300000)
    {
        TestRuntime runtime;
        for (Request &request : requests) {
            const Outcome outcome = Run(runtime, request);
            REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
            request.path = TableResultFile(outcome.result);
            request.keysPath = request.path.c_str();
            request.loads = TRUE;
        }
    }
};

// A cancel ends the job while others still have the places.
Outcome EndOf(Halted &halted, bool cancels)
{
    if (cancels)
        TableJobCancel(halted.job);
    Outcome outcome = cancels ? Wait(halted.job) : halted.end();
    CHECK_MESSAGE(outcome.code == (cancels ? PERFECTHASH_E_CANCELLED : S_OK), outcome.text);
    return outcome;
}

} // namespace

TEST_CASE_FIXTURE(Sets, "a header is made in slices, for which its job waits without a place among requests")
{
    for (const Request &request : requests) {
        Halted halted(request, JobStepEmit, JobStepEmit);
        CHECK_FALSE(Exists(out)); // there is nothing to be written yet
        const std::vector<uint32_t> few = SomeKeys(300);
        CheckTable(Run(halted.runtime, KeysRequest(few, L"few", L"")).result, few);
        const Outcome outcome = EndOf(halted, false);
        const Bytes header = ReadBytes(outcome.result->files[0]);
        CHECK(std::string(header.begin(), header.end()) == HeaderOf(outcome.result, request.options));
        CHECK(RemoveTree(out));
    }
}

TEST_CASE_FIXTURE(Sets, "a cancel ends a job between two slices of its header, and nothing is written")
{
    for (const Request &request : requests) {
        Halted halted(request, JobStepEmit, JobStepEmit);
        EndOf(halted, true);
        CHECK_FALSE(Exists(out));
    }
}

TEST_CASE("a search that waits for its next slice ends when it is cancelled, on whatever node its lanes wait")
{
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 2;
    options.maxThreads = 2;
    TestRuntime runtime(options);
    REQUIRE(RuntimeNodeCount(runtime) == 2);
    SlicePlaces first(RuntimeNodeAt(runtime, 0)), second(RuntimeNodeAt(runtime, 1));
    const std::vector<uint32_t> many = SomeKeys(600000); // more than are solved where the job begins
    Request spread = KeysRequest(many, L"many", L"");
    spread.options.solve.layout = LayoutPartitioned;
    for (const Request &request : {LongRequest(L""), spread}) {
        first.take();
        second.take();
        TableJob *job = Started(runtime, request);
        CHECK(Eventually([&] { return Halted::StepOf(job) == JobStepSolve; }));
        CHECK(WaitForSingleObject(TableJobEvent(job), 50) == WAIT_TIMEOUT);
        TableJobCancel(job);
        CHECK(Wait(job).code == PERFECTHASH_E_CANCELLED);
        first.giveBack();
        second.giveBack();
    }
}

TEST_CASE("what the bytes of a text ask for, its lines and its keys are found out in slices")
{
    std::string lines, comments;
    for (int i = 0; i < 400000; i++)
        comments += "# c\n";
    for (int i = 0; i < 300000; i++)
        lines += std::to_string(i) + "\n";
    const Folder folder;
    for (const std::string &text : {lines, comments + "1\n"})
        for (const wchar_t *name : {L"a.txt", L"b.keys"}) {
            WriteText(folder / name, text);
            for (const bool cancels : {true, false}) {
                Request request = FileRequest(folder / name, L"");
                request.options.noFileIo = TRUE;
                Halted halted(request, JobStepPlan, JobStepPlan);
                EndOf(halted, cancels);
            }
        }
}

TEST_CASE("the keys of a subset are sought in slices, and a cancel ends the job between them")
{
    const std::vector<uint32_t> keys = SomeKeys(300000);
    for (const bool cancels : {true, false}) {
        Request request = KeysRequest(keys, L"set", L"");
        request.options.solve.measureCoverage = true;
        request.options.solve.layout = LayoutFlat;
        request.options.keysSubset[0] = keys.back();
        request.options.keysSubsetCount = 1;
        Halted halted(request, JobStepPlan, JobStepPlan);
        EndOf(halted, cancels);
    }
}

TEST_CASE("the source of a file for gperf is counted and written in slices")
{
    std::string keywords;
    for (int i = 0; i < 20000; i++)
        keywords += "keyword" + std::to_string(i) + "\n";
    const Folder folder;
    WriteText(folder / L"words.gperf", keywords);
    for (const bool cancels : {true, false}) {
        Halted halted(FileRequest(folder / L"words.gperf", folder / L"out"), JobStepEmit, JobStepEmit);
        EndOf(halted, cancels);
        CHECK(Exists(folder / L"out") == !cancels);
        RemoveTree(folder / L"out");
    }
}

TEST_CASE_FIXTURE(Files, "a table that is loaded is checked in slices, and a cancel ends the job between them")
{
    for (const bool cancels : {true, false})
        for (const Request &request : requests) {
            Halted halted(request, JobStepPlan, JobStepPlan);
            const Outcome outcome = EndOf(halted, cancels);
            if (!cancels)
                CHECK(std::wstring(TableResultFile(outcome.result)) == request.path);
        }
}

TEST_CASE_FIXTURE(Sets, "a table that may be kept is looked at in slices, and a cancel ends the job between them")
{
    for (Request &request : requests) {
        {
            TestRuntime runtime;
            REQUIRE(Run(runtime, request).code == S_OK);
        }
        request.resume = TRUE;
        for (const bool cancels : {true, false}) {
            Halted halted(request, JobStepPlan, JobStepReuse);
            const Outcome outcome = EndOf(halted, cancels);
            if (!cancels)
                CHECK(outcome.result->reused);
        }
    }
}

TEST_CASE_FIXTURE(Sets, "the coverage of a table that is kept is measured in slices, as that of a table that is made")
{
    Request &request = requests.back();
    request.options.outputs = OutputTableFile; // its header would be looked at in slices, too
    request.options.solve.measureCoverage = TRUE;
    TableCoverage made;
    {
        TestRuntime runtime;
        const Outcome outcome = Run(runtime, request);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        made = outcome.result->statistics.coverage;
    }
    CHECK(made.usedCacheLines != 0);
    request.resume = TRUE;
    for (const bool cancels : {true, false}) {
        Halted halted(request, JobStepPlan, JobStepReuse);
        const Outcome outcome = EndOf(halted, cancels);
        if (!cancels) {
            CHECK(outcome.result->reused);
            CHECK(std::memcmp(&outcome.result->statistics.coverage, &made, sizeof made) == 0);
        }
    }
}
