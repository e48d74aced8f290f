/*
 * A server can act for its client. In debug builds these tests note which token a thread has when
 * it opens, creates, renames or deletes a file. Every file of such a job is used with that token,
 * and no other file is. Afterwards the workers have their own identity again. The client is this
 * process's own user, because no test can have two.
 */
#include <doctest/doctest.h>

#ifndef NDEBUG

#include "runtime/base/win32_calls.h"
#include "runtime/engine/identity.h"
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/server_fixture.h"

namespace {

const Win32Call onFiles[] = {Win32CallOpenFile,        Win32CallRename, Win32CallDelete, Win32CallSetSize,
                             Win32CallCreateDirectory, Win32CallRead,   Win32CallWrite};

HANDLE ImpersonationToken()
{
    HANDLE process = nullptr, token = nullptr;
    REQUIRE(OpenProcessToken(GetCurrentProcess(), TOKEN_DUPLICATE | TOKEN_QUERY, &process));
    REQUIRE(DuplicateTokenEx(process, TOKEN_ALL_ACCESS, nullptr, SecurityImpersonation, TokenImpersonation, &token));
    CloseHandle(process);
    return token;
}

bool HasToken()
{
    HANDLE token = nullptr;
    const bool has = OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token);
    if (has)
        CloseHandle(token);
    return has;
}

// Takes this process for somebody else while it lives, and counts who calls what.
struct Foreign {
    Identity *identity = nullptr;
    Foreign()
    {
        Win32TakeClientsForForeign(TRUE);
        HANDLE token = ImpersonationToken();
        REQUIRE(IdentityMake(token, &identity) == ERROR_SUCCESS);
        CloseHandle(token);
        REQUIRE(identity != nullptr);
        Win32WatchTokens(TRUE);
    }
    ~Foreign()
    {
        Win32WatchTokens(FALSE);
        IdentityRelease(identity);
        Win32TakeClientsForForeign(FALSE);
    }
    void checkAll(std::initializer_list<Win32Call> happened) const
    {
        for (Win32Call call : onFiles) {
            const std::string name = Win32CallName(call);
            CAPTURE(name);
            CHECK(Win32CallsAs(call, FALSE) == 0);
        }
        for (Win32Call call : happened) {
            const std::string name = Win32CallName(call);
            CAPTURE(name);
            CHECK(Win32CallsAs(call, TRUE) > 0);
        }
    }
};

struct Probe {
    WorkItem item;
    HANDLE done = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    bool token = true;
    ~Probe() { CloseHandle(done); }
};

// Each of so many items, on whichever worker.
void CheckWorkersAreThemselves(Runtime *runtime)
{
    for (int i = 0; i < 50; i++) {
        Probe probe;
        WorkItemInit(&probe.item, [](WorkItem *item, Worker *, DWORD, DWORD) {
            Probe *self = CONTAINING_RECORD(item, Probe, item);
            self->token = HasToken();
            SetEvent(self->done);
        });
        REQUIRE(NodePost(RuntimeNode(runtime, TRUE), &probe.item) == ERROR_SUCCESS);
        REQUIRE(WaitForSingleObject(probe.done, PatienceMs) == WAIT_OBJECT_0);
        CHECK_FALSE(probe.token);
    }
}

} // namespace

TEST_CASE("an identity is entered and left, nested and alone, and its own process needs none")
{
    HANDLE token = ImpersonationToken();
    Identity *own = nullptr;
    REQUIRE(IdentityMake(token, &own) == ERROR_SUCCESS);
    CHECK(own == nullptr);
    CloseHandle(token);
    CHECK(IdentityCurrent() == nullptr);

    Foreign foreign;
    CHECK_FALSE(HasToken());
    Identity *before = IdentityEnter(foreign.identity);
    CHECK(before == nullptr);
    CHECK(HasToken());
    CHECK(IdentityCurrent() == foreign.identity);
    Identity *nested = IdentityEnter(foreign.identity);
    IdentityLeave(nested);
    CHECK(HasToken());
    Identity *self = IdentityEnter(nullptr);
    CHECK_FALSE(HasToken());
    IdentityLeave(self);
    CHECK(HasToken());
    IdentityLeave(before);
    CHECK_FALSE(HasToken());
    CHECK(IdentityCurrent() == nullptr);
}

TEST_CASE("a table's files are all opened for whom the job acts")
{
    Folder folder;
    TestRuntime runtime;
    WriteKeys(folder / L"some.keys", SomeKeys(5000));
    for (int round = 0; round < 2; round++) { // the second one replaces files
        Foreign foreign;
        Request request = FileRequest(folder / L"some.keys", folder / L"deep\\out");
        request.identity = foreign.identity;
        request.options.solve.rngSeed = (uint64_t)round;
        const Outcome outcome = Run(runtime, request);
        CHECK(outcome.code == S_OK);
        CHECK_FALSE(HasToken());
        foreign.checkAll({Win32CallOpenFile, Win32CallRename, Win32CallCreateDirectory, Win32CallRead, Win32CallWrite});
    }
    CheckWorkersAreThemselves(runtime);
    // And one that acts for nobody does not.
    Win32WatchTokens(TRUE);
    CHECK(Run(runtime, FileRequest(folder / L"some.keys", folder / L"other")).code == S_OK);
    CHECK(Win32CallsAs(Win32CallOpenFile, TRUE) == 0);
    CHECK(Win32CallsAs(Win32CallOpenFile, FALSE) > 0);
    Win32WatchTokens(FALSE);
}

TEST_CASE("a job acts for whom its caller's thread acts, and the thread goes on so")
{
    Folder folder;
    TestRuntime runtime;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    WriteSets(keys, 5);
    WriteKeys(folder / L"some.keys", SomeKeys(5000));
    Foreign foreign;
    HANDLE token = ImpersonationToken();
    REQUIRE(SetThreadToken(nullptr, token));
    CHECK(Run(runtime, FileRequest(folder / L"some.keys", folder / L"out")).code == S_OK);
    CHECK(HasToken());
    Bulk bulk(keys, folder / L"bulk");
    const BulkRequest request = bulk.request();
    BulkJob *job = nullptr;
    Failure failure;
    REQUIRE(BulkJobStart(runtime, &request, nullptr, nullptr, nullptr, &job, &failure) == S_OK);
    CHECK(HasToken());
    CHECK(WaitBulk(job).result != nullptr);
    CHECK(IdentityCurrent() == nullptr);
    foreign.checkAll({Win32CallOpenFile, Win32CallRename, Win32CallRead, Win32CallWrite});
    // What can't be carried is no job.
    Win32FailNthOf(Win32CallOpenThreadToken, 1);
    TableJob *table = nullptr;
    const Request refused = FileRequest(folder / L"some.keys", L"");
    CHECK(TableJobStart(runtime, &refused, nullptr, nullptr, &table, &failure) == PERFECTHASH_E_RUNTIME);
    CHECK(Win32FailNthReached());
    CHECK(HasToken());
    REQUIRE(SetThreadToken(nullptr, nullptr));
    CloseHandle(token);
    CheckWorkersAreThemselves(runtime);
}

TEST_CASE("a bulk run's files are all opened for whom it acts, and so are those of a run that resumes or is cancelled")
{
    Folder folder;
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 2;
    TestRuntime runtime(options);
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    WriteSets(keys, 30);
    WriteText(keys + L"\\bad.keys", "x");
    for (int way = 0; way < 4; way++) {
        CAPTURE(way);
        Foreign foreign;
        Bulk bulk(keys, folder / (way == 2 ? L"packed" : L"out"));
        if (way == 1)
            bulk.options.resume = TRUE;
        if (way == 2) {
            bulk.pack = folder / L"all.pack";
            bulk.options.pack = bulk.pack.c_str();
        }
        BulkRequest request = bulk.request();
        request.identity = foreign.identity;
        BulkJob *job = nullptr;
        Failure failure;
        REQUIRE(BulkJobStart(runtime, &request, nullptr, nullptr, nullptr, &job, &failure) == S_OK);
        if (way == 3)
            BulkJobCancel(job);
        const BulkOutcome outcome = WaitBulk(job);
        if (way < 3) {
            REQUIRE(outcome.result != nullptr);
            CHECK(outcome.result->rowCount == 31);
            CHECK(outcome.result->failed == 1);
            foreign.checkAll({Win32CallOpenFile, Win32CallRename, Win32CallRead, Win32CallWrite});
        } else {
            foreign.checkAll({});
        }
    }
    CheckWorkersAreThemselves(runtime);
}

TEST_CASE("a client that lets the server act for it has its files opened that way")
{
    Folder folder;
    WriteKeys(folder / L"some.keys", SomeKeys(1000));
    TestServer server;
    server.start();
    Foreign foreign;
    // As PipeClientConnect does it, but with a token of another level.
    HANDLE pipe = INVALID_HANDLE_VALUE;
    const std::wstring name = L"\\\\.\\pipe\\" + server.endpoint;
    for (int i = 0; i < 100 && pipe == INVALID_HANDLE_VALUE; i++) {
        pipe = CreateFileW(server.endpoint[0] == L'\\' ? server.endpoint.c_str() : name.c_str(),
                           GENERIC_READ | FILE_WRITE_DATA | SYNCHRONIZE, 0, nullptr, OPEN_EXISTING,
                           SECURITY_SQOS_PRESENT | SECURITY_IMPERSONATION, nullptr);
        if (pipe == INVALID_HANDLE_VALUE)
            Sleep(20);
    }
    REQUIRE(pipe != INVALID_HANDLE_VALUE);
    Win32WatchTokens(TRUE);
    const std::wstring line = Quoted(folder / L"some.keys") + L" " + Quoted(folder / L"out");
    ProtocolHeader header = {};
    header.magic = ProtocolMagic;
    header.version = ProtocolVersion;
    header.type = ProtocolTableCreate;
    header.payloadBytes = static_cast<uint32_t>(line.size() * sizeof(wchar_t));
    Bytes message(ProtocolHeaderBytes + header.payloadBytes);
    ProtocolHeaderEncode(&header, message.data());
    memcpy(message.data() + ProtocolHeaderBytes, line.data(), header.payloadBytes);
    DWORD moved = 0;
    REQUIRE(WriteFile(pipe, message.data(), static_cast<DWORD>(message.size()), &moved, nullptr));
    uint8_t answer[ProtocolHeaderBytes];
    REQUIRE(ReadFile(pipe, answer, sizeof answer, &moved, nullptr));
    REQUIRE(moved == sizeof answer);
    REQUIRE(ProtocolResponseDecode(answer, ProtocolTableCreate, 0, &header) == ProtocolOk);
    CHECK(header.status == 0);
    CHECK(Win32CallsAs(Win32CallRename, FALSE) == 0);
    CHECK(Win32CallsAs(Win32CallRename, TRUE) > 0);
    CHECK(Win32CallsAs(Win32CallOpenFile, TRUE) > 0);
    CloseHandle(pipe);
    CHECK(Exists(folder / L"out\\some_Chm01_Quadx_And\\some.pht"));
}

TEST_CASE("without memory for an identity there is none")
{
    HANDLE token = ImpersonationToken();
    Win32TakeClientsForForeign(TRUE);
    const LONG memory = Win32Outstanding();
    int failed = 0;
    for (int n = 1;; n++) {
        Identity *identity = nullptr;
        Win32FailNth(n);
        const DWORD error = IdentityMake(token, &identity);
        const bool reached = Win32FailNthReached();
        Win32FailNth(0);
        CHECK((error == ERROR_SUCCESS) == (identity != nullptr));
        IdentityRelease(identity);
        CHECK(Win32Outstanding() == memory);
        if (!reached)
            break;
        CHECK(error != ERROR_SUCCESS);
        failed++;
    }
    CHECK(failed == 3);
    Win32TakeClientsForForeign(FALSE);
    CloseHandle(token);
}

#endif
