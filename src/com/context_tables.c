/* The methods of an IocpContext that make and load tables. The caller's thread waits; the work is done by the runtime's workers. */
#include <windows.h>
#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "context_object.h"
#include "errors.h"
#include "jobs/command_line.h"
#include "jobs/table_job.h"
#include "jobs/text.h"
#include "table.h"
#include "variant_keys.h"

/* Until the event is set. A single-threaded apartment goes on with its messages meanwhile, as COM wants it. */
static void WaitOnCallersThread(HANDLE event)
{
    DWORD index;
    if (FAILED(CoWaitForMultipleHandles(0, INFINITE, 1, &event, &index)))
        WaitForSingleObject(event, INFINITE);   /* a thread without an apartment */
}

/* The settings that a call begins with: a copy, because another thread may change them. */
static void TakeDefaults(Context *context, TableOptions *options, wchar_t **baseOutputDirectory)
{
    AcquireSRWLockShared(&context->lock);
    *options = context->options;
    *baseOutputDirectory = TextCopy(context->baseOutputDirectory);
    ReleaseSRWLockShared(&context->lock);
}

static HRESULT Wrap(Context *context, TableResult *result, IPerfectHashTable **table)
{
    const HRESULT hr = TableCreate(result, table);
    TableResultRelease(result);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(&context->object);
}

static HRESULT RunJob(Context *context, const TableRequest *request, IPerfectHashTable **table)
{
    Runtime *runtime;
    TableJob *job;
    TableResult *result;
    Failure failure;
    const DWORD error = ContextRuntime(context, &runtime);
    if (error) {
        FailureSystem(&failure, PERFECTHASH_E_RUNTIME, L"IocpContext", error);
        return ErrorRaise(&context->object, &failure);
    }
    HRESULT hr = TableJobStart(runtime, request, NULL, NULL, &job, &failure);
    if (FAILED(hr))
        return ErrorRaise(&context->object, &failure);
    ObjectAddRef(&context->context);     /* messages may run meanwhile and release it */
    WaitOnCallersThread(TableJobEvent(job));
    hr = TableJobTake(job, &result, &failure);
    TableJobRelease(job);
    hr = FAILED(hr) ? ErrorRaise(&context->object, &failure) : Wrap(context, result, table);
    ObjectRelease(&context->context);
    return hr;
}

/* Completes a request with the context's settings and the call's options, and runs it. keys: given ones, or NULL. */
static HRESULT Create(Context *context, TableRequest *request, const VARIANT *keys, BSTR targetDirectory, BSTR options, IPerfectHashTable **table)
{
    wchar_t *baseOutputDirectory;
    KeyArray array = {0};
    Failure failure;
    HRESULT hr = ErrorCheckText(&context->object, L"targetDirectory", targetDirectory, NULL);
    if (SUCCEEDED(hr))
        hr = ErrorCheckText(&context->object, L"options", options, NULL);
    if (FAILED(hr))
        return hr;
    TakeDefaults(context, &request->options, &baseOutputDirectory);
    hr = baseOutputDirectory ? TableOptionsParse(options, &request->options, &failure)
                                     : FailureSet(&failure, E_OUTOFMEMORY, L"BaseOutputDirectory", NULL, 0, 0, 0);
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
        hr = RunJob(context, request, table);
        KeyArrayFree(&array);
    }
    TextFree(baseOutputDirectory);
    return hr;
}

HRESULT STDMETHODCALLTYPE ContextTableCreate(IPerfectHashIocpContext *self, BSTR keysPath, BSTR targetDirectory, BSTR options,
                                             IPerfectHashTable **table)
{
    Context *context = ContextOf(self);
    TableRequest request = {0};
    if (!table)
        return ErrorRaisePointer(&context->object, L"table");
    *table = NULL;
    const HRESULT hr = ErrorCheckText(&context->object, L"keysPath", keysPath, L"the path of a keys file is wanted");
    if (FAILED(hr))
        return hr;
    request.keysPath = keysPath;
    return Create(context, &request, NULL, targetDirectory, options, table);
}

HRESULT STDMETHODCALLTYPE ContextTableCreateFromKeys(IPerfectHashIocpContext *self, VARIANT keys, BSTR tableName, BSTR targetDirectory,
                                                     BSTR options, IPerfectHashTable **table)
{
    Context *context = ContextOf(self);
    TableRequest request = {0};
    if (!table)
        return ErrorRaisePointer(&context->object, L"table");
    *table = NULL;
    const HRESULT hr = ErrorCheckText(&context->object, L"tableName", tableName, L"a table has a name");
    if (FAILED(hr))
        return hr;
    request.name = tableName;
    return Create(context, &request, &keys, targetDirectory, options, table);
}

HRESULT STDMETHODCALLTYPE ContextLoadTable(IPerfectHashIocpContext *self, BSTR path, IPerfectHashTable **table)
{
    Context *context = ContextOf(self);
    TableResult *result;
    Failure failure;
    if (!table)
        return ErrorRaisePointer(&context->object, L"table");
    *table = NULL;
    const HRESULT hr = ErrorCheckText(&context->object, L"path", path, L"the path of a table file is wanted");
    if (FAILED(hr))
        return hr;
    if (FAILED(TableResultLoad(path, &result, &failure)))
        return ErrorRaise(&context->object, &failure);
    return Wrap(context, result, table);
}

HRESULT STDMETHODCALLTYPE ContextTableCreateCommandLine(IPerfectHashIocpContext *self, BSTR commandLine, IPerfectHashTable **table)
{
    Context *context = ContextOf(self);
    TableRequest request = {0};
    TableOptions defaults;
    TableCommand command;
    wchar_t *baseOutputDirectory;
    Failure failure;
    int count;
    if (!table)
        return ErrorRaisePointer(&context->object, L"table");
    *table = NULL;
    HRESULT hr = ErrorCheckText(&context->object, L"commandLine", commandLine, NULL);
    if (FAILED(hr))
        return hr;
    TakeDefaults(context, &defaults, &baseOutputDirectory);
    wchar_t **words = CommandLineSplit(commandLine ? commandLine : L"", &count);
    hr = baseOutputDirectory && words ? TableCommandParse(count, (const wchar_t *const *)words, &defaults, &command, &failure)
                                              : FailureSet(&failure, E_OUTOFMEMORY, L"commandLine", NULL, 0, 0, 0);
    if (FAILED(hr)) {
        hr = ErrorRaise(&context->object, &failure);
    } else {
        request.keysPath = command.keysPath;
        request.outputDirectory = *command.outputDirectory ? command.outputDirectory : baseOutputDirectory;
        request.options = command.options;
        hr = RunJob(context, &request, table);
        TableCommandFree(&command);
    }
    CommandLineFree(words);
    TextFree(baseOutputDirectory);
    return hr;
}
