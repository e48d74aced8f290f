/*
 * Arrays of keys that are texts: whether an array has text keys, and its keys one behind another.
 * Any thread.
 */
#ifndef COM_TEXT_ARRAY_H
#define COM_TEXT_ARRAY_H

#include "variant_keys.h"

typedef struct TextArray {
    BYTE *pool; /* the bytes of all keys: poolBytes, of the room for more */
    size_t poolBytes, room;
    UINT32 *starts;
    UINT16 *lengths;
    size_t count;
} TextArray;

/* The kinds of an array's elements. */
typedef enum ArrayKind {
    ArrayOfNumbers, /* or of anything else that is no text */
    ArrayOfTexts,   /* an array of strings of which none is a number */
    ArrayOfBoth     /* `failure` says which element differs, and what to do */
} ArrayKind;

ArrayKind TextArrayKind(const KeyArray *keys, Failure *failure);

/* Takes all keys. Fails on what is no text key, on one that is too long, and on too many bytes. */
HRESULT TextArrayTake(const KeyArray *keys, TextArray *out, Failure *failure);

/* An all-zero one is allowed. */
void TextArrayFree(TextArray *texts);

#endif
