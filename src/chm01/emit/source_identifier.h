/* Makes identifiers of the names of tables. Private to source*.c; any thread. */
#ifndef CHM01_SOURCE_IDENTIFIER_H
#define CHM01_SOURCE_IDENTIFIER_H

#include "source.h"

enum { SourceHashBytes = 9 };

/*
 * Writes "_" and eight digits that tell names apart which would be one identifier. Returns
 * SourceHashBytes.
 */
size_t SourceIdentifierPutHash(const char *nameUtf8, char *out);

/*
 * Makes an identifier of a table, and of the member behind it: "Index" is _index in a snake's
 * style. out: SourceIdentifierBytes and the member's length.
 */
void SourceMember(const char *identifier, const char *member, SourceStyle style, char *out);

#endif
