/*
 * These tests prove what a client may do that is not the server's own user. A second pipe tells the
 * server that its clients are strangers. A stranger cannot stop the server, cannot see the owner's
 * jobs and uses only allowed roots. A client whose process may not be opened gets no token.
 */
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/stranger.h"

TEST_CASE("a client that is not the owner can't stop the server, nor see or end what is the owner's")
{
    Folder folder;
    TestServer server;
    server.start();
    {
        Stranger stranger(server);
        Client owner(server), client(stranger.pipe);
        CHECK(client.ask(ProtocolPing).status == S_OK);
        const ServerAnswer refused = client.ask(ProtocolShutdown);
        CHECK(refused.status == PERFECTHASH_E_NOT_ALLOWED);
        CHECK(Contains(refused.text(), L"Shutdown"));
        CHECK(ServerStateOf(server.server) == ServerRunning);
        const Token token(owner.ask(ProtocolTableCreate, LongLine(folder), ProtocolToken));
        CHECK(client.about(ProtocolStatus, token.jobId).status == PERFECTHASH_E_NO_SUCH_JOB);
        CHECK(client.about(ProtocolStatus, token.jobId, ProtocolToken).status == PERFECTHASH_E_NO_SUCH_JOB);
        CHECK(client.about(ProtocolCancel, token.jobId).status == PERFECTHASH_E_NO_SUCH_JOB);
        CHECK(client.about(ProtocolCancel, token.jobId).text() == client.about(ProtocolCancel, token.jobId).text());
        const ServerAnswer none = client.about(ProtocolJobs, 0), all = owner.about(ProtocolJobs, 0);
        CHECK(none.payload == Bytes(JobPageHeadBytes));
        CHECK(all.payload.size() > JobPageHeadBytes + JobEntryHeadBytes);
        CHECK(all.payload[0] == 1);
        CHECK(owner.about(ProtocolJobs, token.jobId).payload == Bytes(JobPageHeadBytes)); // after it
        CHECK_FALSE(token.set(100));
        CHECK(owner.about(ProtocolCancel, token.jobId).status == S_OK);
        CHECK(token.set());
    }
}

TEST_CASE("a client that is not the owner uses allowed roots alone")
{
    Folder folder, outside;
    WriteKeys(folder / L"some.keys", SomeKeys(50));
    WriteKeys(outside / L"some.keys", SomeKeys(50));
    for (bool roots : {false, true}) {
        TestServer server;
        server.options.allowedRoots[0] = folder.path.c_str();
        server.options.allowedRootCount = roots;
        server.start();
        Stranger stranger(server);
        Client client(stranger.pipe);
        CHECK(client.ask(ProtocolTableCreate, Quoted(folder / L"some.keys")).status ==
              (roots ? S_OK : PERFECTHASH_E_NOT_ALLOWED));
        CHECK(client.ask(ProtocolTableCreate, Quoted(outside / L"some.keys")).status ==
              (roots ? PERFECTHASH_E_PATH_NOT_ALLOWED : PERFECTHASH_E_NOT_ALLOWED));
        CHECK(client.ask(ProtocolBulkCreate, Quoted(folder.path) + L" " + Quoted(outside / L"out")).status ==
              (roots ? PERFECTHASH_E_PATH_NOT_ALLOWED : PERFECTHASH_E_NOT_ALLOWED));
        CHECK(FilesBelow(outside.path).size() == 1);
    }
}

TEST_CASE("a client whose process may not be opened gets no token, and no job for one")
{
    Folder folder;
    WriteKeys(folder / L"some.keys", SomeKeys(50));
    TestServer server;
    server.options.allowedRoots[0] = folder.path.c_str();
    server.options.allowedRootCount = 1;
    server.start();
    Stranger stranger(server);
    stranger.withProcess = false;
    Client client(stranger.pipe);
    CHECK(client.ask(ProtocolTableCreate, Quoted(folder / L"some.keys"), ProtocolToken).status ==
          PERFECTHASH_E_NOT_ALLOWED);
    CHECK(server.statistics().jobsEnded == 0);
    CHECK(client.ask(ProtocolTableCreate, Quoted(folder / L"some.keys")).status == S_OK);
}
