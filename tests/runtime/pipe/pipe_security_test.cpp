/*
 * These tests read back what the pipe asks of the system for its safety: descriptors, rights, first
 * instances and remote access. They prove how a client is recognised and when it counts as the
 * owner. The last quarter of the connections belongs to the owner. A completion token gives its
 * client the right to wait and to read, and no other.
 */
#include <doctest/doctest.h>

#include <aclapi.h>
#include <sddl.h>

#include <memory>

#include "runtime/base/win32_calls.h"
#include "runtime/pipe/completion_token.h"
#include "runtime/pipe/pipe_listener.h"
#include "support/runtime/pipe_fixture.h"

namespace {

std::wstring Text(PSECURITY_DESCRIPTOR descriptor)
{
    wchar_t *text = nullptr;
    REQUIRE(ConvertSecurityDescriptorToStringSecurityDescriptorW(
        descriptor, SDDL_REVISION_1, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &text, nullptr));
    const std::wstring copy = text;
    LocalFree(text);
    return copy;
}

std::wstring OwnSid()
{
    PipeUser user;
    wchar_t *text = nullptr;
    REQUIRE(PipeUserOfProcess(GetCurrentProcess(), &user) == ERROR_SUCCESS);
    REQUIRE(ConvertSidToStringSidW(&user.sid, &text));
    const std::wstring copy = text;
    LocalFree(text);
    return copy;
}

// Connections of this process that stay.
struct Clients {
    TestServer &server;
    std::vector<std::unique_ptr<RawClient>> all = {};
    explicit Clients(TestServer &of) : server(of) {}
    bool served() // one more
    {
        all.emplace_back(new RawClient(server.Name()));
        const Answer answer = all.back()->Ask(Message(ProtocolPing));
        return answer.there && answer.header.status == 0;
    }
};

struct Ace {
    BYTE kind;
    ACCESS_MASK access;
    std::wstring sid;
};

std::vector<Ace> Aces(PSECURITY_DESCRIPTOR descriptor)
{
    std::vector<Ace> aces;
    BOOL present = FALSE, defaulted = FALSE;
    PACL list = nullptr;
    REQUIRE(GetSecurityDescriptorDacl(descriptor, &present, &list, &defaulted));
    REQUIRE(present);
    REQUIRE(list);
    for (DWORD i = 0; i < list->AceCount; i++) {
        ACCESS_ALLOWED_ACE *ace = nullptr;
        wchar_t *text = nullptr;
        REQUIRE(GetAce(list, i, reinterpret_cast<void **>(&ace)));
        REQUIRE(ConvertSidToStringSidW(&ace->SidStart, &text));
        aces.push_back({ace->Header.AceType, ace->Mask, text});
        LocalFree(text);
    }
    return aces;
}

// The rights of a handle of ours.
ACCESS_MASK Granted(HANDLE handle)
{
    typedef LONG(WINAPI * QueryObject)(HANDLE, int, void *, ULONG, ULONG *);
    ULONG basic[14] = {}; // OBJECT_BASIC_INFORMATION: attributes, granted access, ...
    const FARPROC found = GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "NtQueryObject");
    REQUIRE(reinterpret_cast<QueryObject>(reinterpret_cast<void *>(found))(handle, 0, basic, sizeof basic, nullptr) ==
            0);
    return basic[1];
}

HANDLE OwnProcess()
{
    return OpenProcess(PROCESS_DUP_HANDLE | SYNCHRONIZE, FALSE, GetCurrentProcessId());
}

const wchar_t systemSid[] = L"S-1-5-18", usersSid[] = L"S-1-5-32-545";

} // namespace

TEST_CASE("the descriptor gives the owner all, and others the right to talk alone")
{
    const std::wstring own = OwnSid();
    PipeSecurity security;
    REQUIRE(PipeSecurityMake(nullptr, &security) == ERROR_SUCCESS);
    std::vector<Ace> aces = Aces(security.attributes.lpSecurityDescriptor);
    REQUIRE(aces.size() == (own == systemSid ? 1 : 2)); // none that denies: it could mean the server itself
    CHECK(aces[0].kind == ACCESS_ALLOWED_ACE_TYPE);
    CHECK(aces[0].sid == own);
    CHECK(aces[0].access == FILE_ALL_ACCESS);
    if (own != systemSid)
        CHECK(aces[1].sid == systemSid);
    CHECK(Text(security.attributes.lpSecurityDescriptor).find(L"D:P") != std::wstring::npos);
    PipeSecurityFree(&security);

    REQUIRE(PipeSecurityMake(usersSid, &security) == ERROR_SUCCESS);
    aces = Aces(security.attributes.lpSecurityDescriptor);
    REQUIRE(aces.size() == (own == systemSid ? 2 : 3));
    CHECK(aces[0].sid == own);
    for (size_t i = 1; i < aces.size(); i++) {
        CHECK(aces[i].kind == ACCESS_ALLOWED_ACE_TYPE);
        CHECK((aces[i].access & FILE_CREATE_PIPE_INSTANCE) == 0);
        CHECK((aces[i].access & (WRITE_DAC | WRITE_OWNER | DELETE)) == 0);
        // What a client opens it with.
        const ACCESS_MASK asked = FILE_GENERIC_READ | FILE_WRITE_DATA | SYNCHRONIZE;
        CHECK((aces[i].access & asked) == asked);
    }
    CHECK(aces.back().sid == usersSid);
    PipeSecurityFree(&security);
    for (const wchar_t *nobody : {L"nobody of this name", L"WD", L"AN", L"S-", L"S-1-x"}) {
        CHECK(PipeSecurityMake(nobody, &security) == ERROR_NONE_MAPPED);
        PipeSecurityFree(&security);
    }
}

TEST_CASE("every instance has the descriptor, as far as a client sees it")
{
    PipeServerOptions options = {};
    options.allowUser = usersSid;
    TestServer server(options);
    for (int i = 0; i < 10; i++) {
        RawClient client(server.Name());
        REQUIRE(client.Ask(Message(ProtocolPing)).there);
        PSECURITY_DESCRIPTOR descriptor = nullptr;
        REQUIRE(GetSecurityInfo(client.Handle(), SE_KERNEL_OBJECT,
                                OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, nullptr, nullptr, nullptr,
                                nullptr, &descriptor) == ERROR_SUCCESS);
        const std::vector<Ace> aces = Aces(descriptor);
        LocalFree(descriptor);
        CHECK(aces.front().sid == OwnSid());
        CHECK(aces.back().sid == usersSid);
        CHECK((aces.back().access & FILE_CREATE_PIPE_INSTANCE) == 0);
    }
}

#ifndef NDEBUG
TEST_CASE("the first instance asks to be the first of its name, and all are closed to other machines unless let in")
{
    for (const BOOL remote : {FALSE, TRUE}) {
        CAPTURE(remote);
        for (const BOOL first : {FALSE, TRUE})
            for (const BOOL open : {FALSE, TRUE})
                Win32PipesAsked(first, open);
        PipeServerOptions options = {};
        options.acceptRemote = remote;
        TestServer server(options);
        for (int i = 0; i < 10; i++)
            CHECK(RawClient(server.Name()).Ask(Message(ProtocolPing)).there);
        CHECK(Win32PipesAsked(TRUE, remote) == 1);
        CHECK(Win32PipesAsked(FALSE, remote) > 10);
        CHECK(Win32PipesAsked(TRUE, !remote) == 0);
        CHECK(Win32PipesAsked(FALSE, !remote) == 0);
    }
}
#endif

TEST_CASE("a name that is taken, is none or may not be is told from the others")
{
    TestServer server;
    PipeServerHandler handler = {[](void *, PipeConnection *, const ProtocolHeader *, const void *) {},
                                 [](void *, PipeConnection *) {}, nullptr};
    PipeServerOptions options = {};
    PipeServer *second = nullptr;
    const PipeServerEnded ended = [](void *) {};
    options.handler = &handler;
    options.endpoint = server.Name().c_str();
    CHECK(PipeServerStart(*server.Runtime(), &options, ended, &second) == ERROR_PIPE_BUSY);
    // Also when all of its instances have clients, for a moment.
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 10; i++) {
        clients.emplace_back(new RawClient(server.Name()));
        CHECK(PipeServerStart(*server.Runtime(), &options, ended, &second) == ERROR_PIPE_BUSY);
    }
    options.endpoint = L"\\\\elsewhere\\pipe\\x";
    CHECK(PipeServerStart(*server.Runtime(), &options, ended, &second) == ERROR_INVALID_NAME);
    options.endpoint = L"free-name-of-this-test";
    options.allowUser = L"nobody of this name";
    CHECK(PipeServerStart(*server.Runtime(), &options, ended, &second) == ERROR_NONE_MAPPED);
    CHECK(PipeServerStart(*server.Runtime(), nullptr, ended, &second) == ERROR_INVALID_PARAMETER);
    CHECK(second == nullptr);
    server.Stop();
    clients.clear();
}

TEST_CASE("a client is known by its user, its process and how far it trusts")
{
    PipeClient seen = {};
    bool token = false;
    TestServer server({}, {}, [&](PipeConnection *connection, const ProtocolHeader &, const Bytes &) {
        seen = *PipeConnectionClient(connection);
        token = seen.token != nullptr;
        HANDLE own = nullptr;
        CHECK_FALSE(OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &own)); // the worker is itself again
        CHECK(GetLastError() == ERROR_NO_TOKEN);
        CHECK(GetProcessId(seen.process) == GetCurrentProcessId());
        PipeRespond(connection, S_OK, nullptr, 0);
    });
    RawClient identified(server.Name());
    REQUIRE(identified.Ask(Message(ProtocolPing)).there);
    CHECK(seen.processId == GetCurrentProcessId());
    CHECK(seen.process != nullptr);
    CHECK(seen.owner);
    CHECK(OwnSid() == seen.sid);
    if (!Win32IsWine()) // which takes every client for one that trusts
        CHECK_FALSE(token);
    RawClient trusting(server.Name(), SECURITY_SQOS_PRESENT | SECURITY_IMPERSONATION);
    REQUIRE(trusting.Ask(Message(ProtocolPing)).there);
    CHECK(token);
    CHECK(OwnSid() == seen.sid);
}

TEST_CASE("a user is as good as the owner with his SID, or as SYSTEM, and no lower integrity")
{
    PipeUser own = {}, system = {}, other = {};
    DWORD bytes = sizeof own, level = 0;
    REQUIRE(PipeUserOfProcess(GetCurrentProcess(), &own) == ERROR_SUCCESS);
    REQUIRE(CreateWellKnownSid(WinLocalSystemSid, nullptr, &system.sid, &bytes));
    bytes = sizeof own;
    REQUIRE(CreateWellKnownSid(WinBuiltinUsersSid, nullptr, &other.sid, &bytes));
    const DWORD low = SECURITY_MANDATORY_LOW_RID, medium = SECURITY_MANDATORY_MEDIUM_RID,
                high = SECURITY_MANDATORY_HIGH_RID;
    CHECK(PipeUserOwns(&own, medium, &own, medium));
    CHECK(PipeUserOwns(&own, high, &own, medium));
    CHECK_FALSE(PipeUserOwns(&own, medium, &own, high));
    CHECK_FALSE(PipeUserOwns(&own, low, &own, medium));
    CHECK(PipeUserOwns(&system, SECURITY_MANDATORY_SYSTEM_RID, &own, high));
    CHECK_FALSE(PipeUserOwns(&other, high, &own, medium));
    REQUIRE(PipeLevelOfProcess(GetCurrentProcess(), &level) == ERROR_SUCCESS);
    CHECK(level >= low);
    CHECK(level <= SECURITY_MANDATORY_SYSTEM_RID);

    PipeSecurity security;
    REQUIRE(PipeSecurityMake(nullptr, &security) == ERROR_SUCCESS);
    CHECK(security.ownLevel == level);
    CHECK(PipeProcessOwned(GetCurrentProcessId(), &security));
    CHECK_FALSE(PipeProcessOwned(0, &security));
    security.ownLevel++;
    CHECK_FALSE(PipeProcessOwned(GetCurrentProcessId(), &security));
    PipeSecurityFree(&security);
}

TEST_CASE("a client of lower integrity than the server is not its owner")
{
    BOOL owner = TRUE;
    TestServer server({}, {}, [&](PipeConnection *connection, const ProtocolHeader &, const Bytes &) {
        owner = PipeConnectionClient(connection)->owner;
        PipeRespond(connection, S_OK, nullptr, 0);
    });
    (*server)->security.ownLevel++;
    RawClient client(server.Name());
    REQUIRE(client.Ask(Message(ProtocolPing)).there);
    CHECK_FALSE(owner);
}

TEST_CASE("the last quarter of the connections is for the owner")
{
    for (const DWORD most : {1u, 2u, 3u, 4u}) {
        CAPTURE(most);
        PipeServerOptions options = {};
        options.maxConnections = most;
        TestServer server(options);
        (*server)->security.ownLevel++; // now nobody is
        Clients clients(server);
        for (DWORD i = 0; i < most - 1; i++)
            CHECK(clients.served());
        CHECK_FALSE(clients.served());
        (*server)->security.ownLevel--;
        CHECK(clients.served());
        CHECK_FALSE(clients.served());
    }
}

TEST_CASE("a process that may be another machine's is none of the owner's before it has said who it is")
{
    for (const BOOL remote : {FALSE, TRUE}) {
        PipeServerOptions options = {};
        options.maxConnections = 4;
        options.acceptRemote = remote;
        TestServer server(options);
        Clients clients(server);
        for (int i = 0; i < 3; i++)
            CHECK(clients.served());
        // Wine can't tell where a client is; Windows knows that this one is here.
        CHECK(clients.served() == !(remote && Win32IsWine()));
    }
}

TEST_CASE("a token tells its groups: who comes over the network is no process of this machine")
{
    HANDLE own = nullptr, token = nullptr;
    REQUIRE(OpenProcessToken(GetCurrentProcess(), TOKEN_DUPLICATE | TOKEN_QUERY, &own));
    REQUIRE(DuplicateTokenEx(own, TOKEN_QUERY | TOKEN_IMPERSONATE | TOKEN_DUPLICATE, nullptr, SecurityIdentification,
                             TokenImpersonation, &token));
    CHECK(PipeTokenHas(token, WinWorldSid));
    CHECK_FALSE(PipeTokenHas(token, WinNetworkSid));
    CHECK(PipeTokenHas(nullptr, static_cast<WELL_KNOWN_SID_TYPE>(-1))); // it can't be told
    CloseHandle(token);
    CloseHandle(own);
}

TEST_CASE("a completion token gives the client the right to wait and to read, and no other")
{
    CompletionToken token;
    ProtocolTokenPayload given;
    HANDLE process = OwnProcess();
    REQUIRE(CompletionTokenCreate(&token, 42, 2) == ERROR_SUCCESS);
    // And nobody may make more of a handle than it is: the lists are there, and empty.
    for (HANDLE object : {token.event, token.section}) {
        union {
            SECURITY_DESCRIPTOR descriptor;
            BYTE bytes[1024];
        } answer;
        DWORD length = 0;
        REQUIRE(GetKernelObjectSecurity(object, DACL_SECURITY_INFORMATION, &answer.descriptor, sizeof answer, &length));
        CHECK(Aces(&answer.descriptor).empty());
    }
    REQUIRE(CompletionTokenGive(&token, process, &given) == ERROR_SUCCESS);
    CHECK(given.jobId == 42);
    CHECK(given.sectionBytes == sizeof(JobRecord));
    CHECK(given.reserved == 0);
    HANDLE event = reinterpret_cast<HANDLE>(static_cast<ULONG_PTR>(given.eventHandle));
    HANDLE section = reinterpret_cast<HANDLE>(static_cast<ULONG_PTR>(given.sectionHandle));
    CHECK(Granted(event) == SYNCHRONIZE);
    CHECK(Granted(section) == SECTION_MAP_READ);
    CHECK_FALSE(SetEvent(event));
    CHECK(MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0) == nullptr);
    const JobRecord *record =
        static_cast<const JobRecord *>(MapViewOfFile(section, FILE_MAP_READ, 0, 0, sizeof(JobRecord)));
    REQUIRE(record);
    DWORD protection = 0;
    CHECK_FALSE(VirtualProtect(const_cast<JobRecord *>(record), 1, PAGE_READWRITE, &protection));

    JobRecordValues values = {};
    REQUIRE(JobRecordRead(record, given.sectionBytes, &values, nullptr, nullptr));
    CHECK(values.jobId == 42);
    values.state = JobRecordSucceeded;
    values.total = 5;
    JobRecordWrite(token.record, &values, nullptr, nullptr);
    CHECK(WaitForSingleObject(event, 0) == WAIT_TIMEOUT);
    CompletionTokenSignal(&token);
    CHECK(WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
    // The server closes first: the client reads on.
    CompletionTokenClose(&token);
    CHECK(WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
    REQUIRE(JobRecordRead(record, given.sectionBytes, &values, nullptr, nullptr));
    CHECK(values.total == 5);
    UnmapViewOfFile(record);
    CloseHandle(event);
    CloseHandle(section);
    CloseHandle(process);
}

TEST_CASE("completion tokens are closed in any order, taken back, and refused without a process")
{
    HANDLE process = OwnProcess();
    const DWORD handles = HandleCount();
    for (int order = 0; order < 4; order++) {
        CompletionToken token;
        ProtocolTokenPayload first, second;
        REQUIRE(CompletionTokenCreate(&token, 1, 1) == ERROR_SUCCESS);
        CHECK(CompletionTokenGive(&token, nullptr, &first) == ERROR_ACCESS_DENIED);
        CHECK(first.eventHandle == 0);
        REQUIRE(CompletionTokenGive(&token, process, &first) == ERROR_SUCCESS);
        REQUIRE(CompletionTokenGive(&token, process, &second) == ERROR_SUCCESS); // as many clients as ask
        CHECK(HandleCount() == handles + 6);
        if (order & 1)
            CompletionTokenSignal(&token);
        if (order & 2)
            CompletionTokenClose(&token);
        CompletionTokenTakeBack(process, &first);
        CompletionTokenTakeBack(process, &second);
        CompletionTokenClose(&token);
        CompletionTokenClose(&token); // none
        CHECK(HandleCount() == handles);
    }
    CloseHandle(process);
}
