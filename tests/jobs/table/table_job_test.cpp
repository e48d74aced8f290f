/*
 * These tests run table jobs and check every key of the result. Any number of workers and lanes
 * gives the same bytes. A fallback makes the table where the hash function cannot. A job reports
 * its steps and calls `done` once, before it sets its event. Many jobs run at once, and a slow disk
 * leaves one worker free.
 */
#include <algorithm>
#include <cstring>
#include <mutex>

#include "support/jobs/fixture.h"

TEST_CASE("sets of each size that is special")
{
    TestRuntime runtime;
    for (size_t count : {1, 2, 3, 7, 8, 9, 255, 256, 4096, 65536, 65537, 100000}) {
        CAPTURE(count);
        const std::vector<uint32_t> keys = SomeKeys(count);
        const Outcome outcome = Run(runtime, KeysRequest(keys, L"sized", L""));
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CheckTable(outcome.result, keys);
        CHECK(outcome.result->fileCount == 0);
        CHECK(*outcome.result->outputDirectory == 0);
    }
}

TEST_CASE("the same bytes on one worker and on many, with one lane and with many")
{
    const std::vector<uint32_t> keys[] = {SomeKeys(20000, 3), SomeKeys(65536, 5), SomeKeys(200000, 7)};
    Folder folder;
    std::vector<Bytes> first;
    for (DWORD concurrency : {1, 2, 8}) {
        TestRuntime runtime(concurrency, concurrency * 2);
        for (DWORD lanes : {1, 3, 16}) {
            for (size_t k = 0; k < 3; k++) {
                CAPTURE(concurrency);
                CAPTURE(lanes);
                const std::wstring out = folder / L"out";
                const std::wstring name = L"k" + std::to_wstring(k);
                Request request = KeysRequest(keys[k], name, out);
                request.options.initialPerFileConcurrency = lanes;
                request.options.maxPerFileConcurrency = lanes;
                const Outcome outcome = Run(runtime, request);
                REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
                for (DWORD f = 0; f < outcome.result->fileCount; f++) {
                    const Bytes bytes = ReadBytes(outcome.result->files[f]);
                    const size_t at = k * 2 + f;
                    if (first.size() == at)
                        first.push_back(bytes);
                    else
                        CHECK(first[at] == bytes);
                }
            }
        }
    }
    CHECK(first.size() == 6);
}

TEST_CASE("a fallback makes the table where the hash function can't, in the folder of the one that was asked for")
{
    Folder folder;
    const std::vector<uint32_t> keys = AddressLikeKeys(4096), withZero = {0, 5, 77, 0xFFFFFFFF};
    for (DWORD workers : {1, 4}) {
        TestRuntime runtime(workers, 2 * workers);
        for (const std::vector<uint32_t> *set : {&keys, &withZero}) {
            Request request = KeysRequest(*set, L"set", L"");
            const Outcome quadx = Run(runtime, request);
            REQUIRE_MESSAGE(quadx.code == S_OK, quadx.text);
            request.setDirectory(folder / L"out");
            request.options.solve.hashFunction = HashMultiplyShiftR;
            request.options.solve.fallbackHashFunction = HashQuadx;
            request.options.initialPerFileConcurrency = request.options.maxPerFileConcurrency = workers;
            const Outcome outcome = Run(runtime, request);
            REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
            CheckTable(outcome.result, *set);
            CHECK(outcome.result->view.hashFunction == HashQuadx);
            REQUIRE(outcome.result->view.imageBytes == quadx.result->view.imageBytes);
            // The options differ, and so do their digest in the header and the checksum.
            const uint8_t *mine = outcome.result->view.image, *other = quadx.result->view.image;
            const size_t bytes = quadx.result->view.imageBytes - TABLE_HEADER_BYTES - sizeof(uint64_t);
            CHECK(std::memcmp(mine + TABLE_HEADER_BYTES, other + TABLE_HEADER_BYTES, bytes) == 0);
            CHECK(outcome.result->view.optionsDigest != quadx.result->view.optionsDigest);
            CHECK(FilesBelow(folder / L"out")[1] == L"set_Chm01_MultiplyShiftR_And\\set.pht");
        }
    }
}

TEST_CASE("a fallback and a resize share the images' memory with many jobs at once")
{
    TestRuntime runtime(4, 8);
    std::vector<TableJob *> jobs;
    const std::vector<uint32_t> keys = AddressLikeKeys(4096);
    for (DWORD i = 0; i < 40; i++) {
        Request request = KeysRequest(keys, L"set", L"");
        request.options.solve.hashFunction = HashMultiplyShiftR;
        request.options.solve.fallbackHashFunction = i % 2 == 0 ? HashQuadx : HashMultiplyShiftRX;
        request.options.solve.maxAttempts = 5;
        request.options.solve.maxTableResizes = 6;
        request.options.initialPerFileConcurrency = 3;
        TableJob *job = nullptr;
        REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, nullptr) == S_OK);
        jobs.push_back(job);
    }
    for (TableJob *job : jobs) {
        const Outcome outcome = Wait(job);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CheckTable(outcome.result, keys);
    }
}

TEST_CASE("a table tells what it took, and a loaded one nothing")
{
    Folder folder;
    TestRuntime runtime;
    for (size_t count : {30000u, 200000u, 400000u}) {
        const std::vector<uint32_t> keys = SomeKeys(count);
        const Request request = KeysRequest(keys, L"cost", folder / L"out");
        const Outcome outcome = Run(runtime, request);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        const SolveCost cost = TableResultCost(outcome.result);
        CHECK(cost.attempts >= outcome.result->view.attempts);
        CHECK(cost.setups >= 1);
        CHECK(cost.rejected < cost.attempts);
        CHECK(cost.setupMicroseconds > 0);
        CHECK(cost.attemptMicroseconds > 0);
        CHECK(cost.assignMicroseconds > 0);
        CHECK(cost.verifyMicroseconds > 0);
        CHECK((cost.scatterMicroseconds > 0) == (count > 300000)); // in buckets
        const ULONGLONG sum = cost.setupMicroseconds + cost.attemptMicroseconds + cost.assignMicroseconds +
                              cost.verifyMicroseconds + cost.scatterMicroseconds;
        CHECK(sum <= outcome.result->solveMicroseconds * 8); // of at most as many workers
        TableResult *loaded = nullptr;
        REQUIRE(TableResultLoad(outcome.result->files[1], &loaded, nullptr) == S_OK);
        CHECK(TableResultCost(loaded).attempts == 0);
        CHECK(TableResultCost(loaded).setupMicroseconds == 0);
        TableResultRelease(loaded);
    }
}

TEST_CASE("done is called once, with the final state, before the event")
{
    struct Seen {
        LONG calls = 0;
        JobState state = JobRunning;
        DWORD event = WAIT_FAILED;
        DWORD thread = 0;
    } seen;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(50);
    const Request request = KeysRequest(keys, L"done", L"");
    TableJob *job = nullptr;
    Failure failure = {};
    const auto done = [](TableJob *finished, void *context) {
        Seen *note = static_cast<Seen *>(context);
        InterlockedIncrement(&note->calls);
        note->state = TableJobState(finished);
        note->event = WaitForSingleObject(TableJobEvent(finished), 0);
        note->thread = GetCurrentThreadId();
    };
    REQUIRE(TableJobStart(runtime, &request, done, &seen, &job, &failure) == S_OK);
    const Outcome outcome = Wait(job);
    CHECK(outcome.code == S_OK);
    CHECK(seen.calls == 1);
    CHECK(seen.state == JobSucceeded);
    CHECK(seen.event == WAIT_TIMEOUT);
    CHECK(seen.thread != GetCurrentThreadId());
}

TEST_CASE("a job that moves on says so, step by step, before it is done")
{
    struct Seen {
        std::vector<double> progress; // one step at a time writes it
        size_t beforeDone = 0;
    } seen;
    TestRuntime runtime;
    const std::vector<uint32_t> keys = SomeKeys(500);
    Request request = KeysRequest(keys, L"moved", L"");
    request.moved = [](TableJob *job, void *context) {
        static_cast<Seen *>(context)->progress.push_back(TableJobProgress(job));
    };
    TableJob *job = nullptr;
    Failure failure = {};
    const auto done = [](TableJob *finished, void *context) {
        Seen *note = static_cast<Seen *>(context);
        note->beforeDone = note->progress.size();
        CHECK(std::wstring(TableJobSubject(finished)) == L"moved");
    };
    REQUIRE(TableJobStart(runtime, &request, done, &seen, &job, &failure) == S_OK);
    CHECK(Wait(job).code == S_OK);
    CHECK(seen.progress == std::vector<double>{0.1, 0.2, 0.8, 0.9});
    CHECK(seen.beforeDone == seen.progress.size());
}

TEST_CASE("a long search says how far it is, flat and in buckets")
{
    struct Seen {
        std::mutex mutex;
        std::vector<double> progress; // while the table is searched; lanes write it
    };
    TestRuntime runtime;
    for (const bool flat : {true, false}) {
        CAPTURE(flat);
        Seen seen;
        const std::vector<uint32_t> keys = SomeKeys(flat ? 30000 : 2000000);
        Request request = KeysRequest(keys, L"far", L"");
        request.options.maxPerFileConcurrency = 1; // its slices are not the last of a phase
        if (flat) {
            request.options.solve.findBestGraph = true;
            request.options.solve.coverageKind = CoverageUsedCacheLines;
            request.options.solve.bestCoverageAttempts = 3000;
        }
        request.moved = [](TableJob *job, void *context) {
            Seen *note = static_cast<Seen *>(context);
            const std::lock_guard<std::mutex> guard(note->mutex);
            const double progress = TableJobProgress(job);
            if (progress > 0.2 && progress < 0.8)
                note->progress.push_back(progress);
        };
        TableJob *job = nullptr;
        Failure failure = {};
        const auto done = [](TableJob *, void *) {};
        REQUIRE(TableJobStart(runtime, &request, done, &seen, &job, &failure) == S_OK);
        CHECK(Wait(job).code == S_OK);
        CHECK(seen.progress.size() >= 3);
        CHECK(seen.progress.size() <= 100);
        CHECK(std::is_sorted(seen.progress.begin(), seen.progress.end()));
    }
}

TEST_CASE("many jobs at once")
{
    Folder folder;
    TestRuntime runtime(4, 8);
    std::vector<std::vector<uint32_t>> keys;
    std::vector<std::wstring> names;
    std::vector<TableJob *> jobs;
    const std::wstring out = folder / L"out";
    const DWORD count = 100;
    for (DWORD i = 0; i < count; i++) {
        keys.push_back(SomeKeys(100 + i * 37, i));
        names.push_back(L"set" + std::to_wstring(i));
    }
    for (DWORD i = 0; i < count; i++) {
        const Request request = KeysRequest(keys[i], names[i], out);
        TableJob *job = nullptr;
        Failure failure = {};
        REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &job, &failure) == S_OK);
        jobs.push_back(job);
    }
    for (DWORD i = 0; i < count; i++) {
        const Outcome outcome = Wait(jobs[i]);
        REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
        CheckTable(outcome.result, keys[i]);
    }
    CHECK(FilesBelow(out).size() == 2 * count);
}

TEST_CASE("a slow disk has all workers of a node but one: tables that write wait for one another, and others go on")
{
    Folder folder;
    TestRuntime runtime(2, 2);
    const std::vector<uint32_t> keys = SomeKeys(1000);
    Admission busy;
    AdmissionInitBlocking(&busy, RuntimeNodeAt(runtime, 0), ReadyInteractive, 1);
    REQUIRE(AdmissionEnter(&busy));
    TableJob *writes = nullptr;
    const Request request = KeysRequest(keys, L"writes", folder / L"out");
    REQUIRE(TableJobStart(runtime, &request, nullptr, nullptr, &writes, nullptr) == S_OK);
    CheckTable(Run(runtime, KeysRequest(keys, L"stays in memory", L"")).result, keys);
    CHECK(WaitForSingleObject(TableJobEvent(writes), 100) == WAIT_TIMEOUT);
    CHECK_FALSE(Exists(folder / L"out"));
    AdmissionDone(&busy);
    const Outcome outcome = Wait(writes);
    REQUIRE_MESSAGE(outcome.code == S_OK, outcome.text);
    CHECK(FilesBelow(folder / L"out").size() == 2);
}
