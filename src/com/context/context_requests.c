#include "context_requests.h"

#include <wchar.h>

#include <windows.h>
#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "com/object/errors.h"
#include "jobs/text/command_line.h"
#include "jobs/text/text.h"
#include "com/object/variant_keys.h"

/* The settings that a call begins with: a copy, because another thread may change them. */
static HRESULT TakeDefaults(Context *context, TableOptions *options, wchar_t **baseOutputDirectory)
{
    AcquireSRWLockShared(&context->lock);
    *options = context->options;
    *baseOutputDirectory = TextCopy(context->baseOutputDirectory);
    ReleaseSRWLockShared(&context->lock);
    return *baseOutputDirectory ? S_OK : ErrorRaiseMemory(&context->object);
}

static HRESULT NeedRuntime(Context *context, Runtime **runtime)
{
    Failure failure;
    const DWORD error = ContextRuntime(context, runtime);
    if (!error)
        return S_OK;
    AcquireSRWLockShared(&context->lock);
    const BOOL badNodes = RuntimeNodesParse(context->numaNodes, context->runtimeOptions.simulatedNumaNodes, NULL) == ERROR_INVALID_PARAMETER;
    if (badNodes) {
        wchar_t subject[80];
        swprintf(subject, ARRAYSIZE(subject), L"NumaNodes=%.60ls", context->numaNodes);
        FailureSet(&failure, PERFECTHASH_E_OPTION_VALUE, subject, L"this machine has no such node", 0, 0, 0);
    } else {
        FailureSystem(&failure, PERFECTHASH_E_RUNTIME, L"IocpContext", error);
    }
    ReleaseSRWLockShared(&context->lock);
    return ErrorRaise(&context->object, &failure);
}

static HRESULT StartTable(Context *context, const TableRequest *request, CoreJob *job)
{
    Runtime *runtime;
    Failure failure;
    const HRESULT hr = NeedRuntime(context, &runtime);
    if (FAILED(hr))
        return hr;
    return SUCCEEDED(CoreJobStartTable(job, runtime, request, &failure)) ? S_OK : ErrorRaise(&context->object, &failure);
}

static HRESULT StartBulk(Context *context, const BulkRequest *request, CoreJob *job)
{
    Runtime *runtime;
    Failure failure;
    const HRESULT hr = NeedRuntime(context, &runtime);
    if (FAILED(hr))
        return hr;
    return SUCCEEDED(CoreJobStartBulk(job, runtime, request, &failure)) ? S_OK : ErrorRaise(&context->object, &failure);
}

static HRESULT CheckTexts(Context *context, BSTR targetDirectory, BSTR options)
{
    const HRESULT hr = ErrorCheckText(&context->object, L"targetDirectory", targetDirectory, NULL);
    return FAILED(hr) ? hr : ErrorCheckText(&context->object, L"options", options, NULL);
}

/* Completes a table's request with the context's settings and the call's options, and starts it. keys: given ones, or NULL. */
static HRESULT CompleteTable(Context *context, TableRequest *request, const VARIANT *keys, BSTR targetDirectory, BSTR options, CoreJob *job)
{
    wchar_t *baseOutputDirectory;
    KeyArray array = {0};
    Failure failure;
    HRESULT hr = CheckTexts(context, targetDirectory, options);
    if (SUCCEEDED(hr))
        hr = TakeDefaults(context, &request->options, &baseOutputDirectory);
    if (FAILED(hr))
        return hr;
    hr = TableOptionsParse(options, &request->options, &failure);
    if (SUCCEEDED(hr) && keys)
        hr = KeyArrayTake(keys, request->options.keySizeInBytes, L"keys", &array, &failure);
    if (FAILED(hr)) {
        hr = ErrorRaise(&context->object, &failure);
    } else {
        if (keys) {
            request->keys = array.keys;
            request->keyCount = array.count;
            request->keySizeInBytes = array.keySizeInBytes;
        }
        request->outputDirectory = SysStringLen(targetDirectory) ? targetDirectory : baseOutputDirectory;
        hr = StartTable(context, request, job);
        KeyArrayFree(&array);
    }
    TextFree(baseOutputDirectory);
    return hr;
}

HRESULT ContextStartTable(Context *context, BSTR keysPath, BSTR targetDirectory, BSTR options, CoreJob *job)
{
    TableRequest request = {0};
    const HRESULT hr = ErrorCheckText(&context->object, L"keysPath", keysPath, L"the path of a keys file is wanted");
    request.keysPath = keysPath;
    return FAILED(hr) ? hr : CompleteTable(context, &request, NULL, targetDirectory, options, job);
}

HRESULT ContextStartTableFromKeys(Context *context, const VARIANT *keys, BSTR tableName, BSTR targetDirectory, BSTR options, CoreJob *job)
{
    TableRequest request = {0};
    const HRESULT hr = ErrorCheckText(&context->object, L"tableName", tableName, L"a table has a name");
    request.name = tableName;
    return FAILED(hr) ? hr : CompleteTable(context, &request, keys, targetDirectory, options, job);
}

HRESULT ContextStartLoad(Context *context, BSTR path, CoreJob *job)
{
    TableRequest request = {.keysPath = path, .loads = TRUE};
    const HRESULT hr = ErrorCheckText(&context->object, L"path", path, L"the path of a table file is wanted");
    TableOptionsDefault(&request.options);
    return FAILED(hr) ? hr : StartTable(context, &request, job);
}

HRESULT ContextStartBulk(Context *context, BSTR keysDirectory, BSTR targetDirectory, BSTR options, CoreJob *job)
{
    BulkRequest request = {0};
    wchar_t *baseOutputDirectory, **words = NULL;
    Failure failure;
    HRESULT hr = ErrorCheckText(&context->object, L"keysDirectory", keysDirectory, L"the path of a directory of keys files is wanted");
    if (SUCCEEDED(hr))
        hr = CheckTexts(context, targetDirectory, options);
    BulkOptionsDefault(&request.options);
    if (SUCCEEDED(hr))
        hr = TakeDefaults(context, &request.options.table, &baseOutputDirectory);
    if (FAILED(hr))
        return hr;
    if (SUCCEEDED(BulkOptionsParse(options, &request.options, &words, &failure))) {
        request.keysDirectory = keysDirectory;
        request.outputDirectory = SysStringLen(targetDirectory) ? targetDirectory : baseOutputDirectory;
        hr = StartBulk(context, &request, job);
        CommandLineFree(words);
    } else {
        hr = ErrorRaise(&context->object, &failure);
    }
    TextFree(baseOutputDirectory);
    return hr;
}

HRESULT ContextStartTableWords(Context *context, int count, const wchar_t *const *words, CoreJob *job)
{
    TableRequest request = {0};
    TableOptions defaults;
    TableCommand command;
    wchar_t *baseOutputDirectory;
    Failure failure;
    HRESULT hr = TakeDefaults(context, &defaults, &baseOutputDirectory);
    if (FAILED(hr))
        return hr;
    if (SUCCEEDED(TableCommandParse(count, words, &defaults, &command, &failure))) {
        request.keysPath = command.keysPath;
        request.outputDirectory = *command.outputDirectory ? command.outputDirectory : baseOutputDirectory;
        request.options = command.options;
        hr = StartTable(context, &request, job);
        TableCommandFree(&command);
    } else {
        hr = ErrorRaise(&context->object, &failure);
    }
    TextFree(baseOutputDirectory);
    return hr;
}

HRESULT ContextStartBulkWords(Context *context, int count, const wchar_t *const *words, CoreJob *job)
{
    BulkRequest request = {0};
    TableOptions defaults;
    BulkCommand command;
    wchar_t *baseOutputDirectory;
    Failure failure;
    HRESULT hr = TakeDefaults(context, &defaults, &baseOutputDirectory);
    if (FAILED(hr))
        return hr;
    if (SUCCEEDED(BulkCommandParse(count, words, &defaults, &command, &failure))) {
        request.keysDirectory = command.keysDirectory;
        request.outputDirectory = *command.outputDirectory ? command.outputDirectory : baseOutputDirectory;
        request.options = command.options;
        hr = StartBulk(context, &request, job);
        BulkCommandFree(&command);
    } else {
        hr = ErrorRaise(&context->object, &failure);
    }
    TextFree(baseOutputDirectory);
    return hr;
}

HRESULT ContextStartLine(Context *context, BSTR commandLine, ContextStartWords start, CoreJob *job)
{
    int count;
    HRESULT hr = ErrorCheckText(&context->object, L"commandLine", commandLine, NULL);
    if (FAILED(hr))
        return hr;
    wchar_t **words = CommandLineSplit(commandLine ? commandLine : L"", &count);
    hr = words ? start(context, count, (const wchar_t *const *)words, job) : ErrorRaiseMemory(&context->object);
    CommandLineFree(words);
    return hr;
}
