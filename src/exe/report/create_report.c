/* See create_report.h. */
#include "create_report.h"

#include "exe/program/automation.h"

enum { CostNumbers = 8 };

/*
 * The names of the properties with what a table took, CostNumbers figures, and then the coverage;
 * for the JSON only.
 */
static const wchar_t *const numberNames[] = {
    L"attemptsMade",
    L"setups",
    L"rejectedAttempts",
    L"setupMicroseconds",
    L"attemptMicroseconds",
    L"assignMicroseconds",
    L"verifyMicroseconds",
    L"scatterMicroseconds",
    L"emptyCacheLines",
    L"usedCacheLines",
    L"emptyPages",
    L"usedPages",
    L"emptyLargePages",
    L"usedLargePages",
    L"maxAssignedPerCacheLine",
};

typedef struct CreateFigures {
    BSTR name, hashFunction, layout, outputDirectory, keyType;
    VARIANT files;
    LONG keyCount, keySizeInBytes, resizes, valueBits, fingerprintBits, packedBits;
    double attempts, microseconds, tableBytes;
    double numbers[ARRAYSIZE(numberNames)]; /* -1: not measured */
    VARIANT_BOOL hasKeys, hasPositions;
} CreateFigures;

static HRESULT CreateFiguresTake(IPerfectHashTable *table, CreateFigures *figures)
{
    HRESULT hr = IPerfectHashTable_get_Name(table, &figures->name);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_HashFunction(table, &figures->hashFunction);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_Layout(table, &figures->layout);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_OutputDirectory(table, &figures->outputDirectory);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_Files(table, &figures->files);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_KeyCount(table, &figures->keyCount);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_KeySizeInBytes(table, &figures->keySizeInBytes);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_TableResizes(table, &figures->resizes);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_Attempts(table, &figures->attempts);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_SolveMicroseconds(table, &figures->microseconds);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_TableBytes(table, &figures->tableBytes);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_HasKeys(table, &figures->hasKeys);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_ValueBits(table, &figures->valueBits);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_HasPositions(table, &figures->hasPositions);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_KeyType(table, &figures->keyType);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_FingerprintBits(table, &figures->fingerprintBits);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_PackedBits(table, &figures->packedBits);
    for (size_t i = 0; i < ARRAYSIZE(numberNames) && SUCCEEDED(hr); i++)
        hr = AutomationGetNumber(table, numberNames[i], &figures->numbers[i]);
    return hr;
}

static void CreateFiguresFree(CreateFigures *figures)
{
    SysFreeString(figures->name);
    SysFreeString(figures->hashFunction);
    SysFreeString(figures->layout);
    SysFreeString(figures->keyType);
    SysFreeString(figures->outputDirectory);
    VariantClear(&figures->files);
}

static LONG FileCount(const CreateFigures *figures)
{
    LONG last;
    return V_VT(&figures->files) == (VT_ARRAY | VT_VARIANT) &&
                   SUCCEEDED(SafeArrayGetUBound(V_ARRAY(&figures->files), 1, &last))
               ? last + 1
               : 0;
}

/* The path of the index-th file, as a copy; NULL: out of memory. */
static BSTR FileAt(const CreateFigures *figures, LONG index)
{
    VARIANT path;
    VariantInit(&path);
    if (FAILED(SafeArrayGetElement(V_ARRAY(&figures->files), &index, &path)) || V_VT(&path) != VT_BSTR) {
        VariantClear(&path);
        return NULL;
    }
    return V_BSTR(&path);
}

/* Returns where a path's last component begins. */
static const wchar_t *FileNameOf(const wchar_t *path)
{
    const wchar_t *name = path;
    for (; *path != 0; path++)
        name = *path == L'\\' || *path == L'/' ? path + 1 : name;
    return name;
}

/* Puts the path of the first file, and the names of those beside it. */
static void CreateReportPutPaths(const CreateFigures *figures, Output *output)
{
    for (LONG i = 0; i < FileCount(figures); i++) {
        BSTR path = FileAt(figures, i);
        OutputPut(output, i == 0 ? L"  " : L", ");
        OutputPutName(output, path == NULL ? L"?" : i == 0 ? path : FileNameOf(path));
        SysFreeString(path);
    }
}

static void CreateReportPutLine(const CreateFigures *figures, Output *output)
{
    OutputPutName(output, figures->name);
    OutputPut(output, L"  ");
    OutputPutCount(output, figures->keyCount, L"key");
    OutputFormat(output, L"  %.0f us", figures->microseconds);
    if (figures->attempts > 0) { /* a text table has none */
        OutputPut(output, L"  ");
        OutputPutCount(output, figures->attempts, L"attempt");
    }
    OutputFormat(output, L"  %.0f bytes", figures->tableBytes);
    CreateReportPutPaths(figures, output);
    OutputPut(output, L"\n");
}

static void CreateReportPutJson(const CreateFigures *figures, Output *output)
{
    OutputPut(output, L"{\"name\": ");
    OutputPutJson(output, figures->name);
    OutputFormat(
        output,
        L", \"keys\": %ld, \"keySizeInBytes\": %ld, \"keyType\": \"%ls\", \"microseconds\": %.0f, \"attempts\": %.0f, "
        L"\"resizes\": %ld",
        figures->keyCount, figures->keySizeInBytes, figures->keyType, figures->microseconds, figures->attempts,
        figures->resizes);
    if (figures->valueBits != 0)
        OutputFormat(output, L", \"valueBits\": %ld", figures->valueBits);
    if (figures->fingerprintBits != 0)
        OutputFormat(output, L", \"fingerprintBits\": %ld", figures->fingerprintBits);
    if (figures->packedBits != 0)
        OutputFormat(output, L", \"packedBits\": %ld", figures->packedBits);
    const BOOL costIsKnown = figures->numbers[0] > 0; /* not of a table that a server made, nor of a text table */
    for (size_t i = 0; i < ARRAYSIZE(numberNames); i++) {
        if (figures->numbers[i] >= 0 && (i >= CostNumbers || costIsKnown))
            OutputFormat(output, L", \"%ls\": %.0f", numberNames[i], figures->numbers[i]);
    }
    OutputFormat(output,
                 L", \"tableBytes\": %.0f, \"hashFunction\": \"%ls\", \"layout\": \"%ls\", \"outputDirectory\": ",
                 figures->tableBytes, figures->hashFunction, figures->layout);
    OutputPutJson(output, figures->outputDirectory != NULL ? figures->outputDirectory : L"");
    OutputPut(output, L", \"files\": [");
    for (LONG i = 0; i < FileCount(figures); i++) {
        BSTR path = FileAt(figures, i);
        OutputPut(output, i != 0 ? L", " : L"");
        OutputPutJson(output, path != NULL ? path : L"");
        SysFreeString(path);
    }
    OutputPut(output, L"]");
}

/* The answer of a lookup: -1 where the table can tell that the key isn't one of its keys. */
typedef struct LookedUp {
    LONG position; /* of a table that has positions */
    double value;  /* of a table that has values */
    BOOL isAbsent;
    VARIANT floor; /* of ranges: the key at the position */
} LookedUp;

static HRESULT LookupFloorOf(IPerfectHashTable *table, VARIANT value, LookedUp *answer)
{
    HRESULT hr = IPerfectHashTable_FindFloor(table, value, &answer->position);
    answer->isAbsent = answer->position < 0;
    if (SUCCEEDED(hr) && !answer->isAbsent)
        hr = IPerfectHashTable_KeyAt(table, answer->position, &answer->floor);
    if (SUCCEEDED(hr) && V_VT(&answer->floor) != VT_BSTR && !answer->isAbsent)
        hr = VariantChangeType(&answer->floor, &answer->floor, 0, VT_R8);
    return hr;
}

static HRESULT LookupOne(IPerfectHashTable *table, const CreateFigures *figures, BSTR key, BOOL ranges,
                         LookedUp *answer)
{
    VARIANT value;
    HRESULT hr = S_OK;
    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = key;
    if (ranges)
        return LookupFloorOf(table, value, answer);
    if (figures->hasPositions)
        hr = figures->hasKeys || figures->fingerprintBits != 0
                 ? IPerfectHashTable_Find(table, value, &answer->position)
                 : IPerfectHashTable_Index(table, value, &answer->position);
    answer->isAbsent = figures->hasPositions && answer->position < 0;
    if (FAILED(hr) || answer->isAbsent || figures->valueBits == 0)
        return hr;
    hr = IPerfectHashTable_GetValue(table, value, &answer->value);
    answer->isAbsent = answer->value < 0;
    return hr;
}

/* Puts the key of a range, behind its position. */
static void PutFloor(const LookedUp *answer, const wchar_t *before, Output *output)
{
    if (V_VT(&answer->floor) == VT_EMPTY)
        return;
    OutputPut(output, before);
    if (V_VT(&answer->floor) == VT_BSTR)
        OutputPut(output, V_BSTR(&answer->floor));
    else
        OutputFormat(output, L"%.0f", V_R8(&answer->floor));
}

static void PutLookupJson(const CreateFigures *figures, const wchar_t *key, const LookedUp *answer, BOOL first,
                          Output *output)
{
    OutputPut(output, first ? L"{\"key\": " : L", {\"key\": ");
    OutputPutJson(output, key);
    if (figures->hasPositions)
        OutputFormat(output, L", \"position\": %ld", answer->position);
    PutFloor(answer, L", \"floor\": ", output);
    if (V_VT(&answer->floor) == VT_EMPTY && figures->valueBits != 0)
        OutputFormat(output, L", \"value\": %.0f", answer->value);
    OutputPut(output, L"}");
}

static void PutLookupLine(const CreateFigures *figures, const wchar_t *key, const LookedUp *answer, BOOL ranges,
                          Output *output)
{
    OutputPutName(output, key);
    OutputPut(output, answer->isAbsent ? ranges ? L": below all keys" : L": not in the set" : L":");
    if (!answer->isAbsent && figures->hasPositions)
        OutputFormat(output, L" position %ld", answer->position);
    PutFloor(answer, L", which begins at ", output);
    if (!answer->isAbsent && !ranges && figures->valueBits != 0)
        OutputFormat(output, figures->hasPositions ? L", value %.0f" : L" value %.0f", answer->value);
    OutputPut(output, L"\n");
}

static HRESULT PutLookups(IPerfectHashTable *table, const CreateFigures *figures, const LookupAsked *asked, BOOL json,
                          Output *output, ExitCode *code)
{
    const wchar_t *const lookup = asked->keys;
    OutputPut(output, json ? L", \"lookups\": [" : L"");
    for (const wchar_t *at = lookup;; at++) {
        const size_t length = wcscspn(at, L",");
        LookedUp answer = {.position = -1, .value = -1};
        BSTR key = SysAllocStringLen(at, (UINT)length);
        const HRESULT hr = key != NULL ? LookupOne(table, figures, key, asked->ranges, &answer) : E_OUTOFMEMORY;
        if (SUCCEEDED(hr) && json)
            PutLookupJson(figures, key, &answer, at == lookup, output);
        else if (SUCCEEDED(hr))
            PutLookupLine(figures, key, &answer, asked->ranges, output);
        if (SUCCEEDED(hr) && answer.isAbsent)
            *code = ExitNotFound;
        SysFreeString(key);
        VariantClear(&answer.floor);
        if (FAILED(hr))
            return hr;
        at += length;
        if (*at == 0)
            break;
    }
    OutputPut(output, json ? L"]" : L"");
    return S_OK;
}

HRESULT CreateReport(const Command *command, IPerfectHashTable *table, const LookupAsked *asked, ExitCode *code)
{
    const BOOL json = command->style.json;
    CreateFigures figures = {0};
    Output output = {0};
    HRESULT hr = CreateFiguresTake(table, &figures);
    *code = ExitDone;
    if (SUCCEEDED(hr)) {
        if (json)
            CreateReportPutJson(&figures, &output);
        else
            CreateReportPutLine(&figures, &output);
        if (asked != NULL && asked->keys != NULL)
            hr = PutLookups(table, &figures, asked, json, &output, code);
        if (json)
            OutputPut(&output, L"}\n");
    }
    CreateFiguresFree(&figures);
    if (FAILED(hr))
        OutputDrop(&output);
    CommandPrint(command, &output);
    return hr;
}

HRESULT CreateReportPut(IPerfectHashTable *table, Output *output)
{
    CreateFigures figures = {0};
    const HRESULT hr = CreateFiguresTake(table, &figures);
    if (SUCCEEDED(hr)) {
        CreateReportPutJson(&figures, output);
        OutputPut(output, L"}");
    }
    CreateFiguresFree(&figures);
    return hr;
}

HRESULT CreateReportOutputs(const Command *command, IPerfectHashTable *table)
{
    CreateFigures figures = {0};
    Output output = {0};
    const HRESULT hr = IPerfectHashTable_get_Files(table, &figures.files);
    for (LONG i = 0; SUCCEEDED(hr) && i < FileCount(&figures); i++) {
        BSTR path = FileAt(&figures, i);
        OutputPut(&output, path != NULL ? path : L"?");
        OutputPut(&output, L"\n");
        SysFreeString(path);
    }
    CreateFiguresFree(&figures);
    if (command->style.silent)
        OutputDrop(&output);
    OutputFlush(&output, STD_OUTPUT_HANDLE); /* with --Quiet as well: it is what was asked for */
    return hr;
}

HRESULT CreateReportLookups(IPerfectHashTable *table, const LookupAsked *asked, BOOL json, Output *output,
                            ExitCode *code)
{
    CreateFigures figures = {0};
    HRESULT hr = CreateFiguresTake(table, &figures);
    if (SUCCEEDED(hr))
        hr = PutLookups(table, &figures, asked, json, output, code);
    CreateFiguresFree(&figures);
    return hr;
}
