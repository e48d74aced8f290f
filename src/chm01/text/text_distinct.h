/* Are numbers all different? In slices. Private to text*.c; the memory is the caller's. */
#ifndef CHM01_TEXT_DISTINCT_H
#define CHM01_TEXT_DISTINCT_H

#include "chm01/base/work.h"

enum { TextByteValues = 256, TextBytes = 8 };

typedef struct TextDistinct {
    uint64_t *numbers, *spare; /* what the present pass reads, and where it writes */
    size_t count;
    WorkPlace place; /* loops: one that counts, a pass a byte, one that compares */
    uint32_t counts[TextBytes][TextByteValues];
} TextDistinct;

/* Both arrays have `count` numbers, and are written. */
void TextDistinctBegin(TextDistinct *sort, uint64_t *numbers, uint64_t *spare, size_t count);

/*
 * Sorts the numbers, in a time that depends on their count alone. WorkYes: all differ; WorkNo:
 * *twice is one that occurs twice.
 */
WorkAnswer TextDistinctOn(TextDistinct *sort, Work *work, uint64_t *twice);

#endif
