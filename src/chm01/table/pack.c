#include "pack.h"

#include <string.h>

#include "chm01/hash/hash64.h"

_Static_assert(sizeof(PackHeader) == 64 && sizeof(PackEntry) == 32 && sizeof(PackFooter) == 64,
               "sizes of the pack file");

enum { Alignment = 64 };

static const uint8_t magic[8] = {0x89, 'P', 'H', 'K', '\r', '\n', 0x1a, '\n'};

void PackHeaderInit(PackHeader *header)
{
    memset(header, 0, sizeof *header);
    memcpy(header->magic, magic, sizeof magic);
    header->version = PACK_VERSION;
    header->headerBytes = sizeof *header;
}

static uint64_t IndexHash(const void *index, uint64_t bytes)
{
    return Hash64(index, (size_t)bytes, 0);
}

size_t PackTailBytes(uint64_t entryCount, uint64_t namesBytes)
{
    return (size_t)(entryCount * sizeof(PackEntry) + namesBytes + sizeof(PackFooter));
}

void PackTailWrite(const PackEntry *entries, uint64_t entryCount, const char *names, uint64_t namesBytes,
                   uint64_t offset, void *out)
{
    const uint64_t entriesBytes = entryCount * sizeof *entries;
    uint8_t *at = out;
    if (entriesBytes != 0)
        memcpy(at, entries, (size_t)entriesBytes);
    if (namesBytes != 0)
        memcpy(at + entriesBytes, names, (size_t)namesBytes);
    PackFooter footer = {
        .entriesOffset = offset,
        .entryCount = entryCount,
        .namesBytes = namesBytes,
        .fileBytes = offset + PackTailBytes(entryCount, namesBytes),
        .indexHash = IndexHash(out, entriesBytes + namesBytes),
    };
    memcpy(footer.magic, magic, sizeof magic);
    memcpy(at + entriesBytes + namesBytes, &footer, sizeof footer);
}

static ChmStatus PackMalformed(ChmError *error, const char *reason, uint64_t offset)
{
    return ChmFail(error, ChmTableMalformed, reason, offset, 0, 0);
}

static int PackIsZero(const uint8_t *bytes, size_t count)
{
    while (count != 0 && bytes[count - 1] == 0)
        count--;
    return count == 0;
}

static ChmStatus CheckEntries(const PackView *pack, const PackFooter *footer, ChmError *error)
{
    for (uint64_t i = 0; i < pack->entryCount; i++) {
        const PackEntry *const entry = &pack->entries[i];
        const uint64_t at = footer->entriesOffset + i * sizeof *entry;
        if (entry->offset % Alignment != 0 || entry->offset < sizeof(PackHeader) ||
            entry->offset > footer->entriesOffset || entry->bytes > footer->entriesOffset - entry->offset)
            return PackMalformed(error, "a table lies outside of its place", at);
        if (entry->bytes % Alignment != 0)
            return PackMalformed(error, "a table's size is no multiple of 64", at);
        if (entry->nameOffset > footer->namesBytes || entry->nameBytes > footer->namesBytes - entry->nameOffset)
            return PackMalformed(error, "a name lies outside of its place", at);
        if (entry->reserved != 0)
            return PackMalformed(error, "reserved bytes are not zero", at);
    }
    return ChmOk;
}

ChmStatus PackCheckEnds(const PackHeader *header, const PackFooter *ends, uint64_t fileBytes, ChmError *error)
{
    const uint64_t footerOffset = fileBytes - sizeof *ends;
    if (fileBytes < sizeof *header + sizeof *ends)
        return PackMalformed(error, "it is too short", fileBytes);
    if (memcmp(header->magic, magic, sizeof magic) != 0)
        return PackMalformed(error, "it does not begin as a pack does", 0);
    if (header->version != PACK_VERSION || header->headerBytes != sizeof *header)
        return ChmFail(error, ChmTableVersion, NULL, header->version, PACK_VERSION, 0);
    if (memcmp(ends->magic, magic, sizeof magic) != 0 || ends->fileBytes != fileBytes)
        return PackMalformed(error, "it is cut, or goes on behind its end", footerOffset);
    if (ends->entriesOffset % Alignment != 0 || ends->entriesOffset < sizeof *header ||
        ends->entriesOffset > footerOffset ||
        ends->entryCount > (footerOffset - ends->entriesOffset) / sizeof(PackEntry) ||
        ends->namesBytes != footerOffset - ends->entriesOffset - ends->entryCount * sizeof(PackEntry))
        return PackMalformed(error, "its index lies outside of its place", footerOffset);
    if (!PackIsZero(header->reserved, sizeof header->reserved))
        return PackMalformed(error, "reserved bytes are not zero", offsetof(PackHeader, reserved));
    if (!PackIsZero(ends->reserved, sizeof ends->reserved))
        return PackMalformed(error, "reserved bytes are not zero", footerOffset);
    return ChmOk;
}

ChmStatus PackOpenIndex(const void *index, const PackFooter *ends, PackView *out, ChmError *error)
{
    const uint64_t entriesBytes = ends->entryCount * sizeof(PackEntry);
    if (IndexHash(index, entriesBytes + ends->namesBytes) != ends->indexHash)
        return ChmFail(error, ChmTableChecksum, NULL, ends->entriesOffset, 0, 0);
    out->bytes = NULL;
    out->entries = (const PackEntry *)index;
    out->entryCount = ends->entryCount;
    out->names = (const char *)index + entriesBytes;
    return CheckEntries(out, ends, error);
}

ChmStatus PackOpen(const void *bytes, size_t size, PackView *out, ChmError *error)
{
    PackHeader header;
    PackFooter footer;
    const uint8_t *const from = bytes;
    if (size < sizeof header + sizeof footer)
        return PackMalformed(error, "it is too short", size);
    memcpy(&header, from, sizeof header);
    memcpy(&footer, from + size - sizeof footer, sizeof footer);
    ChmStatus status = PackCheckEnds(&header, &footer, size, error);
    if (status == ChmOk)
        status = PackOpenIndex(from + footer.entriesOffset, &footer, out, error);
    if (status == ChmOk)
        out->bytes = from;
    return status;
}

const PackEntry *PackFind(const PackView *pack, const char *path, size_t length, uint64_t guess)
{
    const uint64_t first = guess < pack->entryCount ? guess : 0;
    for (uint64_t i = 0; i < pack->entryCount; i++) {
        /* backwards: failures leave gaps */
        const PackEntry *const entry = &pack->entries[(first + pack->entryCount - i) % pack->entryCount];
        if (entry->nameBytes == length && memcmp(pack->names + entry->nameOffset, path, length) == 0)
            return entry;
    }
    return NULL;
}
