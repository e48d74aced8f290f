/*
 * Where a program lists functions: the exception directory (.pdata), which x64 and ARM files have
 * for every function that uses the stack; a second table of ARM64EC and ARM64X files, for the code
 * of the other machine; the table of a ReadyToRun image; and the exports.
 */
#include "program_lists.h"

#include <string.h>

static const char *const outsideReasons[][4] = {
    {"the function table lies in no section", NULL, "the function table reaches beyond its section",
     "the function table reaches beyond the end of the file"},
    {"the table of exports lies in no section", NULL, "the table of exports reaches beyond its section",
     "the table of exports reaches beyond the end of the file"}};

static uint32_t EntryBytes(uint32_t kind)
{
    return kind == ProgramListX64 ? 12 : kind == ProgramListExports ? 4 : 8;
}

/* Which kind of entries a machine's tables have. */
static uint32_t ProgramKindOf(uint16_t machine)
{
    return machine == MachineX64     ? ProgramListX64
           : machine == MachineArm64 ? ProgramListArm64
           : machine == MachineArm   ? ProgramListArm
                                     : ProgramListPlain;
}

/* `at`: what says where the list is, for errors. */
static ChmStatus AddList(const ProgramFile *file, ProgramLists *lists, uint32_t kind, uint32_t rva, uint64_t bytes,
                         uint64_t at, ChmError *error)
{
    ProgramList *const list = &lists->list[lists->count];
    const ProgramList wanted = {0, bytes / EntryBytes(kind), EntryBytes(kind), kind};
    uint64_t offset = at;
    if (rva == 0 || wanted.count == 0)
        return ChmOk;
    const ProgramPlace place = ProgramFind(file, rva, bytes, &offset);
    lists->hidden = lists->hidden || place == ProgramHidden;
    if (place == ProgramHidden)
        return ChmOk;
    if (place != ProgramFound)
        return ProgramMalformed(error, outsideReasons[kind == ProgramListExports][place - ProgramNowhere],
                                place == ProgramBeyondFile ? offset : at);
    *list = wanted;
    list->offset = offset;
    lists->count++;
    return ChmOk;
}

/* Reads `count` numbers of 32 bits at an address. */
static bool ProgramNumbers(const ProgramFile *file, uint32_t rva, uint32_t count, uint32_t *numbers, uint64_t *offset)
{
    if (rva == 0 || ProgramFind(file, rva, 4 * (uint64_t)count, offset) != ProgramFound)
        return false;
    for (uint32_t i = 0; i < count; i++)
        numbers[i] = ProgramRead32(file, *offset + 4 * (uint64_t)i);
    return true;
}

static ChmStatus AddExceptions(const ProgramFile *file, ProgramLists *lists, ChmError *error)
{
    const ProgramDirectory directory = ProgramDirectoryAt(file, DirectoryExceptions);
    if (file->machine == MachineX86 || file->machine == 0)
        return ChmOk;
    return AddList(file, lists, ProgramKindOf(file->machine), directory.rva, directory.bytes, directory.at, error);
}

/* IMAGE_ARM64EC_METADATA has a table of the ARM64 functions that the exception directory lacks. */
static ChmStatus AddHybrid(const ProgramFile *file, ProgramLists *lists, ChmError *error)
{
    enum { MetadataAt = 200, ImageBaseAt = 24, TableNumber = 16, Numbers = 18 };
    const ProgramDirectory config = ProgramDirectoryAt(file, DirectoryLoadConfig);
    uint32_t size, pointer[2], numbers[Numbers];
    uint64_t at;
    if (!file->wide || (file->machine != MachineX64 && file->machine != MachineArm64) ||
        !ProgramNumbers(file, config.rva, 1, &size, &at) || size < MetadataAt + sizeof pointer ||
        config.rva > UINT32_MAX - MetadataAt || !ProgramNumbers(file, config.rva + MetadataAt, 2, pointer, &at))
        return ChmOk;
    const uint64_t base = ProgramRead32(file, file->optional + ImageBaseAt) |
                          (uint64_t)ProgramRead32(file, file->optional + ImageBaseAt + 4) << 32,
                   metadata = (pointer[0] | (uint64_t)pointer[1] << 32) - base;
    if ((pointer[0] | pointer[1]) == 0)
        return ChmOk;
    if (metadata > UINT32_MAX || !ProgramNumbers(file, (uint32_t)metadata, Numbers, numbers, &at))
        return ProgramMalformed(error, "the hybrid metadata lies in no section", at);
    return AddList(file, lists, ProgramListArm64, numbers[TableNumber], numbers[TableNumber + 1],
                   at + 4 * (uint64_t)TableNumber, error);
}

/* Of a ReadyToRun image, the table of its code; most have it as their exception directory. */
static ChmStatus AddReadyToRun(const ProgramFile *file, ProgramLists *lists, ChmError *error)
{
    enum { HeaderNumber = 16, Numbers = 17, Signature = 0x00525452, FunctionsType = 102, LookedAt = 64 };
    const ProgramDirectory managed = ProgramDirectoryAt(file, DirectoryManaged);
    uint32_t numbers[Numbers], header[4];
    uint64_t at;
    if (!ProgramNumbers(file, managed.rva, Numbers, numbers, &at) ||
        !ProgramNumbers(file, numbers[HeaderNumber], 4, header, &at) || header[0] != Signature)
        return ChmOk;
    for (uint32_t i = 0; i < header[3] && i < LookedAt; i++) {
        const uint64_t section = at + 16 + 12 * (uint64_t)i;
        if (!ProgramHas(file, section, 12))
            break;
        const uint32_t rva = ProgramRead32(file, section + 4);
        const bool known = lists->count != 0 && rva == ProgramDirectoryAt(file, DirectoryExceptions).rva;
        if (ProgramRead32(file, section) != FunctionsType || known)
            continue;
        return AddList(file, lists, ProgramKindOf(file->machine), rva, ProgramRead32(file, section + 8), section,
                       error);
    }
    return ChmOk;
}

static ChmStatus AddExports(const ProgramFile *file, ProgramLists *lists, ChmError *error)
{
    enum { CountNumber = 5, TableNumber = 7, Numbers = 10 };
    const ProgramDirectory exports = ProgramDirectoryAt(file, DirectoryExports);
    uint32_t numbers[Numbers];
    uint64_t at = exports.at;
    if (exports.bytes == 0)
        return ChmOk;
    const ProgramPlace place = ProgramFind(file, exports.rva, sizeof numbers, &at);
    lists->exportsRva = exports.rva;
    lists->exportsBytes = exports.bytes;
    lists->hidden = lists->hidden || place == ProgramHidden;
    if (place == ProgramHidden)
        return ChmOk;
    if (!ProgramNumbers(file, exports.rva, Numbers, numbers, &at))
        return ProgramMalformed(error, outsideReasons[1][place - ProgramNowhere],
                                place == ProgramBeyondFile ? at : exports.at);
    return AddList(file, lists, ProgramListExports, numbers[TableNumber], 4 * (uint64_t)numbers[CountNumber],
                   at + 4 * (uint64_t)TableNumber, error);
}

ChmStatus ProgramListsFind(const ProgramFile *file, ProgramFunctions functions, ProgramLists *out, ChmError *error)
{
    ChmStatus status = ChmOk;
    memset(out, 0, sizeof *out);
    if (functions != ProgramExports) {
        status = AddExceptions(file, out, error);
        if (status == ChmOk)
            status = AddHybrid(file, out, error);
        if (status == ChmOk)
            status = AddReadyToRun(file, out, error);
    }
    return status == ChmOk && functions != ProgramUnwind ? AddExports(file, out, error) : status;
}
