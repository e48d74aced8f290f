/*
 * The pack file: many table images in one file with an index, for those who load tables instead of
 * compiling them. docs/PACK-FILE.md says the same in words. Everything is little-endian. Bytes in,
 * bytes out; nothing is trusted. Pure; any thread.
 *
 *   header 64 | images | entries 32 each | names (UTF-8) | footer 64
 *
 * Each image is a whole .pht on a multiple of 64.
 */
#ifndef CHM01_PACK_H
#define CHM01_PACK_H

#include <stddef.h>
#include <stdint.h>

#include "chm01/base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PACK_MAGIC "\x89PHK\r\n\x1a\n"
#define PACK_VERSION 1u

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
    const char *names;
    uint64_t entryCount;
} PackView;

void PackHeaderInit(PackHeader *header);

/*
 * Checks header, footer, index and each entry's place; not the images, which TableOpen checks.
 * bytes: 64-byte aligned.
 */
ChmStatus PackOpen(const void *bytes, size_t size, PackView *out, ChmError *error);

/*
 * The same in two steps, for those who don't hold the whole file in memory: its ends say where the
 * index lies, from ends->entriesOffset to the footer.
 */
ChmStatus PackCheckEnds(const PackHeader *header, const PackFooter *ends, uint64_t fileBytes, ChmError *error);
ChmStatus PackOpenIndex(const void *index, const PackFooter *ends, PackView *out, ChmError *error);

/*
 * The entry of that relative path (UTF-8), or NULL; the search begins at entry number `guess`,
 * where it may well be.
 */
const PackEntry *PackFind(const PackView *pack, const char *path, size_t length, uint64_t guess);

/*
 * Index and footer, for behind the images: entryCount entries and their names, as they stand at the
 * end of the file from offset on.
 */
size_t PackTailBytes(uint64_t entryCount, uint64_t namesBytes);
void PackTailWrite(const PackEntry *entries, uint64_t entryCount, const char *names, uint64_t namesBytes,
                   uint64_t offset, void *out);

#ifdef __cplusplus
}
#endif
#endif
