/*
 * These tests prove what the list of a server's jobs tells: who asked for each job, what it reads
 * and writes, where it is, what it takes, and its place among those that wait. A list that is
 * longer than a response comes in pages. Requests and answers of clients that know no list are what
 * they were, byte by byte, and a server that knows none is told as such. Ids never come back.
 */
#include "jobs/client/client.h"
#include "jobs/server/server_state.h"
#include "runtime/base/win32_calls.h"
#include "support/jobs/server_fixture.h"
#include "support/runtime/played_server.h"

namespace {

using ::Bytes;

struct Jobs {
    JobList *list = nullptr;
    HRESULT code;
    ClientFailure failure = {};
    explicit Jobs(const std::wstring &endpoint)
    {
        ClientOptions options = {};
        ::Client *client = nullptr;
        options.endpoint = endpoint.c_str();
        REQUIRE(ClientConnect(&options, &client, &failure) == S_OK);
        code = ClientJobs(client, &list, &failure);
        ClientRelease(client);
    }
    ~Jobs() { JobListRelease(list); }
    Jobs(const Jobs &) = delete;
    Jobs &operator=(const Jobs &) = delete;
    const JobListItem *find(uint64_t id) const
    {
        for (size_t i = 0; i < list->count; i++) {
            if (list->items[i].entry.id == id)
                return &list->items[i];
        }
        return nullptr;
    }
};

// Looks until the job is there as the test wants it.
template <class Wanted> bool Becomes(const TestServer &server, uint64_t id, Wanted wanted)
{
    return Eventually([&] {
        const Jobs jobs(server.endpoint);
        const JobListItem *item = jobs.find(id);
        return item != nullptr && wanted(*item);
    });
}

Bytes AnswerOf(const std::wstring &endpoint, const Bytes &request, size_t bytes)
{
    const HANDLE pipe = CreateFileW((L"\\\\.\\pipe\\" + endpoint).c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr,
                                    OPEN_EXISTING, SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, nullptr);
    REQUIRE(pipe != INVALID_HANDLE_VALUE);
    DWORD moved = 0;
    CHECK(WriteFile(pipe, request.data(), static_cast<DWORD>(request.size()), &moved, nullptr));
    Bytes answer(bytes);
    size_t at = 0;
    while (at < bytes && ReadFile(pipe, answer.data() + at, static_cast<DWORD>(bytes - at), &moved, nullptr) &&
           moved != 0)
        at += moved;
    CloseHandle(pipe);
    answer.resize(at);
    return answer;
}

} // namespace

TEST_CASE("a list tells of each job who asked for it, where it is and what it takes")
{
    Folder folder;
    TestServer server;
    server.start();
    CHECK(Jobs(server.endpoint).list->count == 0);
    Client client(server);
    const std::wstring line = LongLine(folder) + L" --KeysName=other"; // which its errors say
    const Token token(client.ask(ProtocolTableCreate, line, ProtocolToken));
    CHECK(Becomes(server, token.jobId, [](const JobListItem &item) { return std::wstring(item.step) == L"solve"; }));
    const Jobs jobs(server.endpoint);
    REQUIRE(jobs.list->count == 1);
    const JobListItem &item = jobs.list->items[0];
    CHECK(item.entry.id == token.jobId);
    CHECK(item.entry.kind == 1);
    CHECK(item.entry.processId == GetCurrentProcessId());
    CHECK(std::wstring(item.user) == server.server->sid);
    CHECK(std::wstring(item.user).find(L"S-1-5-") == 0);
    CHECK(line.find(item.input) == 1);
    CHECK(std::wstring(item.input).size() > folder.path.size());
    CHECK(std::wstring(item.output).empty()); // --NoFileIo
    CHECK(item.entry.place == 0);
    CHECK(item.entry.ageMs < 600000);
    CHECK(item.entry.memoryBytes > 32768 * sizeof(uint32_t)); // the keys, the solver and the table
    CHECK(item.entry.memoryBytes < 64 * 1024 * 1024);
    CHECK((item.entry.total == 1 && item.entry.completed == 0 && item.entry.failed == 0));
    CHECK(client.about(ProtocolCancel, token.jobId).status == S_OK);
    CHECK(token.set());
    CHECK(server.runs(0));
    CHECK(Jobs(server.endpoint).list->count == 0);
}

TEST_CASE("a bulk run's memory is that of its tables, and its output the directory or the pack")
{
    Folder folder;
    TestServer server;
    server.start();
    Client client(server);
    LongLine(folder); // its keys file
    const std::wstring rest = L" --HashFunction=MultiplyShiftR --MaxTableResizes=0 --MaxAttempts=18446744073709551615";
    const Token token(
        client.ask(ProtocolBulkCreate, Quoted(folder.path) + L" " + Quoted(folder / L"out") + rest, ProtocolToken));
    const Token packed(client.ask(ProtocolBulkCreate,
                                  Quoted(folder.path) + L" " + Quoted(folder / L"two") + rest + L" --Pack=" +
                                      Quoted(folder / L"two\\all.phpack"),
                                  ProtocolToken));
    for (const Token *each : {&token, &packed}) {
        CHECK(Becomes(server, each->jobId, [](const JobListItem &item) {
            return item.entry.kind == 2 && std::wstring(item.step) == L"tables" &&
                   item.entry.memoryBytes > 32768 * sizeof(uint32_t);
        }));
    }
    const Jobs jobs(server.endpoint);
    REQUIRE(jobs.list->count == 2);
    CHECK(std::wstring(jobs.list->items[0].input) == folder.path);
    CHECK(std::wstring(jobs.list->items[0].output) == folder / L"out");
    CHECK(std::wstring(jobs.list->items[1].output) == folder / L"two\\all.phpack");
    for (const Token *each : {&token, &packed}) {
        CHECK(client.about(ProtocolCancel, each->jobId).status == S_OK);
        CHECK(each->set());
    }
}

TEST_CASE("jobs that wait have their place, and a list that is long comes in pages")
{
    enum { MostJobs = 1500 };
    Folder folder;
    TestServer server;
    server.options.runtime.maxThreads = 1;
    server.options.runtime.iocpConcurrency = 1;
    server.options.maxRequests = MostJobs;
    server.start();
    const std::wstring line = LongLine(folder);
    HeldWorker held(server, line); // the one that there is
    std::vector<TableJob *> jobs;
    std::vector<uint64_t> ids = {held.id};
    while (ids.size() < MostJobs) {
        TableJob *table = nullptr;
        BulkJob *bulk = nullptr;
        uint64_t id = 0;
        REQUIRE(ServerSubmit(server.server, (L"TableCreate " + line).c_str(), nullptr, &table, &bulk, &id, nullptr) ==
                S_OK);
        jobs.push_back(table);
        ids.push_back(id);
    }
    size_t bytes = 0;
    uint8_t *page = ServerListPage(server.server, nullptr, 0, &bytes);
    REQUIRE(page != nullptr);
    uint32_t count = 0;
    int more = 0;
    CHECK(JobPageHeadDecode(page, bytes, &count, &more));
    CHECK(more == 1);
    CHECK(count < MostJobs);
    CHECK(bytes <= ProtocolMaxResponseBytes);
    Win32Free(page);
    JobList *list = ServerListTake(server.server);
    REQUIRE(list != nullptr);
    REQUIRE(list->count == MostJobs);
    // Some are admitted, and wait for the worker alone.
    uint32_t admitted = 0;
    for (uint32_t i = 0; i < MostJobs; i++) {
        const JobListItem &item = list->items[i];
        CHECK(item.entry.id == ids[i]);
        CHECK(item.entry.place == (std::wstring(item.step) == L"waiting" ? i + 1 - admitted : 0));
        admitted += item.entry.place == 0;
        CHECK((i == 0 || item.entry.memoryBytes == 0));
    }
    CHECK(admitted >= 1);
    CHECK(list->items[MostJobs - 1].entry.place == MostJobs - admitted);
    JobListRelease(list);
    for (TableJob *job : jobs)
        TableJobCancel(job);
    held.letGo();
    for (TableJob *job : jobs)
        TableJobRelease(job);
    CHECK(server.runs(0));
}

TEST_CASE("a client that knows no list gets the answers that it always got")
{
    TestServer server;
    server.start();
    const Bytes ping = {'P', 'H', 'I', 'P', 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                        7,   0,   0,   0,   0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    Bytes answer = AnswerOf(server.endpoint, ping, 32 + 24);
    REQUIRE(answer.size() == 56);
    CHECK(Bytes(answer.begin(), answer.begin() + 36) == Bytes{'P', 'H', 'I', 'P', 1, 0, 1, 0x80, 0, 0, 0, 0,
                                                              0,   0,   0,   0,   7, 0, 0, 0,    0, 0, 0, 0,
                                                              24,  0,   0,   0,   0, 0, 0, 0,    1, 0, 0, 0});
    CHECK(Bytes(answer.begin() + 44, answer.begin() + 48) == Bytes(4)); // reserved
    Bytes statistics = ping;
    statistics[6] = 8;
    answer = AnswerOf(server.endpoint, statistics, 32 + 128);
    REQUIRE(answer.size() == 160);
    CHECK(Bytes(answer.begin(), answer.begin() + 33) == Bytes{'P', 'H', 'I', 'P', 1, 0, 8, 0x80, 0, 0, 0,
                                                              0,   0,   0,   0,   0, 7, 0, 0,    0, 0, 0,
                                                              0,   0,   128, 0,   0, 0, 0, 0,    0, 0, 1});
}

TEST_CASE("a server that knows no later requests is told as such, by the bytes that it answers")
{
    for (const uint8_t type : {9, 10, 11, 12, 13}) {
        PlayedServer older([type](PlayedServer &server) {
            const Bytes request = server.Read(type == 9 || type == 11 ? 40 : 32);
            CHECK(Bytes(request.begin(), request.begin() + 8) == Bytes{'P', 'H', 'I', 'P', 1, 0, type, 0});
            server.Write(UnknownType(request));
            server.Read(1); // until the client has gone
        });
        ClientOptions options = {};
        ClientFailure failure = {};
        ::Client *client = nullptr;
        JobList *list = nullptr;
        wchar_t *text = nullptr;
        ProtocolServerHealth health = {};
        options.endpoint = older.name.c_str();
        REQUIRE(ClientConnect(&options, &client, &failure) == S_OK);
        const HRESULT code = type == 9    ? ClientJobs(client, &list, &failure)
                             : type == 10 ? ClientMetrics(client, &text, &failure)
                             : type == 11 ? ClientRings(client, &text, &failure)
                             : type == 12 ? ClientHealth(client, &health, &failure)
                                          : ClientWaits(client, &health, &failure);
        CHECK(code == PERFECTHASH_E_SERVER_OLDER);
        CHECK((list == nullptr && text == nullptr));
        CHECK(Contains(failure.text, L"older"));
        CHECK(Contains(failure.text, older.name));
        ClientRelease(client);
    }
}

TEST_CASE("a server's answer that is no list is told as such")
{
    PlayedServer wrong([](PlayedServer &server) {
        const ProtocolHeader request = server.ReadRequest();
        server.Write(Encoded(AnswerTo(request, S_OK, 8), {1, 0, 0, 0, 0, 0, 0, 0}));
        server.Read(1);
    });
    const Jobs jobs(wrong.name);
    CHECK(jobs.code == PERFECTHASH_E_PROTOCOL);
}

TEST_CASE("the ids of a server that was started again are none that it gave before")
{
    Folder folder;
    TestServer server;
    std::vector<uint64_t> last;
    for (int round = 0; round < 3; round++) {
        server.start();
        for (int i = 0; i < 5; i++) {
            TableJob *table = nullptr;
            BulkJob *bulk = nullptr;
            uint64_t id = 0;
            const std::wstring line = L"TableCreate " + Quoted(folder / L"none.keys");
            REQUIRE(ServerSubmit(server.server, line.c_str(), nullptr, &table, &bulk, &id, nullptr) == S_OK);
            TableJobRelease(table);
            CHECK((last.empty() || id > last.back()));
            CHECK(id < 1ull << 53); // a double holds it exactly
            last.push_back(id);
        }
        ServerRelease(server.server);
        server.server = nullptr;
    }
    CHECK(last[1] == last[0] + 1);
}
