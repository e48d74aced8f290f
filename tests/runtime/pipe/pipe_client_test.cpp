/*
 * This test plays a server that does everything wrong that a server can do. The client refuses
 * wrong answers, notices a server that vanishes or falls silent, and never waits beyond its limits.
 * A set cancel event ends every wait. Correct answers arrive whole and in order.
 */
#include "support/runtime/fixture.h"
#include "support/runtime/played_server.h"

TEST_CASE("requests go out whole and their answers come in whole, one after the other")
{
    Bytes sent(100000), taken;
    for (size_t i = 0; i < sent.size(); i++)
        sent[i] = static_cast<uint8_t>(i * 7);
    PlayedServer server([&](PlayedServer &at) {
        for (int i = 0; i < 3; i++) {
            const ProtocolHeader request = at.ReadRequest(&taken);
            if (i == 0)
                at.Write(Encoded(AnswerTo(request, S_OK, taken.size()), taken));
            else if (i == 1)
                for (const uint8_t byte : Encoded(AnswerTo(request, E_ACCESSDENIED, 4), {'N', 0, 'o', 0}))
                    at.Write({byte}); // torn
            else
                at.Write(Encoded(AnswerTo(request)));
        }
        at.Read(1); // until the client goes
    });
    Connection connection(server.name);
    REQUIRE(connection.error == ERROR_SUCCESS);
    CHECK(PipeClientServerProcessId(connection.p) == GetCurrentProcessId());
    CHECK(PipeClientServerProcess(connection.p) != nullptr);
    CHECK(connection.Request(ProtocolTableCreate, sent, ProtocolToken) == ERROR_SUCCESS);
    CHECK(connection.status == S_OK);
    CHECK(taken == sent);
    CHECK(connection.answer == sent);
    CHECK(connection.Request(ProtocolPing) == ERROR_SUCCESS);
    CHECK(connection.status == E_ACCESSDENIED);
    CHECK(connection.answer == Bytes({'N', 0, 'o', 0}));
    CHECK(connection.Request(ProtocolPing) == ERROR_SUCCESS);
    CHECK(connection.answer.empty());
    CHECK(PipeClientAlive(connection.p));
    CHECK(connection.Request(ProtocolTableCreate, Bytes(ProtocolMaxRequestBytes + 2)) == ERROR_INVALID_PARAMETER);
    CHECK(PipeClientAlive(connection.p)); // nothing was sent
}

TEST_CASE("what is no answer to the request is refused, and the connection with it")
{
    const std::function<void(ProtocolHeader &)> wrongs[] = {
        [](ProtocolHeader &header) { header.magic ^= 1; },
        [](ProtocolHeader &header) { header.type = ProtocolPing; },
        [](ProtocolHeader &header) { header.type = ProtocolResponse | ProtocolShutdown; },
        [](ProtocolHeader &header) { header.type = ProtocolResponse; }, // unasked, but no failure
        [](ProtocolHeader &header) { header.flags = 1; },
        [](ProtocolHeader &header) { header.requestId++; },
        [](ProtocolHeader &header) { header.reserved = 1; },
        [](ProtocolHeader &header) { header.payloadBytes = ProtocolMaxResponseBytes + 1; },
        [](ProtocolHeader &header) { header.payloadBytes = 0xFFFFFFFF; },
    };
    for (const auto &wrong : wrongs) {
        PlayedServer server([&](PlayedServer &at) {
            ProtocolHeader header = AnswerTo(at.ReadRequest());
            wrong(header);
            at.Write(Encoded(header));
            at.Read(1);
        });
        Connection connection(server.name);
        CHECK(connection.Request(ProtocolPing) == ERROR_INVALID_DATA);
        CHECK_FALSE(PipeClientAlive(connection.p));
        CHECK(connection.Request(ProtocolPing) == ERROR_BROKEN_PIPE);
    }
    PlayedServer server([&](PlayedServer &at) {
        ProtocolHeader header = AnswerTo(at.ReadRequest());
        header.version = 7;
        at.Write(Encoded(header));
        at.Read(1);
    });
    Connection connection(server.name);
    CHECK(connection.Request(ProtocolPing) == ERROR_REVISION_MISMATCH);
    CHECK(connection.status == 7);
    CHECK_FALSE(PipeClientAlive(connection.p));
}

TEST_CASE("a server that says unasked that it takes nobody is heard")
{
    for (const bool reads : {false, true}) {
        PlayedServer server([&](PlayedServer &at) {
            ProtocolHeader header = AnswerTo({}, E_ABORT, 2);
            if (reads)
                at.ReadRequest();
            at.Write(Encoded(header, {'x', 0}));
            if (reads)
                at.Read(1);
        });
        Connection connection(server.name);
        if (connection.error == ERROR_BROKEN_PIPE) // it was gone before the client could look who it was
            continue;
        REQUIRE(connection.error == ERROR_SUCCESS);
        CHECK(connection.Request(ProtocolPing) == ERROR_SUCCESS);
        CHECK(connection.status == E_ABORT);
        CHECK(connection.answer == Bytes({'x', 0}));
        CHECK(connection.Request(ProtocolPing) == ERROR_BROKEN_PIPE);
    }
}

TEST_CASE("a server that vanishes is noticed in each state")
{
    // after so many bytes of its answer, of 32 + 10; -1: before it read the request; -2: in the
    // middle of reading it
    for (const int after : {-2, -1, 0, 1, 31, 32, 33, 41}) {
        PlayedServer server([&](PlayedServer &at) {
            if (after == -1)
                return;
            if (after == -2) {
                at.Read(10);
                return;
            }
            Bytes whole = Encoded(AnswerTo(at.ReadRequest(), S_OK, 10), Bytes(10));
            whole.resize(static_cast<size_t>(after));
            at.Write(whole);
        });
        Connection connection(server.name);
        if (connection.error == ERROR_SUCCESS) {
            CHECK(connection.Request(ProtocolBulkCreate, Bytes(200000), ProtocolToken) == ERROR_BROKEN_PIPE);
            CHECK_FALSE(PipeClientAlive(connection.p));
        } else {
            CHECK(after == -1);
        }
    }
    // between two requests
    Signal leave;
    PlayedServer server([&](PlayedServer &at) {
        at.Write(Encoded(AnswerTo(at.ReadRequest())));
        leave.Wait();
    });
    Connection connection(server.name);
    CHECK(connection.Request(ProtocolPing) == ERROR_SUCCESS);
    CHECK(PipeClientAlive(connection.p));
    leave.Set();
    CHECK(Eventually([&] { return !PipeClientAlive(connection.p); }));
    CHECK(connection.Request(ProtocolPing) == ERROR_BROKEN_PIPE);
}

TEST_CASE("a server that falls silent is not waited for beyond the limit")
{
    for (const int after : {-1, 0, 5, 32, 37}) { // bytes of its answer; -1: it does not even read
        Signal leave;
        PlayedServer server([&](PlayedServer &at) {
            if (after >= 0) {
                Bytes whole = Encoded(AnswerTo(at.ReadRequest(), S_OK, 10), Bytes(10));
                whole.resize(static_cast<size_t>(after));
                at.Write(whole);
            }
            leave.Wait();
        });
        Connection connection(server.name, 150);
        const Stopwatch watch;
        CHECK(connection.Request(ProtocolBulkCreate, Bytes(250000), ProtocolToken) == ERROR_SEM_TIMEOUT);
        CHECK(watch.AtLeast(150));
        CHECK(connection.Request(ProtocolPing) == ERROR_BROKEN_PIPE);
        leave.Set();
    }
}

TEST_CASE("a set cancel event ends every wait")
{
    Signal leave;
    HANDLE cancel = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    PlayedServer server([&](PlayedServer &at) {
        at.ReadRequest();
        SetEvent(cancel);
        leave.Wait();
    });
    Connection connection(server.name, INFINITE, cancel);
    CHECK(connection.Request(ProtocolPing) == ERROR_CANCELLED);
    leave.Set();
    Connection absent(NewName(), 0, cancel, INFINITE, TRUE);
    CHECK(absent.error == ERROR_CANCELLED);
    Connection busy(server.name, 0, cancel, INFINITE, TRUE); // its one instance is taken, or has gone
    CHECK(busy.error == ERROR_CANCELLED);
    CloseHandle(cancel);
}

TEST_CASE("a server that is absent or busy is waited for as asked")
{
    const std::wstring name = NewName();
    // not at all, or one that were waited for were waited for without end
    CHECK(Connection(name, INFINITE, nullptr, INFINITE).error == ERROR_FILE_NOT_FOUND);
    {
        const Stopwatch watch;
        CHECK(Connection(name, 0, nullptr, 100, TRUE).error == ERROR_SEM_TIMEOUT);
        CHECK(watch.AtLeast(100));
    }
    Signal leave;
    PlayedServer server([&](PlayedServer &at) {
        at.Write(Encoded(AnswerTo(at.ReadRequest())));
        leave.Wait();
        DisconnectNamedPipe(at.pipe);
        ConnectNamedPipe(at.pipe, nullptr);
        at.Write(Encoded(AnswerTo(at.ReadRequest(), S_FALSE)));
        at.Read(1);
    });
    Connection first(server.name);
    CHECK(first.Request(ProtocolPing) == ERROR_SUCCESS);
    {
        const Stopwatch watch;
        CHECK(Connection(server.name, 0, nullptr, 120).error == ERROR_SEM_TIMEOUT);
        CHECK(watch.AtLeast(120));
    }
    std::thread later([&] {
        Sleep(100);
        leave.Set();
    });
    Connection third(server.name, PatienceMs, nullptr, PatienceMs);
    later.join();
    REQUIRE(third.error == ERROR_SUCCESS);
    CHECK(third.Request(ProtocolPing) == ERROR_SUCCESS);
    CHECK(third.status == S_FALSE);

    // one that comes later
    const std::wstring late = NewName();
    HANDLE pipe = INVALID_HANDLE_VALUE;
    std::thread comes([&] {
        Sleep(100);
        pipe = CreateNamedPipeW((L"\\\\.\\pipe\\" + late).c_str(), PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 0, 0, 0,
                                nullptr);
    });
    Connection waits(late, 0, nullptr, PatienceMs, TRUE);
    comes.join();
    CHECK(waits.error == ERROR_SUCCESS);
    CloseHandle(pipe);
}
