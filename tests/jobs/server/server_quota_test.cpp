/*
 * These tests prove what one job and one user may take of a server. A job that takes longer than
 * MaxJobSeconds fails and says so, alone or in a bulk run. Two users with tokens of their own have
 * each so many connections, jobs and detached jobs; the server's own user is not bound by them.
 */
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/stranger.h"

namespace {

// A server that lets strangers use a folder with an endless table in it.
struct SharedServer : TestServer {
    Folder folder;
    std::wstring line = LongLine(folder);
    SharedServer()
    {
        options.allowedRoots[0] = folder.path.c_str();
        options.allowedRootCount = 1;
        options.drainTimeoutMs = 0;
    }
};

} // namespace

TEST_CASE("a job that takes longer than MaxJobSeconds fails and says so; others are left alone")
{
    SharedServer server;
    server.options.maxJobSeconds = 3; // of which a small table takes next to nothing
    server.start();
    Client client(server);
    WriteKeys(server.folder / L"some.keys", SomeKeys(100));
    const Token table(client.ask(ProtocolTableCreate, server.line, ProtocolToken));
    const Token bulk(client.ask(ProtocolBulkCreate,
                                Quoted(server.folder.path) + L" --HashFunction=MultiplyShiftR --MaxTableResizes=0 "
                                                             L"--MaxAttempts=18446744073709551615 --NoFileIo",
                                ProtocolToken));
    CHECK(client.ask(ProtocolTableCreate, Quoted(server.folder / L"some.keys")).status == S_OK);
    for (const Token *token : {&table, &bulk}) {
        CHECK(token->set());
        const Record record = token->read();
        CHECK(record.values.state == JobRecordFailed);
        CHECK(record.values.code == static_cast<uint32_t>(PERFECTHASH_E_JOB_TIME));
        CHECK(Contains(record.message, L"the 3 seconds"));
        CHECK(record.values.elapsedMs >= 2500); // of a clock that began later
    }
    // A later job has its own time.
    const ServerAnswer later = client.ask(ProtocolTableCreate, server.line);
    CHECK(later.status == PERFECTHASH_E_JOB_TIME);
    CHECK(server.runs(0));
}

TEST_CASE("without MaxJobSeconds a job may take its time")
{
    SharedServer server;
    server.start();
    Client client(server);
    const Token table(client.ask(ProtocolTableCreate, server.line, ProtocolToken));
    CHECK_FALSE(table.set(1500));
    CHECK(client.about(ProtocolCancel, table.jobId).status == S_OK);
    CHECK(table.set());
    CHECK(table.read().values.state == JobRecordCancelled);
}

TEST_CASE("each of two users has so many jobs, of which so many detached, and the server's own has no such limit")
{
    SharedServer server;
    server.options.maxRequestsPerUser = 2;
    server.options.maxDetachedPerUser = 1;
    server.start();
    Stranger anna(server, L"S-1-5-21-1-2-3-1004"), bert(server, L"S-1-5-21-1-2-3-1005");
    std::vector<uint64_t> jobs;
    for (Stranger *user : {&anna, &bert}) {
        Client client(user->pipe);
        const Token detached(client.ask(ProtocolTableCreate, server.line, ProtocolToken | ProtocolDetach));
        const ServerAnswer again = client.ask(ProtocolTableCreate, server.line, ProtocolToken | ProtocolDetach);
        jobs.push_back(detached.jobId);
        CHECK(again.status == PERFECTHASH_E_QUOTA);
        CHECK(Contains(again.text(), L"1 detached jobs"));
        const Token table(client.ask(ProtocolTableCreate, server.line, ProtocolToken));
        const ServerAnswer third = client.ask(ProtocolTableCreate, server.line, ProtocolToken);
        CHECK(third.status == PERFECTHASH_E_QUOTA);
        CHECK(Contains(third.text(), L"2 jobs"));
        CHECK(client.about(ProtocolCancel, table.jobId).status == S_OK);
        CHECK(table.set());
    }
    CHECK(server.runs(2)); // the detached ones
    Client owner(server);
    for (int i = 0; i < 5; i++)
        jobs.push_back(owner.ask(ProtocolTableCreate, server.line, ProtocolToken | ProtocolDetach).job());
    CHECK(server.runs(7));
    for (uint64_t job : jobs) // they hold what they were asked by
        CHECK(owner.about(ProtocolCancel, job).status == S_OK);
    CHECK(server.runs(0));
}

TEST_CASE("each of two users has so many connections; one more is told so and closed, and a freed place is used")
{
    SharedServer server;
    server.options.maxConnectionsPerUser = 2;
    server.start();
    Stranger anna(server, L"S-1-5-21-1-2-3-1004"), bert(server, L"S-1-5-21-1-2-3-1005");
    for (Stranger *user : {&anna, &bert}) {
        Client first(user->pipe), second(user->pipe), third(user->pipe);
        for (Client *client : {&first, &second})
            CHECK(client->ask(ProtocolPing).status == S_OK);
        const ServerAnswer refused = third.ask(ProtocolPing);
        CHECK(refused.status == PERFECTHASH_E_QUOTA);
        CHECK(Contains(refused.text(), L"2 connections"));
        CHECK(third.ask(ProtocolPing).error != ERROR_SUCCESS);
        CHECK(first.ask(ProtocolPing).status == S_OK);
        second.close();
        CHECK(Eventually([&] {
            Client fourth(user->pipe);
            return fourth.ask(ProtocolPing).status == S_OK;
        }));
    }
    Client a(server), b(server), c(server);
    for (Client *owner : {&a, &b, &c})
        CHECK(owner->ask(ProtocolPing).status == S_OK);
}
