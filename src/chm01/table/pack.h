/*
 * The pack file: many table images in one file with an index, for those who load tables instead of
 * compiling them. docs/reference/pack-file.md says the same in words. Everything is little-endian.
 * Bytes in, bytes out; nothing is trusted. Pure; any thread.
 *
 *   header 64 | images | entries 32 each | order 4 each | names (UTF-8) | footer 64
 *
 * Each image is a whole .pht on a multiple of 64. The order has the entries' numbers as their names
 * are sorted; version 1 has none.
 */
#ifndef CHM01_PACK_H
#define CHM01_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"
#include "chm01/base/status.h"
#include "chm01/base/work.h"
#include "chm01/hash/hash64.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PACK_MAGIC "\x89PHK\r\n\x1a\n"
#define PACK_VERSION 2u       /* of what is written */
#define PACK_FIRST_VERSION 1u /* of what is read, from there on */

typedef struct PackHeader {
    uint8_t magic[8];
    uint32_t version;
    uint32_t headerBytes; /* 64 */
    uint8_t reserved[48]; /* zero */
} PackHeader;

typedef struct PackEntry {
    uint64_t offset, bytes; /* of the image, from the file's first byte */
    uint64_t nameOffset;    /* from the first name's first byte */
    uint32_t nameBytes;     /* of the keys file's relative path, not terminated */
    uint32_t reserved;      /* zero */
} PackEntry;

typedef struct PackFooter {
    uint64_t entriesOffset, entryCount;
    uint64_t namesBytes;
    uint64_t fileBytes;   /* of the whole pack */
    uint64_t indexHash;   /* Hash64 of entries and names */
    uint8_t reserved[16]; /* zero */
    uint8_t magic[8];     /* as the header's: the pack is whole */
} PackFooter;

typedef struct PackView {
    const uint8_t *bytes;     /* the whole file, or NULL where only the index is in memory */
    const PackEntry *entries; /* entryCount of them, in the order of the input */
    const uint32_t *order;    /* of their names, byte by byte; NULL: there is none, as of version 1 */
    const char *names;
    uint64_t entryCount;
} PackView;

void PackHeaderInit(_Out_ PackHeader *header);

/*
 * Checks header, footer, index and each entry's place; not the images, which TableOpen checks.
 * bytes: 64-byte aligned.
 */
_Success_(return == ChmOk) ChmStatus
    PackOpen(_In_reads_bytes_(size) const void *bytes, size_t size, _Out_ PackView *out, _Inout_opt_ ChmError *error);

/*
 * The same in two steps, for those who don't hold the whole file in memory: its ends say where the
 * index lies, from ends->entriesOffset to the footer.
 */
ChmStatus PackCheckEnds(_In_ const PackHeader *header, _In_ const PackFooter *ends, uint64_t fileBytes,
                        _Inout_opt_ ChmError *error);
_Success_(return == ChmOk) ChmStatus
    PackOpenIndex(_In_reads_bytes_(ends->fileBytes - ends->entriesOffset) const void *index,
                  _In_ const PackHeader *header, _In_ const PackFooter *ends, _Out_ PackView *out,
                  _Inout_opt_ ChmError *error);

/* The check of an index in the making; `view` is to be used once the check is over. */
typedef struct PackCheck {
    PackView view;
    PackFooter ends;
    size_t indexBytes;
    WorkPlace place;
    Hash64Stream hash;
} PackCheck;

/* Does the same in slices. A step is an entry or 64 bytes. ChmContinue: there is more to do. */
void PackCheckBegin(_In_reads_bytes_(ends->fileBytes - ends->entriesOffset) const void *index,
                    _In_ const PackHeader *header, _In_ const PackFooter *ends, _Out_ PackCheck *check);
ChmStatus PackCheckOn(_Inout_ PackCheck *check, _Inout_ Work *work, _Inout_opt_ ChmError *error);

/* Is there an entry of that number, with that relative path (UTF-8)? */
bool PackIsNamed(_In_ const PackView *pack, uint64_t entry, _In_reads_(length) const char *path, size_t length);

/*
 * The entry of that relative path (UTF-8), or NULL. Without an order all entries are looked at,
 * from entry number `guess` on, where it may well be.
 */
_Ret_maybenull_ const PackEntry *PackFind(_In_ const PackView *pack, _In_reads_(length) const char *path, size_t length,
                                          uint64_t guess);

#define PACK_MAX_ENTRIES UINT32_MAX
#define PACK_MAX_NAME 98304u /* bytes: no path of Windows is longer */

/* Index and footer in the making. */
typedef struct PackTail {
    PackView view; /* of what is written */
    uint32_t *order;
    uint64_t namesBytes, offset;
    uint8_t *out;
    WorkPlace place;
    bool isSorted; /* the entries are, as far as they were looked at */
    Hash64Stream hash;
} PackTail;

/*
 * Index and footer, for behind the images: entryCount (at most PACK_MAX_ENTRIES) entries and their
 * names, as they stand at the end of the file from offset on. The entries may stand at the begin of
 * `out` already, and the names at out + PackNamesAt: then nothing is copied.
 */
size_t PackNamesAt(uint64_t entryCount);
size_t PackTailBytes(uint64_t entryCount, uint64_t namesBytes);
void PackTailWrite(_In_reads_(entryCount) const PackEntry *entries, uint64_t entryCount,
                   _In_reads_bytes_(namesBytes) const char *names, uint64_t namesBytes, uint64_t offset,
                   _Out_writes_bytes_(_Inexpressible_("PackTailBytes")) void *out);

/*
 * The same in slices, of entries and names that stand there already. A step is an entry or 64
 * bytes. True: it is over.
 */
void PackTailBegin(_Out_ PackTail *tail, uint64_t entryCount, uint64_t namesBytes, uint64_t offset, _Inout_ void *out);
bool PackTailOn(_Inout_ PackTail *tail, _Inout_ Work *work);

#ifdef __cplusplus
}
#endif
#endif
