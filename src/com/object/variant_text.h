/*
 * Text keys out of VARIANTs: a text's UTF-8, or the bytes of an array of bytes as they are. Any
 * thread.
 */
#ifndef COM_VARIANT_TEXT_H
#define COM_VARIANT_TEXT_H

#include <windows.h>
#include <oaidl.h>

#include "key_failure.h"

enum { TextKeyFewBytes = 384 };

/* A key's bytes, which live until TextKeyClear. */
typedef struct TextKey {
    const void *bytes;
    size_t length;
    VARIANT held;     /* the value of an object, if that is what came */
    SAFEARRAY *array; /* locked; NULL: none */
    char *memory;     /* of a long text; else NULL */
    char few[TextKeyFewBytes];
} TextKey;

/*
 * Takes the key of an argument, or of its element with that number (KEY_ALONE: it is the argument).
 * Fails on what is no text (PERFECTHASH_E_KEY_TYPE), and on half of a surrogate pair.
 */
HRESULT TextKeyTake(const VARIANT *value, const wchar_t *argument, size_t element, TextKey *out, Failure *failure);

/* Once more than once does no harm; not before TextKeyTake. */
void TextKeyClear(TextKey *key);

/* Returns whether each surrogate is one of a pair. */
BOOL TextSurrogatesPair(const wchar_t *text, size_t units);

/* Returns whether the value is a string, and none of a number or a GUID. Calls no object. */
BOOL VariantIsText(const VARIANT *value);

#endif
