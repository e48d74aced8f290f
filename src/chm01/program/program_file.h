/* The headers of a program, and where in the file an address lies. Private to program*.c. */
#ifndef CHM01_PROGRAM_FILE_H
#define CHM01_PROGRAM_FILE_H

#include "program.h"

enum {
    MachineX86 = 0x14C,
    MachineArm = 0x1C4,
    MachineLoongArch64 = 0x6264,
    MachineRiscV64 = 0x5064,
    MachineX64 = 0x8664,
    MachineArm64 = 0xAA64
};

enum {
    DirectoryExports = 0,
    DirectoryResources = 2,
    DirectoryExceptions = 3,
    DirectoryDebug = 6,
    DirectoryLoadConfig = 10,
    DirectoryManaged = 14
};

enum { SectionHasCode = 0x20, SectionRuns = 0x20000000 };

typedef struct ProgramDirectory {
    uint32_t rva, bytes; /* both 0: there is none */
    uint64_t at;         /* of the directory's entry, for errors */
} ProgramDirectory;

typedef struct ProgramSection {
    uint32_t rva, bytes, fileOffset, fileBytes, flags;
} ProgramSection;

static inline uint16_t ProgramRead16(const ProgramFile *file, uint64_t offset)
{
    return (uint16_t)(file->bytes[offset] | file->bytes[offset + 1] << 8);
}

static inline uint32_t ProgramRead32(const ProgramFile *file, uint64_t offset)
{
    return ProgramRead16(file, offset) | (uint32_t)ProgramRead16(file, offset + 2) << 16;
}

static inline bool ProgramHas(const ProgramFile *file, uint64_t offset, uint64_t bytes)
{
    return offset <= file->size && bytes <= file->size - offset;
}

static inline ChmStatus ProgramMalformed(ChmError *error, const char *reason, uint64_t offset)
{
    return ChmFail(error, ChmPeMalformed, reason, offset, 0, 0);
}

ChmStatus ProgramOpen(ProgramFile *file, const uint8_t *bytes, uint64_t size, ChmError *error);
ProgramDirectory ProgramDirectoryAt(const ProgramFile *file, uint32_t index);
ProgramSection ProgramSectionAt(const ProgramFile *file, uint32_t index);

/* The section that begins last at or below an address, or an empty one. */
ProgramSection ProgramSectionOf(const ProgramFile *file, uint32_t rva);

typedef enum ProgramPlace {
    ProgramFound,
    ProgramNowhere,   /* in no section */
    ProgramHidden,    /* in a section, but the file has no bytes of it */
    ProgramBeyond,    /* reaches beyond its section's bytes */
    ProgramBeyondFile /* which the file doesn't have */
} ProgramPlace;

/* Where the bytes from an address on are in the file; *offset is set if it has some. */
ProgramPlace ProgramFind(const ProgramFile *file, uint32_t rva, uint64_t bytes, uint64_t *offset);

#endif
