/*
 * These tests send every type of request to a server and read answers, tokens and records. They
 * prove that a record shows progress and then the end, and that its event is set. A client that
 * disconnects ends its jobs, except detached ones. Too many jobs and senseless requests are refused
 * and change nothing.
 */
#include <mutex>
#include <thread>

#include "support/jobs/bulk_fixture.h"
#include "support/jobs/server_fixture.h"

namespace {

void CheckFile(const Record &record, const std::wstring &path)
{
    CHECK(record.path == path);
    CHECK(Exists(path));
}

void CheckSucceeded(const Record &record, uint32_t kind, uint64_t succeeded, uint64_t failed)
{
    CHECK(record.values.state == JobRecordSucceeded);
    CHECK(record.values.kind == kind);
    CHECK(record.values.total == succeeded + failed);
    CHECK(record.values.completed == succeeded + failed);
    CHECK(record.values.succeeded == succeeded);
    CHECK(record.values.failed == failed);
}

} // namespace

TEST_CASE("a server answers pings and counts what it does")
{
    TestServer server;
    server.options.productVersion = 0x010203;
    server.start();
    Client client(server);
    const ServerAnswer ping = client.ask(ProtocolPing);
    REQUIRE(ping.status == S_OK);
    ProtocolHello hello;
    REQUIRE(ProtocolHelloDecode(ping.payload.data(), ping.payload.size(), &hello));
    CHECK(hello.protocolVersion == ProtocolVersion);
    CHECK(hello.serverProcessId == GetCurrentProcessId());
    CHECK(hello.productVersion == 0x010203);
    const ServerAnswer answer = client.ask(ProtocolStatistics);
    ProtocolServerStatistics statistics;
    REQUIRE(ProtocolServerStatisticsDecode(answer.payload.data(), answer.payload.size(), &statistics));
    CHECK(statistics.connections == 1);
    CHECK(statistics.requests == 2);
    CHECK(statistics.nodes >= 1);
    CHECK(statistics.jobsRunning == 0);
}

TEST_CASE("a name with line ends in it can't forge a line of the log")
{
    struct Log {
        std::mutex lock;
        std::wstring text;
    } log;
    Folder folder;
    {
        TestServer server;
        server.options.log = [](void *context, const wchar_t *line) {
            Log *to = static_cast<Log *>(context);
            const std::lock_guard<std::mutex> guard(to->lock);
            to->text += line;
        };
        server.options.logContext = &log;
        server.start();
        Client client(server);
        Token token(client.ask(ProtocolTableCreate, Quoted(folder / L"a\r\njob 7 made\x1B[2J.keys"), ProtocolToken));
        CHECK(token.set());
        CHECK(token.read().values.state == JobRecordFailed);
    }
    CHECK_MESSAGE(Contains(log.text, L"a??job 7 made?[2J.keys"), log.text);
    for (const wchar_t control : {L'\r', L'\n', L'\x1B'})
        CHECK(log.text.find(control) == std::wstring::npos);
}

TEST_CASE("a table by token: the record is live, then final, and the event is set")
{
    Folder folder;
    TestServer server;
    server.start();
    Client client(server);
    WriteKeys(folder / L"some.keys", SomeKeys(1000));
    const ServerAnswer answer =
        client.ask(ProtocolTableCreate, Quoted(folder / L"some.keys") + L" " + Quoted(folder / L"out"), ProtocolToken);
    const Token token(answer);
    REQUIRE(token.set());
    const Record record = token.read();
    CheckSucceeded(record, 1, 1, 0);
    CHECK(record.values.keyCount == 1000);
    CHECK(record.values.attempts >= 1);
    CHECK(record.values.bytesWritten == BytesBelow(folder / L"out"));
    CHECK(record.values.code == 0);
    CHECK(record.values.fractionMillionths == 1000000);
    CHECK(record.values.jobId == answer.job());
    CHECK(record.message.empty());
    CheckFile(record, folder / L"out\\some_Chm01_Quadx_And\\some.pht");
    // It can be asked about afterwards, in both ways.
    const Record again = client.about(ProtocolStatus, answer.job()).record();
    CHECK(again.values.state == JobRecordSucceeded);
    CHECK(again.path == record.path);
    const Token late(client.about(ProtocolStatus, answer.job(), ProtocolToken));
    CHECK(late.set(0));
    CHECK(late.read().path == record.path);
    CHECK(server.lines >= 3);
}

TEST_CASE("a table without a token is answered when it has ended")
{
    Folder folder;
    TestServer server;
    server.start();
    Client client(server);
    WriteKeys(folder / L"some.keys", SomeKeys(1000));
    WriteKeys(folder / L"twice.keys", {1, 2, 1});
    const ServerAnswer made = client.ask(ProtocolTableCreate, Quoted(folder / L"some.keys") + L" --NoFileIo");
    REQUIRE(made.status == S_OK);
    CHECK(made.record().values.state == JobRecordSucceeded);
    CHECK(made.record().values.bytesWritten == 0);
    CHECK(made.record().path.empty());
    const ServerAnswer failed = client.ask(ProtocolTableCreate, Quoted(folder / L"twice.keys"));
    CHECK(failed.status == PERFECTHASH_E_KEYS_DUPLICATE);
    CHECK(Contains(failed.text(), L"twice.keys"));
    const ServerAnswer missing = client.ask(ProtocolTableCreate, Quoted(folder / L"none.keys"));
    CHECK(missing.status == PERFECTHASH_E_KEYS_NOT_FOUND);
    const ServerAnswer token = client.ask(ProtocolTableCreate, Quoted(folder / L"twice.keys"), ProtocolToken);
    const Token held(token);
    REQUIRE(held.set());
    CHECK(held.read().values.state == JobRecordFailed);
    CHECK(held.read().values.code == (uint32_t)PERFECTHASH_E_KEYS_DUPLICATE);
    CHECK(held.read().values.failed == 1);
    CHECK(Contains(held.read().message, L"twice.keys"));
    CHECK(server.runs(0));
}

TEST_CASE("a directory: every table counts, the first failure is told, the summary is the path")
{
    Folder folder;
    TestServer server;
    const std::wstring base = folder / L"base";
    server.options.baseOutputDirectory = base.c_str();
    server.start();
    Client client(server);
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 20, 300);
    WriteKeys(folder / L"keys\\bad.keys", {7, 7});
    SUBCASE("by its words")
    {
        const ServerAnswer answer =
            client.ask(ProtocolBulkCreate, Quoted(folder / L"keys") + L" " + Quoted(folder / L"out"), ProtocolToken);
        const Token token(answer);
        REQUIRE(token.set());
        const Record record = token.read();
        CheckSucceeded(record, 2, 20, 1);
        CHECK(record.values.code == (uint32_t)PERFECTHASH_E_KEYS_DUPLICATE);
        CHECK(Contains(record.message, L"bad.keys"));
        CheckFile(record, folder / L"out\\PerfectHashBulkCreate.json");
        CHECK(record.values.bytesWritten == BytesBelow(folder / L"out", L"_And\\"));
        const Token resumed(client.ask(ProtocolBulkCreate,
                                       Quoted(folder / L"keys") + L" " + Quoted(folder / L"out") + L" --Resume",
                                       ProtocolToken));
        REQUIRE(resumed.set());
        CHECK(resumed.read().values.skipped == 20);
        CHECK(resumed.read().values.succeeded == 0);
        CHECK(resumed.read().values.bytesWritten == 0);
        const std::wstring pack = folder / L"all.phpack";
        const Token packed(
            client.ask(ProtocolBulkCreate, Quoted(folder / L"keys") + L" --Pack=" + Quoted(pack), ProtocolToken));
        REQUIRE(packed.set());
        CHECK(packed.read().values.succeeded == 20);
        CHECK(packed.read().values.bytesWritten > BytesBelow(folder.path, L"all.phpack") / 2);
        CHECK(packed.read().values.bytesWritten < BytesBelow(folder.path, L"all.phpack"));
    }
    SUBCASE("by itself, to the server's own output directory")
    {
        const std::wstring payload = folder / L"keys" + std::wstring(2, L'\0') + L"--Exclude=bad.keys";
        const ServerAnswer answer = client.ask(ProtocolBulkCreateDirectory, payload);
        REQUIRE(answer.status == S_OK);
        CHECK(answer.record().values.succeeded == 20);
        CHECK(answer.record().path == base + L"\\PerfectHashBulkCreate.json");
        CHECK(FilesBelow(base).size() == 2 * 20 + 2);
        CHECK(Exists(base + L"\\0000-set_Chm01_Quadx_And"));
    }
    SUBCASE("a pack is the path where there is no summary")
    {
        const std::wstring pack = folder / L"all.phpk";
        const ServerAnswer answer =
            client.ask(ProtocolBulkCreate, Quoted(folder / L"keys") + L" --NoSummary --Pack=" + Quoted(pack));
        REQUIRE(answer.status == S_OK);
        CHECK(answer.record().path == pack);
        CHECK(Exists(pack));
    }
    SUBCASE("one that is not there")
    {
        const ServerAnswer answer = client.ask(ProtocolBulkCreate, Quoted(folder / L"none"));
        CHECK(answer.status == PERFECTHASH_E_DIRECTORY_NOT_FOUND);
        CHECK(Contains(answer.text(), L"none"));
    }
}

TEST_CASE("progress of a job that takes long moves on while nobody asks")
{
    Folder folder;
    TestServer server;
    server.start();
    Client client(server);
    const Token token(client.ask(ProtocolTableCreate, LongLine(folder), ProtocolToken));
    uint64_t elapsed = 0;
    CHECK(Eventually([&] {
        elapsed = token.read().values.elapsedMs;
        return elapsed > 0;
    }));
    CHECK(token.read().values.state == JobRecordRunning);
    // A second one, of somebody else's connection, shows the same record.
    Client other(server);
    const Token shared(other.about(ProtocolStatus, token.jobId, ProtocolToken));
    CHECK_FALSE(shared.set(0));
    CHECK(shared.read().values.jobId == token.jobId);
    CHECK(other.about(ProtocolCancel, token.jobId).status == S_OK);
    CHECK(token.set(10000));
    CHECK(shared.set(0));
    CHECK(token.read().values.state == JobRecordCancelled);
    CHECK(token.read().values.code == (uint32_t)PERFECTHASH_E_CANCELLED);
    CHECK(other.about(ProtocolCancel, token.jobId).status == S_FALSE); // it has ended, which is what was wanted
    CHECK(other.about(ProtocolCancel, 4711).status == PERFECTHASH_E_NO_SUCH_JOB);
    CHECK(Contains(other.about(ProtocolStatus, 4711).text(), L"4711"));
}

TEST_CASE("a client that goes away takes its jobs with it, unless they are detached")
{
    Folder folder;
    TestServer server;
    server.start();
    const std::wstring line = LongLine(folder);
    Client watcher(server);
    uint64_t detached;
    {
        Client client(server);
        const Token token(client.ask(ProtocolTableCreate, line, ProtocolToken));
        detached = client.ask(ProtocolTableCreate, line, ProtocolToken | ProtocolDetach).job();
        REQUIRE(server.runs(2));
        client.close();
        CHECK(token.set(10000));
        CHECK(token.read().values.state == JobRecordCancelled);
    }
    CHECK(server.runs(1));
    CHECK(watcher.about(ProtocolStatus, detached).record().values.state == JobRecordRunning);
    // One that waits for its answer, too.
    {
        Client client(server);
        std::thread thread([&] { client.ask(ProtocolTableCreate, line); });
        CHECK(server.runs(2));
        CHECK(watcher.about(ProtocolCancel, detached).status == S_OK);
        CHECK(server.runs(1));
        ServerStop(server.server, 0);
        thread.join();
    }
    CHECK(server.stopped());
}

TEST_CASE("a client that goes away while it waits for an answer ends the job")
{
    Folder folder;
    TestServer server;
    server.start();
    const std::wstring line = LongLine(folder);
    // By hand: a request, and no patience.
    const HANDLE pipe = CreateFileW((L"\\\\.\\pipe\\" + server.endpoint).c_str(), GENERIC_READ | FILE_WRITE_DATA, 0,
                                    nullptr, OPEN_EXISTING, SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, nullptr);
    REQUIRE(pipe != INVALID_HANDLE_VALUE);
    ProtocolHeader header = {};
    header.magic = ProtocolMagic;
    header.version = ProtocolVersion;
    header.type = ProtocolTableCreate;
    header.payloadBytes = (uint32_t)(line.size() * sizeof(wchar_t));
    uint8_t bytes[ProtocolHeaderBytes];
    ProtocolHeaderEncode(&header, bytes);
    DWORD written;
    CHECK(WriteFile(pipe, bytes, sizeof bytes, &written, nullptr));
    CHECK(WriteFile(pipe, line.data(), header.payloadBytes, &written, nullptr));
    CHECK(server.runs(1));
    CloseHandle(pipe);
    CHECK(server.runs(0));
    Client client(server);
    CHECK(client.ask(ProtocolPing).status == S_OK);
}

TEST_CASE("more jobs than MaxRequests are refused with the number, and let in again")
{
    Folder folder;
    TestServer server;
    server.options.maxRequests = 2;
    server.start();
    Client client(server);
    const std::wstring line = LongLine(folder);
    const ServerAnswer first = client.ask(ProtocolTableCreate, line, ProtocolToken);
    const ServerAnswer second = client.ask(ProtocolTableCreate, line, ProtocolToken);
    const Token tokens[] = {Token(first), Token(second)};
    const DWORD handles = HandleCount();
    for (int i = 0; i < 20; i++) {
        const ServerAnswer refused = client.ask(ProtocolTableCreate, line, ProtocolToken);
        CHECK(refused.status == PERFECTHASH_E_SERVER_BUSY);
        CHECK(Contains(refused.text(), L"2 jobs"));
    }
    CHECK(HandleCount() <= handles + 8); // no token was given for those; workers may have come
    CHECK(client.about(ProtocolCancel, first.job()).status == S_OK);
    REQUIRE(tokens[0].set());
    CHECK(server.runs(1));
    const Token third(client.ask(ProtocolTableCreate, line, ProtocolToken));
    CHECK(client.about(ProtocolCancel, third.jobId).status == S_OK);
    CHECK(client.about(ProtocolCancel, second.job()).status == S_OK);
    CHECK(third.set());
}

TEST_CASE("requests that make no sense are answered, and change nothing")
{
    Folder folder;
    TestServer server;
    server.start();
    Client client(server);
    WriteKeys(folder / L"some.keys", SomeKeys(10));
    const std::wstring keys = Quoted(folder / L"some.keys");
    // What belongs to the server's own process is no option of a request.
    const OptionGroup group = ServerOptionsGroup(nullptr);
    for (size_t i = 0; i < group.count; i++) {
        const std::wstring name = group.options[i].help.name;
        if (name == L"NoFileIo")
            continue; // a table's, too
        CAPTURE(name);
        const ServerAnswer answer = client.ask(ProtocolTableCreate, keys + L" --" + name + L"=1");
        CHECK(answer.status == PERFECTHASH_E_OPTION_UNKNOWN);
        CHECK(Contains(answer.text(), name));
    }
    CHECK(client.ask(ProtocolTableCreate, L"--Quadx").status == PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(client.ask(ProtocolTableCreate, keys + L" --RngSeed=x").status == PERFECTHASH_E_OPTION_VALUE);
    CHECK(client.ask(ProtocolTableCreate, std::wstring(L" ")).status == PERFECTHASH_E_ARGUMENT);
    CHECK(client.ask(ProtocolBulkCreateDirectory, std::wstring(L"a\0b\0c d", 7)).status ==
          PERFECTHASH_E_OPTION_UNKNOWN);
    CHECK(client.ask(ProtocolTableCreate, std::wstring(L"some.keys")).status == PERFECTHASH_E_PATH_NOT_WHOLE);
    CHECK(client.ask(ProtocolTableCreate, keys + L" out").status == PERFECTHASH_E_PATH_NOT_WHOLE);
    CHECK(client.ask(ProtocolTableCreate, std::wstring(L"\\\\.\\pipe\\x")).status == PERFECTHASH_E_NOT_ALLOWED);
    CHECK(server.runs(0));
    CHECK(client.ask(ProtocolTableCreate, keys).status == S_OK);
}

TEST_CASE("a token comes with its job however short that is, once, and all handles come back")
{
    Folder folder;
    TestServer server;
    server.start();
    WriteKeys(folder / L"some.keys", SomeKeys(3));
    const std::wstring line = Quoted(folder / L"some.keys");
    Client client(server);
    uint64_t first;
    {
        const Token token(client.ask(ProtocolTableCreate, line, ProtocolToken));
        CHECK(token.set());
        first = token.jobId;
    }
    CHECK(server.runs(0));
    const DWORD before = HandleCount();
    for (int i = 0; i < 300; i++) {
        CompletionToken token = {};
        const ServerAnswer answer = client.ask(ProtocolTableCreate, line, ProtocolToken);
        REQUIRE(CompletionTokenOpen(answer.payload.data(), answer.payload.size(), &token) == ERROR_SUCCESS);
        // The handles go in any order, before the job's end and after it.
        if (i % 3 == 0)
            CHECK(WaitForSingleObject(token.event, PatienceMs) == WAIT_OBJECT_0);
        CompletionTokenClose(&token);
    }
    CHECK(server.runs(0));
    CHECK(HandleCount() <= before + 8);
    CHECK(server.statistics().jobsEnded == 301);
    // The 256 that ended last are known. Jobs that run at once may end in any order.
    int known = 0;
    for (uint64_t id = first; id <= first + 300; id++) {
        const HRESULT status = client.about(ProtocolStatus, id).status;
        CHECK((status == S_OK || status == PERFECTHASH_E_NO_SUCH_JOB));
        known += status == S_OK;
    }
    CHECK(known == 256);
    CHECK(client.about(ProtocolStatus, first + 300).status == S_OK);
    CHECK(client.about(ProtocolStatus, first).status == PERFECTHASH_E_NO_SUCH_JOB);
}
