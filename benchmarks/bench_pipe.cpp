// The pipe server against a bare overlapped echo of the same sizes, in turns in one run; and what
// an idle server costs: bench_pipe [--json].
#include <string>
#include <vector>

#include "against_bare.h"
#include "runtime/pipe/pipe_server.h"

namespace {

enum { RoundTrips = 1000, IdleMs = 3000 };

// The client of both: a request, and all of its answer.
class Client {
public:
    explicit Client(const std::wstring &name)
    {
        while ((pipe = CreateFileW(name.c_str(), GENERIC_READ | FILE_WRITE_DATA | SYNCHRONIZE, 0, nullptr,
                                   OPEN_EXISTING, SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, nullptr)) ==
               INVALID_HANDLE_VALUE) {
            Require(GetLastError() == ERROR_PIPE_BUSY, "CreateFile");
            WaitNamedPipeW(name.c_str(), 100);
        }
    }
    ~Client() { CloseHandle(pipe); }
    void Ask(const std::vector<BYTE> &message, std::vector<BYTE> &answer)
    {
        DWORD moved;
        Require(WriteFile(pipe, message.data(), static_cast<DWORD>(message.size()), &moved, nullptr), "WriteFile");
        for (size_t filled = 0; filled < answer.size(); filled += moved)
            Require(ReadFile(pipe, answer.data() + filled, static_cast<DWORD>(answer.size() - filled), &moved, nullptr),
                    "ReadFile");
    }

private:
    HANDLE pipe;
};

// One thread on one port that reads so many bytes and writes so many: the least that a server can
// do.
struct BareEcho {
    std::wstring name;
    HANDLE pipe, port, thread;
    std::vector<BYTE> in, out;

    BareEcho(const std::wstring &pipeName, size_t inBytes, size_t outBytes) : name(pipeName), in(inBytes), out(outBytes)
    {
        pipe = CreateNamedPipeW(name.c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_BYTE, 1, 4096, 4096,
                                0, nullptr);
        Require(pipe != INVALID_HANDLE_VALUE, "CreateNamedPipe");
        port = CreateIoCompletionPort(pipe, nullptr, 0, 1);
        thread = CreateThread(nullptr, 0, Main, this, 0, nullptr);
    }
    ~BareEcho() // after its client
    {
        WaitForSingleObject(thread, INFINITE);
        CloseHandle(thread);
        CloseHandle(pipe);
        CloseHandle(port);
    }
    bool Finish(BOOL started, OVERLAPPED *overlapped, DWORD *moved)
    {
        ULONG_PTR key;
        OVERLAPPED *done;
        if (!started && GetLastError() != ERROR_IO_PENDING && GetLastError() != ERROR_PIPE_CONNECTED)
            return false;
        if (!started && GetLastError() == ERROR_PIPE_CONNECTED)
            return true;
        return GetQueuedCompletionStatus(port, moved, &key, &done, INFINITE) && done == overlapped;
    }
    static DWORD WINAPI Main(void *parameter)
    {
        BareEcho *self = static_cast<BareEcho *>(parameter);
        DWORD moved;
        OVERLAPPED overlapped = {};
        bool good = self->Finish(ConnectNamedPipe(self->pipe, &overlapped), &overlapped, &moved);
        while (good) {
            for (size_t filled = 0; good && filled < self->in.size(); filled += moved) {
                overlapped = {};
                good = self->Finish(ReadFile(self->pipe, self->in.data() + filled,
                                             static_cast<DWORD>(self->in.size() - filled), nullptr, &overlapped),
                                    &overlapped, &moved);
            }
            overlapped = {};
            good = good && self->Finish(WriteFile(self->pipe, self->out.data(), static_cast<DWORD>(self->out.size()),
                                                  nullptr, &overlapped),
                                        &overlapped, &moved);
        }
        return 0;
    }
};

void Answer(void *, PipeConnection *connection, const ProtocolHeader *header, const void *payload)
{
    static const BYTE hello[ProtocolHelloBytes] = {};
    if (header->type == ProtocolPing)
        PipeRespond(connection, S_OK, hello, sizeof hello);
    else
        PipeRespond(connection, S_OK, payload, header->payloadBytes);
}

std::vector<BYTE> Message(uint16_t type, size_t payloadBytes)
{
    ProtocolHeader header = {};
    header.magic = ProtocolMagic;
    header.version = ProtocolVersion;
    header.type = type;
    header.payloadBytes = static_cast<uint32_t>(payloadBytes);
    std::vector<BYTE> message(ProtocolHeaderBytes + payloadBytes, 'x');
    ProtocolHeaderEncode(&header, message.data());
    return message;
}

double Measure(Client &client, const std::vector<BYTE> &message, std::vector<BYTE> &answer)
{
    const double start = Seconds();
    for (int i = 0; i < RoundTrips; i++)
        client.Ask(message, answer);
    return (Seconds() - start) / RoundTrips * 1e6;
}

void CompareAnswers(const char *name, const std::wstring &server, uint16_t type, size_t payloadBytes,
                    size_t answerBytes)
{
    const std::vector<BYTE> message = Message(type, payloadBytes);
    std::vector<BYTE> answer(answerBytes);
    const std::wstring bareName = server + L"-bare";
    BareEcho echo(bareName, message.size(), answerBytes);
    {
        Client ours(server), bare(bareName);
        Compare(
            name, "us", [&] { return Measure(ours, message, answer); }, [&] { return Measure(bare, message, answer); });
    }
}

// What the server does while nobody asks: nothing, but for its timers.
void Idle(Runtime *runtime, const std::wstring &server, size_t bytesBefore)
{
    std::vector<BYTE> answer(ProtocolHeaderBytes + ProtocolHelloBytes);
    Client client(server);
    client.Ask(Message(ProtocolPing, 0), answer); // one that is connected, and silent
    Sleep(200);
    RuntimeStatistics before, after;
    RuntimeStatisticsTake(runtime, &before);
    const double start = Seconds();
    Sleep(IdleMs);
    RuntimeStatisticsTake(runtime, &after);
    const double seconds = Seconds() - start;
    Report("idle server: items run a second", static_cast<double>(after.itemsRun - before.itemsRun) / seconds, "1/s");
    Report("idle server: timers run a second", static_cast<double>(after.timersRun - before.timersRun) / seconds,
           "1/s");
    const double mebibyte = 1 << 20;
    Report("idle server: private bytes of the process", static_cast<double>(PrivateBytes()) / mebibyte, "MiB");
    Report("idle server: of them before it started", static_cast<double>(bytesBefore) / mebibyte, "MiB");
}

} // namespace

int main(int argc, char **argv)
{
    BenchBegin("pipe", argc, argv);
    const std::wstring name = L"\\\\.\\pipe\\bench-pipe-" + std::to_wstring(GetCurrentProcessId());
    const PipeServerHandler handler = {Answer, [](void *, PipeConnection *) {}, nullptr};
    Runtime *runtime = nullptr;
    PipeServer *server = nullptr;
    PipeServerOptions options = {};
    HANDLE ended = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    const size_t bytesBefore = PrivateBytes();
    options.endpoint = name.c_str();
    options.handler = &handler;
    options.context = ended;
    SetLastError(RuntimeStart(nullptr, &runtime));
    Require(runtime != nullptr, "RuntimeStart");
    SetLastError(PipeServerStart(
        runtime, &options, [](void *event) { SetEvent(event); }, &server));
    Require(server != nullptr, "PipeServerStart");
    Idle(runtime, name, bytesBefore);
    CompareAnswers("ping, round trip", name, ProtocolPing, 0, ProtocolHeaderBytes + ProtocolHelloBytes);
    CompareAnswers("a payload of 200 bytes, round trip", name, ProtocolTableCreate, 200, ProtocolHeaderBytes + 200);
    PipeServerStop(server);
    WaitForSingleObject(ended, INFINITE);
    RuntimeStop(runtime);
    CloseHandle(ended);
    return 0;
}
