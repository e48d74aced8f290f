/* Lays an image of text keys out, and writes one. See text_image.h. */
#include "text_image.h"

#include <string.h>

#include "chm01/hash/hash64_lines.h"
#include "chm01/table/table_file.h"
#include "text_layout.h"

static void TextSectionSizes(uint64_t keyCount, const TextShape *shape, bool ignoreCase, uint64_t *bytes)
{
    const bool direct = shape->groupBits == 0;
    const uint64_t entries = TextEntryCount(keyCount, shape);
    bytes[TextPartShape] = sizeof *shape;
    bytes[TextPartLeads] = direct ? (uint64_t)1 << shape->slotBits : sizeof(uint32_t) << shape->groupBits;
    bytes[TextPartPositions] = direct ? 0 : entries * sizeof(uint32_t);
    bytes[TextPartEntries] = (entries * shape->words * sizeof(uint64_t)) << ignoreCase;
    bytes[TextPartLengths] = entries * sizeof(uint16_t);
    bytes[TextPartOffsets] = shape->longest > 8 * (uint64_t)shape->words ? entries * sizeof(uint32_t) : 0;
    bytes[TextPartPool] = shape->poolBytes;
}

static uint64_t TextAligned(uint64_t bytes)
{
    return (bytes + TABLE_ALIGNMENT - 1) & ~(uint64_t)(TABLE_ALIGNMENT - 1);
}

void TextLayOut(uint64_t keyCount, const TextShape *shape, bool ignoreCase, TextSections *out)
{
    uint64_t end = sizeof(TableHeader);
    TextSectionSizes(keyCount, shape, ignoreCase, out->bytes);
    for (int part = 0; part < TextPartCount; part++) {
        out->offsets[part] = TextAligned(end);
        end = out->offsets[part] + out->bytes[part];
    }
    out->imageBytes = TextAligned(end + TABLE_CHECKSUM_BYTES);
}

static TextShape TextShapeOf(const TextTable *table)
{
    const TextShape shape = {.words = table->reduction.words,
                             .slotBits = table->slotBits,
                             .sources = table->reduction.sources,
                             .groupBits = table->groupBits,
                             .groupShift = table->groupShift,
                             .rotateSecond = table->reduction.rotateSecond,
                             .rotateLast = table->reduction.rotateLast,
                             .multiplier = table->multiplier,
                             .lengthFactor = table->reduction.lengthFactor,
                             .emptyPosition = table->emptyPosition,
                             .seed = table->reduction.seed,
                             .longest = table->longest,
                             .poolBytes = table->poolBytes};
    return shape;
}

/* Returns the end of a part. */
static uint64_t TextPartEnd(const TextSections *sections, TextPart part)
{
    return sections->offsets[part] + sections->bytes[part];
}

void TextHeaderOf(const TextTable *table, const TextSections *sections, const TextImageDescription *description,
                  TableHeader *out)
{
    memset(out, 0, sizeof *out);
    memcpy(out->magic, TABLE_MAGIC, sizeof out->magic);
    out->version = TABLE_VERSION;
    out->headerBytes = sizeof *out;
    out->imageBytes = sections->imageBytes;
    out->keyCount = table->keyCount;
    out->keysHash = table->keysHash;
    out->flags = TABLE_FLAG_KEYS | (table->reduction.ignoreCase ? TABLE_FLAG_FOLDS : 0);
    out->layout = LayoutText;
    out->rngSeed = description->rngSeed;
    out->optionsDigest = description->optionsDigest;
    out->directoryOffset = sections->offsets[TextPartShape];
    out->directoryBytes = sections->bytes[TextPartShape];
    out->slotsOffset = sections->offsets[TextPartLeads];
    out->slotsBytes = TextPartEnd(sections, TextPartPositions) - out->slotsOffset;
    out->keysOffset = sections->offsets[TextPartEntries];
    out->keysBytes = TextPartEnd(sections, TextPartPool) - out->keysOffset;
    TableFileName(out, description->name);
}

size_t TextImageBytes(const TextTable *table)
{
    const TextShape shape = TextShapeOf(table);
    TextSections sections;
    TextLayOut(table->keyCount, &shape, table->reduction.ignoreCase, &sections);
    return (size_t)sections.imageBytes;
}

size_t TextImageBound(const TextTraits *traits, bool ignoreCase)
{
    const size_t gaps = (TextPartCount + 1) * (size_t)TABLE_ALIGNMENT;
    return sizeof(TableHeader) + sizeof(TextShape) + TextTableOwnBound(traits, ignoreCase) + gaps;
}

/* Returns the bytes of a part. */
static const void *TextPartBytes(const TextTable *table, const TextShape *shape, TextPart part)
{
    switch (part) {
    case TextPartShape: return shape;
    case TextPartLeads: return table->slots != NULL ? (const void *)table->slots : table->displacements;
    case TextPartPositions: return table->positions;
    case TextPartEntries: return table->entries;
    case TextPartLengths: return table->lengths;
    case TextPartOffsets: return table->offsets;
    default: return table->pool;
    }
}

void TextImageWriteBegin(const TextTable *table, const TextImageDescription *description, void *memory,
                         TextWriting *out)
{
    const TextShape shape = TextShapeOf(table);
    TextSections sections;
    TableHeader header;
    memset(out, 0, sizeof *out);
    out->table = table;
    out->image = memory;
    TextLayOut(table->keyCount, &shape, table->reduction.ignoreCase, &sections);
    TextHeaderOf(table, &sections, description, &header);
    memcpy(memory, &header, sizeof header);
    Hash64Begin(&out->hash, 0);
}

/* Copies a part, and zeros before the next one. True: it is over. */
static bool TextWritePart(TextWriting *writing, const TextShape *shape, const TextSections *sections, Work *work)
{
    const TextPart part = (TextPart)writing->place.loop;
    const uint64_t end = TextPartEnd(sections, part);
    const uint64_t next = part + 1 == TextPartCount ? sections->imageBytes : sections->offsets[part + 1];
    const uint8_t *const bytes = TextPartBytes(writing->table, shape, part);
    WorkPiece piece;
    const bool over = WorkLines(work, &writing->place, (size_t)sections->bytes[part], &piece);
    if (piece.bytes != 0)
        memcpy(writing->image + sections->offsets[part] + piece.from, bytes + piece.from, piece.bytes);
    writing->copied = part != TextPartShape ? bytes : NULL;
    writing->copiedBytes = piece.from + piece.bytes;
    if (over)
        memset(writing->image + end, 0, (size_t)(next - end));
    return over;
}

/* Adds the checksum. True: it is over. */
static bool TextWriteSum(TextWriting *writing, const TextSections *sections, Work *work)
{
    const size_t checksumOffset = (size_t)sections->imageBytes - TABLE_CHECKSUM_BYTES;
    if (!Hash64Lines(&writing->hash, work, &writing->place, writing->image, checksumOffset))
        return false;
    const uint64_t checksum = Hash64End(&writing->hash);
    memcpy(writing->image + checksumOffset, &checksum, sizeof checksum);
    return true;
}

bool TextImageWriteOn(TextWriting *writing, Work *work)
{
    const TextShape shape = TextShapeOf(writing->table);
    TextSections sections;
    TextLayOut(writing->table->keyCount, &shape, writing->table->reduction.ignoreCase, &sections);
    while (writing->place.loop < TextPartCount)
        if (work->left == 0 || !TextWritePart(writing, &shape, &sections, work))
            return false;
    return work->left != 0 && TextWriteSum(writing, &sections, work);
}

void TextImageWrite(const TextTable *table, const TextImageDescription *description, void *memory)
{
    TextWriting writing;
    Work work = WorkAll();
    TextImageWriteBegin(table, description, memory, &writing);
    (void)TextImageWriteOn(&writing, &work);
}
