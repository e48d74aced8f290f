/*
 * From command lines to jobs on a server: checked as a local one is, paths made whole, since the
 * server has another current directory.
 */
#include "client_state.h"

#include <stdio.h>

#include "PerfectHashErrors.h"
#include "jobs/bulk/bulk_options.h"
#include "jobs/pure/option_take.h"
#include "jobs/text/command_line.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"

/* ---- words ---- */

/* Words of a new command line, each of them owned. */
typedef struct Words {
    wchar_t **words;
    int count, capacity;
} Words;

static void WordsFree(Words *words)
{
    for (int i = 0; i < words->count; i++)
        TextFree(words->words[i]);
    Win32Free(words->words);
}

/* Takes the word over; NULL: out of memory, about `subject`. */
static HRESULT ClientBeginPut(Words *words, wchar_t *word, const wchar_t *subject, Failure *failure)
{
    if (word == NULL)
        return FailureMemoryText(failure, subject);
    words->words[words->count++] = word;
    return S_OK;
}

/* A path as it is from everywhere; an empty one stays so. */
static HRESULT ClientBeginPutPath(Words *words, const wchar_t *path, Failure *failure)
{
    return ClientBeginPut(words, *path != 0 ? PathFull(path) : TextCopy(path), path, failure);
}

/* An option whose value is a path. */
static HRESULT PutPathOption(Words *words, const wchar_t *name, const wchar_t *path, Failure *failure)
{
    wchar_t *full = PathFull(path);
    const size_t chars = wcslen(name) + (full != NULL ? wcslen(full) : 0) + sizeof("--=");
    wchar_t *word = full != NULL ? Win32Allocate(chars * sizeof *word) : NULL;
    if (word != NULL)
        swprintf(word, chars, L"--%ls=%ls", name, full);
    TextFree(full);
    return ClientBeginPut(words, word, path, failure);
}

enum { Paths = 2 }; /* words of a command that are paths: the first two */

/* Returns the path that an option has stored, with the option's name; NULL: it stored none. */
static const wchar_t *TakenPath(const BulkOptions *options, const wchar_t **name)
{
    if (options->table.values != NULL) {
        *name = L"Values";
        return options->table.values;
    }
    *name = options->pack != NULL ? L"Pack" : L"Merge";
    return options->pack != NULL ? options->pack : options->merge;
}

/* words has room for all. paths: how many of the words that are no options are paths. */
static HRESULT ClientBeginComplete(int argc, const wchar_t *const *argv, size_t paths, Words *words, Failure *failure)
{
    BulkOptions options;
    BulkOptionsDefault(&options);
    const OptionGroup groups[] = {BulkOptionsGroup(&options), TableOptionsGroup(&options.table)};
    BOOL ended = FALSE;
    size_t position = 0;
    HRESULT code = S_OK;
    for (int at = 0; at < argc && SUCCEEDED(code);) {
        const int first = at;
        if (!ended && OptionLike(argv[at])) {
            options.pack = options.merge = options.table.values = NULL;
            code = OptionTake(groups, ARRAYSIZE(groups), argc, argv, &at, NULL, failure);
            const wchar_t *name = NULL, *path = TakenPath(&options, &name);
            if (SUCCEEDED(code) && path != NULL) {
                code = PutPathOption(words, name, path, failure);
                continue;
            }
        } else {
            at++;
            const BOOL end = !ended && wcscmp(argv[first], L"--") == 0;
            ended = ended || end;
            if (!end && position++ < paths) {
                code = ClientBeginPutPath(words, argv[first], failure);
                continue;
            }
        }
        for (int i = first; i < at && SUCCEEDED(code); i++)
            code = ClientBeginPut(words, TextCopy(argv[i]), argv[i], failure);
    }
    return code;
}

/* The words with whole paths as one line, from the process heap. */
static HRESULT CompleteLine(int argc, const wchar_t *const *argv, size_t paths, wchar_t **out, Failure *failure)
{
    Words words = {Win32Allocate(((size_t)argc + 1) * sizeof(wchar_t *)), 0, argc};
    if (words.words == NULL)
        return FailureMemoryText(failure, L"command line");
    HRESULT code = ClientBeginComplete(argc, argv, paths, &words, failure);
    if (SUCCEEDED(code)) {
        *out = CommandLineJoin(words.count, (const wchar_t *const *)words.words);
        if (*out == NULL)
            code = FailureMemoryText(failure, L"command line");
    }
    WordsFree(&words);
    return code;
}

/*
 * Checks a command line: what is wrong at the server is wrong here, too. *keysPath is that of a
 * table, owned by the caller.
 */
static HRESULT ClientBeginCheck(ClientCommand command, int argc, const wchar_t *const *argv, wchar_t **keysPath,
                                Failure *failure)
{
    TableOptions defaults;
    TableCommand table;
    BulkCommand bulk;
    HRESULT code;
    TableOptionsDefault(&defaults);
    if (command == ClientTableCreate) {
        code = TableCommandParse(argc, argv, &defaults, &table, failure);
        if (SUCCEEDED(code)) {
            const wchar_t *keysName = table.options.keysName;
            *keysPath = TextCopy(keysName != NULL ? keysName : table.keysPath);
            if (*keysPath == NULL)
                code = FailureMemoryText(failure, table.keysPath);
            TableCommandFree(&table);
        }
    } else {
        code = BulkCommandParse(argc, argv, &defaults, &bulk, failure);
        if (SUCCEEDED(code))
            BulkCommandFree(&bulk);
    }
    return code;
}

static HRESULT CheckLength(size_t bytes, Failure *failure)
{
    return bytes <= ProtocolMaxRequestBytes ? S_OK
                                            : FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"command line",
                                                         L"it is longer than a server takes", 0, 0, 0);
}

static uint32_t ClientBeginFlags(BOOL detach)
{
    return detach ? ProtocolToken | ProtocolDetach : ProtocolToken;
}

/* ---- requests ---- */

HRESULT ClientBegin(Client *client, ClientCommand command, const wchar_t *line, BOOL detach, RemoteJob **out,
                    ClientFailure *failure)
{
    Failure local;
    wchar_t *whole = NULL, *keysPath = NULL;
    int argc;
    wchar_t **argv = CommandLineSplit(line, &argc);
    *out = NULL;
    HRESULT code = argv != NULL ? ClientBeginCheck(command, argc, (const wchar_t *const *)argv, &keysPath, &local)
                                : FailureMemoryText(&local, L"command line");
    if (SUCCEEDED(code))
        code = CompleteLine(argc, (const wchar_t *const *)argv, Paths, &whole, &local);
    if (SUCCEEDED(code))
        code = CheckLength(wcslen(whole) * sizeof *whole, &local);
    if (FAILED(code))
        ClientFailed(failure, &local);
    else
        code =
            RemoteJobAsk(client, (ProtocolType)command, ClientBeginFlags(detach), whole, wcslen(whole) * sizeof *whole,
                         command == ClientTableCreate ? L"TableCreate" : L"BulkCreate", out, failure);
    if (SUCCEEDED(code)) {
        RemoteJobOfKeys(*out, keysPath);
        keysPath = NULL;
    }
    TextFree(keysPath);
    TextFree(whole);
    CommandLineFree(argv);
    return code;
}

/* Options alone, with whole paths. */
static HRESULT CompleteOptions(const wchar_t *options, wchar_t **out, Failure *failure)
{
    BulkOptions checked;
    wchar_t **words = NULL;
    BulkOptionsDefault(&checked);
    HRESULT code = BulkOptionsParse(options, &checked, &words, failure);
    if (FAILED(code))
        return code;
    int argc = 0;
    while (words[argc] != NULL)
        argc++;
    code = CompleteLine(argc, (const wchar_t *const *)words, 0, out, failure);
    CommandLineFree(words);
    return code;
}

static HRESULT CompletePath(const wchar_t *path, wchar_t **out, Failure *failure)
{
    const BOOL none = path == NULL || *path == 0;
    *out = none ? TextCopy(NULL) : PathFull(path);
    return *out != NULL ? S_OK : FailureMemoryText(failure, none ? L"path" : path);
}

/* The three parts with NUL characters between them. */
static HRESULT JoinParts(wchar_t *const parts[3], wchar_t **out, size_t *bytes, Failure *failure)
{
    const size_t lengths[] = {wcslen(parts[0]), wcslen(parts[1]), wcslen(parts[2])};
    *bytes = (lengths[0] + 1 + lengths[1] + 1 + lengths[2]) * sizeof **out;
    const HRESULT code = CheckLength(*bytes, failure);
    if (FAILED(code))
        return code;
    wchar_t *at = *out = Win32Allocate(*bytes + sizeof **out);
    if (at == NULL)
        return FailureMemoryText(failure, parts[0]);
    for (size_t i = 0; i < 3; i++) {
        memcpy(at, parts[i], (lengths[i] + 1) * sizeof *at);
        at += lengths[i] + 1;
    }
    return S_OK;
}

HRESULT ClientBeginDirectory(Client *client, const wchar_t *keysDirectory, const wchar_t *outputDirectory,
                             const wchar_t *options, BOOL detach, RemoteJob **out, ClientFailure *failure)
{
    Failure local;
    wchar_t *parts[3] = {0}, *payload = NULL;
    size_t bytes = 0;
    HRESULT code = S_OK;
    *out = NULL;
    if (keysDirectory == NULL || *keysDirectory == 0)
        code = FailureSet(&local, PERFECTHASH_E_ARGUMENT, L"KeysDirectory",
                          L"missing argument; expected a directory of keys files", 0, 0, 0);
    if (SUCCEEDED(code))
        code = CompleteOptions(options != NULL ? options : L"", &parts[2], &local);
    if (SUCCEEDED(code))
        code = CompletePath(keysDirectory, &parts[0], &local);
    if (SUCCEEDED(code))
        code = CompletePath(outputDirectory, &parts[1], &local);
    if (SUCCEEDED(code))
        code = JoinParts(parts, &payload, &bytes, &local);
    if (FAILED(code))
        ClientFailed(failure, &local);
    else
        code = RemoteJobAsk(client, ProtocolBulkCreateDirectory, ClientBeginFlags(detach), payload, bytes,
                            L"BulkCreateDirectory", out, failure);
    Win32Free(payload);
    for (size_t i = 0; i < ARRAYSIZE(parts); i++)
        TextFree(parts[i]);
    return code;
}

HRESULT ClientFind(Client *client, uint64_t jobId, RemoteJob **out, ClientFailure *failure)
{
    uint8_t id[ProtocolJobIdBytes];
    ProtocolJobIdEncode(jobId, id);
    return RemoteJobAsk(client, ProtocolStatus, ProtocolToken, id, sizeof id, L"Status", out, failure);
}
