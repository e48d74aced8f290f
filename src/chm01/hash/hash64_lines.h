/*
 * A hash of memory that takes long, in slices (work.h). A slice's place and the stream are the
 * caller's.
 */
#ifndef CHM01_HASH64_LINES_H
#define CHM01_HASH64_LINES_H

#include "chm01/base/work.h"
#include "hash64.h"

/* As a loop: adds that many bytes, a line a step. True: all are added. */
static inline bool Hash64Lines(Hash64Stream *hash, Work *work, WorkPlace *place, const void *bytes, size_t size)
{
    WorkPiece piece;
    const bool over = WorkLines(work, place, size, &piece);
    if (piece.bytes != 0)
        Hash64Add(hash, (const uint8_t *)bytes + piece.from, piece.bytes);
    return over;
}

#endif
