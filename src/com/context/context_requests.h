/*
 * From the arguments of a context's methods to a started job. Each answers S_OK and a held job, or raises what is wrong; *job comes in with its events
 * if there are to be some. Any thread.
 */
#ifndef COM_CONTEXT_REQUESTS_H
#define COM_CONTEXT_REQUESTS_H

#include "context_object.h"
#include "com/job/core_job.h"

HRESULT ContextStartTable(Context *context, BSTR keysPath, BSTR targetDirectory, BSTR options, CoreJob *job);
HRESULT ContextStartTableFromKeys(Context *context, const VARIANT *keys, BSTR tableName, BSTR targetDirectory, BSTR options, CoreJob *job);
HRESULT ContextStartLoad(Context *context, BSTR path, CoreJob *job);
HRESULT ContextStartBulk(Context *context, BSTR keysDirectory, BSTR targetDirectory, BSTR options, CoreJob *job);

/* The words of a command line, without the program's name. */
HRESULT ContextStartTableWords(Context *context, int count, const wchar_t *const *words, CoreJob *job);
HRESULT ContextStartBulkWords(Context *context, int count, const wchar_t *const *words, CoreJob *job);

/* A command line as one text; start is one of the two above. */
typedef HRESULT (*ContextStartWords)(Context *context, int count, const wchar_t *const *words, CoreJob *job);
HRESULT ContextStartLine(Context *context, BSTR commandLine, ContextStartWords start, CoreJob *job);

#endif
