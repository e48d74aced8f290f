/*
 * The text of a header that is made in slices: each one goes on where the last one ended. What is
 * long is the arrays, so a slice leaves out the lines of them that others write, and goes over the
 * rest again, which is a few kilobytes. One owner.
 */
#ifndef CHM01_SOURCE_SLICES_H
#define CHM01_SOURCE_SLICES_H

#include "chm01/base/work.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Its owner sets `out` or `compared` and leaves all else zero. With neither the text is only
 * counted, by the same calls, so that a bound can't be forgotten when the text changes.
 */
typedef struct SourceText {
    char *out;            /* where it is written to */
    const char *compared; /* what it is compared with instead, comparedBytes long */
    size_t comparedBytes;
    size_t length;       /* bytes written or compared, or an upper bound of them */
    bool differs;        /* from what it is compared with, so far */
    bool silent;         /* here stands what an earlier slice wrote, or a later one will */
    bool stopped;        /* a later slice goes on */
    uint32_t array;      /* the one that is written, from 1 */
    uint32_t firstArray; /* where the slice begins, 0: with the text; and in which of its lines */
    uint64_t firstLine;
    uint64_t stepsLeft;             /* of the slice */
    uint32_t choice;                /* that the first slice made for all; 0: none */
    uint32_t textArray;             /* an array of other languages, from 1, of whose texts this one */
    uint64_t textNumber, textStart; /* begins here: a place to go on from */
    bool isMember;                  /* a snake's member of a table is written: _find_floor */
} SourceText;

/* Is what was compared with it the whole text? Once the last slice is over. */
static inline bool SourceTextIsSame(const SourceText *text)
{
    return !text->differs && text->length == text->comparedBytes;
}

#ifdef __cplusplus
}
#endif
#endif
