/*
 * How many lines a text has, counted in slices: what is decoded of a text has room for a key of
 * each of them. A value, one thread's.
 */
#ifndef CHM01_LINE_COUNT_H
#define CHM01_LINE_COUNT_H

#include "annotations.h"
#include "work.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct LineCount {
    const uint8_t *at, *end;
    size_t ends; /* line ends so far */
} LineCount;

LineCount LineCountOf(_In_reads_bytes_(size) const void *text, size_t size);
/* Counts on. True: to the end. A step is 16 bytes. */
bool LineCountOn(_Inout_ LineCount *count, _Inout_ Work *work);
/* Returns how many line ends there are, counted at once. */
size_t LineEndsOf(_In_reads_bytes_(size) const void *text, size_t size);

#ifdef __cplusplus
}
#endif
#endif
