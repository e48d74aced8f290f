/* The properties of an IocpContext. Options of tables go through the one option table, which checks them and words the errors. */
#include <math.h>
#include <wchar.h>

#include "PerfectHashErrors.h"
#include "arrays.h"
#include "context_object.h"
#include "errors.h"
#include "jobs/text.h"
#include "runtime/numa_expression.h"
#include "statistics.h"
#include "version.h"

/* What RuntimeStart takes. */
#define MAX_CONCURRENCY 512
#define MAX_THREADS 1024

/* ---- the three kinds of value ---- */

static HRESULT GetText(const Context *context, const wchar_t *text, BSTR *value)
{
    if (!value)
        return ErrorRaisePointer(&context->object, L"value");
    return SUCCEEDED(BstrOut(text, value)) ? S_OK : ErrorRaiseMemory(&context->object);
}

/* field is a member of the context, which another thread may be setting. */
static HRESULT GetNumber(Context *context, const DWORD *field, LONG *value)
{
    if (!value)
        return ErrorRaisePointer(&context->object, L"value");
    AcquireSRWLockShared(&context->lock);
    *value = (LONG)*field;
    ReleaseSRWLockShared(&context->lock);
    return S_OK;
}

static HRESULT GetFlag(Context *context, const BOOL *field, VARIANT_BOOL *value)
{
    if (!value)
        return ErrorRaisePointer(&context->object, L"value");
    AcquireSRWLockShared(&context->lock);
    *value = *field ? VARIANT_TRUE : VARIANT_FALSE;
    ReleaseSRWLockShared(&context->lock);
    return S_OK;
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

static HRESULT PutNumberOption(Context *context, const wchar_t *name, LONG value)
{
    wchar_t text[16];
    swprintf(text, ARRAYSIZE(text), L"%ld", value);
    return PutOption(context, name, text);
}

/* Runtime properties hold until the runtime starts. The lock is held when this answers S_OK. */
static HRESULT LockForRuntimeProperty(Context *context, const wchar_t *name)
{
    Failure failure;
    AcquireSRWLockExclusive(&context->lock);
    if (!context->runtime)
        return S_OK;
    ReleaseSRWLockExclusive(&context->lock);
    FailureSet(&failure, PERFECTHASH_E_RUNTIME_STARTED, name, NULL, 0, 0, 0);
    return ErrorRaise(&context->object, &failure);
}

static HRESULT PutRuntimeNumber(Context *context, const wchar_t *name, DWORD *field, LONG maximum, LONG value)
{
    if (value < 0 || value > maximum) {
        Failure failure;
        wchar_t reason[80];
        swprintf(reason, ARRAYSIZE(reason), L"%ld is not from 0 to %ld", value, maximum);
        FailureSet(&failure, PERFECTHASH_E_OPTION_VALUE, name, reason, 0, 0, 0);
        return ErrorRaise(&context->object, &failure);
    }
    const HRESULT hr = LockForRuntimeProperty(context, name);
    if (FAILED(hr))
        return hr;
    *field = (DWORD)value;
    ReleaseSRWLockExclusive(&context->lock);
    return S_OK;
}

/* Replaces an owned text under the lock, which it gives back. */
static HRESULT ReplaceOwned(Context *context, wchar_t **field, wchar_t *copy)
{
    wchar_t *old = copy;
    if (copy) {
        old = *field;
        *field = copy;
    }
    ReleaseSRWLockExclusive(&context->lock);
    TextFree(old);
    return copy ? S_OK : ErrorRaiseMemory(&context->object);
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
    AcquireSRWLockShared(&context->lock);
    const HRESULT hr = GetText(context, context->baseOutputDirectory, value);
    ReleaseSRWLockShared(&context->lock);
    return hr;
}

HRESULT STDMETHODCALLTYPE ContextPutBaseOutputDirectory(IPerfectHashIocpContext *self, BSTR value)
{
    Context *context = ContextOf(self);
    const HRESULT hr = ErrorCheckText(&context->object, L"BaseOutputDirectory", value, NULL);
    if (FAILED(hr))
        return hr;
    wchar_t *copy = TextCopy(value);
    AcquireSRWLockExclusive(&context->lock);
    return ReplaceOwned(context, &context->baseOutputDirectory, copy);
}

HRESULT STDMETHODCALLTYPE ContextGetAlgorithm(IPerfectHashIocpContext *self, BSTR *value)
{
    return GetText(ContextOf(self), L"Chm01", value);
}

HRESULT STDMETHODCALLTYPE ContextPutAlgorithm(IPerfectHashIocpContext *self, BSTR value)
{
    return PutOption(ContextOf(self), L"Algorithm", value);
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
    return PutOption(ContextOf(self), L"HashFunction", value);
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
    return PutOption(ContextOf(self), L"FallbackHashFunction", value);
}

HRESULT STDMETHODCALLTYPE ContextGetMaskFunction(IPerfectHashIocpContext *self, BSTR *value)
{
    return GetText(ContextOf(self), L"And", value);
}

HRESULT STDMETHODCALLTYPE ContextPutMaskFunction(IPerfectHashIocpContext *self, BSTR value)
{
    return PutOption(ContextOf(self), L"MaskFunction", value);
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
    return PutOption(ContextOf(self), L"Outputs", value);
}

HRESULT STDMETHODCALLTYPE ContextGetNoFileIo(IPerfectHashIocpContext *self, VARIANT_BOOL *value)
{
    Context *context = ContextOf(self);
    return GetFlag(context, &context->options.noFileIo, value);
}

HRESULT STDMETHODCALLTYPE ContextPutNoFileIo(IPerfectHashIocpContext *self, VARIANT_BOOL value)
{
    Context *context = ContextOf(self);
    AcquireSRWLockExclusive(&context->lock);
    context->options.noFileIo = value != VARIANT_FALSE;
    ReleaseSRWLockExclusive(&context->lock);
    return S_OK;
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
    return PutRuntimeNumber(context, L"IocpConcurrency", &context->runtimeOptions.iocpConcurrency, MAX_CONCURRENCY, value);
}

HRESULT STDMETHODCALLTYPE ContextGetMaxThreads(IPerfectHashIocpContext *self, LONG *value)
{
    Context *context = ContextOf(self);
    return GetNumber(context, &context->runtimeOptions.maxThreads, value);
}

HRESULT STDMETHODCALLTYPE ContextPutMaxThreads(IPerfectHashIocpContext *self, LONG value)
{
    Context *context = ContextOf(self);
    return PutRuntimeNumber(context, L"MaxThreads", &context->runtimeOptions.maxThreads, MAX_THREADS, value);
}

HRESULT STDMETHODCALLTYPE ContextGetNumaNodes(IPerfectHashIocpContext *self, BSTR *value)
{
    Context *context = ContextOf(self);
    AcquireSRWLockShared(&context->lock);
    const HRESULT hr = GetText(context, context->numaNodes ? context->numaNodes : L"all", value);
    ReleaseSRWLockShared(&context->lock);
    return hr;
}

HRESULT STDMETHODCALLTYPE ContextPutNumaNodes(IPerfectHashIocpContext *self, BSTR value)
{
    Context *context = ContextOf(self);
    Failure failure;
    const wchar_t *text = value ? value : L"";
    uint64_t selected;
    /* Which nodes there are is known when the runtime starts; here the form counts. */
    if (NumaExpressionParse(text, UINT64_MAX, &selected, NULL) != NumaExpressionOk) {
        wchar_t reason[160];
        swprintf(reason, ARRAYSIZE(reason), L"\"%.60ls\" is not all, a node's number, or a list such as 0,2-3", text);
        FailureSet(&failure, PERFECTHASH_E_OPTION_VALUE, L"NumaNodes", reason, 0, 0, 0);
        return ErrorRaise(&context->object, &failure);
    }
    wchar_t *copy = TextCopy(text);
    const HRESULT hr = LockForRuntimeProperty(context, L"NumaNodes");
    if (FAILED(hr)) {
        TextFree(copy);
        return hr;
    }
    return ReplaceOwned(context, &context->numaNodes, copy);
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
    const HRESULT hr = LockForRuntimeProperty(context, L"BufferGuardPages");
    if (FAILED(hr))
        return hr;
    context->runtimeOptions.bufferGuardPages = value != VARIANT_FALSE;
    ReleaseSRWLockExclusive(&context->lock);
    return S_OK;
}

HRESULT STDMETHODCALLTYPE ContextGetIoMode(IPerfectHashIocpContext *self, BSTR *value)
{
    Context *context = ContextOf(self);
    AcquireSRWLockShared(&context->lock);
    const IoMode mode = context->runtimeOptions.ioMode;
    ReleaseSRWLockShared(&context->lock);
    return GetText(context, mode == IoMapped ? L"Mapped" : L"Overlapped", value);
}

HRESULT STDMETHODCALLTYPE ContextPutIoMode(IPerfectHashIocpContext *self, BSTR value)
{
    Context *context = ContextOf(self);
    const BOOL mapped = TextSame(value ? value : L"", L"Mapped");
    if (!mapped && !TextSame(value ? value : L"", L"Overlapped")) {
        Failure failure;
        wchar_t subject[80];
        swprintf(subject, ARRAYSIZE(subject), L"IoMode=%.60ls", value ? value : L"");
        FailureSet(&failure, PERFECTHASH_E_OPTION_VALUE, subject, L"Overlapped or Mapped is wanted", 0, 0, 0);
        return ErrorRaise(&context->object, &failure);
    }
    const HRESULT hr = LockForRuntimeProperty(context, L"IoMode");
    if (FAILED(hr))
        return hr;
    context->runtimeOptions.ioMode = mapped ? IoMapped : IoOverlapped;
    ReleaseSRWLockExclusive(&context->lock);
    return S_OK;
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
