/*
 * Where the sections of an image of text keys lie: a function of the key count and the shape. For
 * those who write and those who check. Private to text*.c. Any thread.
 */
#ifndef CHM01_TEXT_LAYOUT_H
#define CHM01_TEXT_LAYOUT_H

#include "text_image.h"

typedef enum TextPart {
    TextPartShape,
    TextPartLeads, /* slots, or displacements */
    TextPartPositions,
    TextPartEntries,
    TextPartLengths,
    TextPartOffsets,
    TextPartPool,
    TextPartCount
} TextPart;

typedef struct TextSections {
    uint64_t offsets[TextPartCount], bytes[TextPartCount]; /* of each part, from the image's first byte */
    uint64_t imageBytes;
} TextSections;

/* The counts are within their limits. */
void TextLayOut(uint64_t keyCount, const TextShape *shape, bool ignoreCase, TextSections *out);

/* Returns how many entries a table has. */
static inline uint64_t TextEntryCount(uint64_t keyCount, const TextShape *shape)
{
    return shape->groupBits == 0 ? keyCount : (uint64_t)1 << shape->slotBits;
}

/* Makes the header of an image: there is one for a table and a description. */
void TextHeaderOf(const TextTable *table, const TextSections *sections, const TextImageDescription *description,
                  TableHeader *out);

#endif
