#include "context.h"

#include "context_object.h"
#include "jobs/text/text.h"
#include "runtime/engine/shared_runtime.h"

static void ContextDestroy(Object *object)
{
    Context *context = (Context *)object;
    if (context->runtime != NULL)
        RuntimeRelease(context->runtime);
    TextFree(context->baseOutputDirectory);
    TextFree(context->numaNodes);
}

DWORD ContextRuntime(Context *context, Runtime **out)
{
    DWORD error = ERROR_SUCCESS;
    AcquireSRWLockExclusive(&context->lock);
    if (context->runtime == NULL) {
        context->runtimeOptions.numaNodes = context->numaNodes;
        error = SharedRuntimeTake(&context->runtimeOptions, &context->runtime);
    }
    *out = context->runtime;
    ReleaseSRWLockExclusive(&context->lock);
    return error;
}

static const IPerfectHashIocpContextVtbl vtable = {
    OBJECT_DISPATCH(IPerfectHashIocpContext),
    ContextGetVersion,
    ContextGetBaseOutputDirectory,
    ContextPutBaseOutputDirectory,
    ContextGetAlgorithm,
    ContextPutAlgorithm,
    ContextGetHashFunction,
    ContextPutHashFunction,
    ContextGetMaskFunction,
    ContextPutMaskFunction,
    ContextGetRngSeed,
    ContextPutRngSeed,
    ContextGetOutputs,
    ContextPutOutputs,
    ContextGetNoFileIo,
    ContextPutNoFileIo,
    ContextGetMaxTableResizes,
    ContextPutMaxTableResizes,
    ContextGetInitialPerFileConcurrency,
    ContextPutInitialPerFileConcurrency,
    ContextGetMaxPerFileConcurrency,
    ContextPutMaxPerFileConcurrency,
    ContextGetIncreaseConcurrencyAfterMilliseconds,
    ContextPutIncreaseConcurrencyAfterMilliseconds,
    ContextGetIocpConcurrency,
    ContextPutIocpConcurrency,
    ContextGetMaxThreads,
    ContextPutMaxThreads,
    ContextGetNumaNodes,
    ContextPutNumaNodes,
    ContextGetSimulatedNumaNodes,
    ContextPutSimulatedNumaNodes,
    ContextGetBufferGuardPages,
    ContextPutBufferGuardPages,
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
    ContextGetIoMode,
    ContextPutIoMode,
    ContextGetFallbackHashFunction,
    ContextPutFallbackHashFunction,
    ContextLoadPack,
    ContextBeginLoadTable,
};

static const IPerfectHashIocpContextNativeVtbl nativeVtable = {
    OBJECT_UNKNOWN(IPerfectHashIocpContextNative),
    ContextTableCreateArgvW,
    ContextBulkCreateArgvW,
};

static const ObjectClass contextClass = {
    L"PerfectHash.IocpContext",
    sizeof(Context),
    ContextDestroy,
    TRUE,
    {{&IID_IPerfectHashIocpContext, &vtable, offsetof(Context, context)},
     {&IID_IPerfectHashIocpContextNative, &nativeVtable, offsetof(Context, native)}},
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
