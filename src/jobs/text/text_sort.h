/*
 * Sorts items by the texts that they begin with, in ordinal order, in slices of bounded work. It is
 * a merge sort, so that no order of the items and no choice of texts makes it take longer than
 * others. Items that are in order already are moved, not compared. Pure; one thread at a time.
 */
#ifndef JOBS_TEXT_SORT_H
#define JOBS_TEXT_SORT_H

#include <stdbool.h>
#include <stddef.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct TextSort {
    unsigned char *items, *spare; /* the caller's, and as many bytes */
    unsigned char *from, *to;     /* one of the two each; all items stand in `from` between merges of a width */
    size_t count, itemBytes;
    size_t width;              /* how many items each are in order */
    size_t left, right, taken; /* the next ones of two neighbours, and how many stand in `to` */
    size_t middle, end;        /* where those two end */
    bool inOrder;              /* the two need no comparing */
} TextSort;

/*
 * An item's first field is a `const wchar_t *`. The items are of MemoryAllocate, and the sort's
 * until TextSortEnd, also without memory: FALSE.
 */
bool TextSortBegin(_Out_ TextSort *sort, _Inout_ void *items, size_t count, size_t itemBytes);

/*
 * Goes on for so much work: of each item a unit, and of each character that is compared. TRUE:
 * there is more to do.
 */
bool TextSortRun(_Inout_ TextSort *sort, size_t work);

/*
 * Once: returns where all items stand, sorted if TextSortRun had no more to do. That is the memory
 * they came in, or as much, and the other is freed.
 */
void *TextSortEnd(_Inout_ TextSort *sort);

#ifdef __cplusplus
}
#endif
#endif
