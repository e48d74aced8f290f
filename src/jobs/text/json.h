/*
 * Reads JSON (RFC 8259) from memory as slices of it, without changing or copying it. Nothing is
 * trusted. Pure; any thread.
 */
#ifndef JOBS_JSON_H
#define JOBS_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct JsonSlice { /* a value as it stands there, without blanks around it */
    const char *bytes;
    size_t length;
} JsonSlice;

/* The whole text as one value, with nothing but blanks around it. */
bool JsonWhole(const char *bytes, size_t length, JsonSlice *value);

/*
 * Goes through an object's or array's members; what JsonWhole or these gave is sound. false: there
 * are no more.
 */
typedef struct JsonMembers {
    const char *at, *end;
} JsonMembers;
JsonMembers JsonMembersOf(const JsonSlice *value); /* none of a value of another kind */
bool JsonNextMember(JsonMembers *members, JsonSlice *name, JsonSlice *value);
bool JsonNextElement(JsonMembers *members, JsonSlice *value);

/* The value of the first member with that name. */
bool JsonFind(const JsonSlice *object, const char *name, JsonSlice *value);

bool JsonSame(const JsonSlice *a, const JsonSlice *b);
bool JsonNameIs(const JsonSlice *name, const char *text);
bool JsonNumber(const JsonSlice *value, uint64_t *number); /* false: not a whole number of 64 bits */
/*
 * A string's text, (TextFree); NULL: out of memory, or (*sound false) no string, or one with a NUL
 * in it.
 */
wchar_t *JsonText(const JsonSlice *value, bool *sound);

#ifdef __cplusplus
}
#endif
#endif
