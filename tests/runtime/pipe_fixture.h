// What the pipe server's tests share: a server whose handler the test chooses, and a client that sends any bytes and never waits for ever.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "fixture.h"
#include "runtime/pipe_server.h"

typedef std::vector<uint8_t> Bytes;

// A server on a runtime of its own, on a pipe that nobody else has. Answers each request with its own payload unless `onRequest` says otherwise.
class TestServer {
public:
    typedef std::function<void(PipeConnection *, const ProtocolHeader &, const Bytes &)> OnRequest;
    explicit TestServer(PipeServerOptions options = {}, RuntimeOptions runtimeOptions = {}, OnRequest onRequest = {});
    ~TestServer();
    TestServer(const TestServer &) = delete;
    TestServer &operator=(const TestServer &) = delete;
    void Stop();    // and wait for the end
    void Stopped(); // the test has stopped it: waits for the end
    PipeServerNumbers Numbers() const;
    PipeServer *operator*() const { return server; }
    const std::wstring &Name() const { return name; }
    TestRuntime &Runtime() { return runtime; }
    bool Closed(long count) const; // have so many connections been closed, within 5 seconds?

    std::atomic<long> requested{0}, closed{0}, both{0}, logged{0};
    std::function<void(PipeConnection *)> onClosed;

private:
    TestRuntime runtime;
    std::wstring name;
    OnRequest onRequest;
    PipeServer *server;
    Signal ended;
    static const PipeServerHandler handler;
    friend struct Handlers;
};

std::wstring FreshPipeName();
Bytes Message(uint16_t type, const Bytes &payload = {}, uint64_t id = 7, uint32_t flags = 0);
Bytes Wide(const std::wstring &text);
std::wstring Narrow(const Bytes &payload); // a text payload as a text
Bytes Filler(size_t bytes, uint8_t seed = 1);

struct Answer {
    bool there = false; // a whole one, and of the protocol
    ProtocolHeader header = {};
    Bytes payload;
};

class RawClient {
public:
    explicit RawClient(const std::wstring &name, DWORD flags = SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, DWORD waitMs = 5000);
    ~RawClient();
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;
    bool Connected() const { return pipe != INVALID_HANDLE_VALUE; }
    DWORD Error() const { return error; } // of the connect
    HANDLE Handle() const { return pipe; }
    bool Send(const Bytes &bytes);
    Answer Receive(); // not there: broken, or nothing within 10 seconds
    Answer Ask(const Bytes &message);
    bool Gone(DWORD withinMs = 5000); // has the server closed its end? Reads what is left.
    void Close();

private:
    bool Move(bool write, void *bytes, size_t count, DWORD timeoutMs, DWORD *moved);
    bool Fill(size_t bytes); // so many bytes have been read and not taken
    HANDLE pipe, event;
    Bytes read;
    DWORD error;
};
