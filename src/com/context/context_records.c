#include "context_records.h"

#include <stdlib.h>
#include <wchar.h>

#include <windows.h>
#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "com/object/default_value.h"
#include "com/object/key_failure.h"
#include "com/object/record_grid.h"
#include "com/object/variant_text.h"

/* Arguments that are being written as records. */
typedef struct Taking {
    TableRequest *request;
    ContextRecords *records;
    Failure *failure;
    RecordGrid grid;
    BOOL areApart;                  /* the keys come beside the grid */
    const wchar_t *names;           /* of the grid's columns that are not named yet, separated by commas */
    VARTYPE kinds[GridMostColumns]; /* VT_EMPTY: the column's name says its type */
} Taking;

static const wchar_t *ArgumentOf(const Taking *taking)
{
    return taking->areApart ? L"values" : L"keys";
}

/* ---- types ---- */

enum { KindsOfWhole = 8, KindsOfSign = 4, KindR4 = KindsOfWhole, KindR8, NoKind = 15 };

/* Signed and unsigned whole numbers by their size, and what else a cell may be. */
static const VARTYPE kinds[NoKind] = {VT_I1, VT_I2, VT_I4,   VT_I8, VT_UI1,  VT_UI2,  VT_UI4,    VT_UI8,
                                      VT_R4, VT_R8, VT_DATE, VT_CY, VT_BOOL, VT_BSTR, VT_DECIMAL};
static const uint8_t typesOfKinds[NoKind] = {
    0, 0, 0, 0, 0, 0, 0, 0, RecordF64, RecordF64, RecordF64, RecordI64, RecordBool, RecordText, RecordText};

static size_t GivenKindOf(VARTYPE type)
{
    size_t i = 0;
    type = type == VT_INT ? VT_I4 : type == VT_UINT ? VT_UI4 : type;
    while (i < NoKind && kinds[i] != type)
        i++;
    return i;
}

/* Returns the kind that has the values of both; NoKind: there is none. a <= b. */
static size_t KindOfBoth(size_t a, size_t b)
{
    if (b < KindsOfWhole) {
        if (a >= KindsOfSign || b < KindsOfSign)
            return b;
        const size_t wider = max(a, b - KindsOfSign + 1);
        return wider < KindsOfSign ? wider : NoKind;
    }
    const BOOL isReal = a == KindR4 || (a < KindsOfWhole && a % KindsOfSign < KindsOfSign - 1);
    return a == b ? a : isReal && (b == KindR4 || b == KindR8) ? KindR8 : NoKind;
}

static BOOL IsEmpty(const VARIANT *value)
{
    return V_VT(value) == VT_NULL || KeyIsMissing(value);
}

/* Tells what is wrong with a cell. */
static HRESULT TellCell(const Taking *taking, size_t row, size_t column, const wchar_t *verdict)
{
    wchar_t place[80];
    swprintf(place, ARRAYSIZE(place), L"%ls, row %llu, column %llu", ArgumentOf(taking), (unsigned long long)row + 1,
             (unsigned long long)column + 1);
    return KeyFailureSay(place, KEY_ALONE, RecordGridCell(&taking->grid, row, column), verdict, taking->failure);
}

/* Finds the type that all cells of a column have. */
static HRESULT SeeColumn(Taking *taking, size_t column, RecordShape *shape)
{
    size_t kind = NoKind, empty = SIZE_MAX;
    for (size_t row = 0; row < taking->grid.rows; row++) {
        const VARIANT *const value = RecordGridCell(&taking->grid, row, column);
        const size_t own = GivenKindOf(V_VT(value));
        if (IsEmpty(value)) {
            empty = row;
            continue;
        }
        if (own == NoKind)
            return TellCell(taking, row, column, L" has no type of records");
        kind = kind == NoKind ? own : KindOfBoth(min(kind, own), max(kind, own));
        if (kind == NoKind)
            return TellCell(taking, row, column, L" is of another type; --Columns=NAME:TYPE says one");
    }
    const VARTYPE type = kind == NoKind ? VT_BSTR : kinds[kind];
    if (empty != SIZE_MAX && type != VT_BSTR)
        return TellCell(taking, empty, column, L" is no value of a column without texts");
    taking->kinds[column] = shape->tag = type;
    shape->type = kind == NoKind ? RecordText : typesOfKinds[kind];
    return S_OK;
}

/* ---- cells ---- */

static void EndCell(const Taking *taking)
{
    Utf8PutBytes(&taking->records->text, "", 1);
}

/* Writes the shortest decimal text that is read as the same number. */
static void PutReal(const Taking *taking, double value)
{
    wchar_t digits[40];
    int precision = 15;
    do {
        swprintf(digits, ARRAYSIZE(digits), L"%.*g", precision++, value);
    } while (precision <= 17 && _wtof(digits) != value);
    wchar_t *const comma = wcschr(digits, L','); /* by the locale of the caller's C library */
    if (comma != NULL)
        *comma = L'.';
    wchar_t *const exponent = wcschr(digits, L'e'); /* which that of Windows gives three digits: 1e+022 */
    if (exponent != NULL && exponent[2] == L'0' && wcslen(exponent) == 5)
        wmemmove(exponent + 2, exponent + 3, 3);
    Utf8PutWide(&taking->records->text, digits);
}

static HRESULT PutString(const Taking *taking, size_t row, size_t column, BSTR text)
{
    const size_t units = SysStringLen(text);
    if (!TextSurrogatesPair(text, units))
        return TellCell(taking, row, column, L" has half of a surrogate pair alone");
    if (units != 0 && wmemchr(text, 0, units) != NULL)
        return TellCell(taking, row, column, L" holds a NUL");
    if (units != 0)
        Utf8PutUnits(&taking->records->text, text, units);
    return S_OK;
}

/* Writes a number of another type as everybody writes it. */
static HRESULT PutNumber(const Taking *taking, size_t row, size_t column, VARIANT number)
{
    VARIANT text;
    VariantInit(&text);
    if (V_VT(&number) == VT_CY && taking->kinds[column] == VT_CY)
        V_VT(&number) = VT_I8; /* ten-thousandths */
    const HRESULT hr = VariantChangeTypeEx(&text, &number, LOCALE_INVARIANT, 0, VT_BSTR);
    if (FAILED(hr))
        return hr == E_OUTOFMEMORY ? FailureMemory(taking->failure, ArgumentOf(taking), sizeof text)
                                   : TellCell(taking, row, column, L" has no type of records");
    Utf8PutWide(&taking->records->text, V_BSTR(&text));
    VariantClear(&text);
    return S_OK;
}

static HRESULT GivenCellPut(const Taking *taking, size_t row, size_t column)
{
    const VARIANT *const value = RecordGridCell(&taking->grid, row, column);
    if (IsEmpty(value))
        return S_OK;
    switch (V_VT(value)) {
    case VT_BSTR: return PutString(taking, row, column, V_BSTR(value));
    case VT_BOOL: Utf8Put(&taking->records->text, V_BOOL(value) ? "true" : "false"); return S_OK;
    case VT_R4: PutReal(taking, V_R4(value)); return S_OK;
    case VT_R8:
    case VT_DATE: PutReal(taking, V_R8(value)); return S_OK;
    default: return PutNumber(taking, row, column, *value);
    }
}

static HRESULT GivenKeyPut(const Taking *taking, size_t row)
{
    Utf8Text *const text = &taking->records->text;
    const TableRequest *const request = taking->request;
    if (request->texts != NULL) {
        const char *const key = (const char *)request->texts->pool + request->texts->starts[row];
        const size_t length = request->texts->lengths[row];
        Utf8PutBytes(text, key, length);
        return memchr(key, 0, length) == NULL ? S_OK
                                              : FailureSet(taking->failure, PERFECTHASH_E_ARGUMENT, L"keys",
                                                           L"a key of records holds no NUL", 0, 0, 0);
    }
    ULONGLONG halves[2] = {0, 0};
    wchar_t digits[40];
    memcpy(halves, (const BYTE *)request->keys + row * request->keySizeInBytes, request->keySizeInBytes);
    swprintf(digits, ARRAYSIZE(digits), L"0x%016llX%016llX", halves[1], halves[0]);
    if (request->keySizeInBytes == sizeof halves)
        Utf8PutWide(text, digits);
    else
        Utf8PutNumber(text, halves[0]);
    return S_OK;
}

/* ---- the whole ---- */

/* Writes a column's name: a field's, the next of --Columns, or "value" and its number. */
static HRESULT GivenNamePut(Taking *taking, size_t column)
{
    Utf8Text *const text = &taking->records->text;
    const wchar_t *const name = taking->names;
    if (taking->grid.names != NULL) {
        const VARIANT *const field = (const VARIANT *)taking->grid.names->pvData + column;
        Utf8PutWide(text, V_VT(field) == VT_BSTR && V_BSTR(field) != NULL ? V_BSTR(field) : L"");
    } else if (name != NULL) {
        const wchar_t *const comma = wcschr(name, L',');
        const size_t length = comma != NULL ? (size_t)(comma - name) : wcslen(name);
        Utf8PutUnits(text, name, length);
        taking->names = comma != NULL ? comma + 1 : NULL;
        if ((comma != NULL) != (column + 1 < taking->grid.columns))
            return FailureSet(taking->failure, PERFECTHASH_E_OPTION_VALUE, L"--Columns",
                              L"it names more or fewer columns than there are", 0, 0, 0);
        if (wmemchr(name, L':', length) != NULL)
            return S_FALSE; /* and its type */
    } else {
        Utf8Put(text, "value");
        if (taking->grid.columns > 1)
            Utf8PutNumber(text, column + 1);
    }
    return S_OK;
}

/* Writes the columns' names. The key's column comes first where it is apart. */
static HRESULT PutHead(Taking *taking)
{
    const wchar_t *const keyColumn = taking->request->options.keyColumn;
    RecordShape *shape = taking->records->shapes;
    HRESULT hr = S_OK;
    if (taking->areApart) {
        Utf8PutWide(&taking->records->text, keyColumn != NULL ? keyColumn : L"key");
        EndCell(taking);
        shape++;
    }
    for (size_t i = 0; SUCCEEDED(hr) && i < taking->grid.columns; i++, shape++) {
        hr = GivenNamePut(taking, i);
        EndCell(taking);
        if (hr == S_OK)
            hr = SeeColumn(taking, i, shape);
    }
    return hr;
}

static HRESULT GivenRowsPut(const Taking *taking)
{
    HRESULT hr = S_OK;
    for (size_t row = 0; SUCCEEDED(hr) && row < taking->grid.rows; row++) {
        if (taking->areApart) {
            hr = GivenKeyPut(taking, row);
            EndCell(taking);
        }
        for (size_t i = 0; SUCCEEDED(hr) && i < taking->grid.columns; i++) {
            hr = GivenCellPut(taking, row, i);
            EndCell(taking);
        }
    }
    return SUCCEEDED(hr) && taking->records->text.failed
               ? FailureMemory(taking->failure, ArgumentOf(taking), taking->records->text.length)
               : hr;
}

/* Takes the arguments, keys by the rules of keys where they are apart. */
static HRESULT TakeArguments(Taking *taking, const VARIANT *keys, const VARIANT *values, GivenKeys *given)
{
    TableRequest *const request = taking->request;
    HRESULT hr = taking->areApart ? GivenKeysTake(keys, request, given, taking->failure) : S_OK;
    if (SUCCEEDED(hr))
        hr = RecordGridTake(taking->areApart ? values : keys, ArgumentOf(taking), request->keyCount, &taking->grid,
                            taking->failure);
    return SUCCEEDED(hr) && taking->areApart ? GivenValuesCheck(taking->grid.rows, request, taking->failure) : hr;
}

/* Gives what has been written to the request. */
static void GiveRecords(const Taking *taking)
{
    TableRequest *const request = taking->request;
    GivenRecords *const given = &taking->records->given;
    given->text = (const BYTE *)taking->records->text.bytes;
    given->size = taking->records->text.length;
    given->rows = taking->grid.rows;
    given->shapes = taking->records->shapes;
    given->columns = (UINT32)taking->grid.columns + (taking->areApart ? 1u : 0u);
    given->keysAreApart = taking->areApart;
    given->keyBytes = request->texts != NULL ? 0 : request->keySizeInBytes;
    request->records = given;
    if (taking->areApart)
        request->options.keyColumn = NULL;
    if (taking->grid.names == NULL)
        request->options.columns = NULL;
    request->texts = NULL;
}

/* Takes a dictionary that is the only argument as keys and values. */
static HRESULT TakeDictionary(ContextRecords *records, const VARIANT **keys, const VARIANT **values, Failure *failure)
{
    const HRESULT hr = IsEmpty(VariantBehind(*values)) ? DictionaryTake(*keys, &records->dictionary) : S_FALSE;
    if (hr == E_OUTOFMEMORY)
        return FailureMemory(failure, L"keys", sizeof(VARIANT));
    if (FAILED(hr))
        return FailureSystem(failure, PERFECTHASH_E_ARGUMENT, L"keys", (DWORD)hr);
    if (hr == S_OK) {
        *keys = &records->dictionary.keys;
        *values = &records->dictionary.values;
    }
    return S_OK;
}

/* Tells how a dictionary is given where an object came that stands for no array, as .NET's come. */
static HRESULT TellDictionary(const VARIANT *keys, HRESULT hr, Failure *failure)
{
    const VARTYPE type = V_VT(VariantBehind(keys));
    if (hr != PERFECTHASH_E_KEY_TYPE || (type != VT_DISPATCH && type != VT_UNKNOWN))
        return hr;
    return FailureSet(failure, hr, L"keys",
                      L"an object without an array; PowerShell 7 shows nothing of a [hashtable], whose keys and values "
                      L"are two arguments: @($d.Keys), @($d.Values)",
                      0, 0, 0);
}

HRESULT ContextRecordsTake(const VARIANT *keys, const VARIANT *values, TableRequest *request, GivenKeys *given,
                           ContextRecords *records, Failure *failure)
{
    HRESULT hr = TakeDictionary(records, &keys, &values, failure);
    if (FAILED(hr))
        return hr;
    Taking taking = {
        request, records, failure, {NULL, NULL, 0, 0}, !IsEmpty(VariantBehind(values)), request->options.columns, {0}};
    hr = TakeArguments(&taking, keys, values, given);
    if (SUCCEEDED(hr))
        hr = PutHead(&taking);
    if (SUCCEEDED(hr))
        hr = GivenRowsPut(&taking);
    if (SUCCEEDED(hr))
        GiveRecords(&taking);
    RecordGridFree(&taking.grid);
    return TellDictionary(keys, hr, failure);
}

void ContextRecordsFree(ContextRecords *records)
{
    Utf8Free(&records->text);
    DictionaryFree(&records->dictionary);
}
