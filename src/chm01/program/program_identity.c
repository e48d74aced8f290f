/*
 * The identity of a program, which tells its builds apart: fields of its headers, and its debug
 * information's GUID.
 */
#include <string.h>

#include "program_file.h"

enum { DebugEntryBytes = 28, EntriesLookedAt = 64, CodeView = 2, Rsds = 0x53445352, RsdsBytes = 24 };

/* Takes the GUID and the age of an entry of the debug directory, where it has them. */
static bool TakeBuildId(const ProgramFile *file, uint64_t entry, ProgramIdentity *out)
{
    const uint32_t type = ProgramRead32(file, entry + 12), bytes = ProgramRead32(file, entry + 16),
                   offset = ProgramRead32(file, entry + 24);
    if (type != CodeView || bytes < RsdsBytes || !ProgramHas(file, offset, RsdsBytes) ||
        ProgramRead32(file, offset) != Rsds)
        return false;
    memcpy(out->buildId, file->bytes + offset + 4, sizeof out->buildId);
    out->buildAge = ProgramRead32(file, (uint64_t)offset + 20);
    return true;
}

static void FindBuildId(const ProgramFile *file, ProgramIdentity *out)
{
    const ProgramDirectory debug = ProgramDirectoryAt(file, DirectoryDebug);
    const uint32_t entries = debug.bytes / DebugEntryBytes;
    uint64_t at;
    if (debug.rva == 0 || ProgramFind(file, debug.rva, debug.bytes, &at) != ProgramFound)
        return;
    for (uint32_t i = 0; i < entries && i < EntriesLookedAt; i++)
        if (TakeBuildId(file, at + (uint64_t)i * DebugEntryBytes, out))
            return;
}

void ProgramIdentify(const uint8_t *bytes, size_t size, ProgramIdentity *out)
{
    enum { MachineAt = 4, TimeDateStampAt = 8, ImageBytesAt = 56 };
    ProgramFile file;
    memset(out, 0, sizeof *out);
    if (ProgramOpen(&file, bytes, size, NULL) != ChmOk)
        return;
    out->machine = ProgramRead16(&file, file.coff + MachineAt);
    out->timeDateStamp = ProgramRead32(&file, file.coff + TimeDateStampAt);
    out->imageBytes = ProgramRead32(&file, file.optional + ImageBytesAt); /* the optional header is longer */
    FindBuildId(&file, out);
}
