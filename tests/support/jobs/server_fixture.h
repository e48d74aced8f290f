// What the tests of a server share: a server on a pipe that nobody else has, and clients that speak
// to it as any program does.
#pragma once

#include <atomic>

#include "jobs/server/server.h"
#include "runtime/pipe/completion_token.h"
#include "runtime/pipe/pipe_client.h"
#include "support/handle_count.h"
#include "support/jobs/fixture.h"

std::wstring FreshEndpoint();

struct TestServer {
    std::wstring endpoint = FreshEndpoint();
    ServerOptions options;
    Server *server = nullptr;
    std::atomic<long> lines{0};
    TestServer();
    ~TestServer() { ServerRelease(server); }
    TestServer(const TestServer &) = delete;
    TestServer &operator=(const TestServer &) = delete;
    void start();
    ProtocolServerStatistics statistics() const;
    bool stopped(DWORD withinMs = PatienceMs) const
    {
        return WaitForSingleObject(ServerEvent(server), withinMs) == WAIT_OBJECT_0;
    }
    bool runs(uint64_t jobs) const; // before patience ends: so many jobs, no more
};

// A record with its texts.
struct Record {
    JobRecordValues values = {};
    std::wstring message, path;
};

struct ServerAnswer {
    DWORD error = ERROR_SUCCESS; // of the transport
    HRESULT status = E_FAIL;
    Bytes payload;
    std::wstring text() const
    {
        return std::wstring(reinterpret_cast<const wchar_t *>(payload.data()), payload.size() / sizeof(wchar_t));
    }
    uint64_t job() const;  // of a token's payload
    Record record() const; // of a record's
};

// A token in the client's hands.
struct Token : CompletionToken {
    explicit Token(const ServerAnswer &answer);
    ~Token() { CompletionTokenClose(this); }
    Token(const Token &) = delete;
    Token &operator=(const Token &) = delete;
    bool set(DWORD withinMs = PatienceMs) const { return WaitForSingleObject(event, withinMs) == WAIT_OBJECT_0; }
    Record read() const;
};

struct Client {
    PipeClientConnection *connection = nullptr;
    explicit Client(const TestServer &server);
    ~Client() { close(); }
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;
    void close();
    ServerAnswer ask(ProtocolType type, const Bytes &payload = {}, uint32_t flags = 0);
    ServerAnswer ask(ProtocolType type, const std::wstring &line, uint32_t flags = 0);
    ServerAnswer about(ProtocolType type, uint64_t job, uint32_t flags = 0);
};

std::wstring Quoted(const std::wstring &word);
// A command line for a table that takes as long as one lets it; writes its keys file.
std::wstring LongLine(const Folder &folder);

// A job of the server's own that keeps its worker from its first step on, until it is let go.
class HeldWorker {
public:
    HeldWorker(const TestServer &server, const std::wstring &line);
    ~HeldWorker();
    HeldWorker(const HeldWorker &) = delete;
    HeldWorker &operator=(const HeldWorker &) = delete;
    uint64_t id = 0;
    void letGo(); // cancelled

private:
    HANDLE came = CreateEventW(nullptr, TRUE, FALSE, nullptr), go = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    TableJob *table = nullptr;
};

// What a server answers that does not know the type of a request: recorded, except the id of the
// request, of whose header these are the bytes.
Bytes UnknownType(const Bytes &request);
