#include "tables.h"

#include <wchar.h>

#include <windows.h>
#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "com/object/arrays.h"
#include "com/object/default_value.h"
#include "com/object/enumerator.h"
#include "com/object/errors.h"
#include "com/object/properties.h"
#include "com/object/variant_keys.h"
#include "com/object/variant_number.h"
#include "damaged_table.h"
#include "jobs/bulk/bulk_addresses.h"
#include "jobs/bulk/bulk_cache.h"
#include "jobs/bulk/bulk_names.h"
#include "runtime/pure/atomic.h"
#include "table.h"

typedef struct Tables {
    Object object;
    Interface tables;
    BulkResult *result;
    BulkNames *volatile names; /* NULL until a table was asked for by its name */
    BulkCache cache;           /* of IPerfectHashTable */
    Interface native;          /* of addresses */
    BulkAddresses addresses;
} Tables;

static Tables *ComTablesOf(IPerfectHashTables *self)
{
    return ObjectOf(self);
}

/* ---- loaded tables ---- */

static HRESULT TablesLoad(BulkResult *result, size_t row, void **table, ULONGLONG *bytes, Failure *failure)
{
    TableResult *loaded;
    HRESULT hr = BulkResultTable(result, row, &loaded, failure);
    if (FAILED(hr))
        return hr;
    *bytes = loaded->view.imageBytes + sizeof *loaded;
    hr = TableCreate(loaded, (IPerfectHashTable **)table);
    TableResultRelease(loaded);
    return SUCCEEDED(hr) ? S_OK : FailureSet(failure, E_OUTOFMEMORY, result->rows[row].keysPath, NULL, 0, 0, 0);
}

static void TablesHoldItem(void *table)
{
    ObjectAddRef(table);
}

static void TablesReleaseItem(void *table)
{
    ObjectRelease(table);
}

static const BulkCacheKind tablesCache = {TablesLoad, TablesHoldItem, TablesReleaseItem};

static size_t TableCount(const BulkResult *result)
{
    return result->succeeded + result->skipped;
}

/* Has each row a table, as those of a pack have, which may be a million? */
static BOOL RowsAreTables(const BulkResult *result)
{
    return TableCount(result) == result->rowCount;
}

/* The row of the number-th table that was made, from 0. */
static BOOL RowOfNumber(const BulkResult *result, size_t number, size_t *row)
{
    *row = RowsAreTables(result) ? number : 0;
    if (RowsAreTables(result))
        return number < result->rowCount;
    for (; *row < result->rowCount; (*row)++)
        if (result->rows[*row].failure == NULL && number-- == 0)
            return TRUE;
    return FALSE;
}

/* The names, which the first caller collects; NULL: out of memory. */
static const BulkNames *TablesNames(Tables *tables)
{
    if (AtomicReadPointer((void *const volatile *)&tables->names) == NULL) {
        BulkNames *names = BulkNamesCreate(tables->result);
        if (AtomicCompareExchangePointer((void *volatile *)&tables->names, names, NULL) != NULL)
            BulkNamesFree(names); /* another thread's were there first */
    }
    return AtomicReadPointer((void *const volatile *)&tables->names);
}

static HRESULT NoSuchTable(const Tables *tables, const wchar_t *which)
{
    Failure failure;
    FailureSet(&failure, PERFECTHASH_E_NO_SUCH_TABLE, which, NULL, TableCount(tables->result), 0, 0);
    return ErrorRaise(&tables->object, &failure);
}

static HRESULT RowByName(Tables *tables, BSTR name, size_t *row)
{
    const HRESULT hr = ErrorCheckText(&tables->object, L"which", name, NULL);
    if (FAILED(hr))
        return hr;
    const BulkNames *names = TablesNames(tables);
    if (names == NULL)
        return ErrorRaiseMemory(&tables->object);
    return BulkNamesFind(names, name != NULL ? name : L"", row) ? S_OK : NoSuchTable(tables, name != NULL ? name : L"");
}

static HRESULT RowByNumber(const Tables *tables, const VARIANT *value, size_t *row)
{
    Number number;
    wchar_t text[16];
    if (NumberOfVariant(value, &number) != NumberOk || !NumberFits32(&number))
        return ErrorRaiseArgument(&tables->object, L"which", L"expected an integer from 0, or the name of a keys file");
    if (!number.negative && RowOfNumber(tables->result, (size_t)number.bits, row))
        return S_OK;
    swprintf(text, ARRAYSIZE(text), L"%lld", (long long)number.bits);
    return NoSuchTable(tables, text);
}

/* The row that the argument of Item means. */
static HRESULT RowOf(Tables *tables, const VARIANT *which, size_t *row)
{
    VARIANT held, value;
    VariantInit(&value);
    VariantCopyInd(&value, (VARIANT *)(uintptr_t)DefaultValueOf(which, &held)); /* nothing, if it fails */
    const HRESULT hr =
        V_VT(&value) == VT_BSTR ? RowByName(tables, V_BSTR(&value), row) : RowByNumber(tables, &value, row);
    VariantClear(&value);
    VariantClear(&held);
    return hr;
}

static HRESULT STDMETHODCALLTYPE TablesGetItem(IPerfectHashTables *self, VARIANT which, IPerfectHashTable **table)
{
    Tables *tables = ComTablesOf(self);
    Failure failure;
    size_t row;
    if (table == NULL)
        return ErrorRaisePointer(&tables->object, L"table");
    *table = NULL;
    const HRESULT hr = RowOf(tables, &which, &row);
    if (FAILED(hr))
        return hr;
    return SUCCEEDED(BulkCacheGet(&tables->cache, row, (void **)table, &failure))
               ? S_OK
               : ErrorRaise(&tables->object, &failure);
}

/* ---- addresses ---- */

/* Returns the number of the table that a row gave, as Item counts them. */
static ULONG NumberOfRow(const BulkResult *result, size_t row)
{
    ULONG number = RowsAreTables(result) ? (ULONG)row : 0;
    for (size_t i = 0; i < row && !RowsAreTables(result); i++)
        number += result->rows[i].failure == NULL;
    return number;
}

/*
 * Takes a time stamp, or a build id as ModuleBuildId gives it: more hexadecimal digits than a
 * number has.
 */
static HRESULT ModuleStampTake(const VARIANT *value, BulkModule *module, Failure *failure)
{
    enum { GuidDigits = 32 };
    const VARIANT *const behind = VariantBehind(value);
    const UINT length = V_VT(behind) == VT_BSTR ? SysStringLen(V_BSTR(behind)) : 0;
    module->timeDateStamp = 0;
    module->buildId[0] = 0;
    if (length <= GuidDigits || length >= TableBuildIdChars ||
        wcsspn(V_BSTR(behind), L"0123456789ABCDEFabcdef") != length)
        return VariantKey(value, sizeof(uint32_t), &module->timeDateStamp, failure);
    memcpy(module->buildId, V_BSTR(behind), (length + 1) * sizeof *module->buildId);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE TablesMapModule(IPerfectHashTables *self, VARIANT which, VARIANT moduleBase,
                                                 VARIANT moduleBytes, VARIANT timeDateStamp)
{
    Tables *tables = ComTablesOf(self);
    BulkModule module;
    Failure failure;
    const HRESULT hr = RowOf(tables, &which, &module.row);
    if (FAILED(hr))
        return hr;
    module.number = NumberOfRow(tables->result, module.row);
    if (FAILED(VariantKey(&moduleBase, sizeof module.base, &module.base, &failure)) ||
        FAILED(VariantKey(&moduleBytes, sizeof module.bytes, &module.bytes, &failure)) ||
        FAILED(ModuleStampTake(&timeDateStamp, &module, &failure)) ||
        FAILED(BulkAddressesMap(&tables->addresses, tables->result, &module, &failure)))
        return ErrorRaise(&tables->object, &failure);
    return S_OK;
}

/* *place = an array of the two numbers. */
static HRESULT GivePlace(const Tables *tables, ULONG number, ULONG position, VARIANT *place)
{
    SAFEARRAY *array;
    VARIANT *items;
    HRESULT hr = AnswerArrayCreate(NULL, 2, VT_VARIANT, &array);
    if (SUCCEEDED(hr))
        hr = SafeArrayAccessData(array, (void **)&items);
    if (FAILED(hr))
        return ErrorRaiseMemory(&tables->object);
    V_VT(&items[0]) = V_VT(&items[1]) = VT_I4;
    V_I4(&items[0]) = (LONG)number;
    V_I4(&items[1]) = (LONG)position;
    SafeArrayUnaccessData(array);
    V_VT(place) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(place) = array;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE TablesFindAddress(IPerfectHashTables *self, VARIANT address, VARIANT *place)
{
    Tables *tables = ComTablesOf(self);
    ULONGLONG sought;
    ULONG number, position;
    Failure failure;
    if (place == NULL)
        return ErrorRaisePointer(&tables->object, L"place");
    VariantInit(place);
    if (FAILED(VariantKey(&address, sizeof sought, &sought, &failure)) ||
        FAILED(BulkAddressesFind(&tables->addresses, tables->result, &sought, 1, &number, &position, &failure)))
        return ErrorRaise(&tables->object, &failure);
    return position != RANGES_NONE ? GivePlace(tables, number, position, place) : S_OK;
}

static HRESULT STDMETHODCALLTYPE TablesFindAddressBatch(IPerfectHashTablesNative *self, const void *addresses,
                                                        ULONGLONG addressCount, ULONG *tableNumbers, ULONG *positions)
{
    Tables *tables = ObjectOf(self);
    Failure failure;
    return SUCCEEDED(BulkAddressesFind(&tables->addresses, tables->result, addresses, (size_t)addressCount,
                                       tableNumbers, positions, &failure))
               ? S_OK
               : ErrorRaise(&tables->object, &failure);
}

static const IPerfectHashTablesNativeVtbl nativeVtable = {
    OBJECT_UNKNOWN(IPerfectHashTablesNative),
    TablesFindAddressBatch,
};

/* ---- For Each: rows that gave a table ---- */

static BOOL TablesHasRow(const void *of, ULONG row)
{
    return ((const Tables *)of)->result->rows[row].failure == NULL;
}

/* Gives the table of a row; one that can't be loaded comes as one that tells why. */
static HRESULT TablesGiveRow(void *of, ULONG row, void *item)
{
    Tables *tables = of;
    IPerfectHashTable *table;
    Failure failure;
    HRESULT hr = BulkCacheGet(&tables->cache, row, (void **)&table, &failure);
    if (FAILED(hr))
        hr = DamagedTableCreate(&failure, &table);
    if (FAILED(hr))
        return hr;
    EnumeratorGiveObject(item, (IDispatch *)table);
    return S_OK;
}

static const EnumeratorKind tablesEnumerator = {
    ENUMERATOR_CLASS(L"PerfectHash.Tables", &IID_IEnumVARIANT),
    sizeof(VARIANT),
    offsetof(VARIANT, pdispVal),
    TablesHasRow,
    TablesGiveRow,
};

static HRESULT STDMETHODCALLTYPE TablesGetNewEnum(IPerfectHashTables *self, IUnknown **enumerator)
{
    Tables *tables = ComTablesOf(self);
    if (enumerator == NULL)
        return ErrorRaisePointer(&tables->object, L"enumerator");
    return SUCCEEDED(EnumeratorCreate(&tablesEnumerator, self, tables, tables->result->rowCount, (void **)enumerator))
               ? S_OK
               : ErrorRaiseMemory(&tables->object);
}

/* Gives a text of each row that failed, or of each other one: what went wrong, or its name. */
static HRESULT GiveTexts(const Tables *tables, BOOL failed, VARIANT *value)
{
    if (value == NULL)
        return ErrorRaisePointer(&tables->object, L"value");
    VariantInit(value);
    size_t count;
    wchar_t **texts = BulkResultTexts(tables->result, failed, &count);
    const HRESULT hr = texts != NULL ? BstrArrayOut((const wchar_t *const *)texts, count, value) : E_OUTOFMEMORY;
    BulkResultTextsFree(texts, count);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(&tables->object);
}

static HRESULT STDMETHODCALLTYPE TablesGetFailures(IPerfectHashTables *self, VARIANT *value)
{
    return GiveTexts(ComTablesOf(self), TRUE, value);
}

static HRESULT STDMETHODCALLTYPE TablesGetNames(IPerfectHashTables *self, VARIANT *value)
{
    return GiveTexts(ComTablesOf(self), FALSE, value);
}

#define TABLES_READ(kind, name, expression) PROPERTY_READ(IPerfectHashTables, Tables, Tables, kind, name, expression)
TABLES_READ(Long, Count, TableCount(of->result))
TABLES_READ(Long, SkippedCount, of->result->skipped)
TABLES_READ(Text, OutputDirectory, of->result->outputDirectory)
TABLES_READ(Text, CsvPath, of->result->csvPath)
TABLES_READ(Text, JsonPath, of->result->jsonPath)
TABLES_READ(Text, PackPath, of->result->packPath)
TABLES_READ(Double, MemoryBudget, BulkCacheBudget(&of->cache))

static HRESULT STDMETHODCALLTYPE TablesPutMemoryBudget(IPerfectHashTables *self, double value)
{
    Tables *tables = ComTablesOf(self);
    if (!(value >= 0 && value <= 9007199254740992.0))
        return ErrorRaiseArgument(&tables->object, L"MemoryBudget", L"expected bytes from 0 to 2^53");
    BulkCacheSetBudget(&tables->cache, (ULONGLONG)value);
    return S_OK;
}

static void ComTablesDestroy(Object *object)
{
    Tables *tables = (Tables *)object;
    BulkAddressesClose(&tables->addresses);
    BulkCacheClose(&tables->cache);
    BulkNamesFree(AtomicReadPointer((void *const volatile *)&tables->names));
    BulkResultRelease(tables->result);
}

static const IPerfectHashTablesVtbl vtable = {
    OBJECT_DISPATCH(IPerfectHashTables),
    TablesGetCount,
    TablesGetItem,
    TablesGetNewEnum,
    TablesGetFailures,
    TablesGetSkippedCount,
    TablesGetOutputDirectory,
    TablesGetCsvPath,
    TablesGetJsonPath,
    TablesGetPackPath,
    TablesGetNames,
    TablesGetMemoryBudget,
    TablesPutMemoryBudget,
    TablesMapModule,
    TablesFindAddress,
};

static const ObjectClass tablesClass = {
    L"PerfectHash.Tables",
    sizeof(Tables),
    ComTablesDestroy,
    TRUE,
    .entries = {{&IID_IPerfectHashTables, &vtable, offsetof(Tables, tables)},
                {&IID_IPerfectHashTablesNative, &nativeVtable, offsetof(Tables, native)}},
};

HRESULT TablesCreate(BulkResult *result, IPerfectHashTables **out)
{
    Tables *tables = ObjectCreate(&tablesClass, (void **)out);
    if (tables == NULL)
        return E_OUTOFMEMORY;
    BulkResultHold(result);
    tables->result = result;
    BulkAddressesInit(&tables->addresses);
    BulkCacheOpen(&tables->cache, &tablesCache, result);
    return S_OK;
}

HRESULT TablesGive(const Object *owner, BulkResult *result, IPerfectHashTables **out)
{
    const HRESULT hr = TablesCreate(result, out);
    BulkResultRelease(result);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(owner);
}
