/*
 * In debug builds the Nth Win32 call fails, for increasing N, while a server starts and while it
 * serves a request, of its own user or of another one. The server reports the failure or answers
 * the request, and serves the next client: of what a user may have nothing stays taken. A client
 * never waits in vain. No memory, handle or temporary file remains.
 */
#include "jobs/server/server_state.h"
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/server_fixture.h"
#include "support/jobs/stranger.h"

#ifndef NDEBUG

#include "runtime/base/win32_calls.h"
#include "support/out_of_memory.h"

namespace {

// Stops with the failure used up or the call past: other tests are not to see it.
struct FailNth {
    explicit FailNth(LONG nth) { Win32FailNth(nth); }
    ~FailNth() { Win32FailNth(0); }
};

// Does the server serve, now that nothing fails?
void CheckServes(const TestServer &server)
{
    Client client(server);
    CHECK(client.ask(ProtocolPing).status == S_OK);
}

// Another user has one connection and one job; the next one is only served when both are free.
void CheckServesStranger(const TestServer &pipe, ProtocolType type, const std::wstring &line)
{
    HRESULT status = PERFECTHASH_E_QUOTA;
    CHECK(Eventually([&] { // the connection before is about to be seen to be closed
        Client client(pipe);
        status = client.ask(type, line).status;
        return status != PERFECTHASH_E_QUOTA;
    }));
    CHECK(status == S_OK);
}

void FailRequest(const Folder &folder, ProtocolType type, const std::wstring &line, uint32_t flags,
                 bool stranger = false)
{
    DWORD handles = 0, lost = 0;
    for (LONG nth = 1, misses = 0; misses < 3; nth++) {
        CAPTURE(nth);
        REQUIRE(nth < 5000);
        const LONG before = Win32Outstanding();
        {
            TestServer server;
            if (stranger) {
                server.options.allowedRoots[0] = folder.path.c_str();
                server.options.allowedRootCount = 1;
                server.options.maxConnectionsPerUser = server.options.maxRequestsPerUser = 1;
            }
            server.start();
            std::unique_ptr<Stranger> user;
            if (stranger)
                user.reset(new Stranger(server));
            const TestServer &pipe = stranger ? user->pipe : server;
            bool reached, answered = false;
            {
                FailNth fail(nth);
                PipeClientOptions options = {};
                options.endpoint = pipe.endpoint.c_str();
                options.answerTimeoutMs = 20000;
                PipeClientConnection *connection = nullptr;
                if (PipeClientConnect(&options, &connection) == ERROR_SUCCESS) {
                    HRESULT status = S_OK;
                    void *answer = nullptr;
                    size_t bytes = 0;
                    const DWORD error = PipeClientRequest(connection, type, flags, line.data(),
                                                          line.size() * sizeof(wchar_t), &status, &answer, &bytes);
                    CHECK(error != ERROR_SEM_TIMEOUT); // whatever fails, nobody waits in vain
                    answered = error == ERROR_SUCCESS;
                    CompletionToken token = {};
                    if (error == ERROR_SUCCESS && SUCCEEDED(status) && (flags & ProtocolToken) &&
                        CompletionTokenOpen(answer, bytes, &token) == ERROR_SUCCESS)
                        CHECK(WaitForSingleObject(token.event, PatienceMs) == WAIT_OBJECT_0);
                    CompletionTokenClose(&token);
                    PipeClientFree(answer);
                }
                CHECK(server.runs(0));
                PipeClientClose(connection);
                reached = Win32FailNthReached();
            }
            misses = reached ? 0 : misses + 1;
            // A client whose own read of the answer failed can't know of its token's two handles.
            lost += (flags & ProtocolToken) && !answered && server.statistics().jobsEnded != 0;
            CheckServes(server);
            if (stranger)
                CheckServesStranger(pipe, type, line);
            user.reset();
            ServerRelease(server.server);
            server.server = nullptr;
        }
        CHECK(Win32Outstanding() == before);
        if (nth == 3)
            handles = HandleCount();
    }
    CAPTURE(lost);
    CHECK(HandleCount() <= handles + 2 * lost + 2); // and what the system keeps for itself
    for (const std::wstring &file : FilesBelow(folder.path))
        CHECK_FALSE(Contains(file, L"phtmp"));
}

} // namespace

TEST_CASE("a job that can't be started tells so to who has found it meanwhile")
{
    struct Finder : TestServer {
        CompletionToken token = {};
        void find() // the job has its number, and is about to start: does as Status on another worker
        {
            const HANDLE own = OpenProcess(PROCESS_DUP_HANDLE, FALSE, GetCurrentProcessId());
            PipeClient client = {};
            client.owner = TRUE;
            ProtocolTokenPayload payload;
            uint8_t bytes[ProtocolTokenBytes];
            Failure failure;
            BOOL first;
            ServerJob *job = RegistryFind(&server->registry, server->registry.lastId, &client);
            REQUIRE(job != nullptr);
            CHECK(ServerJobGiveToken(job, own, &payload, &first, &failure) == S_OK);
            ServerJobRelease(job);
            ProtocolTokenEncode(&payload, bytes);
            CHECK(CompletionTokenOpen(bytes, sizeof bytes, &token) == ERROR_SUCCESS);
            CloseHandle(own);
            Win32FailNthOf(Win32CallCreateEvent, 1);
        }
    };
    Folder folder;
    WriteSets(folder.path, 2, 50);
    for (const uint32_t flags : {0u, static_cast<uint32_t>(ProtocolToken)}) {
        Finder server;
        server.options.log = [](void *context, const wchar_t *line) {
            if (Contains(line, L"tables of"))
                static_cast<Finder *>(context)->find();
        };
        server.options.logContext = &server;
        server.start();
        Client client(server);
        const ServerAnswer answer = client.ask(ProtocolBulkCreate, Quoted(folder.path) + L" --NoFileIo", flags);
        Win32FailNth(0);
        CHECK(answer.status == PERFECTHASH_E_RUNTIME);
        REQUIRE(server.token.record != nullptr);
        REQUIRE(WaitForSingleObject(server.token.event, PatienceMs) == WAIT_OBJECT_0);
        JobRecordValues values = {};
        std::vector<uint16_t> message(JobRecordMessageChars);
        REQUIRE(JobRecordRead(server.token.record, sizeof *server.token.record, &values, message.data(), nullptr));
        CHECK(values.state == JobRecordFailed);
        CHECK(values.code == (uint32_t)PERFECTHASH_E_RUNTIME);
        CHECK(answer.text() == reinterpret_cast<const wchar_t *>(message.data()));
        CHECK(client.about(ProtocolStatus, values.jobId).status == PERFECTHASH_E_NO_SUCH_JOB);
        CompletionTokenClose(&server.token);
    }
}

TEST_CASE("any Win32 call may fail while a server starts")
{
    for (LONG nth = 1;; nth++) {
        CAPTURE(nth);
        REQUIRE(nth < 2000);
        const LONG before = Win32Outstanding();
        TestServer server;
        Failure failure = {};
        HRESULT code;
        bool reached;
        {
            FailNth fail(nth);
            code = ServerStart(&server.options, &server.server, &failure);
            reached = Win32FailNthReached();
        }
        CHECK(SUCCEEDED(code) == (server.server != nullptr));
        if (SUCCEEDED(code))
            CheckServes(server);
        else
            CHECK_FALSE(TextOf(failure).empty());
        ServerRelease(server.server);
        server.server = nullptr;
        CHECK(Win32Outstanding() == before);
        if (!reached)
            break;
    }
}

TEST_CASE("any Win32 call may fail over the life of a request with a token")
{
    Folder folder;
    WriteKeys(folder / L"some.keys", SomeKeys(100));
    FailRequest(folder, ProtocolTableCreate, Quoted(folder / L"some.keys") + L" " + Quoted(folder / L"out"),
                ProtocolToken);
}

TEST_CASE("any Win32 call may fail over the life of a bulk request")
{
    Folder folder;
    WriteSets(folder.path, 3, 50);
    FailRequest(folder, ProtocolBulkCreate, Quoted(folder.path) + L" --NoFileIo", ProtocolToken);
}

TEST_CASE("any Win32 call may fail over the life of a request for the workers' events")
{
    FailRequest(Folder(), ProtocolRings, std::wstring(ProtocolJobIdBytes / sizeof(wchar_t), L'\0'), 0);
}

TEST_CASE("any Win32 call may fail over the life of a request for the jobs, and of one for the metrics")
{
    FailRequest(Folder(), ProtocolJobs, std::wstring(ProtocolJobIdBytes / sizeof(wchar_t), L'\0'), 0);
    FailRequest(Folder(), ProtocolMetrics, L"", 0);
}

TEST_CASE(
    "any Win32 call may fail over the life of another user's request, and he has his connection and his job again")
{
    Folder folder;
    WriteKeys(folder / L"some.keys", SomeKeys(100));
    FailRequest(folder, ProtocolTableCreate, Quoted(folder / L"some.keys"), 0, true);
}

TEST_CASE("a user for whom there is no memory is told so, and does not count")
{
    ServerUsers users = {};
    PipeClient client = {};
    Failure failure = {};
    wcscpy(client.sid, L"S-1-5-21-1-2-3-1004");
    ServerUsersInit(&users, 1);
    ServerUsersLimitMemory(&users, 4096, TRUE);
    OutOfMemory memory(1);
    for (HRESULT code : {PERFECTHASH_E_OUT_OF_MEMORY, S_OK}) {
        ServerUser *user = nullptr, *second = nullptr;
        CHECK(ServerUsersEnter(&users, &client, &user, &failure) == code);
        CHECK((user != nullptr) == SUCCEEDED(code));
        CHECK((ServerUserQuota(user) != nullptr) == SUCCEEDED(code));
        if (FAILED(code))
            CHECK(Contains(TextOf(failure), L"connection"));
        else
            CHECK(ServerUsersEnter(&users, &client, &second, &failure) == PERFECTHASH_E_QUOTA);
        ServerUsersHold(&users, user);
        ServerUsersLeave(&users, &client, user);
        ServerUsersRelease(&users, user);
        CHECK(users.first == nullptr);
    }
    ServerUsersFree(&users);
}

TEST_CASE("any Win32 call may fail over the life of a request that waits for its answer")
{
    Folder folder;
    WriteKeys(folder / L"some.keys", SomeKeys(100));
    FailRequest(folder, ProtocolTableCreate, Quoted(folder / L"some.keys"), 0);
}

#endif
