#include "pack.h"

#include <stdbool.h>
#include <string.h>

#include "chm01/hash/hash64_lines.h"

_Static_assert(sizeof(PackHeader) == 64 && sizeof(PackEntry) == 32 && sizeof(PackFooter) == 64,
               "sizes of the pack file");

enum {
    Alignment = 64,
    PackCheckLoops = 4 /* over the bytes, the entries, the numbers of the order, and the names in it */
};

static const uint8_t magic[8] = {0x89, 'P', 'H', 'K', '\r', '\n', 0x1a, '\n'};

void PackHeaderInit(PackHeader *header)
{
    memset(header, 0, sizeof *header);
    memcpy(header->magic, magic, sizeof magic);
    header->version = PACK_VERSION;
    header->headerBytes = sizeof *header;
}

/* Returns the bytes of an entry in the index, without its name. */
static uint64_t PackEntryBytes(uint32_t version)
{
    return sizeof(PackEntry) + (version != PACK_FIRST_VERSION ? sizeof(uint32_t) : 0);
}

size_t PackNamesAt(uint64_t entryCount)
{
    return (size_t)(entryCount * PackEntryBytes(PACK_VERSION));
}

size_t PackTailBytes(uint64_t entryCount, uint64_t namesBytes)
{
    return (size_t)(PackNamesAt(entryCount) + namesBytes + sizeof(PackFooter));
}

/* ---- the order of the names ---- */

/* As memcmp of name and path; of two that begin in one way the shorter one comes first. */
static int PackCompare(const PackView *pack, uint64_t at, const char *path, size_t length)
{
    const PackEntry *const entry = &pack->entries[at];
    const size_t shorter = entry->nameBytes < length ? entry->nameBytes : length;
    const int order = shorter != 0 ? memcmp(pack->names + entry->nameOffset, path, shorter) : 0;
    return order != 0 ? order : (entry->nameBytes > length) - (entry->nameBytes < length);
}

/* Two names of files can be one in UTF-8: then the entries' numbers decide. */
static int PackCompareEntries(const PackView *pack, uint64_t a, uint64_t b)
{
    const PackEntry *const other = &pack->entries[b];
    const int order = PackCompare(pack, a, pack->names + other->nameOffset, other->nameBytes);
    return order != 0 ? order : (a > b) - (a < b);
}

/* Heap sort: lets the entry at `from` sink among the first `count`. */
static void PackSink(const PackView *pack, uint32_t *order, uint64_t from, uint64_t count)
{
    for (uint64_t child; (child = 2 * from + 1) < count; from = child) {
        if (child + 1 < count && PackCompareEntries(pack, order[child], order[child + 1]) < 0)
            child++;
        if (PackCompareEntries(pack, order[from], order[child]) >= 0)
            return;
        const uint32_t entry = order[from];
        order[from] = order[child];
        order[child] = entry;
    }
}

/* ---- write ---- */

void PackTailBegin(PackTail *tail, uint64_t entryCount, uint64_t namesBytes, uint64_t offset, void *out)
{
    uint8_t *const at = out;
    memset(tail, 0, sizeof *tail);
    tail->view.entries = out;
    tail->view.names = (const char *)at + PackNamesAt(entryCount);
    tail->view.entryCount = entryCount;
    tail->order = (uint32_t *)(void *)(at + entryCount * sizeof(PackEntry));
    tail->namesBytes = namesBytes;
    tail->offset = offset;
    tail->out = at;
    tail->isSorted = true;
    Hash64Begin(&tail->hash, 0);
}

/* Runs write their entries in the order of their names nearly always: only others are sorted. */
static bool PackOrder(PackTail *tail, Work *work)
{
    const size_t end = (size_t)tail->view.entryCount, stop = WorkUntil(work, tail->place.at, end);
    for (size_t i = tail->place.at; i < stop; i++) {
        tail->order[i] = (uint32_t)i;
        tail->isSorted = tail->isSorted && (i == 0 || PackCompareEntries(&tail->view, i - 1, i) < 0);
    }
    return WorkPassed(&tail->place, stop, end);
}

/* As WorkUntil, of entries that sink: of a pack of any size each takes some compares. */
static size_t PackSinksUntil(Work *work, size_t at, size_t end)
{
    enum { StepsASink = 16 };
    Work sinks = {work->left / StepsASink + (work->left % StepsASink != 0)};
    const size_t stop = WorkUntil(&sinks, at, end);
    const uint64_t steps = (uint64_t)(stop - at) * StepsASink;
    work->left -= steps < work->left ? steps : work->left;
    return stop;
}

static bool PackHeap(PackTail *tail, Work *work)
{
    const uint64_t count = tail->view.entryCount;
    const size_t end = tail->isSorted ? 0 : (size_t)(count / 2), stop = PackSinksUntil(work, tail->place.at, end);
    for (size_t i = tail->place.at; i < stop; i++)
        PackSink(&tail->view, tail->order, end - 1 - i, count);
    return WorkPassed(&tail->place, stop, end);
}

static bool PackUnheap(PackTail *tail, Work *work)
{
    const size_t count = (size_t)tail->view.entryCount, end = tail->isSorted ? 0 : count - 1;
    const size_t stop = PackSinksUntil(work, tail->place.at, end);
    for (size_t i = tail->place.at; i < stop; i++) {
        const uint64_t left = count - i;
        const uint32_t last = tail->order[0];
        tail->order[0] = tail->order[left - 1];
        tail->order[left - 1] = last;
        PackSink(&tail->view, tail->order, 0, left - 1);
    }
    return WorkPassed(&tail->place, stop, end);
}

static void PackFooterWrite(const PackTail *tail)
{
    const uint64_t entryCount = tail->view.entryCount;
    PackFooter footer = {
        .entriesOffset = tail->offset,
        .entryCount = entryCount,
        .namesBytes = tail->namesBytes,
        .fileBytes = tail->offset + PackTailBytes(entryCount, tail->namesBytes),
        .indexHash = Hash64End(&tail->hash),
    };
    memcpy(footer.magic, magic, sizeof magic);
    memcpy(tail->out + PackNamesAt(entryCount) + tail->namesBytes, &footer, sizeof footer);
}

bool PackTailOn(PackTail *tail, Work *work)
{
    static bool (*const loops[])(PackTail * tail, Work * work) = {PackOrder, PackHeap, PackUnheap};
    enum { Loops = sizeof loops / sizeof loops[0] };
    while (tail->place.loop < Loops)
        if (!loops[tail->place.loop](tail, work))
            return false;
    const size_t indexBytes = PackNamesAt(tail->view.entryCount) + (size_t)tail->namesBytes;
    if (tail->place.loop == Loops && !Hash64Lines(&tail->hash, work, &tail->place, tail->out, indexBytes))
        return false;
    PackFooterWrite(tail);
    return true;
}

void PackTailWrite(const PackEntry *entries, uint64_t entryCount, const char *names, uint64_t namesBytes,
                   uint64_t offset, void *out)
{
    const uint64_t entriesBytes = entryCount * sizeof *entries;
    uint8_t *const at = out, *const namesTo = at + PackNamesAt(entryCount);
    PackTail tail;
    Work work = WorkAll();
    if (entriesBytes != 0 && (const void *)entries != out)
        memcpy(at, entries, (size_t)entriesBytes);
    if (namesBytes != 0 && (const uint8_t *)names != namesTo)
        memcpy(namesTo, names, (size_t)namesBytes);
    PackTailBegin(&tail, entryCount, namesBytes, offset, out);
    (void)PackTailOn(&tail, &work);
}

/* ---- read ---- */

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

static ChmStatus PackCheckEntry(const PackCheck *check, size_t i, ChmError *error)
{
    const PackEntry *const entry = &check->view.entries[i];
    const uint64_t at = check->ends.entriesOffset + i * sizeof *entry;
    if (entry->offset % Alignment != 0 || entry->offset < sizeof(PackHeader) ||
        entry->offset > check->ends.entriesOffset || entry->bytes > check->ends.entriesOffset - entry->offset)
        return PackMalformed(error, "a table lies outside of its place", at);
    if (entry->bytes % Alignment != 0)
        return PackMalformed(error, "a table's size is no multiple of 64", at);
    if (entry->nameOffset > check->ends.namesBytes || entry->nameBytes > check->ends.namesBytes - entry->nameOffset)
        return PackMalformed(error, "a name lies outside of its place", at);
    if (entry->nameBytes > PACK_MAX_NAME)
        return PackMalformed(error, "a name is longer than 98,304 bytes", at);
    if (entry->reserved != 0)
        return PackMalformed(error, "reserved bytes are not zero", at);
    return ChmOk;
}

ChmStatus PackCheckEnds(const PackHeader *header, const PackFooter *ends, uint64_t fileBytes, ChmError *error)
{
    const uint64_t footerOffset = fileBytes - sizeof *ends, entryBytes = PackEntryBytes(header->version);
    if (fileBytes < sizeof *header + sizeof *ends)
        return PackMalformed(error, "it is too short", fileBytes);
    if (memcmp(header->magic, magic, sizeof magic) != 0)
        return PackMalformed(error, "it does not begin as a pack does", 0);
    if (header->version < PACK_FIRST_VERSION || header->version > PACK_VERSION || header->headerBytes != sizeof *header)
        return ChmFail(error, ChmTableVersion, NULL, header->version, PACK_VERSION, 0);
    if (memcmp(ends->magic, magic, sizeof magic) != 0 || ends->fileBytes != fileBytes)
        return PackMalformed(error, "it is cut, or goes on behind its end", footerOffset);
    if (ends->entriesOffset % Alignment != 0 || ends->entriesOffset < sizeof *header ||
        ends->entriesOffset > footerOffset || ends->entryCount > PACK_MAX_ENTRIES ||
        ends->entryCount > (footerOffset - ends->entriesOffset) / entryBytes ||
        ends->namesBytes != footerOffset - ends->entriesOffset - ends->entryCount * entryBytes)
        return PackMalformed(error, "its index lies outside of its place", footerOffset);
    if (!PackIsZero(header->reserved, sizeof header->reserved))
        return PackMalformed(error, "reserved bytes are not zero", offsetof(PackHeader, reserved));
    if (!PackIsZero(ends->reserved, sizeof ends->reserved))
        return PackMalformed(error, "reserved bytes are not zero", footerOffset);
    return ChmOk;
}

static ChmStatus PackCheckNumber(const PackCheck *check, size_t i, ChmError *error)
{
    const uint64_t at = check->ends.entriesOffset + check->view.entryCount * sizeof(PackEntry);
    return check->view.order[i] < check->view.entryCount
               ? ChmOk
               : PackMalformed(error, "the order of its names is none of its entries", at + i * sizeof(uint32_t));
}

/* Names that grow leave no entry out. */
static ChmStatus PackCheckOrder(const PackCheck *check, size_t i, ChmError *error)
{
    const uint32_t *const order = check->view.order;
    return i == 0 || PackCompareEntries(&check->view, order[i - 1], order[i]) < 0
               ? ChmOk
               : PackMalformed(error, "its names are not in order",
                               check->ends.entriesOffset + check->view.entryCount * sizeof(PackEntry));
}

/* How many steps the check of an entry is: one for each line of a name that is compared. */
static uint64_t PackCheckSteps(const PackCheck *check, size_t i)
{
    enum { LineBytes = 64 };
    const PackEntry *const entry = &check->view.entries[check->view.order[i]];
    return 1 + entry->nameBytes / LineBytes;
}

void PackCheckBegin(const void *index, const PackHeader *header, const PackFooter *ends, PackCheck *check)
{
    const uint64_t namesAt = ends->entryCount * PackEntryBytes(header->version);
    memset(check, 0, sizeof *check);
    check->ends = *ends;
    check->indexBytes = (size_t)(namesAt + ends->namesBytes);
    check->view.entries = (const PackEntry *)index;
    check->view.entryCount = ends->entryCount;
    if (header->version != PACK_FIRST_VERSION)
        check->view.order = (const uint32_t *)(check->view.entries + ends->entryCount);
    check->view.names = (const char *)index + namesAt;
    Hash64Begin(&check->hash, 0);
}

/* The loop over all entries that `place` is in. */
static ChmStatus PackCheckLoop(PackCheck *check, Work *work, ChmError *error)
{
    static ChmStatus (*const checks[])(const PackCheck *check, size_t i,
                                       ChmError *error) = {PackCheckEntry, PackCheckNumber, PackCheckOrder};
    WorkPlace *const place = &check->place;
    const size_t end = (size_t)check->view.entryCount;
    ChmStatus status = ChmOk;
    while (place->at != end && work->left != 0 && status == ChmOk) {
        const uint64_t steps = place->loop == PackCheckLoops - 1 ? PackCheckSteps(check, place->at) : 1;
        status = checks[place->loop - 1](check, place->at++, error);
        work->left -= steps < work->left ? steps : work->left;
    }
    if (status != ChmOk)
        return status;
    return WorkPassed(place, place->at, end) ? ChmOk : ChmContinue;
}

ChmStatus PackCheckOn(PackCheck *check, Work *work, ChmError *error)
{
    if (check->place.loop == 0) {
        if (!Hash64Lines(&check->hash, work, &check->place, check->view.entries, check->indexBytes))
            return ChmContinue;
        if (Hash64End(&check->hash) != check->ends.indexHash)
            return ChmFail(error, ChmTableChecksum, NULL, check->ends.entriesOffset, 0, 0);
    }
    const uint32_t loops = check->view.order != NULL ? PackCheckLoops : 2;
    while (check->place.loop < loops) {
        const ChmStatus status = PackCheckLoop(check, work, error);
        if (status != ChmOk)
            return status;
    }
    return ChmOk;
}

ChmStatus PackOpenIndex(const void *index, const PackHeader *header, const PackFooter *ends, PackView *out,
                        ChmError *error)
{
    PackCheck check;
    Work work = WorkAll();
    PackCheckBegin(index, header, ends, &check);
    const ChmStatus status = PackCheckOn(&check, &work, error);
    *out = check.view;
    return status;
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
        status = PackOpenIndex(from + footer.entriesOffset, &header, &footer, out, error);
    if (status == ChmOk)
        out->bytes = from;
    return status;
}

bool PackIsNamed(const PackView *pack, uint64_t entry, const char *path, size_t length)
{
    return entry < pack->entryCount && PackCompare(pack, entry, path, length) == 0;
}

static const PackEntry *PackFindInOrder(const PackView *pack, const char *path, size_t length)
{
    uint64_t first = 0, end = pack->entryCount;
    while (first < end) {
        const uint64_t middle = first + (end - first) / 2;
        const int order = PackCompare(pack, pack->order[middle], path, length);
        if (order == 0)
            return &pack->entries[pack->order[middle]];
        if (order < 0)
            first = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

const PackEntry *PackFind(const PackView *pack, const char *path, size_t length, uint64_t guess)
{
    const uint64_t first = guess < pack->entryCount ? guess : 0;
    if (pack->order != NULL)
        return PackFindInOrder(pack, path, length);
    for (uint64_t i = 0; i < pack->entryCount; i++) {
        /* backwards: failures leave gaps */
        const uint64_t entry = (first + pack->entryCount - i) % pack->entryCount;
        if (PackIsNamed(pack, entry, path, length))
            return &pack->entries[entry];
    }
    return NULL;
}
