/*
 * From the arguments of a context's methods to a started job. Each answers S_OK and a held job, or
 * raises what is wrong; *job comes in with its events if there are to be some. Any thread.
 */
#ifndef COM_CONTEXT_REQUESTS_H
#define COM_CONTEXT_REQUESTS_H

#include "com/job/job.h"
#include "context_object.h"

/*
 * A call of a method: what starts the job, and the arguments that this takes. The others are zero.
 */
typedef struct ContextCall {
    HRESULT (*start)(Context *context, const struct ContextCall *call, CoreJob *job);
    BSTR subject; /* the path of keys, of a directory of them or of a table; a table's name; a command line */
    BSTR targetDirectory, options;
    const VARIANT *keys, *values;
    BOOL areRecords; /* keys and values: of TableCreateFromRecords */
} ContextCall;

HRESULT ContextStartTable(Context *context, const ContextCall *call, CoreJob *job);     /* of a keys file, or of keys */
HRESULT ContextStartTableLine(Context *context, const ContextCall *call, CoreJob *job); /* of a command line */
HRESULT ContextStartLoad(Context *context, const ContextCall *call, CoreJob *job);      /* of a table file */
HRESULT ContextStartBulk(Context *context, const ContextCall *call, CoreJob *job); /* of a directory of keys files */
HRESULT ContextStartBulkLine(Context *context, const ContextCall *call, CoreJob *job);

#endif
