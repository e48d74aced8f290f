#include "context.h"

#include "com/job/statistics.h"
#include "com/object/errors.h"
#include "com/object/properties.h"
#include "context_object.h"
#include "jobs/table/runtime_options.h"
#include "runtime/engine/shared_runtime.h"
#include "version.h"

static PropertySet ContextSettings(Object *object)
{
    static const Option own[] = {
        {{L"BaseOutputDirectory", L"DIR", NULL}, OptionText, OPTION_FIELD(Context, baseOutputDirectory), .maximum = 1}};
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

DWORD ContextRuntime(Context *context, Runtime **out)
{
    DWORD error = ERROR_SUCCESS;
    AcquireSRWLockExclusive(&context->lock);
    if (context->runtime == NULL)
        error = SharedRuntimeTake(&context->runtimeOptions, &context->runtime);
    *out = context->runtime;
    ReleaseSRWLockExclusive(&context->lock);
    return error;
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
#define DEFINE_SETTING(kind, name) PROPERTY_SETTING(IPerfectHashIocpContext, Context, kind, name)
CONTEXT_SETTINGS(DEFINE_SETTING)
CONTEXT_LATER_SETTINGS(DEFINE_SETTING)
CONTEXT_LAST_SETTINGS(DEFINE_SETTING)
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
