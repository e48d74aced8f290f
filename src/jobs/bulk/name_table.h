/*
 * Names of files with the rows that they belong to, in an open-addressed table, so that a name
 * costs the same among ten names and among a million. The hash has a secret of the table's own.
 * Names come from others, and whoever knows how they are hashed can choose names that all share a
 * slot. Each of these would cost a look at all before it. Names in other cases of A to Z are the
 * same. One thread at a time while names are added, any thread then.
 */
#ifndef JOBS_NAME_TABLE_H
#define JOBS_NAME_TABLE_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct NameSlot {
    const wchar_t *name; /* the adder's, and it outlives the table; NULL: the slot is free */
    size_t row;
    DWORD length; /* of the name, which may go on behind it with an extension */
    DWORD hash;   /* the half that doesn't say where the slot is */
} NameSlot;

typedef struct NameTable {
    NameSlot *slots;
    size_t mask;      /* one less than the slots, of which there is a power of two */
    ULONGLONG secret; /* the hash's key */
    ULONGLONG looks;  /* at slots, as names were added */
} NameTable;

/* Makes room for that many names. FALSE: out of memory. NameTableFree follows either way. */
BOOL NameTableInit(_Out_ NameTable *table, size_t names);
void NameTableFree(_Inout_ NameTable *table); /* an all-zero one is allowed */

/* Returns the row that the name has: the one that came first with it, which may be this one. */
size_t NameTableAdd(_Inout_ NameTable *table, _In_reads_(length) const wchar_t *name, size_t length, size_t row);
_Success_(return ) BOOL NameTableFind(_In_ const NameTable *table, _In_reads_(length) const wchar_t *name,
                                      size_t length, _Out_ size_t *row);

#ifdef __cplusplus
}
#endif
#endif
