/*
 * A server processes directories of a thousand files on 4 nodes of 64 threads, and a third of the
 * runs are cancelled. Three other clients ping it meanwhile. Every run ends whole or cancelled, and
 * no ping fails. How long pings take beside such runs is what ./bench fairness measures, against an
 * idle server.
 */
#include <random>
#include <thread>

#include "support/jobs/bulk_fixture.h"
#include "support/jobs/server_fixture.h"
#include "support/jobs/stress.h"

namespace {

// Pings, a few hundred a second, until told to stop.
struct Pinger {
    std::atomic<bool> over{false};
    long pings = 0, failed = 0;
    Client client;
    std::thread thread;
    explicit Pinger(const TestServer &server) : client(server), thread([this] { run(); }) {}
    void run()
    {
        for (; !over; pings++) {
            const ServerAnswer answer = client.ask(ProtocolPing);
            failed += answer.error != ERROR_SUCCESS || answer.status != S_OK;
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
        for (Pinger &pinger : pingers) {
            pinger.stop();
            CHECK(pinger.failed == 0);
            CHECK(pinger.pings > 0);
        }
    }
    CHECK(server.runs(0));
}
