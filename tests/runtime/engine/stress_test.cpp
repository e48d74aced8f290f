/*
 * Each round does everything at once on 4 simulated nodes of 8 workers, and stops at a random
 * moment. Every started operation ends once, with a right result or as aborted. No thread, handle,
 * memory or temporary file remains. RUNTIME_STRESS_SECONDS sets the duration, and
 * RUNTIME_STRESS_SEED repeats a run from its first round.
 */
#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <random>

#include "runtime/base/win32_calls.h"
#include "support/runtime/fixture.h"

namespace {

struct Round {
    std::atomic<long> started{0}, finished{0};
    std::atomic<DWORD> wrongRead{0}, wrongWrite{0}, wrongRequest{0}; // the last error that must not be
    std::vector<Node *> nodes;
    std::wstring given;
    std::string content;
};

struct Hop {
    WorkItem item;
    Round *round;
    unsigned state;
    int left;
};

struct TimedHop {
    Timer timer;
    Round *round;
};

struct StressRead {
    FileRead read;
    Round *round;
};

struct StressWrite {
    FileWrite write;
    Round *round;
};

struct StressRequest {
    BufferRequest request;
    Round *round;
};

struct StressAdmission {
    WorkItem item;
    Admission *admission;
    Round *round;
};

// From node to node, with some memory of each.
void RunHop(WorkItem *item, Worker *worker, DWORD, DWORD)
{
    Hop *hop = CONTAINING_RECORD(item, Hop, item);
    hop->state = hop->state * 1103515245 + 12345;
    BYTE *scratch = static_cast<BYTE *>(WorkerArena(worker, hop->state >> 12));
    if (scratch)
        *scratch = 1;
    Buffer *buffer = BufferAcquire(WorkerNode(worker), hop->state % 20000);
    if (buffer)
        *static_cast<BYTE *>(BufferData(buffer)) = 1;
    BufferRelease(buffer);
    if (--hop->left > 0 && NodePost(hop->round->nodes[hop->state >> 16 & 3], item) == ERROR_SUCCESS)
        return;
    hop->round->finished++;
}

int OneRound(unsigned seed, const TestFolder &folder)
{
    std::mt19937 random(seed);
    Round round;
    RuntimeOptions options = {};
    Runtime *runtime = nullptr;
    options.simulatedNumaNodes = 4;
    options.maxThreads = 8;
    options.iocpConcurrency = 4;
    options.bufferBudgetBytes = 200000;
    options.bufferGuardPages = seed % 4 == 1;
    options.ioMode = seed % 4 == 3 ? IoMapped : IoOverlapped;
    REQUIRE(RuntimeStart(&options, &runtime) == ERROR_SUCCESS);
    DeadlineWatch watch(runtime);
    for (int i = 0; i < 4; i++)
        round.nodes.push_back(RuntimeNode(runtime, TRUE));
    round.given = folder / L"given";
    round.content = std::string(30000 + random() % 100000, 'w');

    const size_t count = 12;
    std::vector<Hop> hops(count);
    std::vector<TimedHop> timers(count * 4);
    std::vector<StressRead> reads(count);
    std::vector<StressWrite> writes(count);
    std::vector<StressRequest> requests(count);
    std::vector<StressAdmission> admitted(count * 2);
    Admission admissions[2];
    AdmissionInit(&admissions[0], round.nodes[0], ReadyBulk, 2);
    AdmissionInit(&admissions[1], round.nodes[0], ReadyInteractive, 2);

    for (size_t i = 0; i < count; i++) {
        const auto anyNode = [&] { return round.nodes[random() % 4]; };
        hops[i].round = &round;
        hops[i].state = static_cast<unsigned>(random());
        hops[i].left = 1 + static_cast<int>(random() % 60);
        WorkItemInit(&hops[i].item, RunHop);
        round.started += NodePost(anyNode(), &hops[i].item) == ERROR_SUCCESS;

        for (size_t k = 0; k < 4; k++) {
            TimedHop &timed = timers[i * 4 + k];
            timed.round = &round;
            TimerInit(&timed.timer, anyNode(), [](WorkItem *item, Worker *, DWORD, DWORD) {
                CONTAINING_RECORD(item, TimedHop, timer.item)->round->finished++;
            });
            round.started += TimerStart(&timed.timer, random() % 30) == ERROR_SUCCESS;
        }
        reads[i].round = &round;
        round.started +=
            FileReadStart(&reads[i].read, anyNode(), round.given.c_str(), 1 << 20,
                          [](FileRead *read, Worker *, DWORD error) {
                              Round *of = CONTAINING_RECORD(read, StressRead, read)->round;
                              if (error != ERROR_SUCCESS && error != ERROR_OPERATION_ABORTED)
                                  of->wrongRead = error;
                              if ((error == ERROR_SUCCESS) != (read->buffer && BufferLength(read->buffer) == 40000))
                                  of->wrongRead = ERROR_INVALID_DATA;
                              BufferRelease(read->buffer);
                              of->finished++;
                          }) == ERROR_SUCCESS;
        writes[i].round = &round;
        round.started +=
            FileWriteStart(&writes[i].write, anyNode(), (folder / std::to_wstring(random() % 4)).c_str(),
                           round.content.data(), round.content.size(), [](FileWrite *write, Worker *, DWORD error) {
                               Round *of = CONTAINING_RECORD(write, StressWrite, write)->round;
                               // Others write and replace the same targets.
                               if (error != ERROR_SUCCESS && error != ERROR_OPERATION_ABORTED &&
                                   error != ERROR_SHARING_VIOLATION && error != ERROR_ACCESS_DENIED)
                                   of->wrongWrite = error;
                               of->finished++;
                           }) == ERROR_SUCCESS;
        requests[i].round = &round;
        const DWORD asked = BufferRequestStart(
            &requests[i].request, anyNode(), random() % 150000, [](BufferRequest *request, Worker *, DWORD error) {
                Round *of = CONTAINING_RECORD(request, StressRequest, request)->round;
                if (error != ERROR_SUCCESS && error != ERROR_OPERATION_ABORTED)
                    of->wrongRequest = error;
                BufferRelease(request->buffer);
                of->finished++;
            });
        round.started += asked == ERROR_IO_PENDING;
        if (asked == ERROR_SUCCESS)
            BufferRelease(requests[i].request.buffer);
        for (size_t k = 0; k < 2; k++) {
            StressAdmission &each = admitted[i * 2 + k];
            each.round = &round;
            each.admission = &admissions[k];
            WorkItemInit(&each.item, [](WorkItem *item, Worker *, DWORD, DWORD) {
                StressAdmission *self = CONTAINING_RECORD(item, StressAdmission, item);
                AdmissionDone(self->admission);
                self->round->finished++;
            });
            round.started += AdmissionSubmit(each.admission, &each.item) == ERROR_SUCCESS;
        }
        switch (random() % 4) {
        case 0: FileCancel(&reads[i].read.operation); break;
        case 1: FileCancel(&writes[i].write.operation); break;
        case 2: round.started -= TimerCancel(&timers[random() % ((i + 1) * 4)].timer); break;
        default: break;
        }
    }
    Sleep(random() % 4 == 0 ? random() % 20 : 0);
    RuntimeStop(runtime);
    REQUIRE(round.finished.load() == round.started.load());
    REQUIRE(round.wrongRead.load() == ERROR_SUCCESS);
    REQUIRE(round.wrongWrite.load() == ERROR_SUCCESS);
    REQUIRE(round.wrongRequest.load() == ERROR_SUCCESS);
    return static_cast<int>(round.finished);
}

} // namespace

TEST_CASE("stress: rounds of everything at once, stopped at random moments")
{
    const char *secondsText = std::getenv("RUNTIME_STRESS_SECONDS"), *seedText = std::getenv("RUNTIME_STRESS_SEED");
    const unsigned seconds = secondsText ? static_cast<unsigned>(std::atoi(secondsText)) : 0;
    const unsigned seed = seedText ? static_cast<unsigned>(std::strtoul(seedText, nullptr, 10)) : GetTickCount();
    const ULONGLONG end = GetTickCount64() + seconds * 1000ull;
    DeadlineExtend(seconds);
    TestFolder folder;
    WriteWhole(folder / L"given", std::string(40000, 'g'));
    long long finished = 0;
    unsigned rounds = 0;
    OneRound(seed, folder);
    const DWORD threads = ThreadCount(), handles = HandleCount();
    for (; rounds < 100 || GetTickCount64() < end; rounds++) {
        CAPTURE(seed + rounds);
        finished += OneRound(seed + rounds, folder);
        if (rounds % 10)
            continue; // looking costs more than a round
        REQUIRE(ThreadCount() == threads);
        REQUIRE(HandleCount() == handles);
        for (const std::wstring &name : folder.Names()) {
            CAPTURE(std::string(name.begin(), name.end()));
            REQUIRE(name.find(L".phtmp") == std::wstring::npos);
        }
    }
    MESSAGE(rounds << " rounds from seed " << seed << ", " << finished << " operations");
}

TEST_CASE("stress: a thousand starts and stops leave no thread, handle or memory")
{
    const auto cycle = [](int number) {
        RuntimeOptions options = {};
        options.simulatedNumaNodes = 1 + static_cast<DWORD>(number) % 4;
        TestRuntime runtime(options);
        if (number % 2) {
            WorkItem item;
            WorkItemInit(&item, [](WorkItem *, Worker *worker, DWORD, DWORD) { WorkerArena(worker, 100000); });
            REQUIRE(NodePost(runtime.AnyNode(), &item) == ERROR_SUCCESS);
            BufferRelease(BufferAcquire(runtime.AnyNode(), 5000));
            runtime.Stop();
        }
    };
    const auto committed = [] {
        size_t bytes = 0;
        MEMORY_BASIC_INFORMATION information;
        for (BYTE *at = nullptr; VirtualQuery(at, &information, sizeof information); at += information.RegionSize)
            bytes += information.State == MEM_COMMIT ? information.RegionSize : 0;
        return bytes;
    };
    for (int number = 0; number < 20; number++)
        cycle(number);
    const DWORD threads = ThreadCount(), handles = HandleCount();
    const size_t before = committed();
    for (int number = 0; number < 1000; number++)
        cycle(number);
    CHECK(ThreadCount() == threads);
    CHECK(HandleCount() == handles);
    // The heap keeps some pages for later.
    CHECK(committed() <= before + 256 * 1024);
}
