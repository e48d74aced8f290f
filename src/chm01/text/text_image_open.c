/*
 * Opens an image of text keys: nothing in it is believed. The counts have one layout and one
 * header, which are compared with those of the file; and every number that leads a lookup somewhere
 * leads it into the image.
 */
#include <string.h>

#include "chm01/table/table_file.h"
#include "text_build.h"
#include "text_contents.h"
#include "text_image.h"
#include "text_layout.h"

#define AT(field) offsetof(TableHeader, field)
#define SHAPE_AT(field) (sizeof(TableHeader) + offsetof(TextShape, field))

static ChmStatus TextMalformed(ChmError *error, const char *reason, uint64_t offset)
{
    return ChmFail(error, ChmTableMalformed, reason, offset, 0, 0);
}

bool TextImageIs(const void *bytes, size_t size)
{
    TableHeader header;
    if (size < sizeof header)
        return false;
    memcpy(&header, bytes, sizeof header);
    return memcmp(header.magic, TABLE_MAGIC, sizeof header.magic) == 0 && header.layout == LayoutText;
}

ChmStatus TextImageCheckHeader(const void *bytes, uint64_t fileBytes, ChmError *error)
{
    TableHeader header;
    memcpy(&header, bytes, sizeof header);
    const ChmStatus status = TableFileCheck(&header, fileBytes, error);
    if (status != ChmOk)
        return status;
    const uint64_t most = fileBytes - TABLE_CHECKSUM_BYTES, end = header.keysOffset + header.keysBytes;
    if (header.keysOffset > most || header.keysBytes > most || end > most || most - end >= TABLE_ALIGNMENT)
        return TextMalformed(error, "the size does not fit the counts", AT(imageBytes));
    return ChmOk;
}

static ChmStatus TextCheckReduction(const TextShape *shape, ChmError *error)
{
    const uint32_t fewest = shape->longest <= 8 ? 1 : 2, most = shape->longest <= 8 ? 1 : 4;
    if (shape->longest > TEXT_MAX_KEY_BYTES)
        return TextMalformed(error, "its longest key is too long", SHAPE_AT(longest));
    if (shape->words < fewest || shape->words > most || shape->words == 3)
        return TextMalformed(error, "the words do not fit the longest key", SHAPE_AT(words));
    const uint32_t unknown = ~(uint32_t)(TextFromSecond | TextFromLast | TextFromLength);
    if (((shape->sources & unknown) != 0 && shape->sources != TextFromAll) ||
        ((shape->sources & TextFromSecond) != 0 && shape->words < 2) ||
        ((shape->sources & TextFromLast) != 0 && shape->words < 4))
        return TextMalformed(error, "it looks at keys in a way that is not known", SHAPE_AT(sources));
    if (shape->rotateSecond - 1 > 62 || shape->rotateLast - 1 > 62)
        return TextMalformed(error, "it rotates words by a wrong number of bits", SHAPE_AT(rotateSecond));
    return ChmOk;
}

/* Checks slots and groups. */
static ChmStatus TextCheckLeads(const TextShape *shape, uint64_t keyCount, ChmError *error)
{
    const size_t members = (size_t)keyCount - (shape->emptyPosition != TEXT_NOT_FOUND);
    const uint32_t bits = shape->slotBits;
    if (keyCount <= TextDirectMost) {
        if (bits < TextDirectFewestBits || bits > TextDirectMostBits || shape->groupBits != 0 || shape->groupShift != 0)
            return TextMalformed(error, "the slots do not fit the number of keys", SHAPE_AT(slotBits));
        return ChmOk;
    }
    if (bits != TextDisplacedBits(members) || shape->groupBits > bits || shape->groupBits + 1 < bits ||
        shape->groupShift > 63)
        return TextMalformed(error, "the slots do not fit the number of keys", SHAPE_AT(slotBits));
    return ChmOk;
}

/* Checks all that the header and the shape say, except what follows from the shape. */
static ChmStatus TextCheckShape(const TextShape *shape, uint64_t keyCount, ChmError *error)
{
    if (keyCount == 0 || keyCount > TEXT_MAX_KEYS)
        return TextMalformed(error, "it has no keys or too many", AT(keyCount));
    if (shape->emptyPosition != TEXT_NOT_FOUND && shape->emptyPosition >= keyCount)
        return TextMalformed(error, "the position of the empty key is none", SHAPE_AT(emptyPosition));
    if (shape->poolBytes > TEXT_MAX_POOL_BYTES)
        return TextMalformed(error, "it has too many bytes of keys", SHAPE_AT(poolBytes));
    if (!TableFileIsZero((const uint8_t *)shape->reserved, 0, sizeof shape->reserved))
        return TextMalformed(error, "reserved bytes are not zero", SHAPE_AT(reserved));
    const ChmStatus status = TextCheckReduction(shape, error);
    return status == ChmOk ? TextCheckLeads(shape, keyCount, error) : status;
}

static void TextFillReduction(const TextShape *shape, bool ignoreCase, TextReduction *out)
{
    out->words = shape->words;
    out->sources = shape->sources;
    out->ignoreCase = ignoreCase;
    out->byPairs = TextCanGoByPairs(out);
    out->rotateSecond = shape->rotateSecond;
    out->rotateLast = shape->rotateLast;
    out->lengthInWords = shape->words <= 2 && shape->longest < 8 * (uint64_t)shape->words;
    out->seed = shape->seed;
    out->lengthFactor = shape->lengthFactor;
}

static const void *TextPartAt(const uint8_t *image, const TextSections *sections, TextPart part)
{
    return sections->bytes[part] != 0 ? image + sections->offsets[part] : NULL;
}

static void TextFillTable(const uint8_t *image, const TableHeader *header, const TextShape *shape,
                          const TextSections *sections, TextTable *out)
{
    memset(out, 0, sizeof *out);
    TextFillReduction(shape, (header->flags & TABLE_FLAG_FOLDS) != 0, &out->reduction);
    out->multiplier = shape->multiplier;
    out->slotBits = shape->slotBits;
    out->groupBits = shape->groupBits;
    out->groupShift = shape->groupShift;
    out->keyCount = (size_t)header->keyCount;
    out->longest = (size_t)shape->longest;
    out->entryCount = (size_t)TextEntryCount(header->keyCount, shape);
    out->emptyPosition = shape->emptyPosition;
    const void *const leads = TextPartAt(image, sections, TextPartLeads);
    out->slots = shape->groupBits == 0 ? leads : NULL;
    out->displacements = shape->groupBits != 0 ? leads : NULL;
    out->positions = TextPartAt(image, sections, TextPartPositions);
    out->entries = TextPartAt(image, sections, TextPartEntries);
    out->lengths = TextPartAt(image, sections, TextPartLengths);
    out->offsets = TextPartAt(image, sections, TextPartOffsets);
    out->pool = TextPartAt(image, sections, TextPartPool);
    out->poolBytes = (size_t)shape->poolBytes;
    out->tableBytes = (size_t)sections->imageBytes;
    out->keysHash = header->keysHash;
}

static void TextFillView(const uint8_t *image, const TableHeader *header, const TextShape *shape,
                         const TextSections *sections, TextView *out)
{
    TextFillTable(image, header, shape, sections, &out->table);
    memset(out->name, 0, sizeof out->name);
    memcpy(out->name, header->name, header->nameBytes);
    out->rngSeed = header->rngSeed;
    out->optionsDigest = header->optionsDigest;
    out->image = image;
    out->imageBytes = (size_t)sections->imageBytes;
}

/* Is the header, byte for byte, the one of such a table? */
static ChmStatus TextCheckHeader(const TableHeader *header, const TextView *view, const TextSections *sections,
                                 ChmError *error)
{
    const TextImageDescription description = {view->name, view->rngSeed, view->optionsDigest};
    TableHeader expected;
    TextHeaderOf(&view->table, sections, &description, &expected);
    const uint8_t *const is = (const uint8_t *)header, *const must = (const uint8_t *)&expected;
    for (size_t i = 0; i < sizeof expected; i++)
        if (is[i] != must[i])
            return TextMalformed(error, "a field of the header does not fit a table of text keys", i);
    return ChmOk;
}

static ChmStatus TextCheckGaps(const uint8_t *image, const TextSections *sections, ChmError *error)
{
    for (int part = 0; part < TextPartCount; part++) {
        const uint64_t end = sections->offsets[part] + sections->bytes[part];
        const bool last = part + 1 == TextPartCount;
        if (!TableFileIsZero(image, end,
                             last ? sections->imageBytes - TABLE_CHECKSUM_BYTES : sections->offsets[part + 1]))
            return TextMalformed(error, "the gaps between the sections are not zero", end);
    }
    return ChmOk;
}

/* The file is whole: do its numbers go together? */
static ChmStatus TextDecode(const uint8_t *image, const TableHeader *header, bool sealed, TextView *out,
                            ChmError *error)
{
    TextShape shape;
    TextSections sections;
    if (header->imageBytes < sizeof *header + sizeof shape + TABLE_CHECKSUM_BYTES)
        return TextMalformed(error, "it is too short for a table of text keys", header->imageBytes);
    memcpy(&shape, image + sizeof *header, sizeof shape);
    ChmStatus status = TextCheckShape(&shape, header->keyCount, error);
    if (status == ChmOk)
        status = TableFileCheckName(header, error);
    if (status != ChmOk)
        return status;
    TextLayOut(header->keyCount, &shape, (header->flags & TABLE_FLAG_FOLDS) != 0, &sections);
    if (sections.imageBytes != header->imageBytes)
        return TextMalformed(error, "the size does not fit the counts", AT(imageBytes));
    TextFillView(image, header, &shape, &sections, out);
    status = TextCheckHeader(header, out, &sections, error);
    if (status == ChmOk)
        status = TextCheckGaps(image, &sections, error);
    if (status != ChmOk || sealed)
        return status;
    TextContents contents = {0};
    Work work = WorkAll();
    return TextContentsOn(out, &contents, &work, error);
}

static ChmStatus TextOpen(bool sealed, const void *image, size_t imageBytes, TextView *out, ChmError *error)
{
    TableHeader header;
    if ((uintptr_t)image % TABLE_ALIGNMENT != 0)
        return ChmFail(error, ChmInvalidOption, "a table image must lie on a multiple of 64 bytes", (uintptr_t)image, 0,
                       0);
    if (imageBytes < sizeof header)
        return TextMalformed(error, "it is shorter than a table file's header", imageBytes);
    memcpy(&header, image, sizeof header);
    ChmStatus status = TableFileCheck(&header, imageBytes, error);
    if (!sealed && status == ChmOk)
        status = TableFileCheckSum(image, imageBytes, error);
    if (status == ChmOk && header.layout != LayoutText)
        status = TextMalformed(error, "its keys are numbers, not text", AT(layout));
    return status == ChmOk ? TextDecode(image, &header, sealed, out, error) : status;
}

ChmStatus TextImageOpen(const void *image, size_t imageBytes, TextView *out, ChmError *error)
{
    return TextOpen(false, image, imageBytes, out, error);
}

ChmStatus TextImageOpenSealed(const void *image, size_t imageBytes, TextView *out, ChmError *error)
{
    return TextOpen(true, image, imageBytes, out, error);
}
