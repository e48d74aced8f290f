/* The methods of an IocpContext that make and load tables. The caller's thread waits; the work is done by the runtime's workers. */
#include <windows.h>
#include <oleauto.h>

#include "context_object.h"
#include "context_requests.h"
#include "com/object/errors.h"
#include "com/job/job.h"
#include "com/table/table.h"
#include "com/table/tables.h"
#include "com/object/wait.h"

/* Waits for a started job and lets go of it, once `table` or `tables` has taken what it gave. started: what the start answered. */
static HRESULT Finish(Context *context, HRESULT started, const CoreJob *job, IPerfectHashTable **table, IPerfectHashTables **tables)
{
    if (FAILED(started))
        return started;
    ObjectAddRef(&context->context);        /* messages may run meanwhile and release it */
    WaitOnCallersThread(CoreJobEvent(job), INFINITE);
    const HRESULT hr = job->table ? JobTakeTable(&context->object, job->table, table) : JobTakeTables(&context->object, job->bulk, tables);
    CoreJobRelease(job);
    ObjectRelease(&context->context);
    return hr;
}

HRESULT STDMETHODCALLTYPE ContextTableCreate(IPerfectHashIocpContext *self, BSTR keysPath, BSTR targetDirectory, BSTR options,
                                             IPerfectHashTable **table)
{
    Context *context = ContextOf(self);
    CoreJob job = {0};
    if (!table)
        return ErrorRaisePointer(&context->object, L"table");
    *table = NULL;
    return Finish(context, ContextStartTable(context, keysPath, targetDirectory, options, &job), &job, table, NULL);
}

HRESULT STDMETHODCALLTYPE ContextTableCreateFromKeys(IPerfectHashIocpContext *self, VARIANT keys, BSTR tableName, BSTR targetDirectory,
                                                     BSTR options, IPerfectHashTable **table)
{
    Context *context = ContextOf(self);
    CoreJob job = {0};
    if (!table)
        return ErrorRaisePointer(&context->object, L"table");
    *table = NULL;
    return Finish(context, ContextStartTableFromKeys(context, &keys, tableName, targetDirectory, options, &job), &job, table, NULL);
}

HRESULT STDMETHODCALLTYPE ContextTableCreateCommandLine(IPerfectHashIocpContext *self, BSTR commandLine, IPerfectHashTable **table)
{
    Context *context = ContextOf(self);
    CoreJob job = {0};
    if (!table)
        return ErrorRaisePointer(&context->object, L"table");
    *table = NULL;
    return Finish(context, ContextStartLine(context, commandLine, ContextStartTableWords, &job), &job, table, NULL);
}

HRESULT STDMETHODCALLTYPE ContextBulkCreate(IPerfectHashIocpContext *self, BSTR keysDirectory, BSTR targetDirectory, BSTR options,
                                            IPerfectHashTables **tables)
{
    Context *context = ContextOf(self);
    CoreJob job = {0};
    if (!tables)
        return ErrorRaisePointer(&context->object, L"tables");
    *tables = NULL;
    return Finish(context, ContextStartBulk(context, keysDirectory, targetDirectory, options, &job), &job, NULL, tables);
}

HRESULT STDMETHODCALLTYPE ContextBulkCreateCommandLine(IPerfectHashIocpContext *self, BSTR commandLine, IPerfectHashTables **tables)
{
    Context *context = ContextOf(self);
    CoreJob job = {0};
    if (!tables)
        return ErrorRaisePointer(&context->object, L"tables");
    *tables = NULL;
    return Finish(context, ContextStartLine(context, commandLine, ContextStartBulkWords, &job), &job, NULL, tables);
}

HRESULT STDMETHODCALLTYPE ContextLoadTable(IPerfectHashIocpContext *self, BSTR path, IPerfectHashTable **table)
{
    Context *context = ContextOf(self);
    TableResult *result;
    Failure failure;
    if (!table)
        return ErrorRaisePointer(&context->object, L"table");
    *table = NULL;
    HRESULT hr = ErrorCheckText(&context->object, L"path", path, L"the path of a table file is wanted");
    if (FAILED(hr))
        return hr;
    if (FAILED(TableResultLoad(path, &result, &failure)))
        return ErrorRaise(&context->object, &failure);
    hr = TableCreate(result, table);
    TableResultRelease(result);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(&context->object);
}

HRESULT STDMETHODCALLTYPE ContextLoadPack(IPerfectHashIocpContext *self, BSTR path, IPerfectHashTables **tables)
{
    Context *context = ContextOf(self);
    BulkResult *result;
    Failure failure;
    if (!tables)
        return ErrorRaisePointer(&context->object, L"tables");
    *tables = NULL;
    HRESULT hr = ErrorCheckText(&context->object, L"path", path, L"the path of a pack file is wanted");
    if (FAILED(hr))
        return hr;
    if (FAILED(BulkResultOfPack(path, &result, &failure)))
        return ErrorRaise(&context->object, &failure);
    hr = TablesCreate(result, tables);
    BulkResultRelease(result);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(&context->object);
}

/* ---- the words of a main function ---- */

static HRESULT CheckWords(const Context *context, int argc, const WCHAR *const *argv, const void *out, const wchar_t *outName)
{
    if (!out)
        return ErrorRaisePointer(&context->object, outName);
    if (!argv || argc < 1)
        return ErrorRaiseArgument(&context->object, argv ? L"argc" : L"argv", L"the program's name and its words are wanted");
    for (int i = 0; i < argc; i++)
        if (!argv[i])
            return ErrorRaiseArgument(&context->object, L"argv", L"one of the words is NULL");
    return S_OK;
}

HRESULT STDMETHODCALLTYPE ContextTableCreateArgvW(IPerfectHashIocpContextNative *self, int argc, const WCHAR *const *argv, IPerfectHashTable **table)
{
    Context *context = ObjectOf(self);
    CoreJob job = {0};
    HRESULT hr = CheckWords(context, argc, argv, table, L"table");
    if (table)
        *table = NULL;
    if (SUCCEEDED(hr))
        hr = ContextStartTableWords(context, argc - 1, argv + 1, &job);
    return Finish(context, hr, &job, table, NULL);
}

HRESULT STDMETHODCALLTYPE ContextBulkCreateArgvW(IPerfectHashIocpContextNative *self, int argc, const WCHAR *const *argv, IPerfectHashTables **tables)
{
    Context *context = ObjectOf(self);
    CoreJob job = {0};
    HRESULT hr = CheckWords(context, argc, argv, tables, L"tables");
    if (tables)
        *tables = NULL;
    if (SUCCEEDED(hr))
        hr = ContextStartBulkWords(context, argc - 1, argv + 1, &job);
    return Finish(context, hr, &job, NULL, tables);
}
