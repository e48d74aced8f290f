// What the pipe server's tests share: a server whose handler the test chooses.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "runtime/pipe/pipe_server.h"
#include "support/raw_client.h"
#include "support/runtime/fixture.h"

// A server on a runtime of its own, on a pipe that nobody else has. Answers each request with its
// own payload unless `onRequest` says otherwise.
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
    bool Closed(long count) const; // have so many connections been closed, before patience ends?

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

// Requests that are kept, to be answered by another thread.
class KeptRequests {
public:
    void Keep(PipeConnection *connection);
    PipeConnection *Take(); // the last one; waits for one

private:
    std::mutex lock;
    std::vector<PipeConnection *> connections;
};

// Options whose time limits a test can wait for.
PipeServerOptions Hasty(DWORD messageMs = 150, DWORD idleMs = 60000);
bool Serves(TestServer &server); // does it answer a new client?
std::wstring FreshPipeName();
Bytes Wide(const std::wstring &text);
std::wstring Narrow(const Bytes &payload); // a text payload as a text
Bytes Filler(size_t bytes, uint8_t seed = 1);
