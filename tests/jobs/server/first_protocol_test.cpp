/*
 * An older client with a newer server works, and so does the reverse. The server answers each
 * message of the first client, recorded byte by byte, as the first server did. The client says what
 * the first one said, and takes the recorded answers and records of the first server. A later
 * version of the protocol is refused by both sides as such.
 */
#include "jobs/client/client.h"
#include "support/jobs/first_protocol.h"
#include "support/jobs/server_fixture.h"
#include "support/runtime/played_server.h"

namespace {

Bytes AskedFor(RawClient &client, const first::Exchange &each, const Bytes &job)
{
    REQUIRE(client.Send(first::Of(each.request, job)));
    const Answer answer = client.Receive();
    REQUIRE(answer.there);
    return Encoded(answer.header, answer.payload);
}

// The first server, as far as it was recorded: says what it is given to each message of one client.
struct FirstServer {
    std::vector<Bytes> asked;
    PlayedServer server;
    explicit FirstServer(std::vector<std::pair<const char *, Bytes>> says)
        : server([this, says](PlayedServer &at) {
              for (const auto &each : says) {
                  asked.push_back(at.Read(strlen(each.first) / 2));
                  CHECK(asked.back() == first::Of(each.first));
                  at.Write(each.second);
              }
              at.Read(1); // until the client has gone
          })
    {
    }
};

struct FirstClient {
    ::Client *client = nullptr;
    ClientFailure failure = {};
    explicit FirstClient(const FirstServer &server)
    {
        ClientOptions options = {};
        options.endpoint = server.server.name.c_str();
        REQUIRE(ClientConnect(&options, &client, &failure) == S_OK);
    }
    ~FirstClient() { ClientRelease(client); }
    FirstClient(const FirstClient &) = delete;
    FirstClient &operator=(const FirstClient &) = delete;
};

// A recorded answer, as the answer to the first request of a client.
Bytes AsFirst(const char *text)
{
    Bytes bytes = first::Of(text);
    bytes[16] = 1;
    return bytes;
}

// The token of a job that has ended, whose handles are of this process.
Bytes TokenOf(const char *section, uint16_t type)
{
    const Bytes content = first::Of(section);
    const HANDLE event = CreateEventW(nullptr, TRUE, TRUE, nullptr);
    const HANDLE mapping = CreateFileMappingW(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE, 0, 67712, nullptr);
    void *view = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    REQUIRE(view != nullptr);
    memcpy(view, content.data(), content.size());
    UnmapViewOfFile(view);
    Bytes answer = AsFirst(first::answerToken);
    answer[6] = static_cast<uint8_t>(type);
    answer[32] = content[16]; // the job's id
    answer[40] = static_cast<uint8_t>(reinterpret_cast<uintptr_t>(event));
    answer[41] = static_cast<uint8_t>(reinterpret_cast<uintptr_t>(event) >> 8);
    answer[48] = static_cast<uint8_t>(reinterpret_cast<uintptr_t>(mapping));
    answer[49] = static_cast<uint8_t>(reinterpret_cast<uintptr_t>(mapping) >> 8);
    return answer;
}

} // namespace

TEST_CASE("the bytes of the first client are answered as the first server answered them")
{
    TestServer server;
    server.start();
    const std::wstring name = L"\\\\.\\pipe\\" + server.endpoint;
    auto client = std::make_unique<RawClient>(name);
    Bytes job(8);
    for (const first::Exchange &each : first::exchanges) {
        CAPTURE(std::string(each.name));
        const bool breaks = strstr(each.name, "wrong length") != nullptr || strstr(each.name, "version") != nullptr;
        if (strcmp(each.name, "its status when it has ended") == 0)
            CHECK(server.runs(0));
        const Bytes answer = AskedFor(*client, each, job);
        if (strstr(each.answer, "00000000jjjj") != nullptr && answer.size() == 64)
            job = Bytes(answer.begin() + 32, answer.begin() + 40);
        CHECK(first::Agrees(answer, each.answer, job));
        if (breaks)
            client = std::make_unique<RawClient>(name);
    }
    CHECK(server.stopped());
}

TEST_CASE("a client says what the first one said, and takes what the first server answers")
{
    ProtocolHello hello = {};
    {
        FirstServer server({{first::clientPing, AsFirst(first::answerPing)}});
        FirstClient first(server);
        CHECK(ClientPing(first.client, &hello, &first.failure) == S_OK);
        CHECK(hello.productVersion == 0x000100);
    }
    {
        ProtocolServerStatistics statistics = {};
        FirstServer server({{first::clientStatistics, AsFirst(first::answerStatistics)}});
        FirstClient first(server);
        CHECK(ClientStatistics(first.client, &statistics, &first.failure) == S_OK);
        CHECK(statistics.connections == 1);
    }
    {
        FirstServer server({{first::clientCancel, AsFirst(first::answerCancel)}});
        FirstClient first(server);
        CHECK(ClientCancel(first.client, 4, &first.failure) == S_FALSE);
    }
    {
        FirstServer server({{first::clientTable, AsFirst(first::answerRefused)}});
        FirstClient first(server);
        RemoteJob *job = nullptr;
        CHECK(ClientBegin(first.client, ClientTableCreate, L"C:\\nowhere\\none.keys --NoFileIo", FALSE, &job,
                          &first.failure) == PERFECTHASH_E_OPTION_UNKNOWN);
        CHECK(Contains(first.failure.text, L"--Nubmers"));
    }
    {
        FirstServer server({{first::clientShutdown, AsFirst(first::answerShutdown)}});
        FirstClient first(server);
        CHECK(ClientShutdown(first.client, &first.failure) == S_OK);
    }
}

TEST_CASE("jobs are begun in the words of the first client, and seen by the tokens of the first server")
{
    const struct {
        const char *says, *section;
        ClientCommand command;
        const wchar_t *line;
        BOOL detach;
        HRESULT code;
        const wchar_t *failure;
    } jobs[] = {
        {first::clientTable, first::sectionTableNowhere, ClientTableCreate, L"C:\\nowhere\\none.keys --NoFileIo", FALSE,
         PERFECTHASH_E_KEYS_NOT_FOUND, L"C:\\nowhere\\none.keys: there is no such keys file."},
        {first::clientDetach, first::sectionTable, ClientTableCreate, L"C:\\nowhere\\none.keys", TRUE, S_OK, nullptr},
        {first::clientBulk, first::sectionBulkNowhere, ClientBulkCreate, L"C:\\nowhere C:\\nowhere\\out", FALSE,
         PERFECTHASH_E_DIRECTORY_NOT_FOUND, L"C:\\nowhere: there is no such directory of keys files."},
    };
    for (const auto &each : jobs) {
        CAPTURE(std::wstring(each.line));
        FirstServer server({{each.says, TokenOf(each.section, static_cast<uint16_t>(each.command))}});
        FirstClient first(server);
        RemoteJob *job = nullptr;
        REQUIRE(ClientBegin(first.client, each.command, each.line, each.detach, &job, &first.failure) == S_OK);
        JobProgress progress = {};
        RemoteJobSnapshot(job, &progress);
        CHECK(progress.state == (each.code == S_OK ? JobSucceeded : JobFailed));
        CHECK(progress.total == (each.command == ClientTableCreate ? 1 : 0));
        RemoteJobFailure(job, &first.failure);
        if (each.failure != nullptr)
            CHECK(first.failure.text == std::wstring(each.failure));
        CHECK(first.failure.code == each.code);
        RemoteJobRelease(job);
    }
}

TEST_CASE("a run is asked for, and a job is found, in the words of the first client")
{
    RemoteJob *job = nullptr;
    FirstServer runs({{first::clientDirectory, TokenOf(first::sectionBulkNowhere, 5)}});
    FirstClient run(runs);
    REQUIRE(ClientBeginDirectory(run.client, L"C:\\nowhere", L"C:\\nowhere\\out", L"--Recursive", FALSE, &job,
                                 &run.failure) == S_OK);
    CHECK(RemoteJobIsBulk(job));
    RemoteJobRelease(job);
    FirstServer tables({{first::clientStatus, TokenOf(first::sectionTable, 7)}});
    FirstClient table(tables);
    REQUIRE(ClientFind(table.client, 4, &job, &table.failure) == S_OK);
    CHECK_FALSE(RemoteJobIsBulk(job));
    RemoteJobRelease(job);
}

TEST_CASE("a server of a later version is told as such")
{
    Bytes later = AsFirst(first::answerVersion);
    later[4] = 2;
    FirstServer server({{first::clientPing, later}});
    FirstClient first(server);
    ProtocolHello hello = {};
    CHECK(ClientPing(first.client, &hello, &first.failure) == PERFECTHASH_E_PROTOCOL_VERSION);
    CHECK(Contains(first.failure.text, L"version"));
}
