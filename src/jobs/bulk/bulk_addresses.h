/*
 * Which module of a process is an address in, and which of its functions? The tables of a result,
 * each as a module that is loaded at some base, behind one index (chm01/ranges), which the first
 * question makes. Blocks; any thread, but no worker.
 */
#ifndef JOBS_BULK_ADDRESSES_H
#define JOBS_BULK_ADDRESSES_H

#include "annotations.h"
#include "bulk_job.h"
#include "chm01/ranges/ranges_joint.h"
#include "jobs/table/table_result.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A table as a loaded module. */
typedef struct BulkModule {
    size_t row;
    ULONG number; /* of the table, as users count them */
    ULONGLONG base, bytes;
    ULONGLONG timeDateStamp;            /* in its headers; 0: it is not known */
    wchar_t buildId[TableBuildIdChars]; /* of its debug information; "": it is not known */
} BulkModule;

typedef struct BulkAddresses {
    SRWLOCK lock;
    BulkModule *modules; /* count of them, ascending */
    size_t count;
    void *index; /* a block, which `joint` lies in; NULL: it is to be made */
    RangesJoint joint;
} BulkAddresses;

void BulkAddressesInit(_Out_ BulkAddresses *addresses);
void BulkAddressesClose(_Inout_ BulkAddresses *addresses);

/*
 * Adds a module. Fails where its table can't be loaded, has no starts or is of another build of it:
 * PERFECTHASH_E_ARGUMENT, as where the module overlaps one that is there.
 */
HRESULT BulkAddressesMap(_Inout_ BulkAddresses *addresses, _Inout_ BulkResult *result, _In_ const BulkModule *module,
                         _Inout_opt_ Failure *failure);

/*
 * Gives of each address the number of its table and the position of its function: RANGES_NONE both
 * where it is in none. Fails where a table can't be loaded, or its keys are no starts of functions.
 */
HRESULT BulkAddressesFind(_Inout_ BulkAddresses *addresses, _Inout_ BulkResult *result,
                          _In_reads_(count) const ULONGLONG *sought, size_t count, _Out_writes_(count) ULONG *numbers,
                          _Out_writes_(count) ULONG *positions, _Inout_opt_ Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
