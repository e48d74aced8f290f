#include "context.h"

#include "com/job/job.h"
#include "com/job/statistics.h"
#include "com/object/errors.h"
#include "com/object/properties.h"
#include "com/object/wait.h"
#include "com/table/table.h"
#include "com/table/tables.h"
#include "context_object.h"
#include "context_requests.h"
#include "jobs/table/runtime_options.h"
#include "version.h"

static PropertySet ContextSettings(Object *object)
{
    static const Option own[] = {{{L"BaseOutputDirectory", L"DIR", NULL, SectionNone},
                                  OptionText,
                                  OPTION_FIELD(Context, baseOutputDirectory),
                                  .maximum = 1}};
    Context *context = (Context *)object;
    const PropertySet set = {&context->lock,
                             {{own, ARRAYSIZE(own), context},
                              TableOptionsGroup(&context->options),
                              RuntimeOptionsGroup(&context->runtimeOptions)},
                             3};
    return set;
}

static BOOL ContextFixes(const Object *object, const void *target)
{
    const Context *context = (const Context *)object;
    return target == &context->runtimeOptions && context->runtime != NULL;
}

static void ContextDestroy(Object *object)
{
    Context *context = (Context *)object;
    const PropertySet settings = ContextSettings(object);
    if (context->runtime != NULL)
        RuntimeRelease(context->runtime);
    PropertiesFree(&settings);
}

/* The settings in the order of the interface. */
#define CONTEXT_SETTINGS(SETTING)                       \
    SETTING(Text, BaseOutputDirectory)                  \
    SETTING(Text, Algorithm)                            \
    SETTING(Text, HashFunction)                         \
    SETTING(Text, MaskFunction)                         \
    SETTING(Double, RngSeed)                            \
    SETTING(Text, Outputs)                              \
    SETTING(Flag, NoFileIo)                             \
    SETTING(Long, MaxTableResizes)                      \
    SETTING(Long, InitialPerFileConcurrency)            \
    SETTING(Long, MaxPerFileConcurrency)                \
    SETTING(Long, IncreaseConcurrencyAfterMilliseconds) \
    SETTING(Long, IocpConcurrency)                      \
    SETTING(Long, MaxThreads)                           \
    SETTING(Text, NumaNodes)                            \
    SETTING(Long, SimulatedNumaNodes)                   \
    SETTING(Flag, BufferGuardPages)
#define CONTEXT_LATER_SETTINGS(SETTING) \
    SETTING(Text, IoMode)               \
    SETTING(Text, FallbackHashFunction)
#define CONTEXT_LAST_SETTINGS(SETTING) SETTING(Flag, Durable)
#define CONTEXT_TEXT_SETTINGS(SETTING) SETTING(Text, KeyType) SETTING(Flag, IgnoreCase)
#define DEFINE_SETTING(kind, name) PROPERTY_SETTING(IPerfectHashIocpContext, Context, kind, name)
CONTEXT_SETTINGS(DEFINE_SETTING)
CONTEXT_LATER_SETTINGS(DEFINE_SETTING)
CONTEXT_LAST_SETTINGS(DEFINE_SETTING)
CONTEXT_TEXT_SETTINGS(DEFINE_SETTING)
PROPERTY_READ(IPerfectHashIocpContext, Context, Context, Text, Version, L"" PRODUCT_VERSION)

static HRESULT STDMETHODCALLTYPE ContextGetStatistics(IPerfectHashIocpContext *self, IPerfectHashStatistics **value)
{
    Context *context = ContextOf(self);
    RuntimeStatistics statistics = {0};
    if (value == NULL)
        return ErrorRaisePointer(&context->object, L"value");
    AcquireSRWLockShared(&context->lock);
    if (context->runtime != NULL)
        RuntimeStatisticsTake(context->runtime, &statistics);
    ReleaseSRWLockShared(&context->lock);
    return SUCCEEDED(StatisticsCreate(&statistics, value)) ? S_OK : ErrorRaiseMemory(&context->object);
}

/* ---- tables and jobs ---- */

/*
 * Starts a call's job and waits for it on the caller's thread; the work is done by the runtime's
 * workers. Gives what the job has made.
 */
static HRESULT ContextMake(Context *context, const ContextCall *call, const wchar_t *outName, void **out)
{
    CoreJob job = {0};
    if (out == NULL)
        return ErrorRaisePointer(&context->object, outName);
    *out = NULL;
    HRESULT hr = call->start(context, call, &job);
    if (FAILED(hr))
        return hr;
    ObjectAddRef(&context->context); /* calls may come in meanwhile and release it */
    AnyJobWait(&job.any, INFINITE, WaitOnCallersThreadForAny);
    hr = JobGiveResult(&context->object, &job, (IDispatch **)out);
    CoreJobRelease(&job);
    ObjectRelease(&context->context);
    return hr;
}

/*
 * Starts a call's job and gives its object. What is begun holds all that it needs: it goes on to
 * its end whatever becomes of the context and of the job's object.
 */
static HRESULT ContextBegin(Context *context, const ContextCall *call, IPerfectHashJob **job)
{
    if (job == NULL)
        return ErrorRaisePointer(&context->object, L"job");
    *job = NULL;
    CoreJob core = {.events = JobEventsCreate()}; /* the first ones may come before the start returns */
    if (core.events == NULL)
        return ErrorRaiseMemory(&context->object);
    HRESULT hr = call->start(context, call, &core);
    if (SUCCEEDED(hr))
        hr = JobGive(&context->object, &core, TRUE, job);
    CoreJobRelease(&core);
    return hr;
}

#define PARAMETERS(...) __VA_ARGS__

/* Defines a method of these parameters that begins a job; the ContextCall's fields follow. */
#define CONTEXT_BEGINS(name, parameters, ...)                                                                 \
    static HRESULT STDMETHODCALLTYPE ContextBegin##name(IPerfectHashIocpContext *self, PARAMETERS parameters, \
                                                        IPerfectHashJob **job)                                \
    {                                                                                                         \
        const ContextCall call = {__VA_ARGS__};                                                               \
        return ContextBegin(ContextOf(self), &call, job);                                                     \
    }

/*
 * The same with the method that waits for what the job makes: a Table or Tables, which goes to
 * `out`.
 */
#define CONTEXT_MAKES(name, Made, out, parameters, ...)                                                              \
    static HRESULT STDMETHODCALLTYPE Context##name(IPerfectHashIocpContext *self, PARAMETERS parameters, Made **out) \
    {                                                                                                                \
        const ContextCall call = {__VA_ARGS__};                                                                      \
        return ContextMake(ContextOf(self), &call, L## #out, (void **)out);                                          \
    }                                                                                                                \
    CONTEXT_BEGINS(name, parameters, __VA_ARGS__)

CONTEXT_MAKES(TableCreate, IPerfectHashTable, table, (BSTR keysPath, BSTR targetDirectory, BSTR options),
              ContextStartTable, keysPath, targetDirectory, options, NULL, NULL, FALSE)
CONTEXT_MAKES(TableCreateFromKeys, IPerfectHashTable, table,
              (VARIANT keys, BSTR tableName, BSTR targetDirectory, BSTR options), ContextStartTable, tableName,
              targetDirectory, options, &keys, NULL, FALSE)
CONTEXT_MAKES(TableCreateWithValues, IPerfectHashTable, table,
              (VARIANT keys, VARIANT values, BSTR tableName, BSTR targetDirectory, BSTR options), ContextStartTable,
              tableName, targetDirectory, options, &keys, &values, FALSE)
CONTEXT_MAKES(TableCreateFromRecords, IPerfectHashTable, table,
              (VARIANT keys, VARIANT values, BSTR tableName, BSTR targetDirectory, BSTR options), ContextStartTable,
              tableName, targetDirectory, options, &keys, &values, TRUE)
CONTEXT_MAKES(TableCreateCommandLine, IPerfectHashTable, table, (BSTR commandLine), ContextStartTableLine, commandLine,
              NULL, NULL, NULL, NULL, FALSE)
CONTEXT_MAKES(BulkCreate, IPerfectHashTables, tables, (BSTR keysDirectory, BSTR targetDirectory, BSTR options),
              ContextStartBulk, keysDirectory, targetDirectory, options, NULL, NULL, FALSE)
CONTEXT_MAKES(BulkCreateCommandLine, IPerfectHashTables, tables, (BSTR commandLine), ContextStartBulkLine, commandLine,
              NULL, NULL, NULL, NULL, FALSE)
CONTEXT_BEGINS(LoadTable, (BSTR path), ContextStartLoad, path, NULL, NULL, NULL, NULL, FALSE)

/* Checks the arguments of a method that loads without a job. */
static HRESULT ContextCheckLoad(const Object *object, void **out, const wchar_t *outName, BSTR path,
                                const wchar_t *wanted)
{
    if (out == NULL)
        return ErrorRaisePointer(object, outName);
    *out = NULL;
    return ErrorCheckText(object, L"path", path, wanted);
}

static HRESULT STDMETHODCALLTYPE ContextLoadTable(IPerfectHashIocpContext *self, BSTR path, IPerfectHashTable **table)
{
    const Object *object = ObjectOf(self);
    TableResult *result;
    Failure failure;
    const HRESULT hr = ContextCheckLoad(object, (void **)table, L"table", path, L"expected the path of a table file");
    if (FAILED(hr))
        return hr;
    if (FAILED(TableResultLoad(path, &result, &failure)))
        return ErrorRaise(object, &failure);
    result->durable = ContextIsDurable(ContextOf(self));
    return TableGive(object, result, table);
}

static HRESULT STDMETHODCALLTYPE ContextLoadPack(IPerfectHashIocpContext *self, BSTR path, IPerfectHashTables **tables)
{
    const Object *object = ObjectOf(self);
    BulkResult *result;
    Failure failure;
    const HRESULT hr = ContextCheckLoad(object, (void **)tables, L"tables", path, L"expected the path of a pack file");
    if (FAILED(hr))
        return hr;
    if (FAILED(BulkResultOfPack(path, &result, &failure)))
        return ErrorRaise(object, &failure);
    result->durable = ContextIsDurable(ContextOf(self));
    return TablesGive(object, result, tables);
}

#define SLOTS(kind, name) ContextGet##name, ContextPut##name,
/* clang-format off */
static const IPerfectHashIocpContextVtbl vtable = {
    OBJECT_DISPATCH(IPerfectHashIocpContext),
    ContextGetVersion,
    CONTEXT_SETTINGS(SLOTS)
    ContextTableCreate,
    ContextTableCreateFromKeys,
    ContextLoadTable,
    ContextTableCreateCommandLine,
    ContextBulkCreate,
    ContextBulkCreateCommandLine,
    ContextBeginTableCreate,
    ContextBeginTableCreateFromKeys,
    ContextBeginTableCreateCommandLine,
    ContextBeginBulkCreate,
    ContextBeginBulkCreateCommandLine,
    ContextGetStatistics,
    CONTEXT_LATER_SETTINGS(SLOTS)
    ContextLoadPack,
    ContextBeginLoadTable,
    CONTEXT_LAST_SETTINGS(SLOTS)
    ContextTableCreateWithValues,
    ContextBeginTableCreateWithValues,
    CONTEXT_TEXT_SETTINGS(SLOTS)
    ContextTableCreateFromRecords,
    ContextBeginTableCreateFromRecords,
};
/* clang-format on */

static const ObjectClass contextClass = {
    L"PerfectHash.IocpContext",
    sizeof(Context),
    ContextDestroy,
    TRUE,
    .entries = {{&IID_IPerfectHashIocpContext, &vtable, offsetof(Context, context)}},
    .settings = ContextSettings,
    .fixed = ContextFixes,
};

HRESULT ContextCreate(IUnknown **out)
{
    Context *context = ObjectCreate(&contextClass, (void **)out);
    if (context == NULL)
        return E_OUTOFMEMORY;
    InitializeSRWLock(&context->lock);
    TableOptionsDefault(&context->options);
    return S_OK;
}
