/*
 * The bytes of a table of text keys: what its .pht file holds (docs/reference/table-file.md says it
 * in words). The header is that of all table files. Behind the header are the shape, what leads a
 * key to its entry, and the keys. In their order:
 *
 *   header 512 | shape 128 | slots, or displacements and positions | entries, lengths, offsets,
 *   pool | padding
 *
 * Writing is for one owner at a time. A view is read-only, serves any number of threads, and lives
 * as long as the image.
 */
#ifndef CHM01_TEXT_IMAGE_H
#define CHM01_TEXT_IMAGE_H

#include "chm01/table/table_image.h"
#include "text_table.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How a lookup goes, behind the header. */
typedef struct TextShape {
    uint32_t words;   /* of an entry: 1, 2 or 4 */
    uint32_t sources; /* of TextSource */
    uint32_t rotateSecond, rotateLast;
    uint32_t slotBits;
    uint32_t groupBits, groupShift; /* both 0: there are no displacements */
    uint32_t emptyPosition;         /* TEXT_NOT_FOUND: no key is without bytes */
    uint64_t lengthFactor, seed, multiplier;
    uint64_t longest, poolBytes;
    uint64_t reserved[7]; /* zero */
} TextShape;

#ifdef __cplusplus
static_assert(sizeof(TextShape) == 128, "the shape of text keys has 128 bytes");
#else
_Static_assert(sizeof(TextShape) == 128, "the shape of text keys has 128 bytes");
#endif

/* The facts that an image has beside its table. */
typedef struct TextImageDescription {
    const char *name; /* UTF-8, at most TABLE_MAX_NAME bytes are taken (never half a character) */
    uint64_t rngSeed;
    uint64_t optionsDigest; /* 0: not known */
} TextImageDescription;

/* A table image, decoded and checked. */
typedef struct TextView {
    TextTable table; /* its arrays lie in the image */
    char name[TABLE_MAX_NAME + 1];
    uint64_t rngSeed, optionsDigest;
    const uint8_t *image;
    size_t imageBytes;
} TextView;

size_t TextImageBytes(_In_ const TextTable *table);

/* Returns an upper bound for the table of such keys, before it is made. */
size_t TextImageBound(_In_ const TextTraits *traits, bool ignoreCase);

/* Writes the image of a table. memory: TextImageBytes bytes, 64-byte aligned. */
void TextImageWrite(_In_ const TextTable *table, _In_ const TextImageDescription *description,
                    _Out_writes_bytes_(_Inexpressible_("TextImageBytes")) void *memory);

/* A writing of an image in slices. All of it is the writer's. */
typedef struct TextWriting {
    const TextTable *table;
    uint8_t *image;
    WorkPlace place;       /* loops: one a part, and one for the checksum */
    const uint8_t *copied; /* of the table's part that is being copied: the bytes that have been */
    size_t copiedBytes;
    Hash64Stream hash;
} TextWriting;

/* Table and memory must last until the writing is over. */
void TextImageWriteBegin(_In_ const TextTable *table, _In_ const TextImageDescription *description,
                         _Out_writes_bytes_(_Inexpressible_("TextImageBytes")) void *memory, _Out_ TextWriting *out);
/* A step is 64 bytes. True: the image is whole. */
bool TextImageWriteOn(_Inout_ TextWriting *writing, _Inout_ Work *work);

/* Does a table file with these first bytes have text keys? Then TextImageOpen says the rest. */
bool TextImageIs(_In_reads_bytes_(size) const void *bytes, size_t size);

/*
 * Checks the first TABLE_HEADER_BYTES of such a file, before anybody reads the rest: its sections
 * end where a file of that size does.
 */
ChmStatus TextImageCheckHeader(_In_reads_bytes_(TABLE_HEADER_BYTES) const void *bytes, uint64_t fileBytes,
                               _Inout_opt_ ChmError *error);

/*
 * Checks all of an image: every field, the checksum, and that no lookup can leave it.
 * ChmTable... on anything else than a sound table.
 */
_Success_(return == ChmOk) ChmStatus TextImageOpen(_In_reads_bytes_(imageBytes) const void *image, size_t imageBytes,
                                                   _Out_ TextView *out, _Inout_opt_ ChmError *error);

/* Opens an image that was just written: its checksum and contents are not checked. */
_Success_(return == ChmOk) ChmStatus
    TextImageOpenSealed(_In_reads_bytes_(imageBytes) const void *image, size_t imageBytes, _Out_ TextView *out,
                        _Inout_opt_ ChmError *error);

#ifdef __cplusplus
}
#endif
#endif
