// A client of another user than a server's own, for tests of what such a one may do.
#pragma once

#include "jobs/server/server_state.h"
#include "support/jobs/server_fixture.h"

// A pipe into a server whose clients are what the test says.
struct Stranger {
    TestServer &server;
    TestServer pipe; // its endpoint alone
    PipeServer *transport = nullptr;
    HANDLE ended = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    bool withProcess = true;
    PipeServerHandler handler = {};

    std::wstring sid;

    explicit Stranger(TestServer &server, const wchar_t *sid = L"S-1-5-21-1-2-3-1004") : server(server), sid(sid)
    {
        handler.request = [](void *context, PipeConnection *connection, const ProtocolHeader *header,
                             const void *payload) {
            Stranger *self = static_cast<Stranger *>(context);
            PipeClient *client = const_cast<PipeClient *>(PipeConnectionClient(connection));
            client->owner = FALSE;
            wcscpy(client->sid, self->sid.c_str());
            if (!self->withProcess && client->process != nullptr) {
                CloseHandle(client->process);
                client->process = nullptr;
            }
            ServerPipeHandler.request(self->server.server, connection, header, payload);
        };
        handler.closed = [](void *context, PipeConnection *connection) {
            ServerPipeHandler.closed(static_cast<Stranger *>(context)->server.server, connection);
        };
        PipeServerOptions options = {};
        options.endpoint = pipe.endpoint.c_str();
        options.handler = &handler;
        options.context = this;
        REQUIRE(PipeServerStart(
                    server.server->runtime, &options,
                    [](void *context) { SetEvent(static_cast<Stranger *>(context)->ended); },
                    &transport) == ERROR_SUCCESS);
    }
    ~Stranger()
    {
        PipeServerStop(transport);
        CHECK(WaitForSingleObject(ended, PatienceMs) == WAIT_OBJECT_0);
        CloseHandle(ended);
    }
};
