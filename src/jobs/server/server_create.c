/*
 * From a request that creates a job to ServerBegin and its answer. Where the server has allowed
 * roots, the check of a request's paths opens files, which a share that hangs keeps for as long as
 * it likes. So such a request waits for a blocking place of its node, and a worker is left for
 * those about the server and its jobs.
 */
#include "PerfectHashErrors.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"
#include "server_state.h"

typedef struct Create {
    WorkItem item;
    Admission admission;
    Server *server;
    ServerAsk ask;
    ProtocolTokenPayload token;
    wchar_t *text; /* whose parts the ask's texts are */
} Create;

static void ServerCreateFree(Create *create)
{
    TextFree(create->text);
    Win32Free(create);
}

static void ServerCreateRun(Create *create)
{
    Failure failure;
    if (FAILED(ServerBegin(create->server, &create->ask, NULL, NULL, &failure)))
        ServerRefuse(create->server, create->ask.connection, &failure);
    else if (create->ask.token != NULL)
        ServerAnswerToken(create->ask.connection, create->ask.token);
}

/* Gives back what ServerCreateSubmit took. */
static void ServerCreateEnd(Create *create)
{
    Server *server = create->server;
    PipeConnectionRelease(create->ask.connection);
    ServerUsersRelease(&server->users, create->ask.user);
    ServerCreateFree(create);
    ServerLetPipeGo(server);
}

static void ServerCreateAdmitted(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    Create *create = CONTAINING_RECORD(item, Create, item);
    Failure failure;
    (void)worker, (void)bytes;
    if (error == ERROR_SUCCESS) {
        ServerCreateRun(create);
        AdmissionDone(&create->admission);
    } else {
        FailureSystem(&failure, PERFECTHASH_E_RUNTIME, L"request", error);
        ServerRefuse(create->server, create->ask.connection, &failure);
    }
    /* Its end may have looked for the client's jobs before this one was among them. */
    if (PipeConnectionEnded(create->ask.connection))
        RegistryClientGone(&create->server->registry, create->ask.connection);
    ServerCreateEnd(create);
}

/* The request outlives its message: it holds its connection, its user and the server. */
static void ServerCreateSubmit(Create *create)
{
    Server *server = create->server;
    PipeConnection *connection = create->ask.connection;
    PipeConnectionHold(connection);
    ServerUsersHold(&server->users, create->ask.user);
    ServerKeepPipe(server);
    AdmissionInitBlocking(&create->admission, PipeConnectionNode(connection), ReadyInteractive, 1);
    create->admission.guest = !create->ask.client->owner;
    WorkItemInit(&create->item, ServerCreateAdmitted);
    const DWORD error = AdmissionSubmit(&create->admission, &create->item);
    if (error == ERROR_SUCCESS)
        return;
    Failure failure;
    FailureSystem(&failure, PERFECTHASH_E_RUNTIME, L"request", error);
    ServerRefuse(server, connection, &failure);
    ServerCreateEnd(create);
}

void ServerTakeCreate(Server *server, PipeConnection *connection, const ServerAsk *ask, BOOL wantsToken, wchar_t *text)
{
    Failure failure;
    Create *create = Win32Allocate(sizeof *create);
    if (create == NULL) {
        TextFree(text);
        FailureMemory(&failure, L"request", sizeof *create);
        ServerRefuse(server, connection, &failure);
        return;
    }
    create->server = server;
    create->text = text;
    create->ask = *ask;
    create->ask.connection = connection;
    create->ask.client = PipeConnectionClient(connection);
    create->ask.user = PipeConnectionData(connection);
    create->ask.token = wantsToken ? &create->token : NULL;
    if (server->roots.count != 0) {
        ServerCreateSubmit(create);
        return;
    }
    ServerCreateRun(create);
    ServerCreateFree(create);
}
