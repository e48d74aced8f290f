/*
 * Which entries of a function table are pieces. Compilers move seldom code of a function away, and
 * each piece has an entry of its own. In x64 files a piece's unwind information is chained to
 * another entry's; in ARM files it says that the piece has no prologue.
 */
#include "program_lists.h"

enum { UnwindFragment = 2, ArmIsFragment = 1 << 22, CodeEndOfFragment = 0xE5 };

/* The unwind information is another entry (bit 0), or its flags have UNW_FLAG_CHAININFO. */
static bool IsPieceX64(const ProgramFile *file, uint32_t unwind)
{
    enum { IsEntry = 1, FlagsAt = 3, FlagChained = 4 };
    uint64_t at;
    if ((unwind & IsEntry) != 0)
        return true;
    return ProgramFind(file, unwind, 1, &at) == ProgramFound && (file->bytes[at] >> FlagsAt & FlagChained) != 0;
}

/* The first unwind code of a piece says that there is no prologue before it. */
static bool IsPieceArm64(const ProgramFile *file, uint32_t unwind)
{
    uint64_t at;
    if (ProgramFind(file, unwind, 8, &at) != ProgramFound)
        return false;
    const uint32_t header = ProgramRead32(file, at), second = ProgramRead32(file, at + 4);
    const bool extended = header >> 22 == 0, hasOneEpilogue = (header >> 21 & 1) != 0;
    const uint32_t epilogues = extended ? second & 0xFFFF : header >> 22 & 31,
                   words = extended ? second >> 16 & 0xFF : header >> 27;
    const uint64_t codes = (extended ? 8u : 4u) + (hasOneEpilogue ? 0 : 4 * (uint64_t)epilogues);
    return words != 0 && ProgramFind(file, unwind, codes + 1, &at) == ProgramFound &&
           file->bytes[at + codes] == CodeEndOfFragment;
}

static bool IsPieceArm(const ProgramFile *file, uint32_t unwind)
{
    uint64_t at;
    return ProgramFind(file, unwind, 4, &at) == ProgramFound && (ProgramRead32(file, at) & ArmIsFragment) != 0;
}

bool ProgramIsPiece(const ProgramFile *file, uint32_t kind, uint64_t entry)
{
    enum { UnwindAtX64 = 8, UnwindAtArm = 4, IsPacked = 3 };
    if (kind == ProgramListX64)
        return IsPieceX64(file, ProgramRead32(file, entry + UnwindAtX64));
    if (kind != ProgramListArm64 && kind != ProgramListArm)
        return false;
    const uint32_t unwind = ProgramRead32(file, entry + UnwindAtArm);
    if ((unwind & IsPacked) != 0)
        return (unwind & IsPacked) == UnwindFragment;
    return kind == ProgramListArm64 ? IsPieceArm64(file, unwind) : IsPieceArm(file, unwind);
}
