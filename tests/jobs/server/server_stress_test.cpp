/*
 * A server processes directories of a thousand files on 4 nodes of 64 threads, and a third of the
 * runs are cancelled. Three other clients ping it meanwhile. Every run ends whole or cancelled, and
 * no ping fails. How long pings take beside such runs is what ./bench fairness measures, against an
 * idle server.
 */
#include <algorithm>
#include <random>
#include <thread>

#include "support/jobs/bulk_fixture.h"
#include "support/jobs/server_fixture.h"
#include "support/jobs/stress.h"

namespace {

// Pings, a few hundred a second, until told to stop. Milliseconds of each.
struct Pinger {
    std::atomic<bool> over{false};
    std::vector<double> milliseconds;
    long failed = 0;
    Client client;
    std::thread thread;
    explicit Pinger(const TestServer &server) : client(server), thread([this] { run(); }) {}
    void run()
    {
        LARGE_INTEGER perSecond, before, after;
        QueryPerformanceFrequency(&perSecond);
        while (!over) {
            QueryPerformanceCounter(&before);
            const ServerAnswer answer = client.ask(ProtocolPing);
            QueryPerformanceCounter(&after);
            failed += answer.error != ERROR_SUCCESS || answer.status != S_OK;
            milliseconds.push_back(static_cast<double>(after.QuadPart - before.QuadPart) * 1e3 /
                                   static_cast<double>(perSecond.QuadPart));
            Sleep(3);
        }
    }
    void stop()
    {
        over = true;
        thread.join();
    }
};

} // namespace

TEST_CASE("server stress: directories of a thousand files on 4 nodes of 64 threads, a third cancelled, beside pings")
{
    const int runs = Stressed() ? 20 : 3;
    Folder folder;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    WriteSets(keys, 1000, 300);
    TestServer server;
    Overcrowd(server.options.runtime);
    server.start();
    std::mt19937 random(1);
    {
        Client client(server), canceller(server);
        Pinger pingers[] = {Pinger(server), Pinger(server), Pinger(server)};
        for (int i = 0; i < runs; i++) {
            CAPTURE(i);
            const std::wstring out = folder / (L"out" + std::to_wstring(i));
            const bool cancels = i % 3 == 1;
            const ServerAnswer answer = client.ask(
                ProtocolBulkCreate, Quoted(keys) + (i % 5 == 2 ? L" " + Quoted(out) : L" --NoFileIo"), ProtocolToken);
            const Token token(answer);
            if (cancels) {
                Sleep(random() % 60);
                CHECK(canceller.about(ProtocolCancel, answer.job()).status == S_OK);
            }
            REQUIRE(token.set());
            const Record record = token.read();
            if (cancels && record.values.state == JobRecordCancelled) {
                CHECK(record.values.code == (uint32_t)PERFECTHASH_E_CANCELLED);
                continue;
            }
            CHECK(record.values.state == JobRecordSucceeded);
            CHECK(record.values.succeeded == 1000);
            CHECK(FilesBelow(out).size() == (i % 5 == 2 ? 2002u : 0u));
        }
        std::vector<double> all;
        for (Pinger &pinger : pingers) {
            pinger.stop();
            CHECK(pinger.failed == 0);
            all.insert(all.end(), pinger.milliseconds.begin(), pinger.milliseconds.end());
        }
        REQUIRE(all.size() > 100);
        std::sort(all.begin(), all.end());
        const double middle = all[all.size() / 2], late = all[all.size() * 99 / 100];
        MESSAGE(all.size() << " pings, half within " << middle << " ms, 99 of 100 within " << late << " ms");
    }
    CHECK(server.runs(0));
}
