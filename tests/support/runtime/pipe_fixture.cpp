#include "support/runtime/pipe_fixture.h"

#include <doctest/doctest.h>

#include <cstring>

struct Handlers {
    static void Request(void *context, PipeConnection *connection, const ProtocolHeader *header, const void *payload)
    {
        TestServer *self = static_cast<TestServer *>(context);
        self->requested++;
        const uint8_t *bytes = static_cast<const uint8_t *>(payload);
        const Bytes copy(bytes, bytes + header->payloadBytes);
        if (PipeConnectionData(connection))
            self->both++; // two requests of one connection at once
        PipeConnectionSetData(connection, self);
        const ProtocolHeader request = *header;
        PipeConnectionHold(connection);
        if (self->onRequest)
            self->onRequest(connection, request, copy);
        else
            PipeRespond(connection, S_OK, copy.data(), copy.size());
        PipeConnectionSetData(connection, nullptr);
        PipeConnectionRelease(connection);
    }

    static void Closed(void *context, PipeConnection *connection)
    {
        TestServer *self = static_cast<TestServer *>(context);
        if (PipeConnectionData(connection))
            self->both++;
        if (self->onClosed)
            self->onClosed(connection);
        self->closed++;
    }

    static void Log(void *context, const PipeClient *, const wchar_t *)
    {
        static_cast<TestServer *>(context)->logged++;
    }
};

const PipeServerHandler TestServer::handler = {Handlers::Request, Handlers::Closed, Handlers::Log};

std::wstring FreshPipeName()
{
    static volatile LONG number;
    return L"\\\\.\\pipe\\runtime-test-" + std::to_wstring(GetCurrentProcessId()) + L"-" +
           std::to_wstring(InterlockedIncrement(&number));
}

TestServer::TestServer(PipeServerOptions options, RuntimeOptions runtimeOptions, OnRequest request)
    : runtime(runtimeOptions), name(FreshPipeName()), onRequest(std::move(request)), server(nullptr)
{
    options.endpoint = name.c_str();
    options.handler = &handler;
    options.context = this;
    REQUIRE(PipeServerStart(
                *runtime, &options, [](void *context) { static_cast<TestServer *>(context)->ended.Set(); }, &server) ==
            ERROR_SUCCESS);
}

void TestServer::Stop()
{
    if (!server)
        return;
    PipeServerStop(server);
    Stopped();
}

void TestServer::Stopped()
{
    server = nullptr;
    ended.Wait();
    CHECK(both == 0);
}

TestServer::~TestServer()
{
    Stop();
}

PipeServerNumbers TestServer::Numbers() const
{
    PipeServerNumbers numbers;
    PipeServerCount(server, &numbers);
    return numbers;
}

bool TestServer::Closed(long count) const
{
    Eventually([&] { return closed >= count; });
    return closed == count;
}

Bytes Wide(const std::wstring &text)
{
    const uint8_t *bytes = reinterpret_cast<const uint8_t *>(text.data());
    return Bytes(bytes, bytes + text.size() * sizeof(wchar_t));
}

std::wstring Narrow(const Bytes &payload)
{
    std::wstring text(payload.size() / sizeof(wchar_t), L'\0');
    std::memcpy(&text[0], payload.data(), text.size() * sizeof(wchar_t));
    return text;
}

Bytes Filler(size_t bytes, uint8_t seed)
{
    Bytes filler(bytes);
    for (size_t i = 0; i < bytes; i++)
        filler[i] = static_cast<uint8_t>(seed + i * 7 + i / 251);
    return filler;
}

void KeptRequests::Keep(PipeConnection *connection)
{
    PipeConnectionHold(connection);
    std::lock_guard<std::mutex> guard(lock);
    connections.push_back(connection);
}

PipeConnection *KeptRequests::Take()
{
    for (int i = 0; i < 1000; i++) {
        {
            std::lock_guard<std::mutex> guard(lock);
            if (!connections.empty()) {
                PipeConnection *connection = connections.back();
                connections.pop_back();
                return connection;
            }
        }
        Sleep(5);
    }
    FAIL("no request has come");
    return nullptr;
}

PipeServerOptions Hasty(DWORD messageMs, DWORD idleMs)
{
    PipeServerOptions options = {};
    options.messageTimeoutMs = messageMs;
    options.idleTimeoutMs = idleMs;
    return options;
}

bool Serves(TestServer &server)
{
    RawClient client(server.Name());
    return client.Ask(Message(ProtocolPing)).there;
}
