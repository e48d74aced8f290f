/*
 * Where a program lists functions. The exception directory (.pdata) of x64 and ARM files has every
 * function that uses the stack. Other lists are a second table of hybrid files, the table of a
 * ReadyToRun image, and the exports.
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

ChmStatus ProgramAddList(const ProgramFile *file, ProgramLists *lists, uint32_t kind, uint32_t rva, uint64_t bytes,
                         uint64_t at, ChmError *error)
{
    ProgramList *const list = &lists->list[lists->count];
    const ProgramList wanted = {.count = bytes / EntryBytes(kind), .entryBytes = EntryBytes(kind), .kind = kind};
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

bool ProgramNumbers(const ProgramFile *file, uint32_t rva, uint32_t count, uint32_t *numbers, uint64_t *offset)
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
    return ProgramAddList(file, lists, ProgramKindOf(file->machine), directory.rva, directory.bytes, directory.at,
                          error);
}

/* Adds the table of a ReadyToRun image's code. Most images have it as their exception directory. */
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
        return ProgramAddList(file, lists, ProgramKindOf(file->machine), rva, ProgramRead32(file, section + 8), section,
                              error);
    }
    return ChmOk;
}

static ChmStatus AddExports(const ProgramFile *file, ProgramLists *lists, ProgramDirectory exports, ChmError *error)
{
    enum { CountNumber = 5, TableNumber = 7, Numbers = 10 };
    const uint32_t before = lists->count;
    uint32_t numbers[Numbers];
    uint64_t at = exports.at;
    if (exports.bytes == 0)
        return ChmOk;
    const ProgramPlace place = ProgramFind(file, exports.rva, sizeof numbers, &at);
    lists->hidden = lists->hidden || place == ProgramHidden;
    if (place == ProgramHidden)
        return ChmOk;
    if (!ProgramNumbers(file, exports.rva, Numbers, numbers, &at))
        return ProgramMalformed(error, outsideReasons[1][place - ProgramNowhere],
                                place == ProgramBeyondFile ? at : exports.at);
    const ChmStatus status = ProgramAddList(file, lists, ProgramListExports, numbers[TableNumber],
                                            4 * (uint64_t)numbers[CountNumber], at + 4 * (uint64_t)TableNumber, error);
    if (lists->count != before) {
        lists->list[before].rva = exports.rva;
        lists->list[before].bytes = exports.bytes;
    }
    return status;
}

/* An ARM64X file has exports of its x64 code besides. */
static ChmStatus AddAllExports(const ProgramFile *file, ProgramLists *lists, ChmError *error)
{
    const ProgramDirectory exports = ProgramDirectoryAt(file, DirectoryExports);
    ProgramDirectory ofX64 = exports;
    ChmStatus status = AddExports(file, lists, exports, error);
    if (status == ChmOk)
        status = ProgramX64Directory(file, &ofX64, error);
    return status == ChmOk && ofX64.rva != exports.rva ? AddExports(file, lists, ofX64, error) : status;
}

ChmStatus ProgramListsFind(const ProgramFile *file, ProgramFunctions functions, ProgramLists *out, ChmError *error)
{
    ChmStatus status = ChmOk;
    memset(out, 0, sizeof *out);
    if (functions != ProgramExports) {
        status = AddExceptions(file, out, error);
        if (status == ChmOk)
            status = ProgramAddHybrid(file, out, error);
        if (status == ChmOk)
            status = AddReadyToRun(file, out, error);
    }
    return status == ChmOk && functions != ProgramUnwind ? AddAllExports(file, out, error) : status;
}
