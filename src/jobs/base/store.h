/*
 * Memory of many small things that live as long as their owner, in pages that go together. The heap
 * has few large blocks of it then, instead of small ones that lie between what comes and goes. With
 * small ones a heap that keeps lists of its gaps would have more gaps to look through. Any thread.
 */
#ifndef JOBS_STORE_H
#define JOBS_STORE_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Store { /* all zero: empty */
    SRWLOCK lock;
    struct StorePage *last;
    size_t left; /* bytes of the last page that nobody has */
} Store;

enum { StorePageBytes = 32 * 1024 };

/*
 * Returns that many bytes, all zero, aligned for any integer or pointer; they are there until
 * StoreFree. NULL: out of memory.
 */
_Must_inspect_result_ _Ret_maybenull_ void *StoreTake(_Inout_ Store *store, size_t bytes);

/* Returns a copy of a text, which may be NULL as that. */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *StoreText(_Inout_ Store *store, _In_opt_z_ const wchar_t *text);

void StoreFree(_Inout_ Store *store); /* once nobody takes from it; it is empty then */

#ifdef __cplusplus
}
#endif
#endif
