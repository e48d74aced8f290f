// The client's side of the pipe against a server that this test plays, which does everything wrong that a server can do.
#include <doctest/doctest.h>

#include <windows.h>
#include <sddl.h>

#include <functional>
#include <thread>

#include "fixture.h"
#include "runtime/clock.h"
#include "runtime/completion_token.h"
#include "runtime/pipe_client.h"
#include "runtime/pipe_endpoint.h"
#include "runtime/pipe_user.h"
#include "runtime/win32_calls.h"

namespace {

using Bytes = std::vector<uint8_t>;

std::wstring NewName()
{
    static volatile LONG number;
    return L"pipe-client-test-" + std::to_wstring(GetCurrentProcessId()) + L"-" + std::to_wstring(InterlockedIncrement(&number));
}

// One instance of a pipe, and a thread that plays the server on it for one client.
class PlayedServer {
public:
    std::wstring name = NewName();
    HANDLE pipe;
    explicit PlayedServer(std::function<void(PlayedServer &)> play, SECURITY_ATTRIBUTES *security = nullptr) : pipe(Make(security))
    {
        REQUIRE(pipe != INVALID_HANDLE_VALUE);
        thread = std::thread([this, play] {
            if (ConnectNamedPipe(pipe, nullptr) || GetLastError() == ERROR_PIPE_CONNECTED)
                play(*this);
            HangUp();
        });
    }
    ~PlayedServer() { thread.join(); }
    PlayedServer(const PlayedServer &) = delete;
    PlayedServer &operator=(const PlayedServer &) = delete;
    // Any thread of the play:
    void HangUp()
    {
        HANDLE mine = InterlockedExchangePointer(&pipe, INVALID_HANDLE_VALUE);
        if (mine != INVALID_HANDLE_VALUE)
            CloseHandle(mine);
    }
    Bytes Read(size_t bytes)
    {
        Bytes got(bytes);
        size_t at = 0;
        DWORD moved;
        while (at < bytes && ReadFile(pipe, got.data() + at, static_cast<DWORD>(bytes - at), &moved, nullptr) && moved)
            at += moved;
        got.resize(at);
        return got;
    }
    ProtocolHeader ReadRequest(Bytes *payload = nullptr)
    {
        ProtocolHeader header = {};
        const Bytes bytes = Read(ProtocolHeaderBytes);
        if (bytes.size() != ProtocolHeaderBytes || ProtocolRequestDecode(bytes.data(), &header) != ProtocolOk)
            return {};
        const Bytes body = Read(header.payloadBytes);
        if (payload)
            *payload = body;
        return header;
    }
    void Write(const Bytes &bytes)
    {
        DWORD moved;
        if (!bytes.empty())
            WriteFile(pipe, bytes.data(), static_cast<DWORD>(bytes.size()), &moved, nullptr);
    }
    HANDLE Make(SECURITY_ATTRIBUTES *security) const
    {
        return CreateNamedPipeW((L"\\\\.\\pipe\\" + name).c_str(), PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 65536, 65536, 0, security);
    }

private:
    std::thread thread;
};

ProtocolHeader AnswerTo(const ProtocolHeader &request, HRESULT status = S_OK, size_t payloadBytes = 0)
{
    ProtocolHeader header = {};
    header.magic = ProtocolMagic;
    header.version = ProtocolVersion;
    header.type = static_cast<uint16_t>(request.type | ProtocolResponse);
    header.status = static_cast<uint32_t>(status);
    header.requestId = request.requestId;
    header.payloadBytes = static_cast<uint32_t>(payloadBytes);
    return header;
}

Bytes Encoded(const ProtocolHeader &header, const Bytes &payload = {})
{
    Bytes bytes(ProtocolHeaderBytes);
    ProtocolHeaderEncode(&header, bytes.data());
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    return bytes;
}

// A connection that closes with its scope.
struct Connection {
    PipeClientConnection *p = nullptr;
    DWORD error;
    HRESULT status = E_UNEXPECTED;
    Bytes answer;
    explicit Connection(const std::wstring &endpoint, DWORD answerTimeoutMs = 10000, HANDLE cancel = nullptr, DWORD connectTimeoutMs = 0,
                        BOOL waitForServer = FALSE)
    {
        PipeClientOptions options = {};
        options.endpoint = endpoint.c_str();
        options.answerTimeoutMs = answerTimeoutMs;
        options.connectTimeoutMs = connectTimeoutMs;
        options.waitForServer = waitForServer;
        options.cancel = cancel;
        error = PipeClientConnect(&options, &p);
    }
    ~Connection() { PipeClientClose(p); }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    DWORD Request(ProtocolType type, const Bytes &payload = {}, uint32_t flags = 0)
    {
        void *got = nullptr;
        size_t bytes = 0;
        if (!p)
            return ERROR_NOT_CONNECTED;
        const DWORD result = PipeClientRequest(p, type, flags, payload.data(), payload.size(), &status, &got, &bytes);
        CHECK((result == ERROR_SUCCESS) == (got != nullptr));
        answer.assign(static_cast<uint8_t *>(got), static_cast<uint8_t *>(got) + bytes);
        if (got)
            CHECK((static_cast<uint8_t *>(got)[bytes] == 0 && static_cast<uint8_t *>(got)[bytes + 1] == 0));
        PipeClientFree(got);
        return result;
    }
};

ULONGLONG Since(ULONGLONG begun) { return ClockMs() - begun; }

} // namespace

TEST_CASE("an endpoint is a name or a whole name, and nothing that a path would make something else of")
{
    wchar_t out[PipeEndpointChars];
    for (const wchar_t *same : {L"abc", L"\\\\.\\pipe\\abc", L"\\\\.\\PIPE\\abc"}) {
        CHECK(PipeEndpointName(same, out) == ERROR_SUCCESS);
        CHECK(std::wstring(out) == L"\\\\.\\pipe\\abc");
    }
    for (const wchar_t *none : {static_cast<const wchar_t *>(nullptr), L""}) {
        CHECK(PipeEndpointName(none, out) == ERROR_SUCCESS);
        CHECK(std::wstring(out) == PIPE_DEFAULT_ENDPOINT);
    }
    for (const wchar_t *bad : {L"\\\\.\\pipe\\", L"a\\b", L"a/b", L"\\\\server\\pipe\\abc", L"\\\\.\\C:", L"..", L".", L"a.", L"a ", L"a:b", L"a*",
                               L"a\nb", L"\\\\.\\pipe\\..\\x", L"C:\\abc", L"\\\\?\\pipe\\abc"})
        CHECK(PipeEndpointName(bad, out) == ERROR_INVALID_NAME);
    CHECK(PipeEndpointName(std::wstring(247, L'n').c_str(), out) == ERROR_SUCCESS);
    CHECK(wcslen(out) == 256);
    CHECK(PipeEndpointName(std::wstring(248, L'n').c_str(), out) == ERROR_INVALID_NAME);
    Connection connection(L"a\\b");
    CHECK(connection.error == ERROR_INVALID_NAME);
}

TEST_CASE("a server is trusted when it is the same user or the system, and nobody else")
{
    PipeUser own;
    REQUIRE(PipeUserOfProcess(GetCurrentProcess(), &own) == ERROR_SUCCESS);
    CHECK(PipeUserTrusted(&own, &own));
    const auto user = [](const wchar_t *text) {
        PSID sid = nullptr;
        PipeUser result = {};
        REQUIRE(ConvertStringSidToSidW(text, &sid));
        REQUIRE(CopySid(sizeof result, &result.sid, sid));
        LocalFree(sid);
        return result;
    };
    const PipeUser somebody = user(L"S-1-5-21-1-2-3-1001");
    CHECK(PipeUserTrusted(&somebody, &somebody));
    const PipeUser system = user(L"S-1-5-18");
    CHECK(PipeUserTrusted(&system, &somebody));
    CHECK_FALSE(PipeUserTrusted(&somebody, &system));
    for (const wchar_t *other : {L"S-1-5-21-1-2-3-1002", L"S-1-5-21-1-2-4-1001", L"S-1-1-0", L"S-1-5-32-544", L"S-1-5-19", L"S-1-5-20", L"S-1-5-7",
                                 L"S-1-5-21-1-2-3", L"S-1-5-18-1"}) {
        const PipeUser squatter = user(other);
        CHECK_FALSE(PipeUserTrusted(&squatter, &somebody));
    }
    // a pipe may also belong to all administrators
    const PipeUser everyone = user(L"S-1-1-0"), administrators = user(L"S-1-5-32-544"), another = user(L"S-1-5-21-1-2-3-1002");
    CHECK(PipeOwnerTrusted(&administrators, &somebody, &somebody));
    CHECK(PipeOwnerTrusted(&system, &somebody, &somebody));
    CHECK(PipeOwnerTrusted(&another, &somebody, &another));
    CHECK_FALSE(PipeOwnerTrusted(&another, &somebody, &somebody));
    CHECK_FALSE(PipeOwnerTrusted(&everyone, &somebody, &somebody));
}

TEST_CASE("requests go out whole and their answers come in whole, one after the other")
{
    Bytes sent(100000), taken;
    for (size_t i = 0; i < sent.size(); i++)
        sent[i] = static_cast<uint8_t>(i * 7);
    PlayedServer server([&](PlayedServer &at) {
        for (int i = 0; i < 3; i++) {
            const ProtocolHeader request = at.ReadRequest(&taken);
            if (i == 0)
                at.Write(Encoded(AnswerTo(request, S_OK, taken.size()), taken));
            else if (i == 1)
                for (const uint8_t byte : Encoded(AnswerTo(request, E_ACCESSDENIED, 4), {'N', 0, 'o', 0}))
                    at.Write({byte}); // torn
            else
                at.Write(Encoded(AnswerTo(request)));
        }
        at.Read(1); // until the client goes
    });
    Connection connection(server.name);
    REQUIRE(connection.error == ERROR_SUCCESS);
    CHECK(PipeClientServerProcessId(connection.p) == GetCurrentProcessId());
    CHECK(PipeClientServerProcess(connection.p) != nullptr);
    CHECK(connection.Request(ProtocolTableCreate, sent, ProtocolToken) == ERROR_SUCCESS);
    CHECK(connection.status == S_OK);
    CHECK(taken == sent);
    CHECK(connection.answer == sent);
    CHECK(connection.Request(ProtocolPing) == ERROR_SUCCESS);
    CHECK(connection.status == E_ACCESSDENIED);
    CHECK(connection.answer == Bytes({'N', 0, 'o', 0}));
    CHECK(connection.Request(ProtocolPing) == ERROR_SUCCESS);
    CHECK(connection.answer.empty());
    CHECK(PipeClientAlive(connection.p));
    CHECK(connection.Request(ProtocolTableCreate, Bytes(ProtocolMaxRequestBytes + 2)) == ERROR_INVALID_PARAMETER);
    CHECK(PipeClientAlive(connection.p)); // nothing was sent
}

TEST_CASE("what is no answer to the request is refused, and the connection with it")
{
    const std::function<void(ProtocolHeader &)> wrongs[] = {
        [](ProtocolHeader &header) { header.magic ^= 1; },
        [](ProtocolHeader &header) { header.type = ProtocolPing; },
        [](ProtocolHeader &header) { header.type = ProtocolResponse | ProtocolShutdown; },
        [](ProtocolHeader &header) { header.type = ProtocolResponse; }, // unasked, but no failure
        [](ProtocolHeader &header) { header.flags = 1; },
        [](ProtocolHeader &header) { header.requestId++; },
        [](ProtocolHeader &header) { header.reserved = 1; },
        [](ProtocolHeader &header) { header.payloadBytes = ProtocolMaxResponseBytes + 1; },
        [](ProtocolHeader &header) { header.payloadBytes = 0xFFFFFFFF; },
    };
    for (const auto &wrong : wrongs) {
        PlayedServer server([&](PlayedServer &at) {
            ProtocolHeader header = AnswerTo(at.ReadRequest());
            wrong(header);
            at.Write(Encoded(header));
            at.Read(1);
        });
        Connection connection(server.name);
        CHECK(connection.Request(ProtocolPing) == ERROR_INVALID_DATA);
        CHECK_FALSE(PipeClientAlive(connection.p));
        CHECK(connection.Request(ProtocolPing) == ERROR_BROKEN_PIPE);
    }
    PlayedServer server([&](PlayedServer &at) {
        ProtocolHeader header = AnswerTo(at.ReadRequest());
        header.version = 7;
        at.Write(Encoded(header));
        at.Read(1);
    });
    Connection connection(server.name);
    CHECK(connection.Request(ProtocolPing) == ERROR_REVISION_MISMATCH);
    CHECK(connection.status == 7);
    CHECK_FALSE(PipeClientAlive(connection.p));
}

TEST_CASE("a server that says unasked that it takes nobody is heard")
{
    for (const bool reads : {false, true}) {
        PlayedServer server([&](PlayedServer &at) {
            ProtocolHeader header = AnswerTo({}, E_ABORT, 2);
            if (reads)
                at.ReadRequest();
            at.Write(Encoded(header, {'x', 0}));
            if (reads)
                at.Read(1);
        });
        Connection connection(server.name);
        if (connection.error == ERROR_BROKEN_PIPE) // it was gone before the client could look who it was
            continue;
        REQUIRE(connection.error == ERROR_SUCCESS);
        CHECK(connection.Request(ProtocolPing) == ERROR_SUCCESS);
        CHECK(connection.status == E_ABORT);
        CHECK(connection.answer == Bytes({'x', 0}));
        CHECK(connection.Request(ProtocolPing) == ERROR_BROKEN_PIPE);
    }
}

TEST_CASE("a server that vanishes is noticed in each state")
{
    // after so many bytes of its answer, of 32 + 10; -1: before it read the request; -2: in the middle of reading it
    for (const int after : {-2, -1, 0, 1, 31, 32, 33, 41}) {
        PlayedServer server([&](PlayedServer &at) {
            if (after == -1)
                return;
            if (after == -2) {
                at.Read(10);
                return;
            }
            Bytes whole = Encoded(AnswerTo(at.ReadRequest(), S_OK, 10), Bytes(10));
            whole.resize(static_cast<size_t>(after));
            at.Write(whole);
        });
        const ULONGLONG begun = ClockMs();
        Connection connection(server.name);
        if (connection.error == ERROR_SUCCESS) {
            CHECK(connection.Request(ProtocolBulkCreate, Bytes(200000), ProtocolToken) == ERROR_BROKEN_PIPE);
            CHECK_FALSE(PipeClientAlive(connection.p));
        } else {
            CHECK(after == -1);
        }
        CHECK(Since(begun) < 2000);
    }
    // between two requests
    Signal leave;
    PlayedServer server([&](PlayedServer &at) {
        at.Write(Encoded(AnswerTo(at.ReadRequest())));
        leave.Wait();
    });
    Connection connection(server.name);
    CHECK(connection.Request(ProtocolPing) == ERROR_SUCCESS);
    CHECK(PipeClientAlive(connection.p));
    leave.Set();
    const ULONGLONG begun = ClockMs();
    while (PipeClientAlive(connection.p) && Since(begun) < 5000)
        Sleep(1);
    CHECK_FALSE(PipeClientAlive(connection.p));
    CHECK(connection.Request(ProtocolPing) == ERROR_BROKEN_PIPE);
}

TEST_CASE("a server that falls silent is not waited for beyond the limit")
{
    for (const int after : {-1, 0, 5, 32, 37}) { // bytes of its answer; -1: it does not even read
        Signal leave;
        PlayedServer server([&](PlayedServer &at) {
            if (after >= 0) {
                Bytes whole = Encoded(AnswerTo(at.ReadRequest(), S_OK, 10), Bytes(10));
                whole.resize(static_cast<size_t>(after));
                at.Write(whole);
            }
            leave.Wait();
        });
        Connection connection(server.name, 150);
        const ULONGLONG begun = ClockMs();
        CHECK(connection.Request(ProtocolBulkCreate, Bytes(250000), ProtocolToken) == ERROR_SEM_TIMEOUT);
        CHECK(Since(begun) >= 140);
        CHECK(Since(begun) < 2000);
        CHECK(connection.Request(ProtocolPing) == ERROR_BROKEN_PIPE);
        leave.Set();
    }
}

TEST_CASE("a set cancel event ends every wait")
{
    Signal leave;
    HANDLE cancel = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    PlayedServer server([&](PlayedServer &at) {
        at.ReadRequest();
        SetEvent(cancel);
        leave.Wait();
    });
    Connection connection(server.name, INFINITE, cancel);
    CHECK(connection.Request(ProtocolPing) == ERROR_CANCELLED);
    leave.Set();
    Connection absent(NewName(), 0, cancel, INFINITE, TRUE);
    CHECK(absent.error == ERROR_CANCELLED);
    Connection busy(server.name, 0, cancel, INFINITE, TRUE); // its one instance is taken, or has gone
    CHECK(busy.error == ERROR_CANCELLED);
    CloseHandle(cancel);
}

TEST_CASE("a token that comes when nobody waits for it any more leaves no handle")
{
    HANDLE cancel = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    HANDLE own = OpenProcess(PROCESS_DUP_HANDLE, FALSE, GetCurrentProcessId());
    CompletionToken token;
    ProtocolTokenPayload given = {};
    REQUIRE(CompletionTokenCreate(&token, 42, 1) == ERROR_SUCCESS);
    {
        PlayedServer server([&](PlayedServer &at) {
            const ProtocolHeader request = at.ReadRequest();
            Bytes payload(ProtocolTokenBytes);
            CHECK(CompletionTokenGive(&token, own, &given) == ERROR_SUCCESS);
            ProtocolTokenEncode(&given, payload.data());
            SetEvent(cancel);
            Sleep(10);
            at.Write(Encoded(AnswerTo(request, S_OK, payload.size()), payload));
            at.Read(1);
        });
        Connection connection(server.name, INFINITE, cancel);
        CHECK(connection.Request(ProtocolTableCreate, Bytes(2), ProtocolToken) == ERROR_CANCELLED);
        CHECK_FALSE(PipeClientAlive(connection.p));
        for (const uint64_t handle : {given.eventHandle, given.sectionHandle}) {
            DWORD flags;
            CHECK(handle != 0);
            CHECK_FALSE(GetHandleInformation(reinterpret_cast<HANDLE>(static_cast<ULONG_PTR>(handle)), &flags));
        }
    }
    CompletionTokenClose(&token);
    CloseHandle(own);
    CloseHandle(cancel);
}

TEST_CASE("a server that is absent or busy is waited for as asked")
{
    const std::wstring name = NewName();
    ULONGLONG begun = ClockMs();
    {
        Connection connection(name);
        CHECK(connection.error == ERROR_FILE_NOT_FOUND);
        CHECK(Since(begun) < 500);
    }
    begun = ClockMs();
    {
        Connection connection(name, 0, nullptr, 100, TRUE);
        CHECK(connection.error == ERROR_SEM_TIMEOUT);
        CHECK((Since(begun) >= 95 && Since(begun) < 2000));
    }
    Signal leave;
    PlayedServer server([&](PlayedServer &at) {
        at.Write(Encoded(AnswerTo(at.ReadRequest())));
        leave.Wait();
        DisconnectNamedPipe(at.pipe);
        ConnectNamedPipe(at.pipe, nullptr);
        at.Write(Encoded(AnswerTo(at.ReadRequest(), S_FALSE)));
        at.Read(1);
    });
    Connection first(server.name);
    CHECK(first.Request(ProtocolPing) == ERROR_SUCCESS);
    begun = ClockMs();
    {
        Connection second(server.name, 0, nullptr, 120);
        CHECK(second.error == ERROR_SEM_TIMEOUT);
        CHECK((Since(begun) >= 110 && Since(begun) < 2000));
    }
    std::thread later([&] {
        Sleep(100);
        leave.Set();
    });
    Connection third(server.name, 10000, nullptr, 10000);
    later.join();
    REQUIRE(third.error == ERROR_SUCCESS);
    CHECK(third.Request(ProtocolPing) == ERROR_SUCCESS);
    CHECK(third.status == S_FALSE);

    // one that comes later
    const std::wstring late = NewName();
    HANDLE pipe = INVALID_HANDLE_VALUE;
    std::thread comes([&] {
        Sleep(100);
        pipe = CreateNamedPipeW((L"\\\\.\\pipe\\" + late).c_str(), PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 0, 0, 0, nullptr);
    });
    Connection waits(late, 0, nullptr, 10000, TRUE);
    comes.join();
    CHECK(waits.error == ERROR_SUCCESS);
    CloseHandle(pipe);
}

TEST_CASE("a server may know who its client is, and not act in its name")
{
    SECURITY_IMPERSONATION_LEVEL level = SecurityAnonymous;
    PlayedServer server([&](PlayedServer &at) {
        const ProtocolHeader request = at.ReadRequest();
        HANDLE token = nullptr;
        DWORD bytes;
        if (ImpersonateNamedPipeClient(at.pipe) && OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token)) {
            GetTokenInformation(token, TokenImpersonationLevel, &level, sizeof level, &bytes);
            CloseHandle(token);
        }
        RevertToSelf();
        at.Write(Encoded(AnswerTo(request)));
    });
    Connection connection(server.name);
    CHECK(connection.Request(ProtocolPing) == ERROR_SUCCESS);
    static_assert(Win32UserPath == (SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION), "what Win32OpenFile asks for");
    if (!Win32IsWine()) // which doesn't heed it
        CHECK(level == SecurityIdentification);
    CHECK(level >= SecurityIdentification);
}

TEST_CASE("a pipe that belongs to somebody else gets nothing")
{
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    REQUIRE(ConvertStringSecurityDescriptorToSecurityDescriptorW(L"O:BGG:BGD:(A;;GA;;;WD)", SDDL_REVISION_1, &descriptor, nullptr));
    SECURITY_ATTRIBUTES security = {sizeof security, descriptor, FALSE};
    const std::wstring name = NewName();
    HANDLE pipe = CreateNamedPipeW((L"\\\\.\\pipe\\" + name).c_str(), PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 65536, 65536, 0, &security);
    LocalFree(descriptor);
    if (pipe == INVALID_HANDLE_VALUE) { // as Windows says, unless to an administrator who restores
        CHECK(GetLastError() == ERROR_INVALID_OWNER);
        return;
    }
    Connection connection(name);
    CHECK(connection.error == ERROR_TRUST_FAILURE);
    CHECK(connection.p == nullptr);
    DWORD there = 0;
    CHECK((!PeekNamedPipe(pipe, nullptr, 0, nullptr, &there, nullptr) || there == 0));
    CloseHandle(pipe);
}

namespace {

// What a server gives out with a token, made in this process.
struct Given {
    HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    HANDLE section;
    JobRecord *record;
    ProtocolTokenPayload payload = {};
    explicit Given(uint64_t jobId = 77, size_t bytes = sizeof(JobRecord))
        : section(CreateFileMappingW(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE, 0, static_cast<DWORD>(bytes), nullptr)),
          record(static_cast<JobRecord *>(MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0)))
    {
        REQUIRE(record);
        if (bytes >= sizeof(JobRecord))
            JobRecordInit(record, jobId, 2);
        payload.jobId = jobId;
        payload.eventHandle = Duplicate(event);
        payload.sectionHandle = Duplicate(section);
        payload.sectionBytes = sizeof(JobRecord);
    }
    ~Given()
    {
        UnmapViewOfFile(record);
        CloseHandle(section);
        CloseHandle(event);
    }
    Given(const Given &) = delete;
    Given &operator=(const Given &) = delete;
    static uint64_t Duplicate(HANDLE handle)
    {
        HANDLE copy = nullptr;
        REQUIRE(DuplicateHandle(GetCurrentProcess(), handle, GetCurrentProcess(), &copy, 0, FALSE, DUPLICATE_SAME_ACCESS));
        return reinterpret_cast<uintptr_t>(copy);
    }
    Bytes Encoded() const
    {
        Bytes bytes(ProtocolTokenBytes);
        ProtocolTokenEncode(&payload, bytes.data());
        return bytes;
    }
};

DWORD OpenAndClose(const Bytes &payload)
{
    PipeToken token;
    const DWORD error = PipeTokenOpen(payload.data(), payload.size(), &token);
    CHECK((error == ERROR_SUCCESS) == (token.record != nullptr));
    PipeTokenClose(&token);
    return error;
}

} // namespace

TEST_CASE("a token gives the record as it is, and its event")
{
    Given given;
    PipeToken token;
    const Bytes payload = given.Encoded();
    REQUIRE(PipeTokenOpen(payload.data(), payload.size(), &token) == ERROR_SUCCESS);
    CHECK(token.jobId == 77);
    JobRecordValues values = {};
    values.state = JobRecordSucceeded;
    values.kind = 2;
    values.jobId = 77;
    values.total = values.completed = values.succeeded = 5;
    JobRecordWrite(given.record, &values, nullptr, nullptr);
    JobRecordValues read;
    REQUIRE(JobRecordRead(token.record, token.bytes, &read, nullptr, nullptr));
    CHECK((read.state == JobRecordSucceeded && read.total == 5));
    CHECK(WaitForSingleObject(token.event, 0) == WAIT_TIMEOUT);
    SetEvent(given.event);
    CHECK(WaitForSingleObject(token.event, 0) == WAIT_OBJECT_0);
    MEMORY_BASIC_INFORMATION view;
    REQUIRE(VirtualQuery(token.record, &view, sizeof view));
    CHECK(view.Protect == PAGE_READONLY);
    PipeTokenClose(&token);
    CHECK(token.event == nullptr);
    PipeTokenClose(&token);
}

TEST_CASE("a token whose handles are not what they should be is refused, and nothing of it is left")
{
    { Given first; OpenAndClose(first.Encoded()); }
    const DWORD handles = HandleCount();
    {
        Given given;
        Bytes payload = given.Encoded();
        payload.pop_back();
        CHECK(OpenAndClose(payload) == ERROR_INVALID_DATA);
        CHECK(OpenAndClose(given.Encoded()) == ERROR_SUCCESS);
    }
    for (const uint64_t bad : {0ull, 2ull, 0xFFFFFFFFFFFFFFFFull, 0xFFFFFFFFFFFFFFFEull, 0x100000004ull, 0x80000004ull}) {
        Given event, section;
        CloseHandle(reinterpret_cast<HANDLE>(static_cast<uintptr_t>(event.payload.eventHandle)));
        CloseHandle(reinterpret_cast<HANDLE>(static_cast<uintptr_t>(section.payload.sectionHandle)));
        HANDLE keptSection = reinterpret_cast<HANDLE>(static_cast<uintptr_t>(event.payload.sectionHandle));
        HANDLE keptEvent = reinterpret_cast<HANDLE>(static_cast<uintptr_t>(section.payload.eventHandle));
        event.payload.eventHandle = bad;
        section.payload.sectionHandle = bad;
        CHECK(OpenAndClose(event.Encoded()) == ERROR_INVALID_DATA);
        CHECK(OpenAndClose(section.Encoded()) == ERROR_INVALID_DATA);
        CloseHandle(keptSection); // what stands beside a value that is nobody's is not believed either
        CloseHandle(keptEvent);
    }
    { // the two confused
        Given given;
        std::swap(given.payload.eventHandle, given.payload.sectionHandle);
        CHECK(OpenAndClose(given.Encoded()) != ERROR_SUCCESS);
    }
    { // a section that is too small, or said to be
        Given small(77, 4096);
        CHECK(OpenAndClose(small.Encoded()) != ERROR_SUCCESS);
        Given given;
        given.payload.sectionBytes = sizeof(JobRecord) - 1;
        CHECK(OpenAndClose(given.Encoded()) == ERROR_INVALID_DATA);
    }
    { // a record that isn't one, or of another job, or of another version
        Given given, other, version, torn;
        given.record->magic = 1;
        CHECK(OpenAndClose(given.Encoded()) == ERROR_INVALID_DATA);
        other.payload.jobId = 78;
        CHECK(OpenAndClose(other.Encoded()) == ERROR_INVALID_DATA);
        version.record->version++;
        CHECK(OpenAndClose(version.Encoded()) == ERROR_INVALID_DATA);
        torn.record->sequence = 1; // for ever
        CHECK(OpenAndClose(torn.Encoded()) == ERROR_INVALID_DATA);
    }
    CHECK(HandleCount() == handles);
}

#ifndef NDEBUG
namespace {

// A whole life of a client while the nth call fails (0: none). What is true of it whatever fails is checked here; true: the call came.
bool LiveWithFailure(LONG nth)
{
    const LONG outstanding = Win32Outstanding();
    Given given;
    const Bytes token = given.Encoded();
    bool reached, connected, answered, asked = false;
    {
        PlayedServer server([&](PlayedServer &at) {
            const ProtocolHeader request = at.ReadRequest();
            asked = request.type != 0;
            if (asked)
                at.Write(Encoded(AnswerTo(request, S_OK, token.size()), token));
            at.Read(1);
        });
        Win32FailNth(nth);
        {
            Connection connection(server.name, 5000);
            connected = connection.error == ERROR_SUCCESS;
            CHECK(connected == (connection.p != nullptr));
            answered = connected && connection.Request(ProtocolBulkCreate, Bytes(8, 'k'), ProtocolToken) == ERROR_SUCCESS;
            if (answered)
                OpenAndClose(connection.answer);
            if (connected)
                PipeClientAlive(connection.p);
        }
        reached = nth != 0 && Win32FailNthReached();
        Win32FailNth(0);
        // A server that nobody came to still waits.
        HANDLE pipe = CreateFileW((L"\\\\.\\pipe\\" + server.name).c_str(), GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr);
        if (pipe != INVALID_HANDLE_VALUE)
            CloseHandle(pipe);
    }
    CHECK((connected || !asked));
    CHECK((reached || (connected && answered)));
    if (!answered) {
        CloseHandle(reinterpret_cast<HANDLE>(static_cast<uintptr_t>(given.payload.eventHandle)));
        CloseHandle(reinterpret_cast<HANDLE>(static_cast<uintptr_t>(given.payload.sectionHandle)));
    }
    CHECK(Win32Outstanding() == outstanding);
    return reached;
}

} // namespace

TEST_CASE("whichever call fails, a client leaves nothing, and sends nothing to a server it does not know")
{
    // What the system and the C++ library make once comes with one pass or another; a leak comes with each.
    DWORD handles;
    for (int pass = 0; pass < 4; pass++) {
        handles = HandleCount();
        LONG nth = 0;
        while (LiveWithFailure(nth) || nth == 0)
            nth++;
        CHECK(nth > 15);
        for (int i = 0; i < 100 && HandleCount() > handles; i++)
            Sleep(5);                       // the other end of a pipe is closed by the system when it gets to it
        if (HandleCount() <= handles)
            break;
    }
    CHECK(HandleCount() <= handles);
}
#endif
