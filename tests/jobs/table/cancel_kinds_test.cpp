/*
 * Tables of every kind of keys are made at once by an owner and by guests who all want more of a
 * small node than it has, and are cancelled when they come to a step, or some time behind it. Each
 * job is whole or nothing, and when the last one has ended the node has given back what it lent:
 * places of each kind, memory and buffers.
 */
#include <memory>
#include <random>

#include "support/jobs/fixture.h"
#include "support/jobs/stress.h"

namespace {

// A keys file of each kind, of more than a slice, and what becomes of it.
struct Kinds {
    Folder folder;
    std::vector<Request> requests;

    Kinds()
    {
        std::string numbers, words, guids, rows = "key,name,on\n", objects, gperf, utf16;
        for (int i = 0; i < 20000; i++) {
            const std::string number = std::to_string(i * 7 + 1);
            numbers += number + " # " + std::to_string(i) + "\n";
            words += "word" + number + "\n";
            rows += number + ",\"a name, " + number + "\",true\n";
            objects += "{\"key\": \"k" + number + "\", \"size\": " + number + "}\n";
            gperf += "keyword" + number + "\n";
            guids += "0x1" + std::string(16, '0') + std::to_string(100000 + i) + "\n";
        }
        for (const char c : "\xFF\xFE" + std::string())
            utf16 += c;
        for (const char c : words.substr(0, 100000))
            utf16 += c, utf16 += '\0';
        add(L"numbers.txt", numbers);
        add(L"words.txt", words);
        add(L"utf16.txt", utf16.substr(0, utf16.rfind('\n') + 2));
        add(L"guids.txt", guids);
        add(L"rows.csv", rows).options.keyColumn = L"key";
        add(L"objects.jsonl", objects).options.keyColumn = L"key";
        add(L"words.gperf", gperf);
        WriteKeys(folder / L"packed.keys", SomeKeys(150000));
        requests.push_back(FileRequest(folder / L"packed.keys", L""));
        requests.back().options.solve.layout = LayoutFlat;
        requests.back().options.solve.measureCoverage = true;
        requests.push_back(FileRequest(folder / L"numbers.txt", L""));
        requests.back().resume = TRUE;
    }
    Request &add(const wchar_t *name, const std::string &text)
    {
        WriteText(folder / name, text);
        requests.push_back(FileRequest(folder / name, L""));
        return requests.back();
    }
};

// Cancels its job when that comes to a step.
struct Attacked {
    Folder place;
    TableJob *job = nullptr;
    int step; // -1: it is cancelled by the clock
    explicit Attacked(int at) : step(at) {}
    static void Moved(TableJob *job, void *context)
    {
        JobProgress progress = {};
        TableJobSnapshot(job, &progress);
        if (int(progress.step) == static_cast<Attacked *>(context)->step)
            TableJobCancel(job);
    }
};

using Init = void (*)(Admission *, Node *, ReadyKind, LONG);
const Init inits[] = {AdmissionInit, AdmissionInitSlices, AdmissionInitBlocking, AdmissionInitLarge};

// The free places of each kind, for the owner and for guests.
std::vector<LONG> PlacesOf(Node *node)
{
    std::vector<LONG> places;
    for (const Init init : inits)
        for (const BOOL guest : {FALSE, TRUE}) {
            Admission all;
            LONG count = 0;
            init(&all, node, ReadyInteractive, MAXLONG);
            all.guest = guest;
            while (AdmissionEnter(&all))
                count++;
            for (LONG i = 0; i < count; i++)
                AdmissionDone(&all);
            places.push_back(count);
        }
    return places;
}

} // namespace

TEST_CASE_FIXTURE(Kinds, "tables of all kinds, cancelled at any step, are whole or nothing and leave nothing held")
{
    const int rounds = Stressed() ? StressSeconds() / 2 : 4, atOnce = 8;
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 1;
    options.iocpConcurrency = 2;
    options.maxThreads = 3;
    options.bufferBudgetBytes = 4 << 20;
    TestRuntime runtime(options);
    Node *const node = RuntimeNodeAt(runtime, 0);
    const std::vector<LONG> places = PlacesOf(node);
    std::mt19937 random(20261130);
    int cancelled = 0, done = 0;
    for (int round = 0; round < rounds; round++) {
        std::vector<std::unique_ptr<Attacked>> attacked;
        for (int i = 0; i < atOnce; i++) {
            attacked.emplace_back(new Attacked(int(random() % 20) - 4));
            Attacked &one = *attacked.back();
            Request request = requests[random() % requests.size()];
            request.setDirectory(one.place / L"out");
            request.guest = random() % 2;
            request.moved = Attacked::Moved;
            Failure failure = {};
            REQUIRE(TableJobStart(runtime, &request, nullptr, &one, &one.job, &failure) == S_OK);
            if (one.step < 0) {
                BusyFor(random() % 3000);
                TableJobCancel(one.job);
            }
        }
        for (const std::unique_ptr<Attacked> &one : attacked) {
            const Outcome outcome = Wait(one->job);
            const size_t files = FilesBelow(one->place.path).size();
            const bool isCancelled = outcome.state == JobCancelled;
            cancelled += isCancelled;
            done += !isCancelled;
            CHECK_MESSAGE(outcome.code == (isCancelled ? PERFECTHASH_E_CANCELLED : S_OK), outcome.text);
            CHECK((files == 0) == isCancelled);
        }
    }
    MESSAGE(cancelled << " cancelled, " << done << " done");
    CHECK(cancelled > 0);
    CHECK(done > 0);
    CHECK(Eventually([&] { return PlacesOf(node) == places; }));
    RuntimeStatistics statistics;
    RuntimeStatisticsTake(runtime, &statistics);
    CHECK(statistics.buffersInUse == 0);
    CHECK(statistics.parked == 0);
    CHECK(statistics.reservedBytes == 0);
}
