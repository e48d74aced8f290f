/* A Table's properties, a line each, and its vtable: see table_object.h. */
#include <windows.h>
#include <oleauto.h>
#include <wchar.h>

#include "com/object/arrays.h"
#include "com/object/errors.h"
#include "com/object/properties.h"
#include "jobs/pure/table_options.h"
#include "table_object.h"

static const TableView *ViewOf(const Table *table)
{
    return &table->result->view;
}

static const TableCoverage *CoverageOf(const Table *table)
{
    return &table->result->statistics.coverage;
}

/* Returns a figure of the coverage, which is all zero when it was not measured: -1. */
static double MeasuredFigure(const Table *table, ULONGLONG figure)
{
    return CoverageOf(table)->cacheLines != 0 ? (double)figure : -1;
}

static const wchar_t *LayoutName(TableLayout layout)
{
    static const wchar_t *const names[] = {[LayoutFlat] = L"Flat",
                                           [LayoutPartitioned] = L"Partitioned",
                                           [LayoutCompact] = L"Compact",
                                           [LayoutCompactPartitioned] = L"CompactPartitioned",
                                           [LayoutText] = L"Text"};
    return names[layout];
}

/* In the order of the interface, which has its methods between them. */
#define TABLE_FACTS(FACT)                                                \
    FACT(Text, Name, of->result->name)                                   \
    FACT(Long, KeyCount, ViewOf(of)->keyCount)                           \
    FACT(Long, KeySizeInBytes, ViewOf(of)->keySizeInBytes)               \
    FACT(Text, Algorithm, L"Chm01")                                      \
    FACT(Text, HashFunction, HashFunctionName(ViewOf(of)->hashFunction)) \
    FACT(Text, MaskFunction, L"And")                                     \
    FACT(Text, Layout, LayoutName(ViewOf(of)->layout))                   \
    FACT(Double, RngSeed, ViewOf(of)->rngSeed)
#define TABLE_RUN_FACTS(FACT)                                      \
    FACT(Double, Attempts, ViewOf(of)->attempts)                   \
    FACT(Long, TableResizes, ViewOf(of)->resizes)                  \
    FACT(Double, SolveMicroseconds, of->result->solveMicroseconds) \
    FACT(Double, TableBytes, TableResultDataBytes(of->result))     \
    FACT(Text, OutputDirectory, of->result->outputDirectory)
#define TABLE_COVERAGE(FACT)                                                           \
    FACT(EmptyCacheLines, CoverageOf(of)->cacheLines - CoverageOf(of)->usedCacheLines) \
    FACT(UsedCacheLines, CoverageOf(of)->usedCacheLines)                               \
    FACT(EmptyPages, CoverageOf(of)->pages - CoverageOf(of)->usedPages)                \
    FACT(UsedPages, CoverageOf(of)->usedPages)                                         \
    FACT(EmptyLargePages, CoverageOf(of)->largePages - CoverageOf(of)->usedLargePages) \
    FACT(UsedLargePages, CoverageOf(of)->usedLargePages)                               \
    FACT(MaxAssignedPerCacheLine, CoverageOf(of)->mostSlotsInCacheLine)
#define TABLE_COST(FACT)                           \
    FACT(AttemptsMade, attempts)                   \
    FACT(Setups, setups)                           \
    FACT(RejectedAttempts, rejected)               \
    FACT(SetupMicroseconds, setupMicroseconds)     \
    FACT(AttemptMicroseconds, attemptMicroseconds) \
    FACT(AssignMicroseconds, assignMicroseconds)   \
    FACT(VerifyMicroseconds, verifyMicroseconds)   \
    FACT(ScatterMicroseconds, scatterMicroseconds)

#define DEFINE_FACT(kind, name, expression) PROPERTY_READ(IPerfectHashTable, const Table, Table, kind, name, expression)
#define DEFINE_COVERAGE(name, figure) DEFINE_FACT(Double, name, MeasuredFigure(of, figure))
#define DEFINE_COST(name, field) DEFINE_FACT(Double, name, TableResultCost(of->result).field)
TABLE_FACTS(DEFINE_FACT)
TABLE_RUN_FACTS(DEFINE_FACT)
DEFINE_FACT(Long, ValueBits, TableValueBits(ViewOf(of)))
DEFINE_FACT(Long, FingerprintBits, ViewOf(of)->fingerprintBits)
DEFINE_FACT(Flag, HasKeys, TableResultIsText(of->result) || ViewOf(of)->keys != NULL)
DEFINE_FACT(Text, KeyType, TableResultIsText(of->result) ? L"Text" : L"Number")
DEFINE_FACT(Long, FormatVersion, ViewOf(of)->version)
DEFINE_FACT(Double, FileBytes, ViewOf(of)->imageBytes)
DEFINE_FACT(Long, PackedBits, ViewOf(of)->packedBits)
DEFINE_FACT(Flag, HasPositions, ViewOf(of)->valueBits == 0)
TABLE_COVERAGE(DEFINE_COVERAGE)
TABLE_COST(DEFINE_COST)

static HRESULT STDMETHODCALLTYPE TableGetSeeds(IPerfectHashTable *self, VARIANT *value)
{
    const Table *table = TableOf(self);
    const TableView *view = &table->result->view;
    wchar_t texts[TABLE_MAX_SEEDS][24];
    const wchar_t *pointers[TABLE_MAX_SEEDS];
    if (value == NULL)
        return ErrorRaisePointer(&table->object, L"value");
    for (size_t i = 0; i < view->seedCount; i++) {
        swprintf(texts[i], ARRAYSIZE(texts[i]), view->seeds[i] > UINT32_MAX ? L"0x%016llX" : L"0x%08llX",
                 (unsigned long long)view->seeds[i]);
        pointers[i] = texts[i];
    }
    return SUCCEEDED(BstrArrayOut(pointers, view->seedCount, value)) ? S_OK : ErrorRaiseMemory(&table->object);
}

static HRESULT STDMETHODCALLTYPE TableGetFiles(IPerfectHashTable *self, VARIANT *value)
{
    const Table *table = TableOf(self);
    if (value == NULL)
        return ErrorRaisePointer(&table->object, L"value");
    const wchar_t *const *files = (const wchar_t *const *)table->result->files;
    return SUCCEEDED(BstrArrayOut(files, table->result->fileCount, value)) ? S_OK : ErrorRaiseMemory(&table->object);
}

/* clang-format off */
#define FACT_SLOT(kind, name, expression) TableGet##name,
#define FIGURE_SLOT(name, expression) TableGet##name,
const IPerfectHashTableVtbl tableVtable = {
    OBJECT_DISPATCH(IPerfectHashTable),
    TABLE_FACTS(FACT_SLOT)
    TableGetSeeds,
    TABLE_RUN_FACTS(FACT_SLOT)
    TableGetFiles,
    TableGetHasKeys,
    TableLookupIndex,
    TableLookupContains,
    TableLookupFind,
    TableLookupIndexMany,
    TableLookupFindMany,
    TableSource,
    TableSave,
    TABLE_COVERAGE(FIGURE_SLOT)
    TABLE_COST(FIGURE_SLOT)
    TableGetKeysHash,
    TableKeys,
    TableKeyAt,
    TableGetValueBits,
    TableLookupValue,
    TableLookupValues,
    TableGetFingerprintBits,
    TableGetHasPositions,
    TableValueOfPosition,
    TableGetPackedBits,
    TableGetKeyType,
    TableVerifyKeys,
    TableGetFileBytes,
    TableGetFormatVersion,
    TableLookupFloor,
    TableLookupFloorMany,
    TableGetModuleName,
    TableGetModuleTimeDateStamp,
    TableGetModuleImageBytes,
    TableGetModuleBuildId,
    .get_ColumnCount = TableGetColumnCount,
    TableGetColumnNames,
    TableGetColumnTypes,
    TableRecordValue,
    TableRecordValues,
    TableRecordItem,
    TableReportData,
};
/* clang-format on */
