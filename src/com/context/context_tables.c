/*
 * The methods of an IocpContext that make and load tables. The caller's thread waits; the work is
 * done by the runtime's workers.
 */
#include <windows.h>
#include <oleauto.h>

#include "com/job/job.h"
#include "com/object/errors.h"
#include "com/object/wait.h"
#include "com/table/table.h"
#include "com/table/tables.h"
#include "context_object.h"
#include "context_requests.h"

/*
 * Starts a call's job, waits for it, and lets go of it once `table` or `tables` has taken what it
 * gave.
 */
static HRESULT ContextTablesMake(Context *context, const ContextCall *call, IPerfectHashTable **table,
                                 IPerfectHashTables **tables)
{
    CoreJob job = {0};
    HRESULT hr = call->start(context, call, &job);
    if (FAILED(hr))
        return hr;
    ObjectAddRef(&context->context); /* calls may come in meanwhile and release it */
    WaitOnCallersThread(CoreJobEvent(&job), INFINITE);
    hr = table != NULL ? JobTakeTable(&context->object, job.table, table)
                       : JobTakeTables(&context->object, job.bulk, tables);
    CoreJobRelease(&job);
    ObjectRelease(&context->context);
    return hr;
}

static HRESULT ContextTablesMakeTable(Context *context, const ContextCall *call, IPerfectHashTable **table)
{
    if (table == NULL)
        return ErrorRaisePointer(&context->object, L"table");
    *table = NULL;
    return ContextTablesMake(context, call, table, NULL);
}

static HRESULT MakeTables(Context *context, const ContextCall *call, IPerfectHashTables **tables)
{
    if (tables == NULL)
        return ErrorRaisePointer(&context->object, L"tables");
    *tables = NULL;
    return ContextTablesMake(context, call, NULL, tables);
}

HRESULT STDMETHODCALLTYPE ContextTableCreate(IPerfectHashIocpContext *self, BSTR keysPath, BSTR targetDirectory,
                                             BSTR options, IPerfectHashTable **table)
{
    const ContextCall call = {
        .start = ContextStartTable, .subject = keysPath, .targetDirectory = targetDirectory, .options = options};
    return ContextTablesMakeTable(ContextOf(self), &call, table);
}

HRESULT STDMETHODCALLTYPE ContextTableCreateFromKeys(IPerfectHashIocpContext *self, VARIANT keys, BSTR tableName,
                                                     BSTR targetDirectory, BSTR options, IPerfectHashTable **table)
{
    const ContextCall call = {
        .start = ContextStartTable,
        .subject = tableName,
        .targetDirectory = targetDirectory,
        .options = options,
        .keys = &keys,
    };
    return ContextTablesMakeTable(ContextOf(self), &call, table);
}

HRESULT STDMETHODCALLTYPE ContextTableCreateCommandLine(IPerfectHashIocpContext *self, BSTR commandLine,
                                                        IPerfectHashTable **table)
{
    const ContextCall call = {.start = ContextStartTableLine, .subject = commandLine};
    return ContextTablesMakeTable(ContextOf(self), &call, table);
}

HRESULT STDMETHODCALLTYPE ContextBulkCreate(IPerfectHashIocpContext *self, BSTR keysDirectory, BSTR targetDirectory,
                                            BSTR options, IPerfectHashTables **tables)
{
    const ContextCall call = {
        .start = ContextStartBulk, .subject = keysDirectory, .targetDirectory = targetDirectory, .options = options};
    return MakeTables(ContextOf(self), &call, tables);
}

HRESULT STDMETHODCALLTYPE ContextBulkCreateCommandLine(IPerfectHashIocpContext *self, BSTR commandLine,
                                                       IPerfectHashTables **tables)
{
    const ContextCall call = {.start = ContextStartBulkLine, .subject = commandLine};
    return MakeTables(ContextOf(self), &call, tables);
}

/* ---- without a job ---- */

static HRESULT BeginLoad(const Object *object, void **out, const wchar_t *outName, BSTR path, const wchar_t *wanted)
{
    if (out == NULL)
        return ErrorRaisePointer(object, outName);
    *out = NULL;
    return ErrorCheckText(object, L"path", path, wanted);
}

HRESULT STDMETHODCALLTYPE ContextLoadTable(IPerfectHashIocpContext *self, BSTR path, IPerfectHashTable **table)
{
    const Object *object = ObjectOf(self);
    TableResult *result;
    Failure failure;
    const HRESULT hr = BeginLoad(object, (void **)table, L"table", path, L"the path of a table file is wanted");
    if (FAILED(hr))
        return hr;
    return SUCCEEDED(TableResultLoad(path, &result, &failure)) ? TableGive(object, result, table)
                                                               : ErrorRaise(object, &failure);
}

HRESULT STDMETHODCALLTYPE ContextLoadPack(IPerfectHashIocpContext *self, BSTR path, IPerfectHashTables **tables)
{
    const Object *object = ObjectOf(self);
    BulkResult *result;
    Failure failure;
    const HRESULT hr = BeginLoad(object, (void **)tables, L"tables", path, L"the path of a pack file is wanted");
    if (FAILED(hr))
        return hr;
    return SUCCEEDED(BulkResultOfPack(path, &result, &failure)) ? TablesGive(object, result, tables)
                                                                : ErrorRaise(object, &failure);
}
