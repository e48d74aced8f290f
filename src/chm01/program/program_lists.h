/* Where a program lists functions, and what its entries are. Private to program*.c. */
#ifndef CHM01_PROGRAM_LISTS_H
#define CHM01_PROGRAM_LISTS_H

#include "program_file.h"

/* The kinds of an entry; ProgramListPlain: an address, and no more. */
enum { ProgramListX64, ProgramListArm64, ProgramListArm, ProgramListPlain, ProgramListExports };

/* Adds a list; `at`: what says where it is, for errors. */
ChmStatus ProgramAddList(const ProgramFile *file, ProgramLists *lists, uint32_t kind, uint32_t rva, uint64_t bytes,
                         uint64_t at, ChmError *error);

/* Reads `count` numbers of 32 bits at an address. */
bool ProgramNumbers(const ProgramFile *file, uint32_t rva, uint32_t count, uint32_t *numbers, uint64_t *offset);

/* Adds the second function table of a hybrid program. */
ChmStatus ProgramAddHybrid(const ProgramFile *file, ProgramLists *lists, ChmError *error);

/* Makes of a directory what it is where the program runs as an x64 one. */
ChmStatus ProgramX64Directory(const ProgramFile *file, ProgramDirectory *directory, ChmError *error);

/* All lists that `functions` asks for. */
ChmStatus ProgramListsFind(const ProgramFile *file, ProgramFunctions functions, ProgramLists *out, ChmError *error);

/* Is the entry, of such a list, of a piece of a function that another entry begins? */
bool ProgramIsPiece(const ProgramFile *file, uint32_t kind, uint64_t entry);

/* Fails with the reason why a program has no functions. */
ChmStatus ProgramWithoutFunctions(const ProgramFile *file, const ProgramLists *lists, ProgramFunctions functions,
                                  ChmError *error);

#endif
