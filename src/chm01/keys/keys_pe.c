/*
 * The function addresses of a PE32+ file: the BeginAddress (an RVA) of each entry of its exception
 * directory (.pdata), which x64 and ARM64 files have for every function that uses the stack.
 * Layout: Microsoft's "PE Format" and "ARM64 exception handling". Functions in several pieces have
 * an entry a piece; entries with the same address count once. Offsets are 64-bit sums of 32-bit
 * fields: they can't wrap.
 */
#include <string.h>

#include "keys_formats.h"

enum {
    DosHeaderBytes = 64,
    PeOffsetAt = 60,      /* in the DOS header: where the PE signature is */
    CoffHeaderBytes = 24, /* with the signature */
    OptionalMagic32 = 0x10B,
    OptionalMagic64 = 0x20B,
    OptionalDirectoriesAt = 112, /* in a PE32+ optional header */
    DirectoryCountAt = 108,
    ExceptionDirectory = 3,
    SectionHeaderBytes = 40,
    MachineX64 = 0x8664,
    MachineArm64 = 0xAA64,
    EntryBytesX64 = 12, /* begin, end, unwind information */
    EntryBytesArm64 = 8 /* begin, packed unwind data or its address */
};

typedef struct PeFile {
    const uint8_t *bytes;
    uint64_t size;
    ChmError *error;
} PeFile;

typedef struct FunctionTable {
    uint64_t offset; /* in the file */
    uint64_t count;
    uint32_t entryBytes;
} FunctionTable;

static uint16_t KeysPeRead16(const PeFile *file, uint64_t offset)
{
    return (uint16_t)(file->bytes[offset] | file->bytes[offset + 1] << 8);
}

static uint32_t KeysPeRead32(const PeFile *file, uint64_t offset)
{
    return KeysPeRead16(file, offset) | (uint32_t)KeysPeRead16(file, offset + 2) << 16;
}

static bool KeysPeHas(const PeFile *file, uint64_t offset, uint64_t bytes)
{
    return offset <= file->size && bytes <= file->size - offset;
}

static ChmStatus KeysPeMalformed(const PeFile *file, const char *reason, uint64_t offset)
{
    return ChmFail(file->error, ChmPeMalformed, reason, offset, 0, 0);
}

static ChmStatus NoFunctions(const PeFile *file, const char *reason)
{
    return ChmFail(file->error, ChmPeNoFunctions, reason, 0, 0, 0);
}

/* The file offset of [rva, rva + bytes), which must lie in the raw data of one section. */
static ChmStatus OffsetOfRva(const PeFile *file, uint64_t sections, uint32_t sectionCount, uint32_t rva, uint32_t bytes,
                             uint64_t at, uint64_t *offset)
{
    for (uint32_t i = 0; i < sectionCount; i++) {
        const uint64_t section = sections + (uint64_t)i * SectionHeaderBytes;
        const uint32_t address = KeysPeRead32(file, section + 12), rawBytes = KeysPeRead32(file, section + 16),
                       rawOffset = KeysPeRead32(file, section + 20);
        if (rva < address || rva - address >= rawBytes)
            continue;
        if (bytes > rawBytes - (rva - address))
            return KeysPeMalformed(file, "the function table reaches beyond its section", at);
        *offset = (uint64_t)rawOffset + (rva - address);
        return KeysPeHas(file, *offset, bytes)
                   ? ChmOk
                   : KeysPeMalformed(file, "the function table reaches beyond the end of the file", *offset);
    }
    return KeysPeMalformed(file, "the function table lies in no section", at);
}

static ChmStatus FindTable(const PeFile *file, FunctionTable *out)
{
    if (!KeysPeHas(file, 0, DosHeaderBytes) || file->bytes[0] != 'M' || file->bytes[1] != 'Z')
        return KeysPeMalformed(file, "there is no DOS header", 0);
    const uint64_t pe = KeysPeRead32(file, PeOffsetAt);
    if (!KeysPeHas(file, pe, CoffHeaderBytes) || memcmp(file->bytes + pe, "PE\0\0", 4) != 0)
        return KeysPeMalformed(file, "there is no PE signature", pe);

    const uint16_t machine = KeysPeRead16(file, pe + 4);
    const uint32_t sectionCount = KeysPeRead16(file, pe + 6), optionalBytes = KeysPeRead16(file, pe + 20);
    const uint64_t optional = pe + CoffHeaderBytes, sections = optional + optionalBytes;
    if (optionalBytes < 2 || !KeysPeHas(file, optional, optionalBytes))
        return KeysPeMalformed(file, "the optional header is cut off", optional);
    const uint16_t magic = KeysPeRead16(file, optional);
    if (magic == OptionalMagic32)
        return NoFunctions(file, "it is a 32-bit file, which has no function table");
    if (magic != OptionalMagic64)
        return KeysPeMalformed(file, "the optional header is of an unknown kind", optional);
    if (machine != MachineX64 && machine != MachineArm64)
        return NoFunctions(file, "it is neither for x64 nor for ARM64");
    if (optionalBytes < OptionalDirectoriesAt)
        return KeysPeMalformed(file, "the optional header is cut off", optional);
    if (!KeysPeHas(file, sections, (uint64_t)sectionCount * SectionHeaderBytes))
        return KeysPeMalformed(file, "the section headers are cut off", sections);

    const uint32_t directoryCount = KeysPeRead32(file, optional + DirectoryCountAt);
    const uint64_t directory = optional + OptionalDirectoriesAt + 8 * ExceptionDirectory;
    if (directoryCount <= ExceptionDirectory || optionalBytes < OptionalDirectoriesAt + 8 * (ExceptionDirectory + 1))
        return NoFunctions(file, "it has no exception directory");
    const uint32_t rva = KeysPeRead32(file, directory), bytes = KeysPeRead32(file, directory + 4);
    out->entryBytes = machine == MachineX64 ? EntryBytesX64 : EntryBytesArm64;
    out->count = bytes / out->entryBytes;
    if (rva == 0 || out->count == 0)
        return NoFunctions(file, "its exception directory is empty");
    return OffsetOfRva(file, sections, sectionCount, rva, bytes, directory, &out->offset);
}

size_t KeysPeBound(const uint8_t *bytes, size_t size)
{
    const PeFile file = {bytes, size, NULL};
    FunctionTable table;
    return FindTable(&file, &table) == ChmOk ? (size_t)table.count * sizeof(uint64_t) : 0;
}

ChmStatus KeysPeDecode(const uint8_t *bytes, size_t size, uint32_t keySizeInBytes, void *memory, KeySet *out,
                       ChmError *error)
{
    const PeFile file = {bytes, size, error};
    FunctionTable table;
    const ChmStatus status = FindTable(&file, &table);
    if (status != ChmOk)
        return status;

    const bool wide = keySizeInBytes == 8;
    uint32_t *const keys32 = memory;
    uint64_t *const keys64 = memory;
    size_t count = 0;
    uint32_t previous = 0; /* no function begins at 0: entries of zeros are padding */
    for (uint64_t i = 0; i < table.count; i++) {
        const uint64_t offset = table.offset + i * table.entryBytes;
        const uint32_t address = KeysPeRead32(&file, offset);
        if (address == previous || address == 0)
            continue;
        if (address < previous)
            return KeysPeMalformed(&file, "the function table is not in ascending order", offset);
        if (count == CHM_MAX_KEYS)
            return ChmFail(error, ChmTooManyKeys, NULL, count + 1, CHM_MAX_KEYS, 0);
        if (wide)
            keys64[count++] = address;
        else
            keys32[count++] = address;
        previous = address;
    }
    if (count == 0)
        return NoFunctions(&file, "every entry of its function table is zero");
    out->keys = memory;
    out->count = count;
    out->keySizeInBytes = wide ? 8 : 4;
    return ChmOk;
}
