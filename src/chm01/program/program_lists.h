/* Where a program lists functions, and what its entries are. Private to program*.c. */
#ifndef CHM01_PROGRAM_LISTS_H
#define CHM01_PROGRAM_LISTS_H

#include "program_file.h"

/* What an entry is; ProgramListPlain: an address, and no more. */
enum { ProgramListX64, ProgramListArm64, ProgramListArm, ProgramListPlain, ProgramListExports };

/* All lists that `functions` asks for. */
ChmStatus ProgramListsFind(const ProgramFile *file, ProgramFunctions functions, ProgramLists *out, ChmError *error);

/* Is the entry, of such a list, of a piece of a function that another entry begins? */
bool ProgramIsPiece(const ProgramFile *file, uint32_t kind, uint64_t entry);

/* What a program is that has no functions, as an error. */
ChmStatus ProgramWithoutFunctions(const ProgramFile *file, const ProgramLists *lists, ProgramFunctions functions,
                                  ChmError *error);

#endif
