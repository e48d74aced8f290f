/*
 * Looks whether a text is JSON (RFC 8259), some bytes at a time, so that one of any length is
 * looked at in slices. Nothing is trusted: values lie at most 16 deep in each other, and a number
 * has at most 1,024 bytes. Pure; one thread at a time.
 */
#ifndef JOBS_JSON_SCAN_H
#define JOBS_JSON_SCAN_H

#include "json.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct JsonMember {
    JsonSlice name, value;
} JsonMember;

typedef enum JsonScanAnswer { JsonScanMore, JsonScanSound, JsonScanUnsound } JsonScanAnswer;

enum { JsonMostDepth = 16, JsonMostNumberBytes = 1024 };

typedef struct JsonScan {
    const char *at, *end;
    bool whole;                  /* nothing but blanks may stand behind the value */
    int expects;                 /* what comes next, of json_scan.c */
    unsigned depth;              /* how many objects and arrays are open */
    char closes[JsonMostDepth];  /* what ends each of them */
    JsonSlice value;             /* the value; its length is known once it has ended */
    JsonMember *members, member; /* of an object: as many as there is room for, and the present one */
    size_t memberCount, room;
} JsonScan;

/*
 * Begins with the value at the first byte that is no blank. `whole` says that the text is that
 * value and nothing more. An object's own members are written to `members`, which has room for
 * `room` of them and may be NULL for none; memberCount counts the others too.
 */
void JsonScanBegin(JsonScan *scan, const char *bytes, size_t length, bool whole, JsonMember *members, size_t room);

/* Goes on for that many bytes, or for as many more as a number or a word may have. */
JsonScanAnswer JsonScanOn(JsonScan *scan, size_t bytes);

#ifdef __cplusplus
}
#endif
#endif
