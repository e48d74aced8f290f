/*
 * ./bench server [DIRECTORY]: a server and its clients, over a real pipe. First a bulk run of
 * DIRECTORY's keys files (or of 1,000 that are made) through the server against the same run in
 * this process, without files and with them: medians of rounds that take turns, in milliseconds,
 * and the median of the rounds' ratios. Then 64 clients at once with 10,000 requests for tables of
 * 100 keys: errors, the median and the 99th percentile from the request to the end of the wait for
 * its token, in milliseconds, and the memory of the process (server and clients) after the first
 * and the last thousand requests, in KiB.
 */
#include <windows.h>

#include <psapi.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "bulk_tree.h"
#include "jobs/server/server.h"
#include "runtime/pipe/completion_token.h"
#include "runtime/pipe/pipe_client.h"

namespace {

enum { Rounds = 7, Clients = 64, Requests = 10000, SmallKeys = 100, MadeSets = 1000 };

double NowMs()
{
    LARGE_INTEGER now, frequency;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&now);
    return (double)now.QuadPart * 1e3 / (double)frequency.QuadPart;
}

/* Wine counts no private bytes, only those that are in memory. */
SIZE_T MemoryKiB()
{
    PROCESS_MEMORY_COUNTERS_EX counters = {};
    counters.cb = sizeof counters;
    GetProcessMemoryInfo(GetCurrentProcess(), (PROCESS_MEMORY_COUNTERS *)&counters, sizeof counters);
    return (counters.PrivateUsage ? counters.PrivateUsage : counters.WorkingSetSize) / 1024;
}

PipeClientConnection *Connect(const wchar_t *endpoint)
{
    PipeClientOptions options = {};
    options.endpoint = endpoint;
    options.connectTimeoutMs = 60000;
    options.answerTimeoutMs = 60000;
    PipeClientConnection *connection = nullptr;
    const DWORD error = PipeClientConnect(&options, &connection);
    SetLastError(error);
    Require(error == ERROR_SUCCESS, "connecting");
    return connection;
}

// From the request to the end of the wait; false: it failed. The record's numbers go to *values.
bool Ask(PipeClientConnection *connection, ProtocolType type, const std::wstring &line, JobRecordValues *values)
{
    HRESULT status = E_FAIL;
    void *answer = nullptr;
    size_t bytes = 0;
    CompletionToken token = {};
    const DWORD error = PipeClientRequest(connection, type, ProtocolToken, line.data(), line.size() * sizeof(wchar_t),
                                          &status, &answer, &bytes);
    const bool good = error == ERROR_SUCCESS && SUCCEEDED(status) &&
                      CompletionTokenOpen(answer, bytes, &token) == ERROR_SUCCESS &&
                      WaitForSingleObject(token.event, 600000) == WAIT_OBJECT_0 &&
                      JobRecordRead(token.record, sizeof *token.record, values, nullptr, nullptr) &&
                      values->state == JobRecordSucceeded && values->failed == 0;
    if (!good)
        fprintf(stderr, "bench_server: a request fails: transport %lu, status 0x%08lx %ls\n", error,
                (unsigned long)status,
                error == ERROR_SUCCESS && FAILED(status) ? static_cast<const wchar_t *>(answer) : L"");
    CompletionTokenClose(&token);
    PipeClientFree(answer);
    return good;
}

double InProcess(Runtime *runtime, const std::wstring &keys, const std::wstring &out)
{
    BulkRequest request = {};
    BulkJob *job = nullptr;
    Failure failure;
    BulkOptionsDefault(&request.options);
    request.keysDirectory = keys.c_str();
    request.outputDirectory = out.c_str();
    request.options.table.noFileIo = out.empty();
    const double start = NowMs();
    Require(BulkJobStart(runtime, &request, nullptr, nullptr, nullptr, &job, &failure) == S_OK, "a bulk run");
    WaitForSingleObject(BulkJobEvent(job), INFINITE);
    const double took = NowMs() - start;
    JobProgress progress;
    BulkJobSnapshot(job, &progress);
    Require(progress.state == JobSucceeded && progress.failed == 0, "the bulk run");
    BulkJobRelease(job);
    return took;
}

double ThroughServer(PipeClientConnection *connection, const std::wstring &keys, const std::wstring &out)
{
    JobRecordValues values;
    const std::wstring line = L"\"" + keys + L"\"" + (out.empty() ? L" --NoFileIo" : L" \"" + out + L"\"");
    const double start = NowMs();
    Require(Ask(connection, ProtocolBulkCreate, line, &values), "a bulk run through the server");
    return NowMs() - start;
}

void Bulk(const wchar_t *endpoint, Runtime *runtime, const std::wstring &keys, const std::wstring &out)
{
    std::vector<double> inside, through;
    PipeClientConnection *connection = Connect(endpoint);
    for (int round = 0; round < 2 * (Rounds + 1); round++) {
        const bool server = (round + round / 2) % 2 != 0; // each goes first in turn
        const double took = server ? ThroughServer(connection, keys, out) : InProcess(runtime, keys, out);
        if (round >= 2)
            (server ? through : inside).push_back(took);
        if (!out.empty())
            RemoveTree(out);
    }
    PipeClientClose(connection);
    std::vector<double> ratios;
    for (size_t i = 0; i < inside.size(); i++)
        ratios.push_back(through[i] / inside[i]);
    printf("bulk %-12s in process %8.1f ms   server %8.1f ms   ratio %.3f\n", out.empty() ? "NoFileIo" : "with files",
           Quantile(inside, 0.5), Quantile(through, 0.5), Quantile(ratios, 0.5));
    fflush(stdout);
}

void Many(const wchar_t *endpoint, const std::wstring &keysPath)
{
    std::vector<std::vector<double>> took(Clients);
    std::vector<std::thread> threads;
    std::atomic<int> next{0}, errors{0};
    std::atomic<SIZE_T> early{0};
    const std::wstring line = L"\"" + keysPath + L"\" --NoFileIo";
    for (int i = 0; i < Clients; i++)
        threads.emplace_back([&, i] {
            PipeClientConnection *connection = Connect(endpoint);
            for (int request; (request = next++) < Requests;) {
                JobRecordValues values;
                const double start = NowMs();
                if (!Ask(connection, ProtocolTableCreate, line, &values) && errors++ > 2)
                    exit(1);
                took[i].push_back(NowMs() - start);
                if (request == 1000)
                    early = MemoryKiB();
            }
            PipeClientClose(connection);
        });
    const double start = NowMs();
    SIZE_T late = 0;
    for (std::thread &thread : threads) {
        while (next < Requests)
            Sleep(10);
        late = late ? late : MemoryKiB();
        thread.join();
    }
    const double whole = NowMs() - start;
    std::vector<double> all;
    for (const auto &each : took)
        all.insert(all.end(), each.begin(), each.end());
    const double median = Quantile(all, 0.5), tail = Quantile(all, 0.99);
    printf("%d clients, %d requests of %d keys: %d errors   median %.2f ms   99th percentile %.2f ms   "
           "ratio %.1f   %.0f requests/s   memory %llu KiB, then %llu KiB\n",
           Clients, Requests, SmallKeys, errors.load(), median, tail, tail / median, Requests * 1e3 / whole,
           (unsigned long long)early.load(), (unsigned long long)late);
}

} // namespace

int main(int argc, char **argv)
{
    wchar_t temporary[MAX_PATH];
    GetTempPathW(MAX_PATH, temporary);
    const std::wstring work = std::wstring(temporary) + L"bench-server-" + std::to_wstring(GetCurrentProcessId());
    RemoveTree(work);
    Require(CreateDirectoryW(work.c_str(), nullptr), "making a folder");
    std::wstring keys = WholePath(argc > 1 ? argv[1] : "");
    if (keys.empty()) {
        keys = work + L"\\keys";
        CreateDirectoryW(keys.c_str(), nullptr);
        for (uint32_t i = 0; i < MadeSets; i++)
            WriteKeys(keys + L"\\set" + std::to_wstring(i) + L".keys", 20 + i * 3, i);
    }
    WriteKeys(work + L"\\small.keys", SmallKeys, 1);

    const std::wstring endpoint = L"bench-server-" + std::to_wstring(GetCurrentProcessId());
    ServerOptions options;
    ServerOptionsDefault(&options);
    options.endpoint = endpoint.c_str();
    options.maxConnectionsPerClient = 2 * Clients; // all of them are this process
    Server *server = nullptr;
    Runtime *runtime = nullptr;
    Failure failure;
    Require(ServerStart(&options, &server, &failure) == S_OK, "starting a server");
    Require(RuntimeStart(&options.runtime, &runtime) == ERROR_SUCCESS, "starting a runtime");
    Bulk(endpoint.c_str(), runtime, keys, L"");
    Bulk(endpoint.c_str(), runtime, keys, work + L"\\out");
    RuntimeStop(runtime);
    Many(endpoint.c_str(), work + L"\\small.keys");
    ServerRelease(server);
    RemoveTree(work);
    return 0;
}
