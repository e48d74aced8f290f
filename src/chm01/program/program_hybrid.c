/*
 * Hybrid programs have ARM64 code that x64 code calls. An ARM64EC file is an x64 file with a second
 * function table, of its ARM64 code. An ARM64X file is an ARM64 file whose second table is that of
 * its x64 code. The system makes an x64 file of it by fixups, which put other numbers into the
 * headers: the x64 code has exports of its own, for one.
 */
#include "program_lists.h"

enum { MetadataAt = 200, FixupsAt = 224 }; /* in the load configuration */

/* Reads numbers of the load configuration from an offset on, if it is that large. */
static bool ConfigNumbers(const ProgramFile *file, uint32_t from, uint32_t *two)
{
    const ProgramDirectory config = ProgramDirectoryAt(file, DirectoryLoadConfig);
    uint32_t size;
    uint64_t at;
    return file->wide && (file->machine == MachineX64 || file->machine == MachineArm64) &&
           ProgramNumbers(file, config.rva, 1, &size, &at) && size >= from + 2 * sizeof *two &&
           config.rva <= UINT32_MAX - from && ProgramNumbers(file, config.rva + from, 2, two, &at);
}

/* IMAGE_ARM64EC_METADATA has the second table. */
ChmStatus ProgramAddHybrid(const ProgramFile *file, ProgramLists *lists, ChmError *error)
{
    enum { ImageBaseAt = 24, TableNumber = 16, Numbers = 18 };
    const uint32_t kind = file->machine == MachineArm64 ? ProgramListX64 : ProgramListArm64;
    uint32_t pointer[2], numbers[Numbers];
    uint64_t at = 0;
    if (!ConfigNumbers(file, MetadataAt, pointer) || (pointer[0] | pointer[1]) == 0)
        return ChmOk;
    const uint64_t base = ProgramRead32(file, file->optional + ImageBaseAt) |
                          (uint64_t)ProgramRead32(file, file->optional + ImageBaseAt + 4) << 32,
                   metadata = (pointer[0] | (uint64_t)pointer[1] << 32) - base;
    if (metadata > UINT32_MAX || !ProgramNumbers(file, (uint32_t)metadata, Numbers, numbers, &at))
        return ProgramMalformed(error, "the hybrid metadata lies in no section", at);
    return ProgramAddList(file, lists, kind, numbers[TableNumber], numbers[TableNumber + 1],
                          at + 4 * (uint64_t)TableNumber, error);
}

/* ---- fixups ---- */

/* A part of the file: blocks of fixups, or one. */
typedef struct Fixups {
    uint64_t at, end;
} Fixups;

static ChmStatus FixupsMalformed(ChmError *error, uint64_t at)
{
    return ProgramMalformed(error, "the fixups of the hybrid program are malformed", at);
}

/* Gives the blocks of IMAGE_DYNAMIC_RELOCATION_ARM64X; none where there are none. */
static ChmStatus FixupsFind(const ProgramFile *file, Fixups *out, ChmError *error)
{
    enum { Version = 1, Arm64x = 6, HeadBytes = 12, HybridFixupsMost = 1 << 20 };
    uint32_t where[2], head[2];
    uint64_t at = file->directories;
    *out = (Fixups){0, 0};
    if (file->machine != MachineArm64 || !ConfigNumbers(file, FixupsAt, where) || (where[1] & 0xFFFF) == 0)
        return ChmOk;
    const uint32_t section = (where[1] & 0xFFFF) - 1;
    if (section >= file->sectionCount ||
        !ProgramNumbers(file, ProgramSectionAt(file, section).rva + where[0], 2, head, &at))
        return FixupsMalformed(error, at);
    at += sizeof head;
    if (head[0] != Version || head[1] > HybridFixupsMost || !ProgramHas(file, at, head[1]))
        return FixupsMalformed(error, at);
    for (const uint64_t end = at + head[1]; end - at >= HeadBytes;) {
        const uint64_t symbol = ProgramRead32(file, at) | (uint64_t)ProgramRead32(file, at + 4) << 32;
        const uint32_t bytes = ProgramRead32(file, at + 8);
        at += HeadBytes;
        if (bytes > end - at)
            return FixupsMalformed(error, at);
        if (symbol == Arm64x)
            *out = (Fixups){at, at + bytes};
        at += bytes;
    }
    return ChmOk;
}

/* Puts what a block of fixups makes of the number of 32 bits at an address. False: malformed. */
static bool FixupsBlock(const ProgramFile *file, Fixups block, uint32_t rva, uint32_t wanted, uint32_t *number)
{
    enum { IsValue = 1, IsDelta = 2, DeltaBytes = 2 };
    while (block.end - block.at >= 2) {
        const uint16_t fixup = ProgramRead16(file, block.at);
        const uint32_t kind = fixup >> 12 & 3, valueBytes = 1u << (fixup >> 14);
        const uint32_t bytes = kind == IsValue ? valueBytes : kind == IsDelta ? DeltaBytes : 0;
        block.at += sizeof fixup;
        if (bytes > block.end - block.at)
            return false;
        if (kind == IsValue && bytes == sizeof *number && rva + (fixup & 0xFFF) == wanted)
            *number = ProgramRead32(file, block.at);
        block.at += bytes;
    }
    return true;
}

/* Puts what the fixups make of a number in the headers, which lie in memory as in the file. */
static bool FixupsPut(const ProgramFile *file, Fixups fixups, uint64_t offset, uint32_t *number)
{
    enum { HeadBytes = 8 };
    while (fixups.end - fixups.at >= HeadBytes) {
        const uint32_t rva = ProgramRead32(file, fixups.at), bytes = ProgramRead32(file, fixups.at + 4);
        if (bytes < HeadBytes || bytes > fixups.end - fixups.at)
            return false;
        const Fixups block = {fixups.at + HeadBytes, fixups.at + bytes};
        if (!FixupsBlock(file, block, rva, (uint32_t)offset, number))
            return false;
        fixups.at += bytes;
    }
    return true;
}

ChmStatus ProgramX64Directory(const ProgramFile *file, ProgramDirectory *directory, ChmError *error)
{
    Fixups fixups;
    const ChmStatus status = FixupsFind(file, &fixups, error);
    if (status != ChmOk)
        return status;
    return FixupsPut(file, fixups, directory->at, &directory->rva) &&
                   FixupsPut(file, fixups, directory->at + 4, &directory->bytes)
               ? ChmOk
               : FixupsMalformed(error, fixups.at);
}
