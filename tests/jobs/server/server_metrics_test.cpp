/*
 * These tests prove what a server counts. Its text is valid by the OpenMetrics specification. Jobs,
 * tables and requests are counted by what became of them, and in histograms of how long they took.
 * What tells a hang is there: the callback that has run the longest, items in flight and timers.
 */
#include "jobs/server/server_state.h"
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/server_fixture.h"
#include "support/open_metrics.h"

namespace {

OpenMetrics Asked(Client &client)
{
    const ServerAnswer answer = client.ask(ProtocolMetrics);
    CHECK(answer.status == S_OK);
    const OpenMetrics read(std::string(answer.payload.begin(), answer.payload.end()));
    CHECK_MESSAGE(read.fault.empty(), read.fault);
    return read;
}

OpenMetrics Taken(const TestServer &server)
{
    Utf8Text text = {};
    ServerMetricsTake(server.server, &text);
    const OpenMetrics read(std::string(text.bytes, text.length));
    Utf8Free(&text);
    CHECK_MESSAGE(read.fault.empty(), read.fault);
    return read;
}

} // namespace

TEST_CASE("a server's metrics are valid, and nothing is counted before it came")
{
    TestServer server;
    server.start();
    Client client(server);
    const OpenMetrics metrics = Asked(client);
    for (const char *kind : {"table", "bulk"}) {
        for (const char *result : {"succeeded", "failed", "cancelled"})
            CHECK(metrics.at(std::string("perfecthash_jobs_total{kind=\"") + kind + "\",result=\"" + result + "\"}") ==
                  0);
        CHECK(metrics.at(std::string("perfecthash_job_duration_seconds_count{kind=\"") + kind + "\"}") == 0);
    }
    CHECK(metrics.at("perfecthash_requests_total{result=\"taken\"}") == 0); // this one has not been answered yet
    CHECK(metrics.at("perfecthash_connections") == 1);
    CHECK(metrics.at("perfecthash_nodes") == 1);
    CHECK(metrics.at("perfecthash_threads") >= 1);
    CHECK(metrics.at("perfecthash_in_flight") >= 1);
    CHECK(metrics.at("perfecthash_buffers_exhausted_total") == 0);
    for (const char *what : {"buffer", "memory", "quota", "large"})
        CHECK(metrics.at(std::string("perfecthash_parked{waits_for=\"") + what + "\"}") == 0);
    CHECK(metrics.at("perfecthash_reserved_bytes") == 0);
    CHECK(metrics.at("perfecthash_budget_bytes") == static_cast<double>(RuntimeMemoryBudget(server.server->runtime)));
    CHECK(metrics.at("perfecthash_oldest_callback_seconds") < 600);
    CHECK(Asked(client).at("perfecthash_requests_total{result=\"taken\"}") == 1);
}

TEST_CASE("jobs, tables and requests are counted by what became of them, and by how long they took")
{
    Folder folder;
    TestServer server;
    server.start();
    Client client(server);
    WriteKeys(folder / L"good.keys", SomeKeys(300));
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 3, 50);
    WriteKeys(folder / L"keys\\bad.keys", {7, 7});
    for (int i = 0; i < 2; i++)
        CHECK(client.ask(ProtocolTableCreate, Quoted(folder / L"good.keys")).status == S_OK);
    CHECK(FAILED(client.ask(ProtocolTableCreate, Quoted(folder / L"none.keys")).status));
    CHECK(client.ask(ProtocolBulkCreate, Quoted(folder / L"keys")).status == S_OK);
    {
        const Token token(client.ask(ProtocolTableCreate, LongLine(folder), ProtocolToken));
        CHECK(client.about(ProtocolCancel, token.jobId).status == S_OK);
        CHECK(token.set());
    }
    CHECK(FAILED(client.about(ProtocolStatus, 4711).status));
    CHECK(FAILED(client.ask(ProtocolTableCreate, L"--Nonsense").status));
    CHECK(server.runs(0));
    const OpenMetrics metrics = Asked(client);
    for (const char *line : {
             "perfecthash_jobs_total{kind=\"table\",result=\"succeeded\"} 2",
             "perfecthash_jobs_total{kind=\"table\",result=\"failed\"} 1",
             "perfecthash_jobs_total{kind=\"table\",result=\"cancelled\"} 1",
             "perfecthash_jobs_total{kind=\"bulk\",result=\"succeeded\"} 1",
             "perfecthash_tables_total{result=\"made\"} 5",
             "perfecthash_tables_total{result=\"skipped\"} 0",
             "perfecthash_tables_total{result=\"failed\"} 3",
             "perfecthash_job_duration_seconds_count{kind=\"table\"} 4",
             "perfecthash_job_duration_seconds_count{kind=\"bulk\"} 1",
             "perfecthash_requests_total{result=\"refused\"} 2",
             "perfecthash_requests_total{result=\"taken\"} 6",
             "perfecthash_request_duration_seconds_count 8",
             "perfecthash_jobs_running 0",
             "perfecthash_violations_total 0",
         })
        CHECK_MESSAGE(metrics.text.find(std::string("\n") + line + "\n") != std::string::npos, line);
    CHECK(metrics.at("perfecthash_files_read_total") >= 6);
}

TEST_CASE("a callback that does not end shows in the metrics, with what waits behind it")
{
    Folder folder;
    TestServer server;
    server.start();
    HeldWorker held(server, LongLine(folder));
    Timer timer;
    TimerInit(&timer, RuntimeNodeAt(server.server->runtime, 0), [](WorkItem *, Worker *, DWORD, DWORD) {});
    const double before = Taken(server).at("perfecthash_timers");
    REQUIRE(TimerStart(&timer, 600000) == ERROR_SUCCESS);
    Sleep(200);
    const OpenMetrics metrics = Taken(server);
    CHECK(metrics.at("perfecthash_oldest_callback_seconds") >= 0.1);
    CHECK(metrics.at("perfecthash_timers") == before + 1);
    CHECK(metrics.at("perfecthash_in_flight") >= 2);
    CHECK(metrics.at("perfecthash_jobs_running") == 1);
    Client client(server);
    const ServerAnswer answer = client.ask(ProtocolHealth);
    ProtocolServerHealth health = {};
    REQUIRE(answer.status == S_OK);
    REQUIRE(ProtocolServerHealthDecode(answer.payload.data(), answer.payload.size(), &health));
    CHECK(health.oldestCallbackMs >= 100);
    CHECK(health.timersWaiting > before);
    CHECK(health.inFlight >= 2);
    CHECK((health.parked == 0 && health.buffersExhausted == 0));
    const ServerAnswer waits = client.ask(ProtocolWaits);
    REQUIRE(waits.status == S_OK);
    REQUIRE(ProtocolServerWaitsDecode(waits.payload.data(), waits.payload.size(), &health));
    CHECK((health.parkedBuffers == 0 && health.parkedMemory == 0 && health.parkedQuotas == 0));
    CHECK((health.parkedLarge == 0 && health.budgetBytes == RuntimeMemoryBudget(server.server->runtime)));
    CHECK(TimerCancel(&timer));
    held.letGo();
    CHECK(server.runs(0));
    CHECK(Taken(server).at("perfecthash_oldest_callback_seconds") < 60);
}
