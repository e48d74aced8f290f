/*
 * What the files of the IocpContext class share: context.c (life, runtime), context_properties.c,
 * context_requests.c (arguments to jobs), context_tables.c (methods that wait), context_jobs.c
 * (methods that don't).
 */
#ifndef COM_CONTEXT_OBJECT_H
#define COM_CONTEXT_OBJECT_H

#include "PerfectHash.h"
#include "com/object/object.h"
#include "jobs/table/table_options.h"
#include "runtime/engine/runtime.h"

typedef struct Context {
    Object object;
    Interface context, native;
    SRWLOCK lock;                 /* guards the settings and the runtime; never held while a table is made */
    TableOptions options;         /* of the tables to come */
    wchar_t *baseOutputDirectory; /* NULL: none */
    RuntimeOptions runtimeOptions;
    wchar_t *numaNodes; /* NULL: all */
    Runtime *runtime;   /* held from the first table on */
} Context;

static inline Context *ContextOf(IPerfectHashIocpContext *self)
{
    return (Context *)ObjectOf(self);
}

/* Takes the runtime with the first call. The Win32 code of the failure otherwise. */
DWORD ContextRuntime(Context *context, Runtime **out);

/* context_properties.c */
HRESULT STDMETHODCALLTYPE ContextGetVersion(IPerfectHashIocpContext *self, BSTR *value);
HRESULT STDMETHODCALLTYPE ContextGetBaseOutputDirectory(IPerfectHashIocpContext *self, BSTR *value);
HRESULT STDMETHODCALLTYPE ContextPutBaseOutputDirectory(IPerfectHashIocpContext *self, BSTR value);
HRESULT STDMETHODCALLTYPE ContextGetAlgorithm(IPerfectHashIocpContext *self, BSTR *value);
HRESULT STDMETHODCALLTYPE ContextPutAlgorithm(IPerfectHashIocpContext *self, BSTR value);
HRESULT STDMETHODCALLTYPE ContextGetHashFunction(IPerfectHashIocpContext *self, BSTR *value);
HRESULT STDMETHODCALLTYPE ContextPutHashFunction(IPerfectHashIocpContext *self, BSTR value);
HRESULT STDMETHODCALLTYPE ContextGetFallbackHashFunction(IPerfectHashIocpContext *self, BSTR *value);
HRESULT STDMETHODCALLTYPE ContextPutFallbackHashFunction(IPerfectHashIocpContext *self, BSTR value);
HRESULT STDMETHODCALLTYPE ContextGetMaskFunction(IPerfectHashIocpContext *self, BSTR *value);
HRESULT STDMETHODCALLTYPE ContextPutMaskFunction(IPerfectHashIocpContext *self, BSTR value);
HRESULT STDMETHODCALLTYPE ContextGetRngSeed(IPerfectHashIocpContext *self, double *value);
HRESULT STDMETHODCALLTYPE ContextPutRngSeed(IPerfectHashIocpContext *self, double value);
HRESULT STDMETHODCALLTYPE ContextGetOutputs(IPerfectHashIocpContext *self, BSTR *value);
HRESULT STDMETHODCALLTYPE ContextPutOutputs(IPerfectHashIocpContext *self, BSTR value);
HRESULT STDMETHODCALLTYPE ContextGetNoFileIo(IPerfectHashIocpContext *self, VARIANT_BOOL *value);
HRESULT STDMETHODCALLTYPE ContextPutNoFileIo(IPerfectHashIocpContext *self, VARIANT_BOOL value);
HRESULT STDMETHODCALLTYPE ContextGetMaxTableResizes(IPerfectHashIocpContext *self, LONG *value);
HRESULT STDMETHODCALLTYPE ContextPutMaxTableResizes(IPerfectHashIocpContext *self, LONG value);
HRESULT STDMETHODCALLTYPE ContextGetInitialPerFileConcurrency(IPerfectHashIocpContext *self, LONG *value);
HRESULT STDMETHODCALLTYPE ContextPutInitialPerFileConcurrency(IPerfectHashIocpContext *self, LONG value);
HRESULT STDMETHODCALLTYPE ContextGetMaxPerFileConcurrency(IPerfectHashIocpContext *self, LONG *value);
HRESULT STDMETHODCALLTYPE ContextPutMaxPerFileConcurrency(IPerfectHashIocpContext *self, LONG value);
HRESULT STDMETHODCALLTYPE ContextGetIncreaseConcurrencyAfterMilliseconds(IPerfectHashIocpContext *self, LONG *value);
HRESULT STDMETHODCALLTYPE ContextPutIncreaseConcurrencyAfterMilliseconds(IPerfectHashIocpContext *self, LONG value);
HRESULT STDMETHODCALLTYPE ContextGetIocpConcurrency(IPerfectHashIocpContext *self, LONG *value);
HRESULT STDMETHODCALLTYPE ContextPutIocpConcurrency(IPerfectHashIocpContext *self, LONG value);
HRESULT STDMETHODCALLTYPE ContextGetMaxThreads(IPerfectHashIocpContext *self, LONG *value);
HRESULT STDMETHODCALLTYPE ContextPutMaxThreads(IPerfectHashIocpContext *self, LONG value);
HRESULT STDMETHODCALLTYPE ContextGetNumaNodes(IPerfectHashIocpContext *self, BSTR *value);
HRESULT STDMETHODCALLTYPE ContextPutNumaNodes(IPerfectHashIocpContext *self, BSTR value);
HRESULT STDMETHODCALLTYPE ContextGetSimulatedNumaNodes(IPerfectHashIocpContext *self, LONG *value);
HRESULT STDMETHODCALLTYPE ContextPutSimulatedNumaNodes(IPerfectHashIocpContext *self, LONG value);
HRESULT STDMETHODCALLTYPE ContextGetBufferGuardPages(IPerfectHashIocpContext *self, VARIANT_BOOL *value);
HRESULT STDMETHODCALLTYPE ContextPutBufferGuardPages(IPerfectHashIocpContext *self, VARIANT_BOOL value);
HRESULT STDMETHODCALLTYPE ContextGetIoMode(IPerfectHashIocpContext *self, BSTR *value);
HRESULT STDMETHODCALLTYPE ContextPutIoMode(IPerfectHashIocpContext *self, BSTR value);
HRESULT STDMETHODCALLTYPE ContextGetStatistics(IPerfectHashIocpContext *self, IPerfectHashStatistics **value);

/* context_tables.c */
HRESULT STDMETHODCALLTYPE ContextTableCreate(IPerfectHashIocpContext *self, BSTR keysPath, BSTR targetDirectory,
                                             BSTR options, IPerfectHashTable **table);
HRESULT STDMETHODCALLTYPE ContextTableCreateFromKeys(IPerfectHashIocpContext *self, VARIANT keys, BSTR tableName,
                                                     BSTR targetDirectory, BSTR options, IPerfectHashTable **table);
HRESULT STDMETHODCALLTYPE ContextLoadTable(IPerfectHashIocpContext *self, BSTR path, IPerfectHashTable **table);
HRESULT STDMETHODCALLTYPE ContextLoadPack(IPerfectHashIocpContext *self, BSTR path, IPerfectHashTables **tables);
HRESULT STDMETHODCALLTYPE ContextTableCreateCommandLine(IPerfectHashIocpContext *self, BSTR commandLine,
                                                        IPerfectHashTable **table);
HRESULT STDMETHODCALLTYPE ContextBulkCreate(IPerfectHashIocpContext *self, BSTR keysDirectory, BSTR targetDirectory,
                                            BSTR options, IPerfectHashTables **tables);
HRESULT STDMETHODCALLTYPE ContextBulkCreateCommandLine(IPerfectHashIocpContext *self, BSTR commandLine,
                                                       IPerfectHashTables **tables);
HRESULT STDMETHODCALLTYPE ContextTableCreateArgvW(IPerfectHashIocpContextNative *self, int argc,
                                                  const WCHAR *const *argv, IPerfectHashTable **table);
HRESULT STDMETHODCALLTYPE ContextBulkCreateArgvW(IPerfectHashIocpContextNative *self, int argc,
                                                 const WCHAR *const *argv, IPerfectHashTables **tables);

/* context_jobs.c */
HRESULT STDMETHODCALLTYPE ContextBeginTableCreate(IPerfectHashIocpContext *self, BSTR keysPath, BSTR targetDirectory,
                                                  BSTR options, IPerfectHashJob **job);
HRESULT STDMETHODCALLTYPE ContextBeginTableCreateFromKeys(IPerfectHashIocpContext *self, VARIANT keys, BSTR tableName,
                                                          BSTR targetDirectory, BSTR options, IPerfectHashJob **job);
HRESULT STDMETHODCALLTYPE ContextBeginTableCreateCommandLine(IPerfectHashIocpContext *self, BSTR commandLine,
                                                             IPerfectHashJob **job);
HRESULT STDMETHODCALLTYPE ContextBeginLoadTable(IPerfectHashIocpContext *self, BSTR path, IPerfectHashJob **job);
HRESULT STDMETHODCALLTYPE ContextBeginBulkCreate(IPerfectHashIocpContext *self, BSTR keysDirectory,
                                                 BSTR targetDirectory, BSTR options, IPerfectHashJob **job);
HRESULT STDMETHODCALLTYPE ContextBeginBulkCreateCommandLine(IPerfectHashIocpContext *self, BSTR commandLine,
                                                            IPerfectHashJob **job);

#endif
