/*
 * Windows programs (PE files): the addresses of their functions, as RVAs, each once and ascending.
 * Layout: Microsoft's "PE Format", "x64 exception handling" and "ARM64 exception handling". Bytes
 * in, addresses out; the caller owns all memory. Every byte is treated as hostile. Any thread.
 */
#ifndef CHM01_PROGRAM_H
#define CHM01_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"
#include "chm01/base/status.h"
#include "chm01/base/work.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where functions are looked for: the function tables, the exports, or both. */
typedef enum ProgramFunctions { ProgramBoth, ProgramUnwind, ProgramExports } ProgramFunctions;

/* Do the bytes begin as those of a program, whatever its name? */
bool ProgramIs(_In_reads_bytes_(size) const void *bytes, size_t size);

/* By what a program is known to be the one that is loaded somewhere. */
typedef struct ProgramIdentity {
    uint32_t timeDateStamp, imageBytes;
    uint16_t machine; /* as the header has it */
    uint32_t buildAge;
    uint8_t buildId[16]; /* the GUID of its debug information, as it lies in memory; zero: none */
} ProgramIdentity;

/* Finds the identity of a program that ProgramReadBegin takes. Any other program gets zeros. */
void ProgramIdentify(_In_reads_bytes_(size) const uint8_t *bytes, size_t size, _Out_ ProgramIdentity *out);

/* A program whose headers are sound. */
typedef struct ProgramFile {
    const uint8_t *bytes;
    uint64_t size;
    uint16_t machine; /* for Windows, also of a ReadyToRun image for another system */
    bool wide;        /* PE32+ */
    uint64_t coff;    /* offset of the COFF header, as all below are offsets in the file */
    uint64_t optional;
    uint64_t directories;
    uint32_t directoryCount;
    uint64_t sections; /* whose addresses ascend */
    uint32_t sectionCount;
} ProgramFile;

/* Where functions are listed. Each entry begins with an address. */
typedef struct ProgramList {
    uint64_t offset; /* in the file */
    uint64_t count;
    uint32_t entryBytes;
    uint32_t kind;       /* of program_lists.h */
    uint32_t rva, bytes; /* of exports: the directory; an address in it forwards to another program */
} ProgramList;

enum { ProgramListRoom = 5 };

typedef struct ProgramLists {
    ProgramList list[ProgramListRoom];
    uint32_t count;
    bool hidden; /* a table has no bytes in the file */
} ProgramLists;

/* Upper bound of the memory that a reading takes; 0 for a file that ProgramReadBegin refuses. */
size_t ProgramBound(_In_reads_bytes_(size) const uint8_t *bytes, size_t size);

/* A reading in slices. All of it is private to program_read.c. */
typedef struct ProgramReading {
    ProgramFile file;
    ProgramLists lists;
    ProgramFunctions functions;
    bool pieces;
    uint32_t at; /* the list that is being collected */
    WorkPlace place;
    uint32_t *addresses, *spare, *starts; /* starts: of a digit's values */
    size_t count, kept;                   /* kept: of those that were compared with the one before them */
    bool unsorted;
} ProgramReading;

/*
 * pieces: entries of functions' separate pieces count as functions of their own. memory:
 * ProgramBound bytes, 8-byte aligned, which with the bytes must last until the reading is over.
 */
_Success_(return == ChmOk) ChmStatus
    ProgramReadBegin(_Out_ ProgramReading *reading, _In_reads_bytes_(size) const uint8_t *bytes, size_t size,
                     ProgramFunctions functions, bool pieces, _Inout_ void *memory, _Inout_opt_ ChmError *error);
/*
 * A step is an entry. ChmContinue: the same call with more work goes on. ChmOk: `count` addresses
 * stand at the memory's beginning, which has room for 8 bytes each.
 */
ChmStatus ProgramReadOn(_Inout_ ProgramReading *reading, _Inout_ Work *work, _Inout_opt_ ChmError *error);

#ifdef __cplusplus
}
#endif
#endif
