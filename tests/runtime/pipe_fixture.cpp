#include "pipe_fixture.h"

#include <doctest/doctest.h>

#include <algorithm>
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

    static void Log(void *context, const wchar_t *) { static_cast<TestServer *>(context)->logged++; }
};

const PipeServerHandler TestServer::handler = {Handlers::Request, Handlers::Closed, Handlers::Log};

std::wstring FreshPipeName()
{
    static volatile LONG number;
    return L"\\\\.\\pipe\\runtime-test-" + std::to_wstring(GetCurrentProcessId()) + L"-" + std::to_wstring(InterlockedIncrement(&number));
}

TestServer::TestServer(PipeServerOptions options, RuntimeOptions runtimeOptions, OnRequest request)
    : runtime(runtimeOptions), name(FreshPipeName()), onRequest(std::move(request)), server(nullptr)
{
    options.endpoint = name.c_str();
    options.handler = &handler;
    options.context = this;
    REQUIRE(PipeServerStart(*runtime, &options, [](void *context) { static_cast<TestServer *>(context)->ended.Set(); }, &server) == ERROR_SUCCESS);
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

TestServer::~TestServer() { Stop(); }

PipeServerNumbers TestServer::Numbers() const
{
    PipeServerNumbers numbers;
    PipeServerCount(server, &numbers);
    return numbers;
}

bool TestServer::Closed(long count) const
{
    for (int i = 0; i < 1000 && closed < count; i++)
        Sleep(5);
    return closed == count;
}

Bytes Message(uint16_t type, const Bytes &payload, uint64_t id, uint32_t flags)
{
    ProtocolHeader header = {};
    header.magic = ProtocolMagic;
    header.version = ProtocolVersion;
    header.type = type;
    header.flags = flags;
    header.requestId = id;
    header.payloadBytes = static_cast<uint32_t>(payload.size());
    Bytes bytes(ProtocolHeaderBytes);
    ProtocolHeaderEncode(&header, bytes.data());
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    return bytes;
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

RawClient::RawClient(const std::wstring &name, DWORD flags, DWORD waitMs)
    : pipe(INVALID_HANDLE_VALUE), event(CreateEventW(nullptr, TRUE, FALSE, nullptr)), error(ERROR_SUCCESS)
{
    const ULONGLONG end = GetTickCount64() + waitMs;
    for (;;) {
        pipe = CreateFileW(name.c_str(), GENERIC_READ | FILE_WRITE_DATA | SYNCHRONIZE, 0, nullptr, OPEN_EXISTING, FILE_FLAG_OVERLAPPED | flags, nullptr);
        error = Connected() ? ERROR_SUCCESS : GetLastError();
        if (error != ERROR_PIPE_BUSY || GetTickCount64() >= end)
            return;
        WaitNamedPipeW(name.c_str(), 50);
    }
}

RawClient::~RawClient()
{
    Close();
    CloseHandle(event);
}

void RawClient::Close()
{
    if (Connected())
        CloseHandle(pipe);
    pipe = INVALID_HANDLE_VALUE;
}

bool RawClient::Move(bool write, void *bytes, size_t count, DWORD timeoutMs, DWORD *moved)
{
    OVERLAPPED overlapped = {};
    overlapped.hEvent = event;
    *moved = 0;
    const DWORD size = static_cast<DWORD>(count);
    const BOOL at = write ? WriteFile(pipe, bytes, size, nullptr, &overlapped) : ReadFile(pipe, bytes, size, nullptr, &overlapped);
    if (!at && GetLastError() != ERROR_IO_PENDING) {
        error = GetLastError();
        return false;
    }
    const bool inTime = WaitForSingleObject(event, timeoutMs) == WAIT_OBJECT_0;
    if (!inTime)
        CancelIoEx(pipe, &overlapped);
    const BOOL done = GetOverlappedResult(pipe, &overlapped, moved, TRUE);
    error = done ? ERROR_SUCCESS : inTime ? GetLastError() : ERROR_SEM_TIMEOUT;
    return done;
}

bool RawClient::Send(const Bytes &bytes)
{
    DWORD moved;
    return Move(true, const_cast<uint8_t *>(bytes.data()), bytes.size(), 10000, &moved) && moved == bytes.size();
}

bool RawClient::Fill(size_t bytes)
{
    while (read.size() < bytes) {
        const size_t had = read.size();
        DWORD moved;
        read.resize(had + std::max<size_t>(bytes - had, 4096));
        const bool good = Move(false, read.data() + had, read.size() - had, 10000, &moved);
        read.resize(had + moved);
        if (!good)
            return false;
    }
    return true;
}

Answer RawClient::Receive()
{
    Answer answer;
    if (!Fill(ProtocolHeaderBytes))
        return answer;
    ProtocolHeader &header = answer.header;
    // Whatever was asked: the test looks at the type itself.
    const uint16_t type = static_cast<uint16_t>(read[6] | read[7] << 8);
    uint64_t id;
    ProtocolJobIdDecode(read.data() + 16, ProtocolJobIdBytes, &id);
    if (ProtocolResponseDecode(read.data(), static_cast<uint16_t>(type & ~ProtocolResponse), id, &header) != ProtocolOk)
        return answer;
    const size_t whole = ProtocolHeaderBytes + header.payloadBytes;
    answer.there = Fill(whole);
    if (answer.there) {
        answer.payload.assign(read.begin() + ProtocolHeaderBytes, read.begin() + static_cast<long>(whole));
        read.erase(read.begin(), read.begin() + static_cast<long>(whole));
    }
    return answer;
}

Answer RawClient::Ask(const Bytes &message)
{
    return Send(message) ? Receive() : Answer();
}

bool RawClient::Gone(DWORD withinMs)
{
    const ULONGLONG end = GetTickCount64() + withinMs;
    uint8_t left[256];
    DWORD moved;
    while (GetTickCount64() <= end) {
        if (!Move(false, left, sizeof left, withinMs, &moved))
            return error == ERROR_BROKEN_PIPE;
    }
    return false;
}
