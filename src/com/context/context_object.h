/*
 * The declarations that the files of the IocpContext class share: context.c (life, properties,
 * methods) and context_requests.c (arguments to jobs, the runtime).
 */
#ifndef COM_CONTEXT_OBJECT_H
#define COM_CONTEXT_OBJECT_H

#include "PerfectHash.h"
#include "com/object/object.h"
#include "jobs/pure/table_options.h"
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

/* Are files of this context to be on the disk when a call is over? */
static inline BOOL ContextIsDurable(Context *context)
{
    AcquireSRWLockShared(&context->lock);
    const BOOL durable = context->options.durable;
    ReleaseSRWLockShared(&context->lock);
    return durable;
}

#endif
