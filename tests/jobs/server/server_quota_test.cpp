/*
 * These tests prove what one job and one user may take of a server. A job that takes longer than
 * MaxJobSeconds fails and says so, alone or in a bulk run. Two users with tokens of their own have
 * each so many connections, jobs, detached jobs and bytes of memory; the server's own user is not
 * bound by them.
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

// An endless table that takes more than a table may without being counted; writes its keys file.
std::wstring LargeLine(const Folder &folder)
{
    MakeFolder(folder / L"large");
    WriteKeys(folder / L"large\\large.keys", AddressLikeKeys(262144));
    return Quoted(folder / L"large\\large.keys") +
           L" --HashFunction=MultiplyShiftR --MaxTableResizes=0 --MaxAttempts=18446744073709551615";
}

// Waits until the job is in that step.
bool Reaches(const TestServer &server, uint64_t job, const std::wstring &step)
{
    bool found = false;
    for (int i = 0; i < 6000 && !found; i++) {
        JobList *list = ServerListTake(server.server);
        REQUIRE(list != nullptr);
        for (size_t at = 0; at < list->count; at++)
            found = found || (list->items[at].entry.id == job && list->items[at].step == step);
        JobListRelease(list);
        if (!found)
            Sleep(10);
    }
    return found;
}

// Are both told to wait for their user's quota, one after the other?
bool StandInLine(const TestServer &server, uint64_t first, uint64_t second)
{
    return Eventually([&] {
        JobList *list = ServerListTake(server.server);
        REQUIRE(list != nullptr);
        uint32_t places = 0;
        for (size_t at = 0; at < list->count; at++) {
            const JobListItem &item = list->items[at];
            if (item.waits == std::wstring(L"quota"))
                places += item.entry.id == first    ? item.entry.place
                          : item.entry.id == second ? 10 * item.entry.place
                                                    : 0;
        }
        JobListRelease(list);
        return places == 21;
    });
}

// What the table takes, as the failure says.
ULONGLONG BytesIn(const std::wstring &message)
{
    const size_t at = message.find(L"this takes ");
    REQUIRE(at != std::wstring::npos);
    return std::wcstoull(message.c_str() + at + 11, nullptr, 10);
}

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

TEST_CASE("a job's time is looked after also when the timer of that time was lost")
{
    SharedServer server;
    server.options.maxJobSeconds = 1;
    server.options.hangMs = 50;
    server.start();
    Client client(server);
    const Token table(client.ask(ProtocolTableCreate, server.line, ProtocolToken));
    AcquireSRWLockExclusive(&server.server->lock);
    const bool lost = server.server->limitWaits && TimerCancel(&server.server->limit);
    if (lost) { // as if it could not have been started
        server.server->limitWaits = FALSE;
        server.server->limitLost = TRUE;
    }
    ReleaseSRWLockExclusive(&server.server->lock);
    if (lost)
        RundownRelease(&server.server->rundown);
    CHECK(table.set());
    CHECK(table.read().values.code == static_cast<uint32_t>(PERFECTHASH_E_JOB_TIME));
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

TEST_CASE("what the owner's processes have is not held against one of his that is a guest")
{
    SharedServer server;
    server.options.maxConnectionsPerUser = 1;
    server.options.maxRequestsPerUser = 1;
    server.start();
    Client owner(server), second(server);
    for (Client *each : {&owner, &second})
        CHECK(each->ask(ProtocolPing).status == S_OK);
    const Token own(owner.ask(ProtocolTableCreate, server.line, ProtocolToken));
    Stranger guest(server, server.server->sid);
    Client client(guest.pipe);
    const Token table(client.ask(ProtocolTableCreate, server.line, ProtocolToken));
    CHECK(client.ask(ProtocolTableCreate, server.line).status == PERFECTHASH_E_QUOTA);
    CHECK(client.about(ProtocolCancel, table.jobId).status == S_OK);
    owner.close();
    CHECK((own.set() && table.set()));
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

TEST_CASE("a table that alone takes more than MaxMemoryPerUser fails and says so, except the owner's")
{
    SharedServer server;
    const std::wstring line = LargeLine(server.folder);
    server.options.maxMemoryPerUser = 1048576;
    server.start();
    Stranger anna(server);
    Client client(anna.pipe), owner(server);
    const Token table(client.ask(ProtocolTableCreate, line, ProtocolToken));
    const Token bulk(client.ask(
        ProtocolBulkCreate, Quoted(server.folder / L"large") + L" --HashFunction=MultiplyShiftR --MaxTableResizes=0",
        ProtocolToken));
    for (const Token *token : {&table, &bulk}) {
        REQUIRE(token->set());
        const Record record = token->read();
        CHECK(record.values.state == (token == &table ? JobRecordFailed : JobRecordSucceeded));
        CHECK(record.values.failed == 1);
        CHECK(record.values.code == static_cast<uint32_t>(PERFECTHASH_E_MEMORY_QUOTA));
        CHECK(BytesIn(record.message) > 1048576);
        CHECK(Contains(record.message, L"the server allows 1048576 for one user (MaxMemoryPerUser)"));
    }
    const Token own(owner.ask(ProtocolTableCreate, line, ProtocolToken));
    CHECK(Reaches(server, own.jobId, L"solve"));
    CHECK(owner.about(ProtocolCancel, own.jobId).status == S_OK);
    CHECK(own.set());
    CHECK(server.runs(0));
}

TEST_CASE("each of two users has so much memory; a table beyond it waits for his own tables, and for nobody else's")
{
    SharedServer server;
    const std::wstring line = LargeLine(server.folder);
    server.options.maxMemoryPerUser = 1;
    server.start();
    {
        Stranger anna(server);
        Client client(anna.pipe);
        const ServerAnswer refused = client.ask(ProtocolTableCreate, line);
        REQUIRE(refused.status == PERFECTHASH_E_MEMORY_QUOTA);
        server.options.maxMemoryPerUser = BytesIn(refused.text()) / 2 * 3;
    }
    ServerRelease(server.server);
    server.start();
    Stranger anna(server, L"S-1-5-21-1-2-3-1004"), bert(server, L"S-1-5-21-1-2-3-1005");
    Client a(anna.pipe), b(bert.pipe);
    const Token first(a.ask(ProtocolTableCreate, line, ProtocolToken | ProtocolDetach));
    CHECK(Reaches(server, first.jobId, L"solve"));
    const Token second(a.ask(ProtocolTableCreate, line, ProtocolToken)),
        third(a.ask(ProtocolTableCreate, line, ProtocolToken));
    CHECK(Reaches(server, second.jobId, L"reserve"));
    CHECK(Reaches(server, third.jobId, L"reserve"));
    CHECK(StandInLine(server, second.jobId, third.jobId));
    const Token others(b.ask(ProtocolTableCreate, line, ProtocolToken));
    CHECK(Reaches(server, others.jobId, L"solve"));
    CHECK(Reaches(server, second.jobId, L"reserve"));
    CHECK(a.about(ProtocolCancel, second.jobId).status == S_OK); // one that waits
    CHECK(second.set());
    CHECK(second.read().values.state == JobRecordCancelled);
    a.close(); // his detached table alone is left of him
    CHECK(third.set());
    Client again(anna.pipe);
    const Token fourth(again.ask(ProtocolTableCreate, line, ProtocolToken));
    CHECK(Reaches(server, fourth.jobId, L"reserve")); // it is counted still
    CHECK(again.about(ProtocolCancel, first.jobId).status == S_OK);
    CHECK(Reaches(server, fourth.jobId, L"solve"));
    for (const Token *token : {&fourth, &others}) {
        Client owner(server);
        CHECK(owner.about(ProtocolCancel, token->jobId).status == S_OK);
        CHECK(token->set());
    }
    CHECK(server.runs(0));
}
