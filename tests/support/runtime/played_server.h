// A server that a test plays on one instance of a pipe, and a client's connection to it.
#pragma once
#include <doctest/doctest.h>

#include <windows.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "runtime/base/clock.h"
#include "runtime/pipe/pipe_client.h"
#include "runtime/pure/protocol.h"

using Bytes = std::vector<uint8_t>;

inline std::wstring NewName()
{
    static volatile LONG number;
    return L"pipe-client-test-" + std::to_wstring(GetCurrentProcessId()) + L"-" +
           std::to_wstring(InterlockedIncrement(&number));
}

// One instance of a pipe, and a thread that plays the server on it for one client.
class PlayedServer {
public:
    std::wstring name = NewName();
    HANDLE pipe;
    explicit PlayedServer(std::function<void(PlayedServer &)> play, SECURITY_ATTRIBUTES *security = nullptr)
        : pipe(Make(security))
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
        return CreateNamedPipeW((L"\\\\.\\pipe\\" + name).c_str(), PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 65536, 65536,
                                0, security);
    }

private:
    std::thread thread;
};

inline ProtocolHeader AnswerTo(const ProtocolHeader &request, HRESULT status = S_OK, size_t payloadBytes = 0)
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

inline Bytes Encoded(const ProtocolHeader &header, const Bytes &payload = {})
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
    explicit Connection(const std::wstring &endpoint, DWORD answerTimeoutMs = 10000, HANDLE cancel = nullptr,
                        DWORD connectTimeoutMs = 0, BOOL waitForServer = FALSE)
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
