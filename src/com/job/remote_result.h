/*
 * What a job on a server wrote, as the objects that a local one gives. Blocks the caller's thread
 * while it reads.
 */
#ifndef COM_REMOTE_RESULT_H
#define COM_REMOTE_RESULT_H

#include "PerfectHash.h"
#include "com/object/object.h"
#include "jobs/client/client.h"

/*
 * Of a job that has succeeded: the Table, or the Tables; or a failure, raised as an error of
 * `object`. PERFECTHASH_E_TABLE_NOT_KEPT: nothing was written.
 */
HRESULT RemoteResult(const Object *object, RemoteJob *job, IDispatch **out);

#endif
