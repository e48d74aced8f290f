/*
 * These tests prove that a server's watchdog names each callback that has run for long, once, with
 * the last events of its worker, also when every worker hangs. The owner gets the events of all
 * workers at any time, a page for each, and nobody else does. What waits here waits for an event
 * that the test sets: no time is asserted.
 */
#include <algorithm>
#include <mutex>

#include "jobs/client/client.h"
#include "jobs/server/server_state.h"
#include "jobs/text/text.h"
#include "support/jobs/stranger.h"
#include "support/runtime/played_server.h"

namespace {

using ::Bytes;

struct TellingServer : TestServer {
    std::mutex lock;
    std::vector<std::wstring> told;
    TellingServer()
    {
        options.hangMs = 50;
        options.log = [](void *context, const wchar_t *line) {
            TellingServer *self = static_cast<TellingServer *>(context);
            const std::lock_guard<std::mutex> held(self->lock);
            self->told.emplace_back(line);
        };
        options.logContext = this;
    }
    std::vector<std::wstring> all()
    {
        const std::lock_guard<std::mutex> held(lock);
        return told;
    }
    size_t count(const std::wstring &what)
    {
        const std::vector<std::wstring> lines = all();
        return static_cast<size_t>(
            std::count_if(lines.begin(), lines.end(), [&](const std::wstring &line) { return Contains(line, what); }));
    }
    bool tells(const std::wstring &what, size_t times)
    {
        for (int i = 0; i < 6000 && count(what) < times; i++)
            Sleep(10);
        return count(what) == times;
    }
};

// A work item whose callback waits until it is let go.
struct Hanging {
    WorkItem item;
    HANDLE came = CreateEventW(nullptr, TRUE, FALSE, nullptr), go = CreateEventW(nullptr, TRUE, FALSE, nullptr),
           over = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    explicit Hanging(const TestServer &server)
    {
        WorkItemInit(&item, Run);
        REQUIRE(NodePost(RuntimeNodeAt(server.server->runtime, 0), &item) == ERROR_SUCCESS);
        REQUIRE(WaitForSingleObject(came, 60000) == WAIT_OBJECT_0);
    }
    ~Hanging()
    {
        SetEvent(go);
        CHECK(WaitForSingleObject(over, 60000) == WAIT_OBJECT_0);
        for (const HANDLE handle : {came, go, over})
            CloseHandle(handle);
    }
    Hanging(const Hanging &) = delete;
    Hanging &operator=(const Hanging &) = delete;
    static void Run(WorkItem *item, Worker *, DWORD, DWORD)
    {
        Hanging *self = CONTAINING_RECORD(item, Hanging, item);
        SetEvent(self->came);
        WaitForSingleObject(self->go, 600000);
        SetEvent(self->over);
    }
    static std::wstring place()
    {
        CodeModule module;
        char text[CodePlaceChars];
        CodeModuleTake(&module);
        CodePlaceText(&module, reinterpret_cast<ULONG_PTR>(Run), text);
        return std::wstring(text, text + strlen(text));
    }
};

const std::wstring hangs = L"hangs: " + Hanging::place() + L" has run for ";

std::string TextOf(const ServerAnswer &answer)
{
    return std::string(answer.payload.begin() + ProtocolJobIdBytes, answer.payload.end());
}

uint64_t NextOf(const ServerAnswer &answer)
{
    uint64_t next = 0;
    REQUIRE(answer.status == S_OK);
    REQUIRE(answer.payload.size() > ProtocolJobIdBytes);
    REQUIRE(ProtocolJobIdDecode(answer.payload.data(), ProtocolJobIdBytes, &next));
    return next;
}

HRESULT AskRings(const std::wstring &endpoint, std::wstring *text)
{
    ClientOptions options = {};
    ClientFailure failure = {};
    ::Client *client = nullptr;
    wchar_t *rings = nullptr;
    options.endpoint = endpoint.c_str();
    REQUIRE(ClientConnect(&options, &client, &failure) == S_OK);
    const HRESULT code = ClientRings(client, &rings, &failure);
    CHECK(SUCCEEDED(code) == (rings != nullptr));
    *text = rings != nullptr ? rings : failure.text;
    TextFree(rings);
    ClientRelease(client);
    return code;
}

size_t Occurrences(const std::string &text, const std::string &what)
{
    size_t count = 0;
    for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        count++;
    return count;
}

} // namespace

TEST_CASE("a callback that hangs is named once, where its code is, with its worker's events")
{
    CHECK(Hanging::place().find(L"jobs_tests.exe+0x") == 0);
    TellingServer server;
    server.start();
    {
        const Hanging first(server);
        CHECK(server.tells(hangs, 1));
        const Hanging second(server); // in the time that this one takes the first is looked at again
        CHECK(server.tells(hangs, 2));
    }
    const std::vector<std::wstring> lines = server.all();
    const auto at =
        std::find_if(lines.begin(), lines.end(), [](const std::wstring &line) { return Contains(line, hangs); });
    REQUIRE(at != lines.end());
    CHECK(Contains(*at, L" on worker "));
    CHECK(at->find(L"[" + std::to_wstring(GetCurrentProcessId()) + L" S-1-5-") == 0);
    CHECK(std::any_of(at, lines.end(), [](const std::wstring &line) {
        return Contains(line, L"] ring: #") && Contains(line, L": item item=") &&
               Contains(line, L"callback=" + Hanging::place() + L" ");
    }));
    Client client(server);
    CHECK(client.ask(ProtocolPing).status == S_OK);
}

TEST_CASE("callbacks are named when every worker hangs and nothing is answered")
{
    TellingServer server;
    server.start();
    {
        std::vector<std::unique_ptr<Hanging>> all;
        while (all.size() < NodeWorkers(RuntimeNodeAt(server.server->runtime, 0)))
            all.push_back(std::make_unique<Hanging>(server));
        CHECK(server.tells(hangs, all.size()));
    }
    Client client(server);
    CHECK(client.ask(ProtocolPing).status == S_OK);
}

TEST_CASE("a server that stops tells a callback that hangs meanwhile, and its end last")
{
    TellingServer server;
    server.start();
    Folder folder;
    {
        HeldWorker job(server, LongLine(folder)); // what the server waits for
        const Hanging hanging(server);
        ServerStop(server.server, 0);
        CHECK(server.tells(hangs, 1));
    }
    CHECK(server.stopped(60000));
    ServerRelease(server.server);
    server.server = nullptr;
    CHECK(Contains(server.all().back(), L"] stopped"));
}

TEST_CASE("the owner gets the events of all workers, a page for each, and what each runs")
{
    TestServer server;
    server.options.runtime.simulatedNumaNodes = 2;
    server.start();
    const Hanging one(server), two(server);
    Client client(server);
    const std::wstring place = Hanging::place();
    const std::string runs = " has run " + std::string(place.begin(), place.end()) + " for ";
    std::string all;
    uint64_t page = 0;
    size_t pages = 0;
    do {
        const ServerAnswer answer = client.about(ProtocolRings, page);
        page = NextOf(answer);
        const std::string text = TextOf(answer);
        CHECK(Occurrences(text, " thread ") <= 1);
        CHECK(text.back() == '\n');
        all += text;
        pages++;
    } while (page != 0);
    CHECK(pages >= 3); // the two workers of the first node that hang, and the second node
    CHECK(Occurrences(all, runs) == 2);
    CHECK(Occurrences(all, "node 0: in flight ") == 1);
    CHECK(Occurrences(all, "node 1: in flight ") == 1);
    std::wstring text;
    CHECK(AskRings(server.endpoint, &text) == S_OK);
    CHECK(Contains(text, L" has run " + place + L" for "));
    CHECK(Contains(text, L"node 1: in flight "));
}

TEST_CASE("a page of rings that is not there is told as such, and so is who may not have one")
{
    TestServer server;
    server.start();
    Client client(server);
    for (const uint64_t page : {1000ull, 1ull << 32, ~0ull}) {
        const ServerAnswer answer = client.about(ProtocolRings, page);
        CHECK(answer.status == PERFECTHASH_E_PROTOCOL);
        CHECK(Contains(answer.text(), L"there is no such page of rings"));
    }
    Stranger stranger(server);
    Client other(stranger.pipe);
    const ServerAnswer answer = other.about(ProtocolRings, 0);
    CHECK(answer.status == PERFECTHASH_E_NOT_ALLOWED);
    CHECK(Contains(answer.text(), L"Rings: it is for the server's own user alone"));
    CHECK(other.ask(ProtocolPing).status == S_OK);
}

TEST_CASE("an answer that is no page of rings is told as such, one that leads back among them")
{
    for (const Bytes &payload : {Bytes(), Bytes(7), Bytes{5, 0, 0, 0, 0, 0, 0, 0, 'a'}}) {
        PlayedServer wrong([&payload](PlayedServer &server) {
            for (int i = 0; i < 2; i++) {
                const ProtocolHeader request = server.ReadRequest();
                if (request.type != ProtocolRings)
                    return;
                server.Write(Encoded(AnswerTo(request, S_OK, static_cast<uint32_t>(payload.size())), payload));
            }
            server.Read(1);
        });
        std::wstring text;
        CHECK(AskRings(wrong.name, &text) == PERFECTHASH_E_PROTOCOL);
    }
}
