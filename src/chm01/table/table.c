/*
 * Opening an image: nothing in it is believed. A spec has exactly one layout, so the header's
 * offsets are compared with those that its spec has. What follows from the spec then lies inside
 * the image, and a lookup can't leave it whatever the slots and seeds are.
 */
#include "table.h"

#include <string.h>

#include "table_file.h"
#include "table_layout.h"
#include "table_lookups.h"
#include "table_vertices.h"

#define AT(field) offsetof(TableHeader, field)

const char *TableLayoutName(TableLayout layout)
{
    static const char *const names[] = {[LayoutAuto] = "Auto",
                                        [LayoutFlat] = "Flat",
                                        [LayoutPartitioned] = "Partitioned",
                                        [LayoutCompact] = "Compact",
                                        [LayoutCompactPartitioned] = "CompactPartitioned",
                                        [LayoutText] = "Text"};
    return names[layout];
}

uint64_t TableDataBytes(const TableView *table)
{
    const bool isWide = TableSeedsAreWide(table->layout, table->keySizeInBytes, table->extractMask);
    const uint64_t pairBytes = isWide ? sizeof(TableSeeds64) : sizeof(TableSeeds32);
    const uint64_t directoryBytes = LayoutHasBuckets(table->layout) ? table->bucketCount * pairBytes : 0;
    return TableSlotsBytes(table) + directoryBytes + table->keyCount * (table->payloadBits / 8);
}

static ChmStatus TableMalformed(ChmError *error, const char *reason, uint64_t offset)
{
    return ChmFail(error, ChmTableMalformed, reason, offset, 0, 0);
}

/* Checks that what this version does not use is zero, so that a later one can give it a meaning. */
static ChmStatus CheckReserved(const TableHeader *header, ChmError *error)
{
    if (header->version == TABLE_FIRST_VERSION &&
        (header->optionsDigest != 0 || header->valueBits != 0 || header->payloadOffset != 0 ||
         header->fingerprintBits != 0 || header->packedBits != 0 || header->moduleOffset != 0))
        return TableMalformed(error, "reserved bytes are not zero", AT(valueBits));
    const uint32_t bits = header->valueBits;
    if ((bits != 0 && bits != 8 && bits != 16 && bits != 32) || (bits == 0 && header->payloadBytes != 0))
        return TableMalformed(error, "it is a table of values of a kind that this program doesn't read", AT(valueBits));
    const uint32_t fingerprint = header->fingerprintBits;
    if (fingerprint != 0 && fingerprint != 8 && fingerprint != 16)
        return TableMalformed(error, "it has fingerprints of a kind that this program doesn't read",
                              AT(fingerprintBits));
    if (header->packedBits > 32 || (header->packedBits != 0 && !LayoutIsCompact((TableLayout)header->layout)))
        return TableMalformed(error, "its slots are packed in a way that this program doesn't read", AT(packedBits));
    return ChmOk;
}

static ChmStatus CheckDescription(const TableHeader *header, const TableSpec *spec, ChmError *error)
{
    if ((header->flags & ~TABLE_FLAGS_KNOWN) != 0)
        return TableMalformed(error, "it has flags that are not known", AT(flags));
    if (header->slotSizeInBytes != TableSlotSize(spec))
        return TableMalformed(error, "the slot size does not fit the layout", AT(slotSizeInBytes));
    if (header->seedCount != TableSeedCount((HashFunctionId)header->hashFunction, (TableLayout)header->layout))
        return TableMalformed(error, "the number of seeds does not fit the hash function", AT(seedCount));
    const uint32_t unused = spec->keySizeInBytes == sizeof(WideKey) ? TABLE_WIDE_SEED : TABLE_MAX_SEEDS;
    for (uint32_t i = header->seedCount; i < unused; i++)
        if (header->seeds[i] != 0)
            return TableMalformed(error, "an unused seed is not zero", AT(seeds) + i * sizeof header->seeds[0]);
    return TableFileCheckName(header, error);
}

/* Are the sections where the counts have them? */
static ChmStatus CheckPlaces(const TableHeader *header, const TableSections *sections, ChmError *error)
{
    if (header->imageBytes != sections->imageBytes)
        return TableMalformed(error, "the size does not fit the counts", AT(imageBytes));
    const struct {
        uint64_t offset, bytes, mustBeAt, mustHave;
        const char *reason;
        uint64_t field;
    } places[] = {
        {header->directoryOffset, header->directoryBytes, sections->directoryOffset, sections->directoryBytes,
         "the directory is not where it must be", AT(directoryOffset)},
        {header->slotsOffset, header->slotsBytes, sections->slotsOffset, sections->slotsBytes,
         "the slots are not where they must be", AT(slotsOffset)},
        {header->keysOffset, header->keysBytes, sections->keysOffset, sections->keysBytes,
         "the keys are not where they must be", AT(keysOffset)},
        {header->payloadOffset, header->payloadBytes, sections->payloadOffset, sections->payloadBytes,
         "the values beside the positions are not where they must be", AT(payloadOffset)},
        {header->moduleOffset, header->moduleBytes, sections->moduleOffset, sections->moduleBytes,
         "the module is not where it must be", AT(moduleOffset)},
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (places[i].offset != places[i].mustBeAt || places[i].bytes != places[i].mustHave)
            return TableMalformed(error, places[i].reason, places[i].field);
    return ChmOk;
}

static ChmStatus CheckGaps(const uint8_t *image, const TableSections *sections, ChmError *error)
{
    TableGap gaps[TableGapRoom];
    const size_t count = TableGaps(sections, gaps);
    for (size_t i = 0; i < count; i++)
        if (!TableFileIsZero(image, gaps[i].from, gaps[i].to))
            return TableMalformed(error, "the gaps between the sections are not zero", gaps[i].from);
    return ChmOk;
}

/* The name ends within its bytes, and what has no meaning is zero. */
static ChmStatus CheckModule(const uint8_t *image, const TableSections *sections, ChmError *error)
{
    const uint64_t at = sections->moduleOffset;
    uint32_t nameBytes;
    if (at == 0)
        return ChmOk;
    memcpy(&nameBytes, image + at + offsetof(TableModule, nameBytes), sizeof nameBytes);
    if (nameBytes > TABLE_MAX_NAME)
        return TableMalformed(error, "the module's name is too long", at + offsetof(TableModule, nameBytes));
    const uint64_t reserved = at + offsetof(TableModule, reserved), name = at + offsetof(TableModule, name);
    return TableFileIsZero(image, reserved, name) && TableFileIsZero(image, name + nameBytes, at + sizeof(TableModule))
               ? ChmOk
               : TableMalformed(error, "reserved bytes of the module are not zero", reserved);
}

static void FillView(const uint8_t *image, const TableHeader *header, const TableSections *sections, TableView *out)
{
    memset(out, 0, sizeof *out);
    out->image = image;
    out->imageBytes = (size_t)header->imageBytes;
    memcpy(out->name, header->name, header->nameBytes);
    out->hashFunction = (HashFunctionId)header->hashFunction;
    out->layout = (TableLayout)header->layout;
    out->keySizeInBytes = header->keySizeInBytes;
    out->keyCount = header->keyCount;
    out->version = header->version;
    out->keysHash = header->keysHash;
    out->optionsDigest = header->optionsDigest;
    out->extractMask = header->extractMask;
    out->rngSeed = header->rngSeed;
    out->attempts = header->attempts;
    out->resizes = header->resizes;
    out->edgeBits = header->edgeBits;
    out->slotSizeInBytes = header->slotSizeInBytes;
    out->valueBits = sections->payloadOffset == 0 ? header->valueBits : 0;
    out->payloadBits = sections->payloadOffset != 0 ? header->valueBits : 0;
    out->payload = sections->payloadOffset != 0 ? image + sections->payloadOffset : NULL;
    out->module = sections->moduleOffset != 0 ? (const void *)(image + sections->moduleOffset) : NULL;
    out->fingerprintBits = header->fingerprintBits;
    out->packedBits = header->packedBits;
    memcpy(out->seeds, header->seeds, sizeof out->seeds);
    out->seedCount = header->seedCount;
    out->bucketCount = header->bucketCount;
    out->directory = sections->directoryOffset != 0 ? image + sections->directoryOffset : NULL;
    out->slots = image + sections->slotsOffset;
    out->slotCount = sections->slotCount;
    out->keys = sections->keysOffset != 0 ? image + sections->keysOffset : NULL;
    out->extract = BitExtractOf(header->extractMask);
    out->family = FamilyOf(out->hashFunction);
    out->edges = sections->slotCount / header->bucketCount / (LayoutIsCompact(out->layout) ? 1 : 2);
    out->sumMask = TableSumMask(out);
    out->lookup = TableLookupOf(out);
    out->answerBound = out->valueBits != 0 ? (uint64_t)1 << 32 : out->keyCount;
    out->find = TableFinderOf(out);
}

/*
 * E, or a compact graph's vertices, as the slots' bytes tell it, which TableLayOut checks; 0: by
 * edgeBits.
 */
static uint32_t EdgesOf(const TableHeader *header)
{
    const bool compact = LayoutIsCompact((TableLayout)header->layout);
    const uint64_t slotBits = header->packedBits != 0 ? header->packedBits : 8 * (uint64_t)header->slotSizeInBytes;
    const uint64_t bits = (compact ? 1 : 2) * slotBits;
    if ((header->layout != LayoutFlat && !compact) || bits == 0 || header->bucketCount == 0)
        return 0;
    if (header->slotsBytes > UINT64_MAX / 8)
        return UINT32_MAX;
    const uint64_t edges = header->slotsBytes * 8 / bits / header->bucketCount;
    return edges <= UINT32_MAX ? (uint32_t)edges : UINT32_MAX;
}

/*
 * Checks all that the header says, except what TableFileCheck checks: it is one of a table of that
 * size.
 */
static ChmStatus CheckHeader(const TableHeader *header, TableSections *sections, ChmError *error)
{
    const TableSpec spec = {.hashFunction = (HashFunctionId)header->hashFunction,
                            .layout = (TableLayout)header->layout,
                            .keySizeInBytes = header->keySizeInBytes,
                            .keyCount = header->keyCount,
                            .extractMask = header->extractMask,
                            .edgeBits = header->edgeBits,
                            .edges = EdgesOf(header),
                            .bucketCount = header->bucketCount,
                            .omitKeys = (header->flags & TABLE_FLAG_KEYS) == 0,
                            .valueBits = header->payloadBytes == 0 ? header->valueBits : 0,
                            .payloadBits = header->payloadBytes != 0 ? header->valueBits : 0,
                            .fingerprintBits = header->fingerprintBits,
                            .version = header->version,
                            .packedBits = header->packedBits,
                            .hasModule = header->moduleBytes != 0};
    if (header->layout == LayoutText)
        return TableMalformed(error, "its keys are text, not numbers", AT(layout));
    ChmStatus status = CheckReserved(header, error);
    if (status != ChmOk)
        return status;
    if (!TableLayOut(&spec, sections))
        return TableMalformed(error, "its counts, sizes and hash function can't go together", AT(hashFunction));
    status = CheckDescription(header, &spec, error);
    return status == ChmOk ? CheckPlaces(header, sections, error) : status;
}

ChmStatus TableCheckHeader(const void *bytes, uint64_t fileBytes, ChmError *error)
{
    TableHeader header;
    TableSections sections;
    if (fileBytes < sizeof header)
        return TableMalformed(error, "it is shorter than a table file's header", fileBytes);
    memcpy(&header, bytes, sizeof header);
    const ChmStatus status = TableFileCheck(&header, fileBytes, error);
    return status == ChmOk ? CheckHeader(&header, &sections, error) : status;
}

static ChmStatus TableDecode(const void *image, size_t imageBytes, bool sealed, TableView *out, ChmError *error)
{
    TableHeader header;
    TableSections sections;
    if ((uintptr_t)image % TABLE_ALIGNMENT != 0)
        return ChmFail(error, ChmInvalidOption, "a table image must lie on a multiple of 64 bytes", (uintptr_t)image, 0,
                       0);
    if (imageBytes < sizeof header)
        return TableMalformed(error, "it is shorter than a table file's header", imageBytes);
    memcpy(&header, image, sizeof header);
    ChmStatus status = TableFileCheck(&header, imageBytes, error);
    if (status == ChmOk && !sealed)
        status = TableFileCheckSum(image, imageBytes, error);
    if (status == ChmOk)
        status = CheckHeader(&header, &sections, error);
    if (status == ChmOk)
        status = CheckGaps(image, &sections, error);
    if (status == ChmOk)
        status = CheckModule(image, &sections, error);
    if (status == ChmOk)
        FillView(image, &header, &sections, out);
    return status;
}

ChmStatus TableOpen(const void *image, size_t imageBytes, TableView *out, ChmError *error)
{
    return TableDecode(image, imageBytes, false, out, error);
}

ChmStatus TableOpenSealed(const void *image, size_t imageBytes, TableView *out, ChmError *error)
{
    return TableDecode(image, imageBytes, true, out, error);
}
