/* Says what a program is that has no functions. */
#include "program_lists.h"

/* Finds whether any section has code, and whether any has it with no byte of it in the file. */
static void LookAtCode(const ProgramFile *file, bool *code, bool *hidden)
{
    *code = *hidden = false;
    for (uint32_t i = 0; i < file->sectionCount; i++) {
        const ProgramSection section = ProgramSectionAt(file, i);
        if ((section.flags & (SectionRuns | SectionHasCode)) == 0)
            continue;
        *code = true;
        *hidden = *hidden || section.fileBytes == 0;
    }
}

ChmStatus ProgramWithoutFunctions(const ProgramFile *file, const ProgramLists *lists, ProgramFunctions functions,
                                  ChmError *error)
{
    static const char *const nothing[] = {
        [ProgramBoth] = "it has no table of its functions and exports none",
        [ProgramUnwind] = "it has no table of its functions",
        [ProgramExports] = "it exports no function",
    };
    bool code, hidden;
    LookAtCode(file, &code, &hidden);
    const char *reason = nothing[functions];
    if (ProgramDirectoryAt(file, DirectoryManaged).rva != 0)
        reason = "it is managed: its functions are compiled when it runs";
    else if (lists->hidden || hidden)
        reason = "it is packed or stripped: the file lacks bytes of its code or of its tables";
    else if (!code)
        reason = ProgramDirectoryAt(file, DirectoryResources).rva != 0 ? "it has resources and no code"
                                                                       : "it is empty: it has no code";
    else if (file->machine == 0)
        reason = "it is for a machine whose function tables are not known, and exports none";
    return ChmFail(error, ChmPeNoFunctions, reason, 0, 0, 0);
}
