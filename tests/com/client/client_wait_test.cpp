/*
 * A request of an IocpClient waits on its caller's thread. These tests prove that in a
 * single-threaded apartment the thread meanwhile goes on with what other threads send to it, and
 * that Disconnect, on any thread, ends the wait. A request from within another one's wait is
 * refused instead of waiting for itself.
 */
#include <functional>
#include <thread>

#include "support/com/event_hazard.h"
#include "support/com/remote_job.h"

namespace {

// A pipe that lets clients in and answers nothing.
struct SilentServer {
    std::wstring endpoint = FreshEndpoint();
    HANDLE pipe;
    SilentServer()
        : pipe(CreateNamedPipeW((L"\\\\.\\pipe\\" + endpoint).c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, 0, 1,
                                4096, 4096, 0, nullptr))
    {
        REQUIRE(pipe != INVALID_HANDLE_VALUE);
    }
    ~SilentServer() { CloseHandle(pipe); }
};

Com<IPerfectHashIocpClient> ClientOf(const std::wstring &endpoint)
{
    Com<IPerfectHashIocpClient> client;
    REQUIRE(CoCreateInstance(CLSID_IocpClient, nullptr, CLSCTX_INPROC_SERVER, IID_IPerfectHashIocpClient,
                             reinterpret_cast<void **>(client.out())) == S_OK);
    REQUIRE(client->put_Endpoint(Bstr(endpoint.c_str())) == S_OK);
    REQUIRE(client->put_ConnectTimeout(60000) == S_OK);
    REQUIRE(client->put_WaitForServer(VARIANT_TRUE) == S_OK);
    return client;
}

// A window of this thread, to which another thread sends a message until the object goes.
class Sent {
public:
    explicit Sent(std::function<void()> handle)
    {
        WNDCLASSW windowClass = {};
        windowClass.lpfnWndProc = Handle;
        windowClass.lpszClassName = L"Sent";
        RegisterClassW(&windowClass);
        on = std::move(handle);
        window = CreateWindowW(L"Sent", L"", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
        REQUIRE(window != nullptr);
        sender = std::thread([this] { SendMessageTimeoutW(window, WM_USER, 0, 0, SMTO_NORMAL, 60000, nullptr); });
    }
    ~Sent()
    {
        Until([this] { return handled != 0; });
        sender.join();
        DestroyWindow(window);
    }
    static int handled;

private:
    static std::function<void()> on;
    static LRESULT CALLBACK Handle(HWND window, UINT message, WPARAM w, LPARAM l)
    {
        if (message != WM_USER)
            return DefWindowProcW(window, message, w, l);
        handled++;
        on();
        return 0;
    }
    HWND window;
    std::thread sender;
};

int Sent::handled;
std::function<void()> Sent::on;

// Disconnect may also come between the connection and the request.
bool PingIsEnded(const Com<IPerfectHashIocpClient> &client)
{
    double ms;
    const HRESULT hr = client->Ping(&ms);
    return hr == PERFECTHASH_E_SERVER_STATE || hr == E_ABORT;
}

}

TEST_CASE("a client that waits for a server goes on with what is sent to its thread")
{
    Apartment apartment(COINIT_APARTMENTTHREADED);
    auto client = ClientOf(FreshEndpoint());
    Sent::handled = 0;
    Sent sent([&] { CHECK(client->Disconnect() == S_OK); });
    CHECK(client->Connect() == PERFECTHASH_E_SERVER_STATE);
    CHECK(ErrorTells(L"closed"));
    CHECK(Sent::handled == 1);
}

TEST_CASE("a client that waits for an answer goes on with what is sent to its thread, but with no request of its own")
{
    Apartment apartment(COINIT_APARTMENTTHREADED);
    SilentServer server;
    auto client = ClientOf(server.endpoint);
    Sent::handled = 0;
    Sent sent([&] {
        double ms;
        CHECK(client->Ping(&ms) == PERFECTHASH_E_SERVER_STATE);
        CHECK(ErrorTells(L"under way"));
        VARIANT_BOOL connected = VARIANT_FALSE;
        CHECK((client->get_Connected(&connected) == S_OK && connected == VARIANT_TRUE));
        CHECK(client->Disconnect() == S_OK);
    });
    double ms;
    CHECK(client->Ping(&ms) == PERFECTHASH_E_SERVER_STATE);
    CHECK(ErrorTells(L"closed"));
    CHECK(Sent::handled == 1);
}

TEST_CASE("a client may be released from within its request")
{
    Apartment apartment(COINIT_APARTMENTTHREADED);
    SilentServer server;
    auto client = ClientOf(server.endpoint);
    IPerfectHashIocpClient *const alone = client.p;
    Sent::handled = 0;
    Sent sent([&] {
        CHECK(alone->Disconnect() == S_OK);
        client.reset();
    });
    double ms;
    CHECK(alone->Ping(&ms) == PERFECTHASH_E_SERVER_STATE);
    CHECK(Sent::handled == 1);
}

TEST_CASE("another thread's Disconnect ends a wait for a server, for an answer and for another request")
{
    for (const DWORD model : {COINIT_APARTMENTTHREADED, COINIT_MULTITHREADED}) {
        Apartment apartment(model);
        SilentServer server;
        for (const std::wstring &endpoint : {FreshEndpoint(), server.endpoint}) {
            auto client = ClientOf(endpoint);
            volatile LONG waiting = 2;
            std::thread second([&] {
                Apartment other;
                CHECK(PingIsEnded(client));
                InterlockedDecrement(&waiting);
            });
            std::thread ending([&] {
                Apartment other;
                while (waiting != 0) { // whenever they begin to wait
                    Sleep(50);
                    client->Disconnect();
                }
            });
            CHECK(PingIsEnded(client));
            InterlockedDecrement(&waiting);
            second.join();
            ending.join();
        }
    }
}
