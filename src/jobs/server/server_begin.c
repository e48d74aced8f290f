/*
 * From a request's words to a job that runs: parsed by the one option table, its paths checked, its
 * token given before it starts.
 */
#include "server_state.h"

#include "PerfectHashErrors.h"
#include "jobs/table/table_values.h"
#include "jobs/text/command_line.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/identity.h"

/* ---- paths ---- */

/* Opens what it looks at with the rights of the client, if the server acts for him. */
static HRESULT CheckClientPath(const Server *server, const ServerAsk *ask, const wchar_t *path, wchar_t **out,
                               Failure *failure)
{
    Identity *before = IdentityEnter(ask->identity);
    const HRESULT code = ServerRootsPath(&server->roots, !ask->client->owner, path, out, failure);
    IdentityLeave(before);
    return code;
}

/* The path that the job may use. Of this process' own requests a relative one is completed. */
static HRESULT CheckPath(const Server *server, const ServerAsk *ask, const wchar_t *path, wchar_t **out,
                         Failure *failure)
{
    if (ask->client != NULL)
        return CheckClientPath(server, ask, path, out, failure);
    wchar_t *full = PathFull(path);
    if (full == NULL)
        return FailureMemoryText(failure, path);
    const HRESULT code = ServerRootsPath(&server->roots, FALSE, full, out, failure);
    TextFree(full);
    return code;
}

/* As CheckPath of a client's path, which this one was found below. */
static BOOL ServerBeginLinkAllowed(const void *context, const wchar_t *path)
{
    const Server *server = context;
    wchar_t *allowed = NULL;
    const HRESULT code = ServerRootsPath(&server->roots, FALSE, path, &allowed, NULL);
    TextFree(allowed);
    return SUCCEEDED(code);
}

/* Where the tables go; NULL: nowhere. The server's own directory needs no check. */
static HRESULT CheckOutput(const Server *server, const ServerAsk *ask, const wchar_t *path, wchar_t **out,
                           Failure *failure)
{
    *out = NULL;
    if (server->noFileIo)
        return S_OK;
    if (path != NULL && *path != 0)
        return CheckPath(server, ask, path, out, failure);
    if (server->baseOutputDirectory == NULL)
        return S_OK;
    *out = TextCopy(server->baseOutputDirectory);
    return *out != NULL ? S_OK : FailureMemoryText(failure, server->baseOutputDirectory);
}

/* ---- ends ---- */

/* The things that a started job holds until it is over: its server. */
typedef struct Running {
    Server *server;
    ServerJob *job;
    ServerUser *user; /* held; NULL: this process' */
    ServerWatcher watcher;
} Running;

static void TellEnd(const Running *running)
{
    const ServerJob *job = running->job;
    const JobRecordValues *values = &job->values;
    if (values->state != JobRecordSucceeded)
        ServerTellJob(running->server, job, L"%ls", job->message != NULL ? job->message : L"failed");
    else if (job->kind == ServerJobTable)
        ServerTellJob(running->server, job, L"made, %llu keys, %llu ms", (unsigned long long)values->keyCount,
                      (unsigned long long)values->elapsedMs);
    else
        ServerTellJob(running->server, job, L"%llu made, %llu skipped, %llu failed, %llu ms",
                      (unsigned long long)values->succeeded, (unsigned long long)values->skipped,
                      (unsigned long long)values->failed, (unsigned long long)values->elapsedMs);
}

static void ServerBeginOver(Running *running)
{
    TellEnd(running);
    ServerMetricsJob(&running->server->metrics, running->job);
    ServerUsersRelease(&running->server->users, running->user);
    ServerJobOver(running->server, running->job, TRUE);
    Win32Free(running);
}

static void ServerBeginTableEnded(TableJob *table, void *context)
{
    Running *running = context;
    ServerJobTableEnded(running->job, table);
    if (running->watcher.tableDone != NULL)
        running->watcher.tableDone(table, running->watcher.context);
    ServerBeginOver(running);
}

static void BulkEnded(BulkJob *bulk, void *context)
{
    Running *running = context;
    ServerJobBulkEnded(running->job, bulk);
    if (running->watcher.bulkDone != NULL)
        running->watcher.bulkDone(bulk, running->watcher.context);
    ServerBeginOver(running);
}

static void ServerBeginRowEnded(BulkJob *bulk, const BulkRow *row, void *context)
{
    const Running *running = context;
    ServerJobRow(running->job, bulk, row);
    if (running->watcher.row != NULL)
        running->watcher.row(bulk, row, running->watcher.context);
}

static void ServerBeginTableMoved(TableJob *table, void *context)
{
    const Running *running = context;
    if (running->watcher.moved != NULL)
        running->watcher.moved(table, running->watcher.context);
}

/* ---- starts ---- */

/* NULL: the owner's, who has none. */
static MemoryQuota *BeginQuotaOf(const Running *running)
{
    return running->job->guest ? ServerUserQuota(running->user) : NULL;
}

/* A job of the layer below that was started, with the caller's reference. */
typedef struct Started {
    TableJob *table;
    BulkJob *bulk;
    Identity *identity; /* of a client who lets the server act for him, when that makes a difference */
} Started;

/* Makes the path of a table's values one that the job may use: *own, to be freed. */
static HRESULT CheckValuesPath(const Server *server, const ServerAsk *ask, TableCommand *command, wchar_t **own,
                               Failure *failure)
{
    const wchar_t *given = command->options.values;
    if (command->options.solve.valueBits == 0)
        return S_OK;
    wchar_t *path = given != NULL ? TextCopy(given) : TableValuesPath(command->keysPath);
    if (path == NULL)
        return FailureMemoryText(failure, command->keysPath);
    const HRESULT code = CheckPath(server, ask, path, own, failure);
    TextFree(path);
    command->options.values = *own;
    return code;
}

static HRESULT ServerBeginStartTable(Running *running, const ServerAsk *ask, int count, const wchar_t *const *words,
                                     Started *started, Failure *failure)
{
    Server *server = running->server;
    TableOptions defaults;
    TableCommand command;
    wchar_t *keysPath = NULL, *valuesPath = NULL, *outputDirectory = NULL;
    TableOptionsDefault(&defaults);
    HRESULT code = TableCommandParse(count, words, &defaults, &command, failure);
    if (FAILED(code))
        return code;
    if (command.options.outputFile != NULL || command.options.printOutputs)
        code = FailureSet(failure, PERFECTHASH_E_OPTION_VALUE,
                          command.options.outputFile != NULL ? L"-o" : L"--PrintOutputs",
                          L"it is for tables that a program makes by itself, not for those of a server", 0, 0, 0);
    if (SUCCEEDED(code))
        code = CheckPath(server, ask, command.keysPath, &keysPath, failure);
    if (SUCCEEDED(code))
        code = CheckValuesPath(server, ask, &command, &valuesPath, failure);
    if (SUCCEEDED(code))
        code = CheckOutput(server, ask, command.outputDirectory, &outputDirectory, failure);
    /* The operator sees the path, whatever the client's errors call the file. */
    if (SUCCEEDED(code) && !ServerJobName(running->job, keysPath, command.options.noFileIo ? NULL : outputDirectory))
        code = FailureMemoryText(failure, keysPath);
    if (SUCCEEDED(code)) {
        const TableRequest request = {
            .keysPath = keysPath,
            .outputDirectory = outputDirectory,
            .noLinksFrom = server->roots.count != 0 && outputDirectory != NULL ? wcslen(outputDirectory) : 0,
            .options = command.options,
            .noEvent = ask->client != NULL,
            .guest = running->job->guest,
            .quota = BeginQuotaOf(running),
            .moved = ServerBeginTableMoved,
            .identity = started->identity,
        };
        ServerTellJob(server, running->job, L"table of %ls", keysPath);
        code = TableJobStart(server->runtime, &request, ServerBeginTableEnded, running, &started->table, failure);
    }
    TextFree(keysPath);
    TextFree(valuesPath);
    TextFree(outputDirectory);
    TableCommandFree(&command);
    return code;
}

/*
 * A path in the options, to be written: it gives way to the one that the job may use, which is *own
 * to be freed. NULL: there is none.
 */
static HRESULT CheckOption(const Running *running, const ServerAsk *ask, const wchar_t *name, const wchar_t **path,
                           wchar_t **own, Failure *failure)
{
    if (*path == NULL)
        return S_OK;
    if (running->server->noFileIo)
        return FailureSet(failure, PERFECTHASH_E_NOT_ALLOWED, name, L"this server writes no files", 0, 0, 0);
    const HRESULT code = CheckPath(running->server, ask, *path, own, failure);
    *path = *own;
    return code;
}

static HRESULT ServerBeginStartBulk(Running *running, const ServerAsk *ask, const wchar_t *keysPath,
                                    const wchar_t *outputPath, BulkOptions *options, Started *started, Failure *failure)
{
    Server *server = running->server;
    wchar_t *keysDirectory = NULL, *outputDirectory = NULL, *pack = NULL, *merge = NULL;
    HRESULT code = CheckOption(running, ask, L"--Merge", &options->merge, &merge, failure);
    if (SUCCEEDED(code))
        code = CheckOption(running, ask, L"--Pack", &options->pack, &pack, failure);
    if (SUCCEEDED(code) && merge == NULL)
        code = CheckPath(server, ask, keysPath, &keysDirectory, failure);
    if (SUCCEEDED(code) && merge == NULL)
        code = CheckOutput(server, ask, outputPath, &outputDirectory, failure);
    if (SUCCEEDED(code) && pack != NULL && options->shardCount == 0) {
        running->job->pack = TextCopy(pack); /* a shard's gets another name, which the record does not tell */
        if (running->job->pack == NULL)
            code = FailureMemoryText(failure, pack);
    }
    const wchar_t *output = options->table.noFileIo ? NULL : pack != NULL ? pack : outputDirectory;
    if (SUCCEEDED(code) && !ServerJobName(running->job, merge != NULL ? merge : keysDirectory, output))
        code = FailureMemoryText(failure, keysPath);
    if (SUCCEEDED(code)) {
        const BulkRequest request = {
            .keysDirectory = keysDirectory,
            .outputDirectory = outputDirectory,
            .options = *options,
            .identity = started->identity,
            .noLinks = server->roots.count != 0,
            .linkRule = {ServerBeginLinkAllowed, server},
            .guest = running->job->guest,
            .quota = BeginQuotaOf(running),
            .packInside = ask->client != NULL || server->roots.count != 0,
        };
        ServerTellJob(server, running->job, L"tables of %ls", merge != NULL ? merge : keysDirectory);
        code =
            BulkJobStart(server->runtime, &request, BulkEnded, ServerBeginRowEnded, running, &started->bulk, failure);
    }
    TextFree(keysDirectory);
    TextFree(outputDirectory);
    TextFree(pack);
    TextFree(merge);
    return code;
}

static HRESULT ServerBeginStartBulkWords(Running *running, const ServerAsk *ask, int count, const wchar_t *const *words,
                                         Started *started, Failure *failure)
{
    TableOptions defaults;
    BulkCommand command;
    TableOptionsDefault(&defaults);
    HRESULT code = BulkCommandParse(count, words, &defaults, &command, failure);
    if (FAILED(code))
        return code;
    code = ServerBeginStartBulk(running, ask, command.keysDirectory, command.outputDirectory, &command.options, started,
                                failure);
    BulkCommandFree(&command);
    return code;
}

static HRESULT StartDirectory(Running *running, const ServerAsk *ask, Started *started, Failure *failure)
{
    BulkOptions options;
    wchar_t **words = NULL;
    BulkOptionsDefault(&options);
    HRESULT code = BulkOptionsParse(ask->text, &options, &words, failure);
    if (FAILED(code))
        return code;
    if (*ask->keysDirectory == 0)
        code = FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"KeysDirectory",
                          L"missing argument; expected a directory of keys files", 0, 0, 0);
    else
        code = ServerBeginStartBulk(running, ask, ask->keysDirectory, ask->outputDirectory, &options, started, failure);
    CommandLineFree(words);
    return code;
}

static HRESULT ServerBeginStart(Running *running, const ServerAsk *ask, Started *started, Failure *failure)
{
    int count;
    if (ask->command == ServerBulkCreateDirectory)
        return StartDirectory(running, ask, started, failure);
    wchar_t **words = CommandLineSplit(ask->text, &count);
    if (words == NULL)
        return FailureMemoryText(failure, ask->text);
    const HRESULT code =
        ask->command == ServerTableCreate
            ? ServerBeginStartTable(running, ask, count, (const wchar_t *const *)words, started, failure)
            : ServerBeginStartBulkWords(running, ask, count, (const wchar_t *const *)words, started, failure);
    CommandLineFree(words);
    return code;
}

/* ---- the whole ---- */

static const wchar_t *SubjectOf(const ServerAsk *ask)
{
    static const wchar_t *const names[] = {L"TableCreate", L"BulkCreate", L"BulkCreateDirectory"};
    return names[ask->command];
}

/* The job is in the registry: gives the token and starts it. */
static HRESULT ServerBeginLaunch(Running *running, const ServerAsk *ask, TableJob **table, BulkJob **bulk,
                                 Failure *failure)
{
    ServerJob *job = running->job;
    Server *server = running->server;
    Started started = {NULL, NULL, NULL};
    BOOL first = FALSE;
    HRESULT code = S_OK;
    if (ask->token != NULL)
        code = ServerJobGiveToken(job, ask->client->process, ask->token, &first, failure);
    if (FAILED(code))
        return code;
    const DWORD error = ask->client != NULL && ask->client->token != NULL
                            ? IdentityMake(ask->client->token, &started.identity)
                            : ERROR_SUCCESS;
    ServerAsk checked = *ask;
    checked.identity = started.identity;
    code = error == ERROR_SUCCESS ? ServerBeginStart(running, &checked, &started, failure)
                                  : FailureSystem(failure, PERFECTHASH_E_RUNTIME, SubjectOf(ask), error);
    IdentityRelease(started.identity); /* the job has its own hold */
    if (FAILED(code)) {
        if (ask->token != NULL)
            CompletionTokenTakeBack(ask->client->process, ask->token);
        return code;
    }
    /* `running` may be gone: the job may have ended. */
    if (ask->client == NULL) {
        *table = started.table;
        *bulk = started.bulk;
        if (started.table != NULL)
            TableJobHold(started.table);
        if (started.bulk != NULL)
            BulkJobHold(started.bulk);
    }
    ServerJobStarted(job, started.table, started.bulk);
    ServerNeedLimit(server);
    if (first)
        ServerNeedRefresh(server);
    return S_OK;
}

HRESULT ServerBegin(Server *server, const ServerAsk *ask, TableJob **table, BulkJob **bulk, Failure *failure)
{
    Running *running = Win32Allocate(sizeof *running);
    ServerJob *job = ServerJobCreate(ask->command == ServerTableCreate ? ServerJobTable : ServerJobBulk, ask->client);
    if (running == NULL || job == NULL) {
        Win32Free(running);
        if (job != NULL)
            ServerJobRelease(job);
        return FailureMemoryText(failure, SubjectOf(ask));
    }
    running->server = server;
    running->job = job;
    running->watcher = ask->watcher;
    running->user = ask->user;
    ServerUsersHold(&server->users, running->user);
    RundownHold(&server->rundown); /* the job's, and one for what follows its start */
    RundownHold(&server->rundown);
    if (ask->connection != NULL)
        ServerJobBind(job, ask->connection, ask->token == NULL, ask->detached);
    HRESULT code = RegistryAdd(&server->registry, job, SubjectOf(ask), failure);
    const BOOL added = SUCCEEDED(code);
    if (added)
        code = ServerBeginLaunch(running, ask, table, bulk, failure);
    if (FAILED(code)) {
        ServerJobNotStarted(job, failure);
        ServerUsersRelease(&server->users, running->user);
        Win32Free(running);
        if (added)
            ServerJobOver(server, job, FALSE);
        else
            RundownRelease(&server->rundown);
    }
    if (ask->id != NULL)
        *ask->id = job->id;
    ServerJobRelease(job);
    RundownRelease(&server->rundown);
    return code;
}

/* ---- requests of this process ---- */

/*
 * BulkCreateDirectory in words: one or two directories before the options, which are joined again.
 */
static HRESULT SubmitDirectory(Server *server, ServerAsk *ask, int count, const wchar_t *const *words, TableJob **table,
                               BulkJob **bulk, Failure *failure)
{
    int first = 0;
    const wchar_t *directories[] = {L"", L""};
    while (first < count && first < (int)ARRAYSIZE(directories) && !OptionLike(words[first])) {
        directories[first] = words[first];
        first++;
    }
    wchar_t *options = CommandLineJoin(count - first, words + first);
    if (options == NULL)
        return FailureMemoryText(failure, SubjectOf(ask));
    ask->keysDirectory = directories[0];
    ask->outputDirectory = directories[1];
    ask->text = options;
    const HRESULT code = ServerBegin(server, ask, table, bulk, failure);
    TextFree(options);
    return code;
}

HRESULT ServerSubmit(Server *server, const wchar_t *line, const ServerWatcher *watcher, TableJob **table,
                     BulkJob **bulk, uint64_t *id, Failure *failure)
{
    static const ServerCommand commands[] = {ServerTableCreate, ServerBulkCreate, ServerBulkCreateDirectory};
    const wchar_t *reason = L"expected TableCreate, BulkCreate or BulkCreateDirectory, and its words";
    int count;
    *table = NULL;
    *bulk = NULL;
    *id = 0;
    wchar_t **words = CommandLineSplit(line, &count);
    if (words == NULL)
        return FailureMemoryText(failure, L"request");
    HRESULT code = FailureSet(failure, PERFECTHASH_E_ARGUMENT, count != 0 ? words[0] : L"request", reason, 0, 0, 0);
    for (size_t i = 0; i < ARRAYSIZE(commands) && count != 0; i++) {
        ServerAsk ask = {.command = commands[i], .id = id};
        if (watcher != NULL)
            ask.watcher = *watcher;
        if (!TextSame(words[0], SubjectOf(&ask)))
            continue;
        const wchar_t *const *rest = (const wchar_t *const *)words + 1;
        if (ask.command == ServerBulkCreateDirectory) {
            code = SubmitDirectory(server, &ask, count - 1, rest, table, bulk, failure);
        } else {
            wchar_t *text = CommandLineJoin(count - 1, rest);
            ask.text = text;
            code =
                text != NULL ? ServerBegin(server, &ask, table, bulk, failure) : FailureMemoryText(failure, words[0]);
            TextFree(text);
        }
        break;
    }
    CommandLineFree(words);
    return code;
}
