/*
 * The addresses of a program's functions: all lists are collected, then sorted by bytes from the
 * lowest on if any address is below the one before it, and at last equal ones are merged.
 */
#include <string.h>

#include "program_lists.h"

enum { DigitValues = 256, DigitBits = 8, Digits = 4, NoAddress = 0 };

/* The loops of a reading, behind those that collect; each digit is counted, then moved. */
enum { LoopSort = 1, LoopMerge = LoopSort + 2 * Digits, LoopOver };

static uint64_t ListsEntries(const ProgramLists *lists)
{
    uint64_t entries = 0;
    for (uint32_t i = 0; i < lists->count; i++)
        entries += lists->list[i].count;
    return entries;
}

/* Two addresses an entry, of which a reading makes one of 8 bytes, and the digit's values. */
static size_t BoundOf(const ProgramLists *lists)
{
    return (size_t)ListsEntries(lists) * 2 * sizeof(uint32_t) + DigitValues * sizeof(uint32_t);
}

/* Exports that are malformed leave the tables sound, and the other way round. */
size_t ProgramBound(const uint8_t *bytes, size_t size)
{
    ProgramFile file;
    ProgramLists lists;
    size_t bound = 0;
    if (ProgramOpen(&file, bytes, size, NULL) != ChmOk)
        return 0;
    if (ProgramListsFind(&file, ProgramUnwind, &lists, NULL) == ChmOk)
        bound += BoundOf(&lists);
    return ProgramListsFind(&file, ProgramExports, &lists, NULL) == ChmOk ? bound + BoundOf(&lists) : bound;
}

ChmStatus ProgramReadBegin(ProgramReading *reading, const uint8_t *bytes, size_t size, ProgramFunctions functions,
                           bool pieces, void *memory, ChmError *error)
{
    memset(reading, 0, sizeof *reading);
    reading->functions = functions;
    reading->pieces = pieces;
    ChmStatus status = ProgramOpen(&reading->file, bytes, size, error);
    if (status == ChmOk)
        status = ProgramListsFind(&reading->file, functions, &reading->lists, error);
    if (status != ChmOk)
        return status;
    const uint64_t entries = ListsEntries(&reading->lists);
    reading->addresses = memory;
    reading->spare = reading->addresses + entries;
    reading->starts = reading->spare + entries;
    return ChmOk;
}

static bool IsExportOfFunction(const ProgramReading *reading, const ProgramList *exports, uint32_t address)
{
    const ProgramSection section = ProgramSectionOf(&reading->file, address);
    const uint32_t into = address - section.rva;
    return address - exports->rva >= exports->bytes && (section.flags & SectionRuns) != 0 &&
           (into < section.bytes || into < section.fileBytes);
}

/* The address of the function that begins at an entry; NoAddress: none does. */
static uint32_t EntryFunction(const ProgramReading *reading, const ProgramList *list, uint64_t entry)
{
    const uint32_t number = ProgramRead32(&reading->file, entry),
                   address = reading->file.machine == MachineArm ? number & ~1u : number; /* the bit says Thumb */
    if (address == 0 || number == UINT32_MAX) /* padding, or the end of a ReadyToRun table */
        return NoAddress;
    if (list->kind == ProgramListExports)
        return IsExportOfFunction(reading, list, address) ? address : NoAddress;
    return !reading->pieces && ProgramIsPiece(&reading->file, list->kind, entry) ? NoAddress : address;
}

static void CollectSlice(ProgramReading *reading, Work *work)
{
    const ProgramList *const list = &reading->lists.list[reading->at];
    const size_t from = reading->place.at, to = WorkUntil(work, from, (size_t)list->count);
    for (size_t i = from; i < to; i++) {
        const uint32_t address = EntryFunction(reading, list, list->offset + (uint64_t)i * list->entryBytes);
        if (address == NoAddress)
            continue;
        reading->unsorted =
            reading->unsorted || (reading->count != 0 && address < reading->addresses[reading->count - 1]);
        reading->addresses[reading->count++] = address;
    }
    reading->place.at = to;
    if (to != list->count)
        return;
    reading->place.at = 0;
    reading->at++;
}

static void ProgramCountDigit(ProgramReading *reading, Work *work, uint32_t shift)
{
    uint32_t sum = 0;
    const size_t from = reading->place.at, to = WorkUntil(work, from, reading->count);
    if (from == 0)
        memset(reading->starts, 0, DigitValues * sizeof *reading->starts);
    for (size_t i = from; i < to; i++)
        reading->starts[reading->addresses[i] >> shift & (DigitValues - 1)]++;
    if (!WorkPassed(&reading->place, to, reading->count))
        return;
    for (uint32_t value = 0; value < DigitValues; value++) {
        const uint32_t count = reading->starts[value];
        reading->starts[value] = sum;
        sum += count;
    }
}

static void ProgramMoveDigit(ProgramReading *reading, Work *work, uint32_t shift)
{
    uint32_t *const from = reading->addresses;
    const size_t at = reading->place.at, to = WorkUntil(work, at, reading->count);
    for (size_t i = at; i < to; i++)
        reading->spare[reading->starts[from[i] >> shift & (DigitValues - 1)]++] = from[i];
    if (!WorkPassed(&reading->place, to, reading->count))
        return;
    reading->addresses = reading->spare;
    reading->spare = from;
}

/* Four digits leave the addresses where they began. */
static void MergeEqual(ProgramReading *reading, Work *work)
{
    uint32_t *const addresses = reading->addresses;
    const size_t from = reading->place.at, to = WorkUntil(work, from, reading->count);
    for (size_t i = from; i < to; i++)
        if (reading->kept == 0 || addresses[i] != addresses[reading->kept - 1])
            addresses[reading->kept++] = addresses[i];
    if (WorkPassed(&reading->place, to, reading->count))
        reading->count = reading->kept;
}

static void ReadSlice(ProgramReading *reading, Work *work)
{
    const uint32_t loop = reading->place.loop, digit = (loop - LoopSort) / 2;
    if (loop < LoopSort) {
        if (reading->at != reading->lists.count)
            CollectSlice(reading, work);
        else
            reading->place.loop = reading->unsorted ? LoopSort : LoopMerge;
    } else if (loop == LoopMerge) {
        MergeEqual(reading, work);
    } else if ((loop - LoopSort) % 2 == 0) {
        ProgramCountDigit(reading, work, digit * DigitBits);
    } else {
        ProgramMoveDigit(reading, work, digit * DigitBits);
    }
}

ChmStatus ProgramReadOn(ProgramReading *reading, Work *work, ChmError *error)
{
    while (reading->place.loop != LoopOver) {
        if (work->left == 0)
            return ChmContinue;
        ReadSlice(reading, work);
    }
    return reading->count != 0 ? ChmOk
                               : ProgramWithoutFunctions(&reading->file, &reading->lists, reading->functions, error);
}
