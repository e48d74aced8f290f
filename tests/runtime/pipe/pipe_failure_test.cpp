/*
 * In debug builds the Nth Win32 call fails over the whole life of a server with a few clients.
 * Nothing hangs, the server takes a client in the end, and `closed` comes once for each connection
 * that asked. No memory, handle or thread remains. Calls that no N has met are made to fail by
 * name.
 */
#include <doctest/doctest.h>

#ifndef NDEBUG

#include <algorithm>

#include "runtime/base/win32_calls.h"
#include "runtime/pipe/completion_token.h"
#include "support/runtime/nth_failure.h"
#include "support/runtime/pipe_fixture.h"

namespace {

struct Life {
    std::atomic<long> requested{0}, served{0}, closed{0};
    HANDLE ended = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    ~Life() { CloseHandle(ended); }
};

void Request(void *context, PipeConnection *connection, const ProtocolHeader *header, const void *payload)
{
    Life *life = static_cast<Life *>(context);
    life->requested++;
    if (!PipeConnectionData(connection))
        life->served++;
    PipeConnectionSetData(connection, life);
    if (header->type == ProtocolStatus) {
        CompletionToken token;
        ProtocolTokenPayload given;
        uint8_t bytes[ProtocolTokenBytes];
        DWORD error = CompletionTokenCreate(&token, 1, 1);
        if (error == ERROR_SUCCESS) {
            error = CompletionTokenGive(&token, PipeConnectionClient(connection)->process, &given);
            if (error == ERROR_SUCCESS) {
                ProtocolTokenEncode(&given, bytes);
                CompletionTokenTakeBack(PipeConnectionClient(connection)->process, &given);
            }
            CompletionTokenSignal(&token);
            CompletionTokenClose(&token);
        }
        PipeRespond(connection, HRESULT_FROM_WIN32(error), bytes, error == ERROR_SUCCESS ? sizeof bytes : 0);
        return;
    }
    PipeRespond(connection, S_OK, payload, header->payloadBytes);
}

void Closed(void *context, PipeConnection *)
{
    static_cast<Life *>(context)->closed++;
}

// What a client may find: an answer that is right, or none.
bool Asks(RawClient &client, const Bytes &message, const Bytes &expected)
{
    const Answer answer = client.Ask(message);
    if (!answer.there || answer.header.status)
        return true;
    return answer.payload.size() == expected.size() && (expected.empty() || answer.payload == expected);
}

// FALSE: something is wrong.
bool Scenario()
{
    const PipeServerHandler handler = {Request, Closed, nullptr};
    const std::wstring name = FreshPipeName();
    Life life;
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 2;
    options.maxThreads = 2;
    PipeServerOptions pipe = {};
    pipe.endpoint = name.c_str();
    pipe.handler = &handler;
    pipe.context = &life;
    pipe.messageTimeoutMs = 300;
    pipe.allowUser = L"S-1-5-32-545";
    Runtime *runtime = nullptr;
    PipeServer *server = nullptr;
    if (RuntimeStart(&options, &runtime) != ERROR_SUCCESS)
        return true;
    bool right = true;
    {
        DeadlineWatch watch(runtime);
        if (PipeServerStart(
                runtime, &pipe, [](void *context) { SetEvent(static_cast<Life *>(context)->ended); }, &server) ==
            ERROR_SUCCESS) {
            for (int i = 0; i < 2; i++) {
                RawClient client(name, SECURITY_SQOS_PRESENT | SECURITY_IMPERSONATION, 2000);
                const Bytes small = Filler(100), large = Filler(30000);
                right = right && Asks(client, Message(ProtocolPing), {}) &&
                        Asks(client, Message(ProtocolTableCreate, small), small) &&
                        Asks(client, Message(ProtocolTableCreate, large), large);
                client.Ask(Message(ProtocolStatus, Filler(8), 7, ProtocolToken));
                if (i)
                    client.Ask(Message(ProtocolTypeEnd));
            }
            // Whatever has failed, the server takes a client in the end.
            bool served = false;
            for (int i = 0; i < 100 && !served; i++) {
                RawClient client(name, 0, 2000);
                served = client.Ask(Message(ProtocolPing)).there;
            }
            right = right && served;
            PipeServerStop(server);
            right = right && WaitForSingleObject(life.ended, PatienceMs) == WAIT_OBJECT_0 && life.closed == life.served;
        }
        RuntimeStop(runtime);
    }
    return right;
}

} // namespace

TEST_CASE("nth failure: a pipe server and its clients")
{
    Scenario(); // what the system makes once is there before anything is counted
    REQUIRE(Scenario());
    const LONG memory = Win32Outstanding();
    const DWORD handles = HandleCount(), threads = ThreadCount();
    NthFailure failure;
    for (int n = 1; failure.passed < 3; n++) {
        CAPTURE(n);
        bool right = false;
        const std::string failedCall = failure.Run(n, [&] { right = Scenario(); });
        CAPTURE(failedCall);
        REQUIRE(right);
        REQUIRE(Win32Outstanding() == memory);
        // A client's end is closed by the system when it gets to it.
        REQUIRE(Eventually([&] { return HandleCount() == handles; }));
        REQUIRE(ThreadCount() == threads);
    }
    CHECK(failure.failed > 100);
    failure.Tell();
    // The order of calls differs from run to run: what no n has met is made to fail by its name.
    for (Win32Call call : {Win32CallCreatePipe, Win32CallConnectPipe, Win32CallPipeClientId, Win32CallImpersonate,
                           Win32CallOpenThreadToken, Win32CallSecurity, Win32CallTokenInformation,
                           Win32CallCreateSection, Win32CallMapSection, Win32CallDuplicate}) {
        if (!failure.failures[call]) {
            Win32FailNthOf(call, 1);
            REQUIRE(Scenario());
            failure.failures[call] = Win32FailNthReached();
            Win32FailNth(0);
            REQUIRE(Win32Outstanding() == memory);
        }
        CHECK(failure.failures[call] > 0);
    }
}

#endif
