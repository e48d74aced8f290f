/*
 * The properties of an IocpContext. Options of tables go through the one option table, which checks
 * them and words the errors.
 */
#include <math.h>
#include <wchar.h>

#include "PerfectHashErrors.h"
#include "com/job/statistics.h"
#include "com/object/errors.h"
#include "com/object/properties.h"
#include "context_object.h"
#include "jobs/text/text.h"
#include "runtime/pure/numa_expression.h"
#include "version.h"

/* ---- kinds of values ---- */

static BOOL RuntimeRuns(const Object *object)
{
    return ((const Context *)object)->runtime != NULL;
}

/* Runtime properties hold until the runtime starts, the others at any time. */
static PropertyOwner ContextPropertiesOwner(Context *context, BOOL ofRuntime)
{
    const PropertyOwner owner = {&context->object, &context->lock, ofRuntime ? RuntimeRuns : NULL};
    return owner;
}

/* The options of the tables to come: a copy, because another thread may be setting one. */
static TableOptions OptionsOf(IPerfectHashIocpContext *self)
{
    Context *context = ContextOf(self);
    AcquireSRWLockShared(&context->lock);
    const TableOptions options = context->options;
    ReleaseSRWLockShared(&context->lock);
    return options;
}

/* Sets an option of the tables to come, as --Name=Text on a command line would. */
static HRESULT ContextPropertiesPutOption(Context *context, const wchar_t *name, const wchar_t *text)
{
    Failure failure;
    AcquireSRWLockExclusive(&context->lock);
    const HRESULT hr = TableOptionsSet(&context->options, name, text ? text : L"", &failure);
    ReleaseSRWLockExclusive(&context->lock);
    return SUCCEEDED(hr) ? S_OK : ErrorRaise(&context->object, &failure);
}

static HRESULT PutTextOption(Context *context, const wchar_t *name, BSTR value)
{
    const HRESULT hr = ErrorCheckText(&context->object, name, value, NULL);
    return FAILED(hr) ? hr : ContextPropertiesPutOption(context, name, value);
}

static HRESULT PutNumberOption(Context *context, const wchar_t *name, LONG value)
{
    wchar_t text[16];
    swprintf(text, ARRAYSIZE(text), L"%ld", value);
    return ContextPropertiesPutOption(context, name, text);
}

/*
 * A number that is an option of tables, or of the runtime, is two functions that differ by the
 * field.
 */
#define OPTION_NUMBER(name, member)                                                        \
    HRESULT STDMETHODCALLTYPE ContextGet##name(IPerfectHashIocpContext *self, LONG *value) \
    {                                                                                      \
        return PropertyGiveLong(ObjectOf(self), OptionsOf(self).member, value);            \
    }                                                                                      \
    HRESULT STDMETHODCALLTYPE ContextPut##name(IPerfectHashIocpContext *self, LONG value)  \
    {                                                                                      \
        return PutNumberOption(ContextOf(self), L## #name, value);                         \
    }

#define RUNTIME_NUMBER(name, member, most)                                                 \
    HRESULT STDMETHODCALLTYPE ContextGet##name(IPerfectHashIocpContext *self, LONG *value) \
    {                                                                                      \
        return PropertyGetNumber(ContextPropertiesOwner(ContextOf(self), TRUE),            \
                                 &ContextOf(self)->runtimeOptions.member, value);          \
    }                                                                                      \
    HRESULT STDMETHODCALLTYPE ContextPut##name(IPerfectHashIocpContext *self, LONG value)  \
    {                                                                                      \
        return PropertyPutNumber(ContextPropertiesOwner(ContextOf(self), TRUE), L## #name, \
                                 &ContextOf(self)->runtimeOptions.member, 0, most, value); \
    }

/* ---- the properties ---- */

HRESULT STDMETHODCALLTYPE ContextGetVersion(IPerfectHashIocpContext *self, BSTR *value)
{
    static const char version[] = PRODUCT_VERSION;
    wchar_t text[ARRAYSIZE(version)];
    for (size_t i = 0; i < ARRAYSIZE(version); i++)
        text[i] = (wchar_t)version[i];
    return PropertyGiveText(ObjectOf(self), text, value);
}

HRESULT STDMETHODCALLTYPE ContextGetBaseOutputDirectory(IPerfectHashIocpContext *self, BSTR *value)
{
    return PropertyGetText(ContextPropertiesOwner(ContextOf(self), FALSE), &ContextOf(self)->baseOutputDirectory, NULL,
                           value);
}

HRESULT STDMETHODCALLTYPE ContextPutBaseOutputDirectory(IPerfectHashIocpContext *self, BSTR value)
{
    return PropertyPutText(ContextPropertiesOwner(ContextOf(self), FALSE), L"BaseOutputDirectory",
                           &ContextOf(self)->baseOutputDirectory, value);
}

HRESULT STDMETHODCALLTYPE ContextGetAlgorithm(IPerfectHashIocpContext *self, BSTR *value)
{
    return PropertyGiveText(ObjectOf(self), L"Chm01", value);
}

HRESULT STDMETHODCALLTYPE ContextPutAlgorithm(IPerfectHashIocpContext *self, BSTR value)
{
    return PutTextOption(ContextOf(self), L"Algorithm", value);
}

HRESULT STDMETHODCALLTYPE ContextGetHashFunction(IPerfectHashIocpContext *self, BSTR *value)
{
    const HashFunctionId id = OptionsOf(self).solve.hashFunction;
    return PropertyGiveText(ObjectOf(self), HashFunctionName(id ? id : HashQuadx), value);
}

HRESULT STDMETHODCALLTYPE ContextPutHashFunction(IPerfectHashIocpContext *self, BSTR value)
{
    return PutTextOption(ContextOf(self), L"HashFunction", value);
}

HRESULT STDMETHODCALLTYPE ContextGetFallbackHashFunction(IPerfectHashIocpContext *self, BSTR *value)
{
    const HashFunctionId id = OptionsOf(self).solve.fallbackHashFunction;
    return PropertyGiveText(ObjectOf(self), id ? HashFunctionName(id) : L"None", value);
}

HRESULT STDMETHODCALLTYPE ContextPutFallbackHashFunction(IPerfectHashIocpContext *self, BSTR value)
{
    return PutTextOption(ContextOf(self), L"FallbackHashFunction", value);
}

HRESULT STDMETHODCALLTYPE ContextGetMaskFunction(IPerfectHashIocpContext *self, BSTR *value)
{
    return PropertyGiveText(ObjectOf(self), L"And", value);
}

HRESULT STDMETHODCALLTYPE ContextPutMaskFunction(IPerfectHashIocpContext *self, BSTR value)
{
    return PutTextOption(ContextOf(self), L"MaskFunction", value);
}

HRESULT STDMETHODCALLTYPE ContextGetRngSeed(IPerfectHashIocpContext *self, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)OptionsOf(self).solve.rngSeed, value);
}

HRESULT STDMETHODCALLTYPE ContextPutRngSeed(IPerfectHashIocpContext *self, double value)
{
    Context *context = ContextOf(self);
    if (!(value >= 0 && value <= 9007199254740992.0) || value != floor(value)) {
        Failure failure;
        FailureSet(&failure, PERFECTHASH_E_OPTION_VALUE, L"RngSeed", L"a whole number from 0 to 2^53 is wanted", 0, 0,
                   0);
        return ErrorRaise(&context->object, &failure);
    }
    AcquireSRWLockExclusive(&context->lock);
    context->options.solve.rngSeed = (uint64_t)value;
    ReleaseSRWLockExclusive(&context->lock);
    return S_OK;
}

HRESULT STDMETHODCALLTYPE ContextGetOutputs(IPerfectHashIocpContext *self, BSTR *value)
{
    wchar_t *text = OutputsText(OptionsOf(self).outputs);
    if (text == NULL)
        return ErrorRaiseMemory(ObjectOf(self));
    const HRESULT hr = PropertyGiveText(ObjectOf(self), text, value);
    TextFree(text);
    return hr;
}

HRESULT STDMETHODCALLTYPE ContextPutOutputs(IPerfectHashIocpContext *self, BSTR value)
{
    return PutTextOption(ContextOf(self), L"Outputs", value);
}

HRESULT STDMETHODCALLTYPE ContextGetNoFileIo(IPerfectHashIocpContext *self, VARIANT_BOOL *value)
{
    return PropertyGiveFlag(ObjectOf(self), OptionsOf(self).noFileIo, value);
}

HRESULT STDMETHODCALLTYPE ContextPutNoFileIo(IPerfectHashIocpContext *self, VARIANT_BOOL value)
{
    return PropertyPutFlag(ContextPropertiesOwner(ContextOf(self), FALSE), L"NoFileIo",
                           &ContextOf(self)->options.noFileIo, value);
}

HRESULT STDMETHODCALLTYPE ContextGetMaxTableResizes(IPerfectHashIocpContext *self, LONG *value)
{
    return PropertyGiveLong(ObjectOf(self), OptionsOf(self).solve.maxTableResizes, value);
}

HRESULT STDMETHODCALLTYPE ContextPutMaxTableResizes(IPerfectHashIocpContext *self, LONG value)
{
    return PutNumberOption(ContextOf(self), L"MaxTableResizes", value);
}

OPTION_NUMBER(InitialPerFileConcurrency, initialPerFileConcurrency)
OPTION_NUMBER(MaxPerFileConcurrency, maxPerFileConcurrency)
OPTION_NUMBER(IncreaseConcurrencyAfterMilliseconds, increaseConcurrencyAfterMs)
RUNTIME_NUMBER(IocpConcurrency, iocpConcurrency, PropertyMostConcurrency)
RUNTIME_NUMBER(MaxThreads, maxThreads, PropertyMostThreads)
RUNTIME_NUMBER(SimulatedNumaNodes, simulatedNumaNodes, NumaExpressionMaxNodes)

HRESULT STDMETHODCALLTYPE ContextGetNumaNodes(IPerfectHashIocpContext *self, BSTR *value)
{
    return PropertyGetText(ContextPropertiesOwner(ContextOf(self), TRUE), &ContextOf(self)->numaNodes, L"all", value);
}

HRESULT STDMETHODCALLTYPE ContextPutNumaNodes(IPerfectHashIocpContext *self, BSTR value)
{
    return PropertyPutNumaNodes(ContextPropertiesOwner(ContextOf(self), TRUE), &ContextOf(self)->numaNodes, value);
}

HRESULT STDMETHODCALLTYPE ContextGetBufferGuardPages(IPerfectHashIocpContext *self, VARIANT_BOOL *value)
{
    return PropertyGetFlag(ContextPropertiesOwner(ContextOf(self), FALSE),
                           &ContextOf(self)->runtimeOptions.bufferGuardPages, value);
}

HRESULT STDMETHODCALLTYPE ContextPutBufferGuardPages(IPerfectHashIocpContext *self, VARIANT_BOOL value)
{
    return PropertyPutFlag(ContextPropertiesOwner(ContextOf(self), TRUE), L"BufferGuardPages",
                           &ContextOf(self)->runtimeOptions.bufferGuardPages, value);
}

HRESULT STDMETHODCALLTYPE ContextGetIoMode(IPerfectHashIocpContext *self, BSTR *value)
{
    return PropertyGetIoMode(ContextPropertiesOwner(ContextOf(self), TRUE), &ContextOf(self)->runtimeOptions.ioMode,
                             value);
}

HRESULT STDMETHODCALLTYPE ContextPutIoMode(IPerfectHashIocpContext *self, BSTR value)
{
    return PropertyPutIoMode(ContextPropertiesOwner(ContextOf(self), TRUE), &ContextOf(self)->runtimeOptions.ioMode,
                             value);
}

HRESULT STDMETHODCALLTYPE ContextGetStatistics(IPerfectHashIocpContext *self, IPerfectHashStatistics **value)
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
