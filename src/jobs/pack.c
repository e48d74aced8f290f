#include "pack.h"

#include <string.h>

#include "chm01/hash64.h"

_Static_assert(sizeof(PackHeader) == 64 && sizeof(PackEntry) == 32 && sizeof(PackFooter) == 64, "sizes of the pack file");

enum { Alignment = 64 };

static const uint8_t magic[8] = {0x89, 'P', 'H', 'K', '\r', '\n', 0x1a, '\n'};

void PackHeaderInit(PackHeader *header)
{
    memset(header, 0, sizeof(*header));
    memcpy(header->magic, magic, sizeof(magic));
    header->version = PACK_VERSION;
    header->headerBytes = sizeof(*header);
}

static uint64_t IndexHash(const void *index, uint64_t bytes)
{
    return Hash64(index, (size_t)bytes, 0);
}

size_t PackTailBytes(uint64_t entryCount, uint64_t namesBytes)
{
    return (size_t)(entryCount * sizeof(PackEntry) + namesBytes + sizeof(PackFooter));
}

void PackTailWrite(const PackEntry *entries, uint64_t entryCount, const char *names, uint64_t namesBytes, uint64_t offset, void *out)
{
    const uint64_t entriesBytes = entryCount * sizeof(*entries);
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
    memcpy(footer.magic, magic, sizeof(magic));
    memcpy(at + entriesBytes + namesBytes, &footer, sizeof(footer));
}

static ChmStatus Malformed(ChmError *error, const char *reason, uint64_t offset)
{
    return ChmFail(error, ChmTableMalformed, reason, offset, 0, 0);
}

static ChmStatus CheckEntries(const PackView *pack, const PackFooter *footer, ChmError *error)
{
    for (uint64_t i = 0; i < pack->entryCount; i++) {
        const PackEntry *const entry = &pack->entries[i];
        const uint64_t at = footer->entriesOffset + i * sizeof(*entry);
        if (entry->offset % Alignment != 0 || entry->offset < sizeof(PackHeader) || entry->offset > footer->entriesOffset ||
            entry->bytes > footer->entriesOffset - entry->offset)
            return Malformed(error, "a table lies outside of its place", at);
        if (entry->nameOffset > footer->namesBytes || entry->nameBytes > footer->namesBytes - entry->nameOffset)
            return Malformed(error, "a name lies outside of its place", at);
    }
    return ChmOk;
}

ChmStatus PackOpen(const void *bytes, size_t size, PackView *out, ChmError *error)
{
    PackHeader header;
    PackFooter footer;
    if (size < sizeof(header) + sizeof(footer))
        return Malformed(error, "it is too short", size);
    memcpy(&header, bytes, sizeof(header));
    if (memcmp(header.magic, magic, sizeof(magic)) != 0)
        return Malformed(error, "it does not begin as a pack does", 0);
    if (header.version != PACK_VERSION || header.headerBytes != sizeof(header))
        return ChmFail(error, ChmTableVersion, NULL, header.version, PACK_VERSION, 0);
    const uint64_t footerOffset = size - sizeof(footer);
    memcpy(&footer, (const uint8_t *)bytes + footerOffset, sizeof(footer));
    if (memcmp(footer.magic, magic, sizeof(magic)) != 0 || footer.fileBytes != size)
        return Malformed(error, "it is cut, or goes on behind its end", footerOffset);
    if (footer.entriesOffset % Alignment != 0 || footer.entriesOffset < sizeof(header) || footer.entriesOffset > footerOffset ||
        footer.entryCount > (footerOffset - footer.entriesOffset) / sizeof(PackEntry) ||
        footer.namesBytes != footerOffset - footer.entriesOffset - footer.entryCount * sizeof(PackEntry))
        return Malformed(error, "its index lies outside of its place", footerOffset);
    const uint8_t *const index = (const uint8_t *)bytes + footer.entriesOffset;
    if (IndexHash(index, footerOffset - footer.entriesOffset) != footer.indexHash)
        return ChmFail(error, ChmTableChecksum, NULL, footer.entriesOffset, 0, 0);
    out->bytes = bytes;
    out->entries = (const PackEntry *)(const void *)index;
    out->entryCount = footer.entryCount;
    out->names = (const char *)(index + footer.entryCount * sizeof(PackEntry));
    return CheckEntries(out, &footer, error);
}

const PackEntry *PackFind(const PackView *pack, const char *path)
{
    const size_t length = strlen(path);
    for (uint64_t i = 0; i < pack->entryCount; i++) {
        const PackEntry *const entry = &pack->entries[i];
        if (entry->nameBytes == length && memcmp(pack->names + entry->nameOffset, path, length) == 0)
            return entry;
    }
    return NULL;
}
