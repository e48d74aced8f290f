/* The lookups of a Table of text keys: see table_object.h. Any thread. */
#ifndef COM_TABLE_TEXTS_H
#define COM_TABLE_TEXTS_H

#include "table_object.h"

/*
 * Gives a position, and -1 where the key is none of the table's; `find` FALSE: some position then.
 */
HRESULT TextLookup(const TableResult *result, const VARIANT *key, BOOL find, LONG *position, Failure *failure);

/* The same of an array, into LONGs or, where its sender has VARIANTs, into VARIANTs. */
HRESULT TextLookupMany(const TableResult *result, const KeyArray *keys, BOOL find, void *out, Failure *failure);

/* *out = the key of a position as a text; all of them, at their positions. */
HRESULT TextKeyOut(const TableResult *result, uint32_t position, VARIANT *out);
HRESULT TextKeysOut(const TableResult *result, VARIANT *items);

/* Gives a text's UTF-8 as a string; what is no UTF-8 becomes U+FFFD. */
HRESULT TextKeyBytesOut(const uint8_t *utf8, size_t bytes, VARIANT *out);

#endif
