/* Are numbers all different? In slices. Private to text*.c; the memory is the caller's. */
#ifndef CHM01_TEXT_DISTINCT_H
#define CHM01_TEXT_DISTINCT_H

#include "chm01/base/work.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { TextByteValues = 256, TextBytes = 8 };

typedef struct TextDistinct {
    uint64_t *numbers, *spare; /* what the present pass reads, and where it writes */
    size_t count;              /* of numbers that may occur twice */
    size_t kept;               /* of these, so far */
    uint32_t pairBits;         /* log2 of the pairs of words of marks: at most count words */
    WorkPlace place;
    uint32_t counts[TextBytes][TextByteValues];
} TextDistinct;

/* Both arrays have `count` numbers, and are written. */
void TextDistinctBegin(TextDistinct *sort, uint64_t *numbers, uint64_t *spare, size_t count);

/*
 * Goes on, in a time that depends on the numbers' count alone. WorkYes: all differ; WorkNo:
 * *twice is one that occurs twice.
 */
WorkAnswer TextDistinctOn(TextDistinct *sort, Work *work, uint64_t *twice);

#ifdef __cplusplus
}
#endif
#endif
