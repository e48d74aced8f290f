/*
 * A header in the making. The text is made of templates: $N is the table's identifier, $K the key
 * type, and so on (FillWords of source.c). Nothing in it comes from the table unchecked: numbers
 * are written as numbers and the name as an identifier or escaped. Private to source*.c; one owner.
 */
#ifndef CHM01_SOURCE_EMITTER_H
#define CHM01_SOURCE_EMITTER_H

#include "source.h"
#include "source_text.h"

enum { WordBytes = 24 }; /* of a number */

typedef struct Emitter {
    SourceText text;
    const TableView *table;
    SourceWords words;
    bool hashes64; /* a key is hashed in 64 bits */
    bool wide;     /* a key has 128 bits, and is reduced first */
    bool compact;
    bool shared; /* both vertices are among all slots */
    bool contains;
    bool image;                 /* lookup code over a .pht image, not the data */
    const Records *records;     /* NULL: there are none */
    const RangesSorted *floors; /* of <Name>FindFloor; NULL: there is none */
    SourcePart part;
    const char *stem;
    bool strings; /* the slots and values, and keys of 32 bits, are string literals */
    char identifier[SourceIdentifierBytes], slots[SourceIdentifierBytes + 8];
    char numbers['Z' - 'A' + 1][WordBytes];
} Emitter;

void SourcePut(Emitter *emitter, const char *pattern);
void SourcePutNumbered(Emitter *emitter, const char *before, uint64_t number, const char *after);

/*
 * Begins an array of that type and of <Name><name>, as a list or as string literals. False: it is
 * declared, and its numbers stand elsewhere.
 */
bool SourceArrayBegin(Emitter *emitter, const char *type, const char *name, uint64_t count, bool strings);

/* Writes the array <Name><name> of all keys of the table's size. */
void SourceKeyArray(Emitter *emitter, const char *name, const void *keys);

/* The arrays, or <Name>Table with <Name>Open and <Name>OpenTrusted. */
void SourceData(Emitter *emitter);
void SourceOpen(Emitter *emitter);

/* Returns the C type of an array's element of that many bytes: 1, 2 or 4. */
const char *SourceElementType(const Emitter *emitter, uint32_t bytes);

/* <Name>Index, or <Name>Value of a table of values: what it returns, its head, all of it. */
const char *SourceAnswerType(const Emitter *emitter);
void SourceSignature(Emitter *emitter);
void SourceIndex(Emitter *emitter);

/*
 * <Name>ValueAt and <Name>Value of a table that gives values beside positions: what they return,
 * what the comment says, all of it.
 */
const char *SourcePayloadType(const Emitter *emitter);
void SourcePayloadUse(Emitter *emitter);
void SourcePayload(Emitter *emitter);

/* <Name>Find of a table with records: its head, all of it. */
void SourceRecordSignature(Emitter *emitter);
void SourceRecordFind(Emitter *emitter);

/* <Name>Contains: its head, all of it. */
void SourceContainsSignature(Emitter *emitter);
void SourceContains(Emitter *emitter);

/* <Name>FindFloor: its head, its data, all of it. */
void SourceFloorSignature(Emitter *emitter);
void SourceFloorData(Emitter *emitter);
void SourceFloor(Emitter *emitter);

/* Has a view of a table file the keys? */
bool SourceImageHasKeys(const Emitter *emitter);

/* <Name>Find of a table with fingerprints: its head, all of it. */
void SourceFindSignature(Emitter *emitter);
void SourceFind(Emitter *emitter);

/* Writes the parameters of a lookup: a key, or its halves. */
void SourceKeyParameters(Emitter *emitter);

/* Writes the reduction that lookups of 128-bit keys begin with; nothing for shorter keys. */
void SourceWide(Emitter *emitter);

/*
 * The lookup of that name by a GUID: its head, all of it. type: of what it returns; answer: index
 * or value, NULL where it returns that. All of it is nothing where keys are shorter.
 */
void SourceGuidSignature(Emitter *emitter, const char *type, const char *name, const char *answer);
void SourceGuid(Emitter *emitter, const char *type, const char *name, const char *answer);

#endif
