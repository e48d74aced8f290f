/* Reads JSON (RFC 8259) from memory as slices of it, without changing or copying it. Nothing is trusted. Pure; any thread. */
#ifndef JOBS_JSON_H
#define JOBS_JSON_H

#include <windows.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct JsonSlice {          /* a value as it stands there, without blanks around it */
    const char *bytes;
    size_t length;
} JsonSlice;

/* The whole text as one value, with nothing but blanks around it. */
BOOL JsonWhole(const char *bytes, size_t length, JsonSlice *value);

/* Goes through an object's or array's members; what JsonWhole or these gave is sound. FALSE: there are no more. */
typedef struct JsonMembers {
    const char *at, *end;
} JsonMembers;
JsonMembers JsonMembersOf(const JsonSlice *value);              /* none of a value of another kind */
BOOL JsonNextMember(JsonMembers *members, JsonSlice *name, JsonSlice *value);
BOOL JsonNextElement(JsonMembers *members, JsonSlice *value);

/* The value of the first member with that name. */
BOOL JsonFind(const JsonSlice *object, const char *name, JsonSlice *value);

BOOL JsonSame(const JsonSlice *a, const JsonSlice *b);
BOOL JsonNameIs(const JsonSlice *name, const char *text);
BOOL JsonNumber(const JsonSlice *value, ULONGLONG *number);     /* FALSE: not a whole number of 64 bits */
/* A string's text, from the process heap; NULL: out of memory, or (*sound FALSE) no string, or one with a NUL in it. */
wchar_t *JsonText(const JsonSlice *value, BOOL *sound);

#ifdef __cplusplus
}
#endif
#endif
