/* The properties of an IocpContext. Options of tables go through the one option table, which checks them and words the errors. */
#include <math.h>
#include <wchar.h>

#include "PerfectHashErrors.h"
#include "arrays.h"
#include "context_object.h"
#include "errors.h"
#include "jobs/text.h"
#include "properties.h"
#include "runtime/numa_expression.h"
#include "statistics.h"
#include "version.h"

/* ---- kinds of values ---- */

static BOOL RuntimeRuns(const Object *object)
{
    return ((const Context *)object)->runtime != NULL;
}

/* Runtime properties hold until the runtime starts, the others at any time. */
static PropertyOwner Owner(Context *context, BOOL ofRuntime)
{
    const PropertyOwner owner = {&context->object, &context->lock, ofRuntime ? RuntimeRuns : NULL};
    return owner;
}

static HRESULT GetText(const Context *context, const wchar_t *text, BSTR *value)
{
    if (!value)
        return ErrorRaisePointer(&context->object, L"value");
    return SUCCEEDED(BstrOut(text, value)) ? S_OK : ErrorRaiseMemory(&context->object);
}

static HRESULT GetNumber(Context *context, const DWORD *field, LONG *value)
{
    const PropertyOwner owner = Owner(context, FALSE);
    return PropertyGetNumber(&owner, field, value);
}

static HRESULT GetFlag(Context *context, const BOOL *field, VARIANT_BOOL *value)
{
    const PropertyOwner owner = Owner(context, FALSE);
    return PropertyGetFlag(&owner, field, value);
}

/* Sets an option of the tables to come, as --Name=Text on a command line would. */
static HRESULT PutOption(Context *context, const wchar_t *name, const wchar_t *text)
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
    return FAILED(hr) ? hr : PutOption(context, name, value);
}

static HRESULT PutNumberOption(Context *context, const wchar_t *name, LONG value)
{
    wchar_t text[16];
    swprintf(text, ARRAYSIZE(text), L"%ld", value);
    return PutOption(context, name, text);
}

static HRESULT PutRuntimeNumber(Context *context, const wchar_t *name, DWORD *field, LONG maximum, LONG value)
{
    const PropertyOwner owner = Owner(context, TRUE);
    return PropertyPutNumber(&owner, name, field, 0, maximum, value);
}

/* ---- the properties ---- */

HRESULT STDMETHODCALLTYPE ContextGetVersion(IPerfectHashIocpContext *self, BSTR *value)
{
    static const char version[] = PRODUCT_VERSION;
    wchar_t text[ARRAYSIZE(version)];
    for (size_t i = 0; i < ARRAYSIZE(version); i++)
        text[i] = (wchar_t)version[i];
    return GetText(ContextOf(self), text, value);
}

HRESULT STDMETHODCALLTYPE ContextGetBaseOutputDirectory(IPerfectHashIocpContext *self, BSTR *value)
{
    Context *context = ContextOf(self);
    const PropertyOwner owner = Owner(context, FALSE);
    return PropertyGetText(&owner, &context->baseOutputDirectory, NULL, value);
}

HRESULT STDMETHODCALLTYPE ContextPutBaseOutputDirectory(IPerfectHashIocpContext *self, BSTR value)
{
    Context *context = ContextOf(self);
    const PropertyOwner owner = Owner(context, FALSE);
    return PropertyPutText(&owner, L"BaseOutputDirectory", &context->baseOutputDirectory, value);
}

HRESULT STDMETHODCALLTYPE ContextGetAlgorithm(IPerfectHashIocpContext *self, BSTR *value)
{
    return GetText(ContextOf(self), L"Chm01", value);
}

HRESULT STDMETHODCALLTYPE ContextPutAlgorithm(IPerfectHashIocpContext *self, BSTR value)
{
    return PutTextOption(ContextOf(self), L"Algorithm", value);
}

HRESULT STDMETHODCALLTYPE ContextGetHashFunction(IPerfectHashIocpContext *self, BSTR *value)
{
    Context *context = ContextOf(self);
    AcquireSRWLockShared(&context->lock);
    const HashFunctionId id = context->options.solve.hashFunction;
    ReleaseSRWLockShared(&context->lock);
    return GetText(context, HashFunctionName(id ? id : HashQuadx), value);
}

HRESULT STDMETHODCALLTYPE ContextPutHashFunction(IPerfectHashIocpContext *self, BSTR value)
{
    return PutTextOption(ContextOf(self), L"HashFunction", value);
}

HRESULT STDMETHODCALLTYPE ContextGetFallbackHashFunction(IPerfectHashIocpContext *self, BSTR *value)
{
    Context *context = ContextOf(self);
    AcquireSRWLockShared(&context->lock);
    const HashFunctionId id = context->options.solve.fallbackHashFunction;
    ReleaseSRWLockShared(&context->lock);
    return GetText(context, id ? HashFunctionName(id) : L"None", value);
}

HRESULT STDMETHODCALLTYPE ContextPutFallbackHashFunction(IPerfectHashIocpContext *self, BSTR value)
{
    return PutTextOption(ContextOf(self), L"FallbackHashFunction", value);
}

HRESULT STDMETHODCALLTYPE ContextGetMaskFunction(IPerfectHashIocpContext *self, BSTR *value)
{
    return GetText(ContextOf(self), L"And", value);
}

HRESULT STDMETHODCALLTYPE ContextPutMaskFunction(IPerfectHashIocpContext *self, BSTR value)
{
    return PutTextOption(ContextOf(self), L"MaskFunction", value);
}

HRESULT STDMETHODCALLTYPE ContextGetRngSeed(IPerfectHashIocpContext *self, double *value)
{
    Context *context = ContextOf(self);
    if (!value)
        return ErrorRaisePointer(&context->object, L"value");
    AcquireSRWLockShared(&context->lock);
    *value = (double)context->options.solve.rngSeed;
    ReleaseSRWLockShared(&context->lock);
    return S_OK;
}

HRESULT STDMETHODCALLTYPE ContextPutRngSeed(IPerfectHashIocpContext *self, double value)
{
    Context *context = ContextOf(self);
    if (!(value >= 0 && value <= 9007199254740992.0) || value != floor(value)) {
        Failure failure;
        FailureSet(&failure, PERFECTHASH_E_OPTION_VALUE, L"RngSeed", L"a whole number from 0 to 2^53 is wanted", 0, 0, 0);
        return ErrorRaise(&context->object, &failure);
    }
    AcquireSRWLockExclusive(&context->lock);
    context->options.solve.rngSeed = (uint64_t)value;
    ReleaseSRWLockExclusive(&context->lock);
    return S_OK;
}

HRESULT STDMETHODCALLTYPE ContextGetOutputs(IPerfectHashIocpContext *self, BSTR *value)
{
    Context *context = ContextOf(self);
    AcquireSRWLockShared(&context->lock);
    wchar_t *text = OutputsText(context->options.outputs);
    ReleaseSRWLockShared(&context->lock);
    if (!text)
        return ErrorRaiseMemory(&context->object);
    const HRESULT hr = GetText(context, text, value);
    TextFree(text);
    return hr;
}

HRESULT STDMETHODCALLTYPE ContextPutOutputs(IPerfectHashIocpContext *self, BSTR value)
{
    return PutTextOption(ContextOf(self), L"Outputs", value);
}

HRESULT STDMETHODCALLTYPE ContextGetNoFileIo(IPerfectHashIocpContext *self, VARIANT_BOOL *value)
{
    Context *context = ContextOf(self);
    return GetFlag(context, &context->options.noFileIo, value);
}

HRESULT STDMETHODCALLTYPE ContextPutNoFileIo(IPerfectHashIocpContext *self, VARIANT_BOOL value)
{
    Context *context = ContextOf(self);
    const PropertyOwner owner = Owner(context, FALSE);
    return PropertyPutFlag(&owner, L"NoFileIo", &context->options.noFileIo, value);
}

HRESULT STDMETHODCALLTYPE ContextGetMaxTableResizes(IPerfectHashIocpContext *self, LONG *value)
{
    Context *context = ContextOf(self);
    if (!value)
        return ErrorRaisePointer(&context->object, L"value");
    AcquireSRWLockShared(&context->lock);
    *value = (LONG)context->options.solve.maxTableResizes;
    ReleaseSRWLockShared(&context->lock);
    return S_OK;
}

HRESULT STDMETHODCALLTYPE ContextPutMaxTableResizes(IPerfectHashIocpContext *self, LONG value)
{
    return PutNumberOption(ContextOf(self), L"MaxTableResizes", value);
}

HRESULT STDMETHODCALLTYPE ContextGetInitialPerFileConcurrency(IPerfectHashIocpContext *self, LONG *value)
{
    Context *context = ContextOf(self);
    return GetNumber(context, &context->options.initialPerFileConcurrency, value);
}

HRESULT STDMETHODCALLTYPE ContextPutInitialPerFileConcurrency(IPerfectHashIocpContext *self, LONG value)
{
    return PutNumberOption(ContextOf(self), L"InitialPerFileConcurrency", value);
}

HRESULT STDMETHODCALLTYPE ContextGetMaxPerFileConcurrency(IPerfectHashIocpContext *self, LONG *value)
{
    Context *context = ContextOf(self);
    return GetNumber(context, &context->options.maxPerFileConcurrency, value);
}

HRESULT STDMETHODCALLTYPE ContextPutMaxPerFileConcurrency(IPerfectHashIocpContext *self, LONG value)
{
    return PutNumberOption(ContextOf(self), L"MaxPerFileConcurrency", value);
}

HRESULT STDMETHODCALLTYPE ContextGetIncreaseConcurrencyAfterMilliseconds(IPerfectHashIocpContext *self, LONG *value)
{
    Context *context = ContextOf(self);
    return GetNumber(context, &context->options.increaseConcurrencyAfterMs, value);
}

HRESULT STDMETHODCALLTYPE ContextPutIncreaseConcurrencyAfterMilliseconds(IPerfectHashIocpContext *self, LONG value)
{
    return PutNumberOption(ContextOf(self), L"IncreaseConcurrencyAfterMilliseconds", value);
}

HRESULT STDMETHODCALLTYPE ContextGetIocpConcurrency(IPerfectHashIocpContext *self, LONG *value)
{
    Context *context = ContextOf(self);
    return GetNumber(context, &context->runtimeOptions.iocpConcurrency, value);
}

HRESULT STDMETHODCALLTYPE ContextPutIocpConcurrency(IPerfectHashIocpContext *self, LONG value)
{
    Context *context = ContextOf(self);
    return PutRuntimeNumber(context, L"IocpConcurrency", &context->runtimeOptions.iocpConcurrency, PropertyMostConcurrency, value);
}

HRESULT STDMETHODCALLTYPE ContextGetMaxThreads(IPerfectHashIocpContext *self, LONG *value)
{
    Context *context = ContextOf(self);
    return GetNumber(context, &context->runtimeOptions.maxThreads, value);
}

HRESULT STDMETHODCALLTYPE ContextPutMaxThreads(IPerfectHashIocpContext *self, LONG value)
{
    Context *context = ContextOf(self);
    return PutRuntimeNumber(context, L"MaxThreads", &context->runtimeOptions.maxThreads, PropertyMostThreads, value);
}

HRESULT STDMETHODCALLTYPE ContextGetNumaNodes(IPerfectHashIocpContext *self, BSTR *value)
{
    Context *context = ContextOf(self);
    const PropertyOwner owner = Owner(context, TRUE);
    return PropertyGetText(&owner, &context->numaNodes, L"all", value);
}

HRESULT STDMETHODCALLTYPE ContextPutNumaNodes(IPerfectHashIocpContext *self, BSTR value)
{
    Context *context = ContextOf(self);
    const PropertyOwner owner = Owner(context, TRUE);
    return PropertyPutNumaNodes(&owner, &context->numaNodes, value);
}

HRESULT STDMETHODCALLTYPE ContextGetSimulatedNumaNodes(IPerfectHashIocpContext *self, LONG *value)
{
    Context *context = ContextOf(self);
    return GetNumber(context, &context->runtimeOptions.simulatedNumaNodes, value);
}

HRESULT STDMETHODCALLTYPE ContextPutSimulatedNumaNodes(IPerfectHashIocpContext *self, LONG value)
{
    Context *context = ContextOf(self);
    return PutRuntimeNumber(context, L"SimulatedNumaNodes", &context->runtimeOptions.simulatedNumaNodes, NumaExpressionMaxNodes, value);
}

HRESULT STDMETHODCALLTYPE ContextGetBufferGuardPages(IPerfectHashIocpContext *self, VARIANT_BOOL *value)
{
    Context *context = ContextOf(self);
    return GetFlag(context, &context->runtimeOptions.bufferGuardPages, value);
}

HRESULT STDMETHODCALLTYPE ContextPutBufferGuardPages(IPerfectHashIocpContext *self, VARIANT_BOOL value)
{
    Context *context = ContextOf(self);
    const PropertyOwner owner = Owner(context, TRUE);
    return PropertyPutFlag(&owner, L"BufferGuardPages", &context->runtimeOptions.bufferGuardPages, value);
}

HRESULT STDMETHODCALLTYPE ContextGetIoMode(IPerfectHashIocpContext *self, BSTR *value)
{
    Context *context = ContextOf(self);
    const PropertyOwner owner = Owner(context, TRUE);
    return PropertyGetIoMode(&owner, &context->runtimeOptions.ioMode, value);
}

HRESULT STDMETHODCALLTYPE ContextPutIoMode(IPerfectHashIocpContext *self, BSTR value)
{
    Context *context = ContextOf(self);
    const PropertyOwner owner = Owner(context, TRUE);
    return PropertyPutIoMode(&owner, &context->runtimeOptions.ioMode, value);
}

HRESULT STDMETHODCALLTYPE ContextGetStatistics(IPerfectHashIocpContext *self, IPerfectHashStatistics **value)
{
    Context *context = ContextOf(self);
    RuntimeStatistics statistics = {0};
    if (!value)
        return ErrorRaisePointer(&context->object, L"value");
    AcquireSRWLockShared(&context->lock);
    if (context->runtime)
        RuntimeStatisticsTake(context->runtime, &statistics);
    ReleaseSRWLockShared(&context->lock);
    return SUCCEEDED(StatisticsCreate(&statistics, value)) ? S_OK : ErrorRaiseMemory(&context->object);
}
