/* A look for text keys that are equal, in slices. Private to text*.c; one owner. */
#ifndef CHM01_TEXT_LOOK_H
#define CHM01_TEXT_LOOK_H

#include "text_keys.h"

enum { TextLookRanges = 2 * 24 + 2 }; /* two a halving of TEXT_MAX_KEYS positions */

/* Positions from `from` to before `to`, whose keys agree in their first `depth` bytes. */
typedef struct TextRange {
    uint32_t from, to, depth;
} TextRange;

typedef struct TextLook {
    const TextKeys *keys;
    bool ignoreCase;
    uint32_t *order;
    uint32_t listed;        /* positions that are in the order */
    uint32_t first, second; /* the duplicate found so far; second UINT32_MAX: none */
    /* the range that is being divided by a byte; its pivot UINT32_MAX: none is */
    TextRange range;
    uint32_t pivot, less, greater, at;
    uint32_t rangeCount;
    TextRange ranges[TextLookRanges];
} TextLook;

/* order: as many positions as there are keys. */
void TextLookBegin(TextLook *look, const TextKeys *keys, bool ignoreCase, uint32_t *order);

/* Returns true when the look is over. */
bool TextLookOn(TextLook *look, Work *work);

/* Answers as TextKeysFindDuplicate does. */
ChmStatus TextLookAnswer(const TextLook *look, ChmError *error);

#endif
