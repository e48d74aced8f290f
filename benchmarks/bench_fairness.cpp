/*
 * ./bench fairness [--json]: what a server's load costs those who want little. An idle server is
 * asked for pings and for tables of 300 keys with files, and for pings while threads that have
 * nothing to do with it use all processors; then the same beside four endless searches
 * over flat sets of 2,000,000 keys and beside five flat sets of 4,000,000 keys that are made again
 * and again, and pings beside bulk runs of a thousand files on 4 simulated
 * nodes of 64 threads. Each line has the 50th and 99th percentile of a call, in milliseconds, and
 * beside a load the ratio of its 99th percentile to that of the idle server in the same run.
 */
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "bulk_tree.h"
#include "busy.h"
#include "jobs/server/server.h"
#include "runtime/pipe/pipe_client.h"

namespace {

bool json;

enum {
    Searches = 4,
    SearchedKeys = 2000000,
    LargeSets = 5,
    LargeKeys = 4000000,
    FewKeys = 300,
    BulkSets = 1000,
    Pings = 1500,
    Tables = 150,
    PauseMs = 2
};

struct Answered {
    std::vector<double> ms;
    double at(double quantile) const { return Quantile(ms, quantile); }
};

class Connection {
public:
    explicit Connection(const std::wstring &endpoint)
    {
        PipeClientOptions options = {};
        options.endpoint = endpoint.c_str();
        options.connectTimeoutMs = options.answerTimeoutMs = 600000;
        Require(PipeClientConnect(&options, &connection) == ERROR_SUCCESS, "connecting");
    }
    ~Connection() { PipeClientClose(connection); }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    HRESULT ask(ProtocolType type, const std::wstring &line = L"", uint32_t flags = 0)
    {
        HRESULT status = E_FAIL;
        void *answer = nullptr;
        size_t bytes = 0;
        Require(PipeClientRequest(connection, type, flags, line.data(), line.size() * sizeof(wchar_t), &status, &answer,
                                  &bytes) == ERROR_SUCCESS,
                "a request");
        PipeClientFree(answer);
        return status;
    }

private:
    PipeClientConnection *connection = nullptr;
};

// How long each of so many calls takes, with a pause behind each.
Answered Measure(Connection &connection, int calls, ProtocolType type, const std::wstring &line = L"")
{
    Answered answered;
    for (int i = 0; i < calls; i++) {
        answered.ms.push_back(Milliseconds([&] { Require(connection.ask(type, line) == S_OK, "a call"); }));
        Sleep(PauseMs);
    }
    return answered;
}

void Say(const char *what, const Answered &answered, const Answered *idle)
{
    const double ratio = idle != nullptr ? answered.at(0.99) / idle->at(0.99) : 1;
    if (json)
        printf("{\"bench\": \"fairness\", \"name\": \"%s\", \"unit\": \"ms\", \"value\": %.4g, \"p50\": %.4g, "
               "\"ratio\": %.3f}\n",
               what, answered.at(0.99), answered.at(0.5), ratio);
    else
        printf("%-44s p50 %8.3f ms   p99 %8.3f ms   ratio %.2f\n", what, answered.at(0.5), answered.at(0.99), ratio);
    fflush(stdout);
}

class RunningServer {
public:
    RunningServer(const wchar_t *name, bool crowded)
        : endpoint(std::wstring(L"bench-fairness-") + name + std::to_wstring(GetCurrentProcessId()))
    {
        ServerOptions options;
        Failure failure;
        ServerOptionsDefault(&options);
        options.endpoint = endpoint.c_str();
        options.drainTimeoutMs = 0;
        if (crowded) {
            options.runtime.simulatedNumaNodes = 4;
            options.runtime.iocpConcurrency = 32;
            options.runtime.maxThreads = 64;
        }
        Require(ServerStart(&options, &server, &failure) == S_OK, "starting a server");
    }
    ~RunningServer() { ServerRelease(server); }
    RunningServer(const RunningServer &) = delete;
    RunningServer &operator=(const RunningServer &) = delete;
    const std::wstring endpoint;

private:
    Server *server = nullptr;
};

void BesideSearches(const std::wstring &work)
{
    const RunningServer server(L"searches-", false);
    Connection connection(server.endpoint), searching(server.endpoint);
    const std::wstring few = L"\"" + work + L"\\few.keys\" \"" + work + L"\\out\"";
    const Answered idle = Measure(connection, Pings, ProtocolPing);
    Say("ping, idle server", idle, nullptr);
    {
        const Busy busy(static_cast<int>(std::thread::hardware_concurrency())); // what the system makes of any load
        Say("ping, idle server, busy processors", Measure(connection, Pings, ProtocolPing), &idle);
    }
    const Answered idleTable = Measure(connection, Tables, ProtocolTableCreate, few);
    Say("table of 300 keys with files, idle server", idleTable, nullptr);
    const std::wstring endless = L"\"" + work + L"\\many.keys\" --NoFileIo --Layout=Flat --FixedAttempts=4294967295";
    for (int i = 0; i < Searches; i++)
        Require(searching.ask(ProtocolTableCreate, endless, ProtocolToken) == S_OK, "an endless search");
    Sleep(3000); // they have read and planned
    Say("ping beside 4 searches of 2,000,000 keys", Measure(connection, Pings, ProtocolPing), &idle);
    Say("table beside 4 searches of 2,000,000 keys", Measure(connection, Tables, ProtocolTableCreate, few), &idleTable);
}

void BesideLargeSets(const std::wstring &work)
{
    const RunningServer server(L"large-", false);
    Connection connection(server.endpoint);
    const std::wstring few = L"\"" + work + L"\\few.keys\" \"" + work + L"\\out\"";
    const Answered idle = Measure(connection, Pings, ProtocolPing);
    const Answered idleTable = Measure(connection, Tables, ProtocolTableCreate, few);
    Say("table of 300 keys with files, idle server", idleTable, nullptr);
    std::atomic<bool> over{false};
    std::atomic<int> made{0};
    std::vector<std::thread> sets;
    for (int i = 0; i < LargeSets; i++)
        sets.emplace_back([&] {
            Connection large(server.endpoint);
            while (!over) {
                Require(large.ask(ProtocolTableCreate, L"\"" + work + L"\\large.keys\" --NoFileIo --Layout=Flat") ==
                            S_OK,
                        "a large table");
                made++;
            }
        });
    Sleep(1000);
    const Answered ping = Measure(connection, Pings, ProtocolPing);
    const Answered table = Measure(connection, Tables, ProtocolTableCreate, few);
    over = true;
    for (std::thread &set : sets)
        set.join();
    Say("ping beside 5 flat sets of 4,000,000 keys", ping, &idle);
    Say("table beside 5 flat sets of 4,000,000 keys", table, &idleTable);
    if (!json)
        printf("%-44s %d were made\n", "", made.load());
}

void BesideBulkRuns(const std::wstring &work)
{
    const RunningServer server(L"bulk-", true);
    Connection connection(server.endpoint), bulk(server.endpoint);
    const Answered idle = Measure(connection, Pings, ProtocolPing);
    Say("ping, idle server of 4 x 64 threads", idle, nullptr);
    std::atomic<bool> over{false};
    std::thread runs([&] {
        while (!over)
            Require(bulk.ask(ProtocolBulkCreate, L"\"" + work + L"\\keys\" --NoFileIo") == S_OK, "a bulk run");
    });
    Say("ping beside bulk runs of 1,000 sets", Measure(connection, Pings, ProtocolPing), &idle);
    over = true;
    runs.join();
}

} // namespace

int main(int argc, char **argv)
{
    Words words(argc, argv);
    json = words.take("--json");
    wchar_t temporary[MAX_PATH];
    GetTempPathW(MAX_PATH, temporary);
    const std::wstring work = std::wstring(temporary) + L"bench-fairness-" + std::to_wstring(GetCurrentProcessId());
    RemoveTree(work);
    Require(CreateDirectoryW(work.c_str(), nullptr), "making a folder");
    Require(CreateDirectoryW((work + L"\\keys").c_str(), nullptr), "making a folder");
    WriteKeys(work + L"\\few.keys", FewKeys, 1);
    WriteKeys(work + L"\\many.keys", SearchedKeys, 2);
    WriteKeys(work + L"\\large.keys", LargeKeys, 3);
    for (uint32_t i = 0; i < BulkSets; i++)
        WriteKeys(work + L"\\keys\\set" + std::to_wstring(i) + L".keys", FewKeys, i);
    BesideSearches(work);
    BesideLargeSets(work);
    BesideBulkRuns(work);
    RemoveTree(work);
    return 0;
}
