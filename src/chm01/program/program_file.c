/* See program_file.h. Offsets are 64-bit sums of 32-bit fields: they can't wrap. */
#include "program_file.h"

#include <string.h>

enum {
    DosHeaderBytes = 64,
    PeOffsetAt = 60,      /* in the DOS header: where the PE signature is */
    CoffHeaderBytes = 24, /* with the signature */
    OptionalMagic32 = 0x10B,
    OptionalMagic64 = 0x20B,
    DirectoriesAt32 = 96, /* in a PE32 optional header; their count stands before them */
    DirectoriesAt64 = 112,
    DirectoryBytes = 8,
    SectionHeaderBytes = 40
};

/* ReadyToRun images have the machine's number XOR the system's, of all but Windows. */
static uint16_t MachineOf(uint16_t number)
{
    static const uint16_t systems[] = {0, 0x7B79 /* Linux */, 0x4644 /* Apple */, 0xADC4, 0x1993, 0x1992};
    static const uint16_t machines[] = {MachineX64, MachineArm64,       MachineX86,
                                        MachineArm, MachineLoongArch64, MachineRiscV64};
    for (size_t i = 0; i < sizeof systems / sizeof systems[0]; i++)
        for (size_t j = 0; j < sizeof machines / sizeof machines[0]; j++)
            if ((number ^ systems[i]) == machines[j])
                return machines[j];
    return 0;
}

static uint64_t SignatureAt(const ProgramFile *file)
{
    const bool hasDos = ProgramHas(file, 0, DosHeaderBytes) && file->bytes[0] == 'M' && file->bytes[1] == 'Z';
    return hasDos ? ProgramRead32(file, PeOffsetAt) : UINT64_MAX;
}

static bool HasSignature(const ProgramFile *file, uint64_t at)
{
    return ProgramHas(file, at, CoffHeaderBytes) && memcmp(file->bytes + at, "PE\0\0", 4) == 0;
}

bool ProgramIs(const void *bytes, size_t size)
{
    const ProgramFile file = {.bytes = bytes, .size = size};
    return HasSignature(&file, SignatureAt(&file));
}

/* The loader asks for sections in the order of their addresses, and for all bytes that it maps. */
static ChmStatus CheckSections(const ProgramFile *file, ChmError *error)
{
    ProgramSection before = {0, 0, 0, 0, 0};
    for (uint32_t i = 0; i < file->sectionCount; i++) {
        const ProgramSection section = ProgramSectionAt(file, i);
        const uint32_t fewer =
            section.bytes != 0 && section.bytes < section.fileBytes ? section.bytes : section.fileBytes;
        if (i != 0 && section.rva <= before.rva)
            return ProgramMalformed(error, "the sections are not in the order of their addresses", file->sections);
        if (fewer != 0 && !ProgramHas(file, section.fileOffset, fewer))
            return ProgramMalformed(error, "a section reaches beyond the end of the file", section.fileOffset);
        before = section;
    }
    return ChmOk;
}

/* The optional header, from which the sections follow. */
static ChmStatus OpenOptional(ProgramFile *file, ChmError *error)
{
    const uint32_t optionalBytes = ProgramRead16(file, file->coff + 20);
    file->optional = file->coff + CoffHeaderBytes;
    file->sections = file->optional + optionalBytes;
    if (optionalBytes < 2 || !ProgramHas(file, file->optional, optionalBytes))
        return ProgramMalformed(error, "the optional header is cut off", file->optional);
    const uint16_t magic = ProgramRead16(file, file->optional);
    if (magic != OptionalMagic32 && magic != OptionalMagic64)
        return ProgramMalformed(error, "the optional header is of an unknown kind", file->optional);
    file->wide = magic == OptionalMagic64;
    const uint32_t directoriesAt = file->wide ? DirectoriesAt64 : DirectoriesAt32;
    if (optionalBytes < directoriesAt)
        return ProgramMalformed(error, "the optional header is cut off", file->optional);
    file->directories = file->optional + directoriesAt;
    const uint32_t room = (optionalBytes - directoriesAt) / DirectoryBytes,
                   count = ProgramRead32(file, file->directories - 4);
    file->directoryCount = count < room ? count : room;
    return ChmOk;
}

ChmStatus ProgramOpen(ProgramFile *file, const uint8_t *bytes, uint64_t size, ChmError *error)
{
    const ProgramFile opened = {.bytes = bytes, .size = size};
    *file = opened;
    file->coff = SignatureAt(file);
    if (file->coff == UINT64_MAX)
        return ProgramMalformed(error, "there is no DOS header", 0);
    if (!HasSignature(file, file->coff))
        return ProgramMalformed(error, "there is no PE signature", file->coff);
    const ChmStatus status = OpenOptional(file, error);
    if (status != ChmOk)
        return status;
    file->machine = MachineOf(ProgramRead16(file, file->coff + 4));
    file->sectionCount = ProgramRead16(file, file->coff + 6);
    if (!ProgramHas(file, file->sections, (uint64_t)file->sectionCount * SectionHeaderBytes))
        return ProgramMalformed(error, "the section headers are cut off", file->sections);
    return CheckSections(file, error);
}

ProgramDirectory ProgramDirectoryAt(const ProgramFile *file, uint32_t index)
{
    ProgramDirectory directory = {0, 0, file->directories + (uint64_t)DirectoryBytes * index};
    if (index >= file->directoryCount)
        return directory;
    directory.rva = ProgramRead32(file, directory.at);
    directory.bytes = directory.rva != 0 ? ProgramRead32(file, directory.at + 4) : 0;
    return directory;
}

ProgramSection ProgramSectionAt(const ProgramFile *file, uint32_t index)
{
    const uint64_t at = file->sections + (uint64_t)index * SectionHeaderBytes;
    const ProgramSection section = {.rva = ProgramRead32(file, at + 12),
                                    .bytes = ProgramRead32(file, at + 8),
                                    .fileOffset = ProgramRead32(file, at + 20),
                                    .fileBytes = ProgramRead32(file, at + 16),
                                    .flags = ProgramRead32(file, at + 36)};
    return section;
}

ProgramSection ProgramSectionOf(const ProgramFile *file, uint32_t rva)
{
    const ProgramSection none = {0, 0, 0, 0, 0};
    uint32_t low = 0, high = file->sectionCount;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (ProgramSectionAt(file, middle).rva <= rva)
            low = middle + 1;
        else
            high = middle;
    }
    return low != 0 ? ProgramSectionAt(file, low - 1) : none;
}

ProgramPlace ProgramFind(const ProgramFile *file, uint32_t rva, uint64_t bytes, uint64_t *offset)
{
    const ProgramSection section = ProgramSectionOf(file, rva);
    const uint32_t into = rva - section.rva;
    if (into >= section.fileBytes)
        return into < section.bytes ? ProgramHidden : ProgramNowhere;
    *offset = (uint64_t)section.fileOffset + into;
    if (bytes > section.fileBytes - into)
        return ProgramBeyond;
    return ProgramHas(file, *offset, bytes) ? ProgramFound : ProgramBeyondFile;
}
