/* See create_report.h. */
#include "create_report.h"

enum { NumberCount = 15 };

/* What a table took, and the coverage; for the JSON alone. */
typedef struct Number {
    const wchar_t *name;
    double value; /* -1: not measured */
} Number;

typedef struct Facts {
    BSTR name, hashFunction, layout, outputDirectory;
    VARIANT files;
    LONG keyCount, keySizeInBytes, resizes;
    double attempts, microseconds, tableBytes;
    Number numbers[NumberCount];
    VARIANT_BOOL hasKeys;
} Facts;

static HRESULT NumbersTake(IPerfectHashTable *table, Number *out)
{
    typedef HRESULT(STDMETHODCALLTYPE * Get)(IPerfectHashTable *, double *);
    const IPerfectHashTableVtbl *get = table->lpVtbl;
    const struct {
        const wchar_t *name;
        Get get;
    } numbers[NumberCount] = {
        {L"attemptsMade", get->get_AttemptsMade},
        {L"setups", get->get_Setups},
        {L"rejectedAttempts", get->get_RejectedAttempts},
        {L"setupMicroseconds", get->get_SetupMicroseconds},
        {L"attemptMicroseconds", get->get_AttemptMicroseconds},
        {L"assignMicroseconds", get->get_AssignMicroseconds},
        {L"verifyMicroseconds", get->get_VerifyMicroseconds},
        {L"scatterMicroseconds", get->get_ScatterMicroseconds},
        {L"emptyCacheLines", get->get_EmptyCacheLines},
        {L"usedCacheLines", get->get_UsedCacheLines},
        {L"emptyPages", get->get_EmptyPages},
        {L"usedPages", get->get_UsedPages},
        {L"emptyLargePages", get->get_EmptyLargePages},
        {L"usedLargePages", get->get_UsedLargePages},
        {L"maxAssignedPerCacheLine", get->get_MaxAssignedPerCacheLine},
    };
    HRESULT hr = S_OK;
    for (size_t i = 0; i < NumberCount && SUCCEEDED(hr); i++) {
        out[i].name = numbers[i].name;
        hr = numbers[i].get(table, &out[i].value);
    }
    return hr;
}

static HRESULT FactsTake(IPerfectHashTable *table, Facts *facts)
{
    HRESULT hr = IPerfectHashTable_get_Name(table, &facts->name);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_HashFunction(table, &facts->hashFunction);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_Layout(table, &facts->layout);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_OutputDirectory(table, &facts->outputDirectory);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_Files(table, &facts->files);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_KeyCount(table, &facts->keyCount);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_KeySizeInBytes(table, &facts->keySizeInBytes);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_TableResizes(table, &facts->resizes);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_Attempts(table, &facts->attempts);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_SolveMicroseconds(table, &facts->microseconds);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_TableBytes(table, &facts->tableBytes);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_HasKeys(table, &facts->hasKeys);
    if (SUCCEEDED(hr))
        hr = NumbersTake(table, facts->numbers);
    return hr;
}

static void FactsFree(Facts *facts)
{
    SysFreeString(facts->name);
    SysFreeString(facts->hashFunction);
    SysFreeString(facts->layout);
    SysFreeString(facts->outputDirectory);
    VariantClear(&facts->files);
}

static LONG FileCount(const Facts *facts)
{
    LONG last;
    return V_VT(&facts->files) == (VT_ARRAY | VT_VARIANT) &&
                   SUCCEEDED(SafeArrayGetUBound(V_ARRAY(&facts->files), 1, &last))
               ? last + 1
               : 0;
}

/* The path of the index-th file, as a copy; NULL: out of memory. */
static BSTR FileAt(const Facts *facts, LONG index)
{
    VARIANT path;
    VariantInit(&path);
    if (FAILED(SafeArrayGetElement(V_ARRAY(&facts->files), &index, &path)) || V_VT(&path) != VT_BSTR) {
        VariantClear(&path);
        return NULL;
    }
    return V_BSTR(&path);
}

static void PutLine(const Facts *facts, Output *output)
{
    OutputPut(output, facts->name);
    OutputFormat(output, L"  %ld keys  %.0f us  %.0f attempts  %.0f bytes", facts->keyCount, facts->microseconds,
                 facts->attempts, facts->tableBytes);
    if (FileCount(facts) != 0) {
        BSTR path = FileAt(facts, 0); /* the header comes first where it was asked for */
        OutputPut(output, L"  ");
        OutputPut(output, path != NULL ? path : L"?");
        SysFreeString(path);
    }
    OutputPut(output, L"\n");
}

static void PutJson(const Facts *facts, Output *output)
{
    OutputPut(output, L"{\"name\": ");
    OutputPutJson(output, facts->name);
    OutputFormat(
        output,
        L", \"keys\": %ld, \"keySizeInBytes\": %ld, \"microseconds\": %.0f, \"attempts\": %.0f, \"resizes\": %ld",
        facts->keyCount, facts->keySizeInBytes, facts->microseconds, facts->attempts, facts->resizes);
    for (size_t i = 0; i < NumberCount; i++) {
        if (facts->numbers[i].value >= 0)
            OutputFormat(output, L", \"%ls\": %.0f", facts->numbers[i].name, facts->numbers[i].value);
    }
    OutputFormat(output,
                 L", \"tableBytes\": %.0f, \"hashFunction\": \"%ls\", \"layout\": \"%ls\", \"outputDirectory\": ",
                 facts->tableBytes, facts->hashFunction, facts->layout);
    OutputPutJson(output, facts->outputDirectory != NULL ? facts->outputDirectory : L"");
    OutputPut(output, L", \"files\": [");
    for (LONG i = 0; i < FileCount(facts); i++) {
        BSTR path = FileAt(facts, i);
        OutputPut(output, i != 0 ? L", " : L"");
        OutputPutJson(output, path != NULL ? path : L"");
        SysFreeString(path);
    }
    OutputPut(output, L"]");
}

/* Looks one key up: its position, or -1 where the table can tell that it isn't one of its keys. */
static HRESULT LookupOne(IPerfectHashTable *table, const Facts *facts, BSTR key, LONG *position)
{
    VARIANT value;
    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = key;
    return facts->hasKeys ? IPerfectHashTable_Find(table, value, position)
                          : IPerfectHashTable_Index(table, value, position);
}

static void PutLookup(const wchar_t *key, LONG position, BOOL json, BOOL first, Output *output)
{
    if (json) {
        OutputPut(output, first ? L"{\"key\": " : L", {\"key\": ");
        OutputPutJson(output, key);
        OutputFormat(output, L", \"position\": %ld}", position);
        return;
    }
    OutputPut(output, key);
    if (position < 0)
        OutputPut(output, L": not in the set\n");
    else
        OutputFormat(output, L": position %ld\n", position);
}

static HRESULT PutLookups(IPerfectHashTable *table, const Facts *facts, const wchar_t *lookup, BOOL json,
                          Output *output)
{
    OutputPut(output, json ? L", \"lookups\": [" : L"");
    for (const wchar_t *at = lookup;; at++) {
        const size_t length = wcscspn(at, L",");
        LONG position = -1;
        BSTR key = SysAllocStringLen(at, (UINT)length);
        const HRESULT hr = key != NULL ? LookupOne(table, facts, key, &position) : E_OUTOFMEMORY;
        if (SUCCEEDED(hr))
            PutLookup(key, position, json, at == lookup, output);
        SysFreeString(key);
        if (FAILED(hr))
            return hr;
        at += length;
        if (*at == 0)
            break;
    }
    OutputPut(output, json ? L"]" : L"");
    return S_OK;
}

HRESULT CreateReport(const Command *command, IPerfectHashTable *table, const wchar_t *lookup)
{
    const BOOL json = command->style.json;
    Facts facts = {0};
    Output output = {0};
    HRESULT hr = FactsTake(table, &facts);
    if (SUCCEEDED(hr)) {
        if (json)
            PutJson(&facts, &output);
        else
            PutLine(&facts, &output);
        if (lookup != NULL)
            hr = PutLookups(table, &facts, lookup, json, &output);
        if (json)
            OutputPut(&output, L"}\n");
    }
    FactsFree(&facts);
    if (FAILED(hr))
        output.length = 0;
    CommandPrint(command, &output);
    return hr;
}
