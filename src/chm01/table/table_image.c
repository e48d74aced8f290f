/*
 * The layout of an image, and its seal. Offsets are computed in 64 bits from limited parts, so no
 * sum here can wrap.
 */
#include "table_image.h"

#include <string.h>

#include "chm01/base/packed.h"
#include "chm01/hash/hash64_lines.h"
#include "table_file.h"
#include "table_layout.h"

static uint32_t SizeBesideFingerprint(const TableSpec *spec)
{
    const uint32_t bits =
        spec->fingerprintBits + (spec->valueBits != 0 ? spec->valueBits : PackedBitsFor(spec->keyCount - 1));
    return bits <= 16 ? 2 : bits <= 32 ? 4 : 0;
}

uint32_t TableSlotSize(const TableSpec *spec)
{
    const bool compact = LayoutIsCompact(spec->layout);
    const uint64_t positions = compact ? spec->keyCount : (uint64_t)1 << spec->edgeBits;
    if (spec->fingerprintBits != 0)
        return SizeBesideFingerprint(spec);
    if (spec->valueBits != 0)
        return spec->valueBits / 8;
    if (LayoutHasBuckets(spec->layout) || positions > 65536)
        return 4;
    return positions > 256 || spec->version == TABLE_FIRST_VERSION ? 2 : 1;
}

static uint64_t AlignUp(uint64_t offset)
{
    return (offset + TABLE_ALIGNMENT - 1) & ~(uint64_t)(TABLE_ALIGNMENT - 1);
}

static bool ValueBitsAreSound(const TableSpec *spec)
{
    const uint32_t value = spec->valueBits, fingerprint = spec->fingerprintBits;
    if (value == 0 && fingerprint == 0)
        return true;
    return (value == 0 || value == 8 || value == 16 || value == 32) &&
           (fingerprint == 0 || fingerprint == 8 || fingerprint == 16) && spec->omitKeys &&
           spec->hashFunction == HashQuadx && TableSlotSize(spec) != 0;
}

/* Vertices of any number are of version 2. */
static bool EdgesAreSound(const TableSpec *spec)
{
    const uint32_t most = (uint32_t)1 << spec->edgeBits, edges = TableEdges(spec);
    if (edges == most)
        return true;
    return spec->layout == LayoutFlat && spec->hashFunction == HashQuadx && spec->version != TABLE_FIRST_VERSION &&
           edges > most / 2 && edges < most;
}

/* Three segments or more, of version 2. */
static bool SegmentsAreSound(const TableSpec *spec)
{
    const uint32_t segment = (uint32_t)1 << spec->edgeBits;
    return spec->edges % segment == 0 && spec->edges / segment >= 3 && spec->edges <= TABLE_MAX_VERTICES &&
           spec->version != TABLE_FIRST_VERSION;
}

static bool GraphIsSound(const TableSpec *spec)
{
    const bool flat = spec->layout == LayoutFlat;
    if (spec->edgeBits < TABLE_MIN_EDGE_BITS || spec->edgeBits > (flat ? TABLE_MAX_EDGE_BITS : TABLE_MAX_BUCKET_BITS))
        return false;
    return LayoutIsCompact(spec->layout) ? SegmentsAreSound(spec) : EdgesAreSound(spec);
}

/* Values beside positions are of version 2. */
static bool PayloadIsSound(const TableSpec *spec)
{
    const uint32_t bits = spec->payloadBits;
    if (bits == 0)
        return true;
    return (bits == 8 || bits == 16 || bits == 32) && spec->valueBits == 0 && spec->version != TABLE_FIRST_VERSION;
}

/*
 * Packed slots are of version 2, compact, and fewer bits than bytes would have. Segments make whole
 * groups, so that the section's bytes tell the vertices.
 */
static bool PackedBitsAreSound(const TableSpec *spec)
{
    const uint32_t bits = spec->packedBits;
    if (bits == 0)
        return true;
    if (!LayoutIsCompact(spec->layout) || spec->version == TABLE_FIRST_VERSION || bits <= spec->fingerprintBits ||
        (uint32_t)1 << spec->edgeBits < PackedGroup || bits >= 8 * TableSlotSize(spec))
        return false;
    const uint32_t answer = bits - spec->fingerprintBits;
    return spec->valueBits != 0 ? answer <= spec->valueBits : answer == PackedBitsFor(spec->keyCount - 1);
}

static uint64_t TableSpecSlots(const TableSpec *spec)
{
    return (LayoutIsCompact(spec->layout) ? 1 : 2) * spec->bucketCount * TableEdges(spec);
}

static bool KeysAreSound(const TableSpec *spec)
{
    const bool hashes64 = TableHashes64(spec->keySizeInBytes, spec->extractMask);
    const uint32_t size = spec->keySizeInBytes;
    if ((size != 4 && size != 8 && size != sizeof(WideKey)) || (hashes64 && spec->hashFunction != HashQuadx))
        return false;
    if (size == sizeof(WideKey) && spec->version == TABLE_FIRST_VERSION)
        return false;
    return spec->extractMask == 0 || (spec->keySizeInBytes == 8 && TableMaskBits(spec->extractMask) <= 32);
}

static bool SpecIsSound(const TableSpec *spec)
{
    const bool buckets = LayoutHasBuckets(spec->layout);
    if (spec->layout != LayoutFlat && !buckets && spec->layout != LayoutCompact)
        return false;
    if (TableSeedCount(spec->hashFunction, spec->layout) == 0)
        return false;
    if (buckets ? spec->bucketCount == 0 || spec->bucketCount > TABLE_MAX_BUCKETS : spec->bucketCount != 1)
        return false;
    if (spec->hasModule && spec->version == TABLE_FIRST_VERSION)
        return false;
    return KeysAreSound(spec) && GraphIsSound(spec) && ValueBitsAreSound(spec) && PayloadIsSound(spec) &&
           PackedBitsAreSound(spec) && TableSpecSlots(spec) <= TABLE_MAX_SLOTS && spec->keyCount != 0 &&
           spec->keyCount <= CHM_MAX_KEYS && spec->keyCount <= spec->bucketCount * TableEdges(spec);
}

static uint64_t SectionBytes(const TableSpec *spec)
{
    if (spec->packedBits != 0)
        return TableSpecSlots(spec) / PackedGroup * sizeof(uint32_t) * spec->packedBits;
    return TableSpecSlots(spec) * TableSlotSize(spec);
}

bool TableLayOut(const TableSpec *spec, TableSections *out)
{
    if (!SpecIsSound(spec))
        return false;
    memset(out, 0, sizeof *out);
    uint64_t end = sizeof(TableHeader);
    if (LayoutHasBuckets(spec->layout)) {
        const uint64_t pairBytes = TableSeedsAreWide(spec->layout, spec->keySizeInBytes, spec->extractMask)
                                       ? sizeof(TableSeeds64)
                                       : sizeof(TableSeeds32);
        out->directoryOffset = end;
        out->directoryBytes = spec->bucketCount * pairBytes;
        end = AlignUp(end + out->directoryBytes);
    }
    out->slotCount = TableSpecSlots(spec);
    out->slotsOffset = end;
    out->slotsBytes = SectionBytes(spec);
    end = AlignUp(end + out->slotsBytes + (spec->packedBits != 0 ? TABLE_PACKED_PADDING : 0));
    if (!spec->omitKeys) {
        out->keysOffset = end;
        out->keysBytes = spec->keyCount * spec->keySizeInBytes;
        end += out->keysBytes;
    }
    if (spec->payloadBits != 0) {
        out->payloadOffset = AlignUp(end);
        out->payloadBytes = spec->keyCount * (spec->payloadBits / 8);
        end = out->payloadOffset + out->payloadBytes;
    }
    if (spec->hasModule) {
        out->moduleOffset = AlignUp(end);
        out->moduleBytes = sizeof(TableModule);
        end = out->moduleOffset + out->moduleBytes;
    }
    out->imageBytes = AlignUp(end + TABLE_CHECKSUM_BYTES);
    return out->imageBytes <= SIZE_MAX;
}

size_t TableGaps(const TableSections *sections, TableGap *gaps)
{
    const uint64_t places[][2] = {{sections->directoryOffset, sections->directoryBytes},
                                  {sections->slotsOffset, sections->slotsBytes},
                                  {sections->keysOffset, sections->keysBytes},
                                  {sections->payloadOffset, sections->payloadBytes},
                                  {sections->moduleOffset, sections->moduleBytes}};
    uint64_t end = sizeof(TableHeader);
    size_t count = 0;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (places[i][0] == 0)
            continue;
        if (places[i][0] != end)
            gaps[count++] = (TableGap){end, places[i][0]};
        end = places[i][0] + places[i][1];
    }
    gaps[count++] = (TableGap){end, sections->imageBytes - TABLE_CHECKSUM_BYTES};
    return count;
}

size_t TableImageSize(const TableSpec *spec)
{
    TableSections sections;
    return TableLayOut(spec, &sections) ? (size_t)sections.imageBytes : 0;
}

void TableImageBegin(const TableSpec *spec, void *memory, TableImage *out)
{
    TableSections sections = {0};
    (void)TableLayOut(spec, &sections);
    out->spec = *spec;
    out->memory = memory;
    out->directory = sections.directoryOffset != 0 ? out->memory + sections.directoryOffset : NULL;
    out->slots = out->memory + sections.slotsOffset;
    out->keys = sections.keysOffset != 0 ? out->memory + sections.keysOffset : NULL;
    out->payload = sections.payloadOffset != 0 ? out->memory + sections.payloadOffset : NULL;
    out->module = sections.moduleOffset != 0 ? out->memory + sections.moduleOffset : NULL;
    out->slotSizeInBytes = TableSlotSize(spec);
    out->slotCount = sections.slotCount;
    out->imageBytes = (size_t)sections.imageBytes;
    out->keysStand = false;
}

uint64_t KeySetHash(const KeySet *set)
{
    return Hash64(set->keys, set->count * set->keySizeInBytes, set->keySizeInBytes);
}

void KeySetHashBegin(const KeySet *set, Hash64Stream *hash)
{
    Hash64Begin(hash, set->keySizeInBytes);
}

bool KeySetHashOn(const KeySet *set, Hash64Stream *hash, WorkPlace *place, Work *work)
{
    return Hash64Lines(hash, work, place, set->keys, set->count * set->keySizeInBytes);
}

static void TableImageZero(uint8_t *memory, uint64_t from, uint64_t to)
{
    memset(memory + from, 0, (size_t)(to - from));
}

static void SealHeader(const TableSealing *sealing, const TableSections *of)
{
    const TableSections sections = *of;
    const TableImage *image = sealing->image;
    const TableSpec *spec = &image->spec;
    const TableDescription *description = &sealing->description;
    TableHeader header;
    memset(&header, 0, sizeof header);
    memcpy(header.magic, TABLE_MAGIC, sizeof header.magic);
    header.version = TABLE_VERSION;
    header.headerBytes = sizeof header;
    header.imageBytes = sections.imageBytes;
    header.flags = spec->omitKeys ? 0 : TABLE_FLAG_KEYS;
    header.hashFunction = (uint32_t)spec->hashFunction;
    header.layout = (uint32_t)spec->layout;
    header.keySizeInBytes = spec->keySizeInBytes;
    header.slotSizeInBytes = image->slotSizeInBytes;
    header.edgeBits = spec->edgeBits;
    header.seedCount = description->seedCount;
    header.resizes = description->resizes;
    header.keyCount = spec->keyCount;
    header.keysHash = Hash64End(&sealing->hash);
    header.extractMask = spec->extractMask;
    header.rngSeed = description->rngSeed;
    header.attempts = description->attempts;
    header.bucketCount = spec->bucketCount;
    memcpy(header.seeds, description->seeds, description->seedCount * sizeof header.seeds[0]);
    if (description->wideSeeds != NULL)
        memcpy(header.seeds + TABLE_WIDE_SEED, description->wideSeeds, WIDE_SEEDS * sizeof header.seeds[0]);
    header.directoryOffset = sections.directoryOffset;
    header.directoryBytes = sections.directoryBytes;
    header.slotsOffset = sections.slotsOffset;
    header.slotsBytes = sections.slotsBytes;
    header.keysOffset = sections.keysOffset;
    header.keysBytes = sections.keysBytes;
    header.optionsDigest = description->optionsDigest;
    header.valueBits = spec->valueBits != 0 ? spec->valueBits : spec->payloadBits;
    header.payloadOffset = sections.payloadOffset;
    header.payloadBytes = sections.payloadBytes;
    header.moduleOffset = sections.moduleOffset;
    header.moduleBytes = sections.moduleBytes;
    header.fingerprintBits = spec->fingerprintBits;
    header.packedBits = spec->packedBits;
    TableFileName(&header, description->name);
    memcpy(image->memory, &header, sizeof header);
}

/* The gaps between the sections. */
static void SealPadding(const TableImage *image, const TableSections *sections)
{
    TableGap gaps[TableGapRoom];
    const size_t count = TableGaps(sections, gaps);
    for (size_t i = 0; i < count; i++)
        TableImageZero(image->memory, gaps[i].from, gaps[i].to);
}

/* The loops of a seal. */
enum { SealHashesKeys, SealCopiesKeys, SealCopiesPayload, SealHashesImage, SealIsOver };

bool TableSealBegin(TableSealing *sealing, TableImage *image, const TableDescription *description)
{
    TableSections sections;
    memset(sealing, 0, sizeof *sealing);
    sealing->image = image;
    sealing->description = *description;
    KeySetHashBegin(description->keys, &sealing->hash);
    return TableLayOut(&image->spec, &sections);
}

/* All but the checksum stands now, which is of all that. */
static void SealFills(TableSealing *sealing)
{
    TableSections sections;
    (void)TableLayOut(&sealing->image->spec, &sections);
    SealHeader(sealing, &sections);
    SealPadding(sealing->image, &sections);
    if (sealing->image->module != NULL)
        memcpy(sealing->image->module, sealing->description.module, sizeof(TableModule));
    Hash64Begin(&sealing->hash, 0);
}

/* A loop over the bytes of a section, which are copied. Returns whether it is over. */
static bool SealCopies(TableSealing *sealing, Work *work, void *to, const void *from, size_t size)
{
    WorkPiece piece;
    const bool over = WorkLines(work, &sealing->place, size, &piece);
    if (piece.bytes != 0)
        memcpy((uint8_t *)to + piece.from, (const uint8_t *)from + piece.from, piece.bytes);
    return over;
}

static void SealKeys(TableSealing *sealing, Work *work)
{
    const TableImage *image = sealing->image;
    const KeySet *keys = sealing->description.keys;
    const bool copies = !image->spec.omitKeys && !image->keysStand;
    (void)SealCopies(sealing, work, image->keys, keys->keys, copies ? keys->count * keys->keySizeInBytes : 0);
}

static void SealPayload(TableSealing *sealing, Work *work)
{
    const TableImage *image = sealing->image;
    const size_t size = (size_t)image->spec.keyCount * (image->spec.payloadBits / 8);
    if (SealCopies(sealing, work, image->payload, sealing->description.payload, size))
        SealFills(sealing);
}

static void SealChecksum(TableSealing *sealing, Work *work)
{
    const TableImage *image = sealing->image;
    TableSections sections;
    (void)TableLayOut(&image->spec, &sections);
    const size_t checksumOffset = (size_t)sections.imageBytes - TABLE_CHECKSUM_BYTES;
    if (!Hash64Lines(&sealing->hash, work, &sealing->place, image->memory, checksumOffset))
        return;
    const uint64_t checksum = Hash64End(&sealing->hash);
    memcpy(image->memory + checksumOffset, &checksum, sizeof checksum);
    sealing->imageBytes = (size_t)sections.imageBytes;
}

bool TableSealOn(TableSealing *sealing, Work *work)
{
    const KeySet *keys = sealing->description.keys;
    while (sealing->place.loop != SealIsOver && work->left != 0) {
        switch (sealing->place.loop) {
        case SealHashesKeys: (void)KeySetHashOn(keys, &sealing->hash, &sealing->place, work); break;
        case SealCopiesKeys: SealKeys(sealing, work); break;
        case SealCopiesPayload: SealPayload(sealing, work); break;
        default: SealChecksum(sealing, work); break;
        }
    }
    return sealing->place.loop == SealIsOver;
}

size_t TableSeal(TableImage *image, const TableDescription *description)
{
    TableSealing sealing;
    Work all = WorkAll();
    if (!TableSealBegin(&sealing, image, description))
        return 0;
    (void)TableSealOn(&sealing, &all);
    return sealing.imageBytes;
}
