/*
 * ./bench jobs [--json] [--files=N] [large] [latency] [memory]: what becomes of other requests, of
 * memory and of large sets while jobs run.
 *   large    one set of 265,000 and one of 10 M random keys with 2 workers against 1, in turn
 *   latency  tables of 1,000 keys one after the other while a bulk run over N (13,637) generated
 *            files goes on, without and with outputs
 *   memory   the most private memory of a bulk run over N / 10 files, at 1, 32 and 64 tables in
 *            flight on 4 simulated nodes; then with as many threads a node as that, where each
 *            worker has its arena and its stack
 */
#include "bulk_tree.h"

#include <atomic>
#include <thread>

#include <psapi.h>

#include "jobs/bulk/bulk_job.h"
#include "jobs/table/table_job.h"

namespace {

bool json = false;

void Row(const char *name, const char *unit, std::vector<std::pair<const char *, double>> figures)
{
    if (json) {
        printf("{\"name\": \"%s\", \"unit\": \"%s\"", name, unit);
        for (const auto &figure : figures)
            printf(", \"%s\": %.3f", figure.first, figure.second);
        printf("}\n");
    } else {
        printf("%-44s", name);
        for (const auto &figure : figures)
            printf("  %s %.2f", figure.first, figure.second);
        printf("  (%s)\n", unit);
    }
    fflush(stdout);
}

struct Started {
    Runtime *runtime = nullptr;
    explicit Started(DWORD threads = 0, DWORD nodes = 0, DWORD concurrency = 0)
    {
        RuntimeOptions options = {};
        options.maxThreads = 2 * threads; // slices of the solver leave one worker free
        options.iocpConcurrency = concurrency != 0 ? concurrency : threads;
        options.simulatedNumaNodes = nodes;
        Require(RuntimeStart(&options, &runtime) == ERROR_SUCCESS, "RuntimeStart");
    }
    ~Started() { RuntimeStop(runtime); }
    Started(const Started &) = delete;
    Started &operator=(const Started &) = delete;
};

std::vector<uint32_t> RandomKeys(size_t count)
{
    std::vector<uint32_t> keys(count);
    for (size_t i = 0; i < count; i++)
        keys[i] = (uint32_t)i * 2654435761u ^ 0x5bd1e995u; // odd times i: all different
    return keys;
}

// Milliseconds from the request to its end; *solveMs: of the solve alone.
double OneTable(Runtime *runtime, const std::vector<uint32_t> &keys, double *solveMs = nullptr)
{
    TableRequest request = {};
    TableJob *job = nullptr;
    TableResult *result = nullptr;
    TableOptionsDefault(&request.options);
    request.keys = keys.data();
    request.keyCount = keys.size();
    request.keySizeInBytes = 4;
    request.name = L"bench";
    const double ms = Milliseconds([&] {
        Require(SUCCEEDED(TableJobStart(runtime, &request, nullptr, nullptr, &job, nullptr)), "starting a table");
        WaitForSingleObject(TableJobEvent(job), INFINITE);
    });
    Require(SUCCEEDED(TableJobTake(job, &result, nullptr)), "a table");
    if (solveMs)
        *solveMs = (double)result->solveMicroseconds / 1e3;
    TableResultRelease(result);
    TableJobRelease(job);
    return ms;
}

void Large()
{
    Started one(1), two(2);
    for (const size_t count : {(size_t)265000, (size_t)10000000}) {
        const std::vector<uint32_t> keys = RandomKeys(count);
        std::vector<double> ones, twos, ratios, solveRatios;
        for (int i = 0; i < (count < 1000000 ? 201 : 11); i++) {
            double solveOne, solveTwo;
            ones.push_back(OneTable(one.runtime, keys, &solveOne));
            twos.push_back(OneTable(two.runtime, keys, &solveTwo));
            ratios.push_back(twos.back() / ones.back());
            solveRatios.push_back(solveTwo / solveOne);
        }
        Row(count < 1000000 ? "265,000 keys, 2 workers against 1" : "10,000,000 keys, 2 workers against 1", "ms",
            {{"one", Quantile(ones, .5)},
             {"two", Quantile(twos, .5)},
             {"ratio", Quantile(ratios, .5)},
             {"solve ratio", Quantile(solveRatios, .5)},
             {"best one", Quantile(ones, 0)},
             {"best two", Quantile(twos, 0)},
             {"ratio of the best", Quantile(twos, 0) / Quantile(ones, 0)}});
    }
}

BulkJob *StartBulk(Runtime *runtime, const std::wstring &keys, const std::wstring &out, DWORD concurrency,
                   BulkJobTable table)
{
    BulkRequest request = {};
    BulkJob *job = nullptr;
    BulkOptionsDefault(&request.options);
    request.keysDirectory = keys.c_str();
    request.outputDirectory = out.empty() ? nullptr : out.c_str();
    request.options.maximumConcurrency = concurrency;
    Require(SUCCEEDED(BulkJobStart(runtime, &request, nullptr, table, nullptr, &job, nullptr)), "starting a bulk run");
    return job;
}

void EndBulk(BulkJob *job)
{
    BulkResult *result = nullptr;
    WaitForSingleObject(BulkJobEvent(job), INFINITE);
    Require(SUCCEEDED(BulkJobTake(job, &result, nullptr)), "a bulk run");
    BulkResultRelease(result);
    BulkJobRelease(job);
}

void Latency(const std::wstring &keys, const std::wstring &out)
{
    Started started;
    const std::vector<uint32_t> set = RandomKeys(1000);
    std::vector<double> alone, beside;
    for (int i = 0; i < 200; i++)
        alone.push_back(OneTable(started.runtime, set));
    BulkJob *job = StartBulk(started.runtime, keys, out, 0, nullptr);
    while (WaitForSingleObject(BulkJobEvent(job), 2) == WAIT_TIMEOUT)
        beside.push_back(OneTable(started.runtime, set));
    EndBulk(job);
    Row(out.empty() ? "one table beside a bulk run without outputs" : "one table beside a bulk run with outputs", "ms",
        {{"tables", (double)beside.size()},
         {"p50", Quantile(beside, .5)},
         {"p99", Quantile(beside, .99)},
         {"most", Quantile(beside, 1)},
         {"alone p50", Quantile(alone, .5)},
         {"alone p99", Quantile(alone, .99)}});
}

std::atomic<size_t> peak;

double PrivateMiB()
{
    PROCESS_MEMORY_COUNTERS counters = {};
    counters.cb = sizeof counters;
    Require(GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters), "GetProcessMemoryInfo");
    return (double)counters.PagefileUsage / (1 << 20);
}

void NoteMemory(BulkJob *, const BulkRow *, void *)
{
    const size_t now = (size_t)(PrivateMiB() * 1024);
    size_t most = peak;
    while (now > most && !peak.compare_exchange_weak(most, now)) {
    }
}

void Memory(const std::wstring &keys)
{
    for (const bool crowded : {false, true}) {
        double at32 = 0;
        for (const DWORD concurrency : {1, 32, 64}) {
            Started started(0, 4, crowded ? concurrency : 0);
            peak = 0;
            EndBulk(StartBulk(started.runtime, keys, L"", concurrency, NoteMemory));
            RuntimeStatistics statistics;
            RuntimeStatisticsTake(started.runtime, &statistics);
            const double mib = (double)peak / 1024;
            at32 = concurrency == 32 ? mib : at32;
            const std::string name =
                std::to_string(concurrency) +
                (crowded ? " in flight, IocpConcurrency as well, 4 nodes" : " tables in flight, 4 nodes");
            Row(name.c_str(), "MiB",
                {{"most", mib}, {"workers", (double)statistics.workers}, {"to 32", at32 != 0 ? mib / at32 : 0}});
        }
    }
}

} // namespace

int main(int argc, char **argv)
{
    Words words(argc, argv);
    json = words.take("--json");
    const size_t files = (size_t)std::max(20, words.number("--files=", 13637));
    const std::vector<std::string> what = words.rest({"large", "memory", "latency"});
    const auto wants = [&](const char *part) { return std::find(what.begin(), what.end(), part) != what.end(); };
    const WorkFolder work;
    const std::wstring keys = work.path + L"\\keys", some = work.path + L"\\some";
    Require(CreateDirectoryW(keys.c_str(), nullptr) && CreateDirectoryW(some.c_str(), nullptr), "making a folder");
    if (wants("large"))
        Large();
    if (wants("memory")) {
        MakeSets(some, files / 10);
        Memory(some);
    }
    if (wants("latency")) {
        MakeSets(keys, files);
        Latency(keys, L"");
        Latency(keys, work.path + L"\\out");
    }
    return 0;
}
