// A client of a pipe server that sends any bytes and never waits for ever.
#pragma once

#include <windows.h>

#include <algorithm>
#include <string>
#include <vector>

#include "runtime/pure/protocol.h"
#include "support/patience.h"

typedef std::vector<uint8_t> Bytes;

inline Bytes Message(uint16_t type, const Bytes &payload = {}, uint64_t id = 7, uint32_t flags = 0)
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

struct Answer {
    bool there = false; // a whole one, and of the protocol
    ProtocolHeader header = {};
    Bytes payload;
};

class RawClient {
public:
    explicit RawClient(const std::wstring &name, DWORD flags = SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION,
                       DWORD waitMs = PatienceMs);
    ~RawClient();
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;
    bool Connected() const { return pipe != INVALID_HANDLE_VALUE; }
    DWORD Error() const { return error; } // of the connect
    HANDLE Handle() const { return pipe; }
    bool Send(const Bytes &bytes);
    Answer Receive(); // not there: broken, or nothing before patience ends
    Answer Ask(const Bytes &message);
    bool Gone(DWORD withinMs = PatienceMs); // has the server closed its end? Reads what is left.
    void Close();

private:
    bool Move(bool write, void *bytes, size_t count, DWORD timeoutMs, DWORD *moved);
    bool Fill(size_t bytes); // so many bytes have been read and not taken
    HANDLE pipe, event;
    Bytes read;
    DWORD error;
};

inline RawClient::RawClient(const std::wstring &name, DWORD flags, DWORD waitMs)
    : pipe(INVALID_HANDLE_VALUE), event(CreateEventW(nullptr, TRUE, FALSE, nullptr)), error(ERROR_SUCCESS)
{
    const ULONGLONG end = GetTickCount64() + waitMs;
    for (;;) {
        pipe = CreateFileW(name.c_str(), GENERIC_READ | FILE_WRITE_DATA | SYNCHRONIZE, 0, nullptr, OPEN_EXISTING,
                           FILE_FLAG_OVERLAPPED | flags, nullptr);
        error = Connected() ? ERROR_SUCCESS : GetLastError();
        if (error != ERROR_PIPE_BUSY || GetTickCount64() >= end)
            return;
        WaitNamedPipeW(name.c_str(), 50);
    }
}

inline RawClient::~RawClient()
{
    Close();
    CloseHandle(event);
}

inline void RawClient::Close()
{
    if (Connected())
        CloseHandle(pipe);
    pipe = INVALID_HANDLE_VALUE;
}

inline bool RawClient::Move(bool write, void *bytes, size_t count, DWORD timeoutMs, DWORD *moved)
{
    OVERLAPPED overlapped = {};
    overlapped.hEvent = event;
    *moved = 0;
    const DWORD size = static_cast<DWORD>(count);
    const BOOL at =
        write ? WriteFile(pipe, bytes, size, nullptr, &overlapped) : ReadFile(pipe, bytes, size, nullptr, &overlapped);
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

inline bool RawClient::Send(const Bytes &bytes)
{
    DWORD moved;
    return Move(true, const_cast<uint8_t *>(bytes.data()), bytes.size(), PatienceMs, &moved) && moved == bytes.size();
}

inline bool RawClient::Fill(size_t bytes)
{
    while (read.size() < bytes) {
        const size_t had = read.size();
        DWORD moved;
        read.resize(had + std::max<size_t>(bytes - had, 4096));
        const bool good = Move(false, read.data() + had, read.size() - had, PatienceMs, &moved);
        read.resize(had + moved);
        if (!good)
            return false;
    }
    return true;
}

inline Answer RawClient::Receive()
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

inline Answer RawClient::Ask(const Bytes &message)
{
    return Send(message) ? Receive() : Answer();
}

inline bool RawClient::Gone(DWORD withinMs)
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
