/*
 * What the files of the IocpContext class share: context.c (life, runtime, properties),
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
    Interface context;
    SRWLOCK lock;                       /* guards the settings and the runtime; never held while a table is made */
    TableOptions options;               /* of the tables to come */
    const wchar_t *baseOutputDirectory; /* NULL: none */
    RuntimeOptions runtimeOptions;
    Runtime *runtime; /* held from the first table on; fixes those options */
} Context;

static inline Context *ContextOf(IPerfectHashIocpContext *self)
{
    return (Context *)ObjectOf(self);
}

/* Takes the runtime with the first call. The Win32 code of the failure otherwise. */
DWORD ContextRuntime(Context *context, Runtime **out);

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
