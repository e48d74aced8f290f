/* The columns of a Table that was made of records, and the values of keys: see table_object.h. */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <windows.h>
#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "chm01/record/record.h"
#include "com/object/arrays.h"
#include "com/object/errors.h"
#include "table_object.h"
#include "table_texts.h"

static const Records *RecordsOf(const Table *table)
{
    return table->result->records;
}

/* Does the table give values instead of columns? */
static BOOL GivesValues(const Table *table)
{
    return RecordsOf(table) == NULL && TableValueBits(&table->result->view) != 0;
}

static uint32_t ColumnsOf(const Table *table)
{
    return RecordsOf(table) != NULL ? RecordsOf(table)->columnCount - 1 : (uint32_t)GivesValues(table);
}

/* Returns the column of the records that is the one of values with that number, from 0. */
static uint32_t ColumnAt(const Records *records, uint32_t number)
{
    return number + (number >= records->key);
}

/* ---- cells ---- */

/* Returns what the caller's locale writes between a number's whole part and its fraction. */
static wchar_t DecimalPoint(void)
{
    wchar_t half[8] = L"0.5";
    swprintf(half, ARRAYSIZE(half), L"%.1f", 0.5);
    return half[1];
}

static double RealOf(const char *text, size_t length)
{
    const wchar_t point = DecimalPoint();
    wchar_t digits[400] = {0};
    for (size_t i = 0; i < min(length, ARRAYSIZE(digits) - 1); i++)
        digits[i] = text[i] != '.' ? (wchar_t)text[i] : point;
    return _wtof(digits);
}

/* Gives a whole number of a file's column as what every script can reckon with. */
static HRESULT WholeOut(const RecordNumber *number, const char *text, size_t length, VARIANT *out)
{
    if (!number->isNegative)
        return KeyOut(number->magnitude, out);
    if (number->magnitude > (ULONGLONG)1 << 53)
        return TextKeyBytesOut((const uint8_t *)text, length, out);
    V_VT(out) = number->magnitude <= (ULONGLONG)LONG_MAX + 1 ? VT_I4 : VT_R8;
    if (V_VT(out) == VT_I4)
        V_I4(out) = (LONG)(0 - number->magnitude);
    else
        V_R8(out) = -(double)number->magnitude;
    return S_OK;
}

static HRESULT DecimalOut(const char *text, size_t length, VARIANT *out)
{
    HRESULT hr = TextKeyBytesOut((const uint8_t *)text, length, out);
    VARIANT decimal;
    if (FAILED(hr))
        return hr;
    VariantInit(&decimal);
    hr = VarDecFromStr(V_BSTR(out), LOCALE_INVARIANT, 0, &V_DECIMAL(&decimal));
    V_VT(&decimal) = VT_DECIMAL;
    if (SUCCEEDED(hr)) {
        VariantClear(out);
        *out = decimal;
    }
    return hr == E_OUTOFMEMORY ? hr : S_OK;
}

/* The type that the column came with, or the one that fits a file's. */
static VARTYPE TypeOut(const RecordColumn *column)
{
    if (column->tag != 0)
        return column->tag;
    switch (column->type) {
    case RecordBool: return VT_BOOL;
    case RecordF64: return VT_R8;
    case RecordText:
    case RecordEnum: return VT_BSTR;
    default: return VT_EMPTY;
    }
}

static HRESULT CellOut(const Records *records, uint32_t row, uint32_t column, VARIANT *out)
{
    const RecordCell whole = *RecordsCell(records, row, column);
    const VARTYPE type = TypeOut(&records->columns[column]);
    const RecordCell cell = type == VT_BSTR ? whole : RecordTrim(records->pool, whole);
    const char *const text = (const char *)records->pool + cell.start;
    VariantInit(out);
    switch (type) {
    case VT_BSTR: return TextKeyBytesOut(records->pool + cell.start, cell.length, out);
    case VT_DECIMAL: return DecimalOut(text, cell.length, out);
    case VT_BOOL: V_BOOL(out) = *text == '1' || (*text | 0x20) == 't' ? VARIANT_TRUE : VARIANT_FALSE; break;
    case VT_R4: V_R4(out) = (float)RealOf(text, cell.length); break;
    case VT_R8:
    case VT_DATE: V_R8(out) = RealOf(text, cell.length); break;
    default: {
        const RecordNumber number = RecordNumberOf((const uint8_t *)text, cell.length);
        if (type == VT_EMPTY)
            return WholeOut(&number, text, cell.length, out);
        V_UI8(out) = number.isNegative ? 0 - number.magnitude : number.magnitude; /* in the lowest bytes of it */
    }
    }
    V_VT(out) = type;
    return S_OK;
}

/* ---- columns ---- */

HRESULT STDMETHODCALLTYPE TableGetColumnCount(IPerfectHashTable *self, LONG *value)
{
    const Table *table = TableOf(self);
    if (value == NULL)
        return ErrorRaisePointer(&table->object, L"value");
    *value = (LONG)ColumnsOf(table);
    return S_OK;
}

static HRESULT NameOut(const Records *records, uint32_t column, VARIANT *out)
{
    const RecordCell name = records->columns[column].name;
    return TextKeyBytesOut(records->pool + name.start, name.length, out);
}

/* The answers that are put into an array, and who gives each. */
typedef struct Wanted {
    const Table *table;
    HRESULT (*put)(const struct Wanted *wanted, size_t at, VARIANT *out);
    uint32_t row, column;
    const VARIANT *positions; /* an array of them */
} Wanted;

/* Gives an array of `count` answers, of the shape of `like` (NULL: a vector). */
static HRESULT ArrayOut(const Wanted *wanted, SAFEARRAY *like, size_t count, VARIANT *out)
{
    SAFEARRAY *array;
    HRESULT hr = AnswerArrayCreate(like, count, VT_VARIANT, &array);
    for (size_t i = 0; SUCCEEDED(hr) && i < count; i++)
        hr = wanted->put(wanted, i, (VARIANT *)array->pvData + i);
    return VariantsOut(hr, array, out);
}

static HRESULT ColumnNamePut(const Wanted *wanted, size_t at, VARIANT *out)
{
    const Records *const records = RecordsOf(wanted->table);
    return records != NULL ? NameOut(records, ColumnAt(records, (uint32_t)at), out)
                           : TextKeyBytesOut((const uint8_t *)"value", sizeof "value" - 1, out);
}

/* Tells a date, money and a decimal number from the record's type that has them. */
static HRESULT PutType(const Wanted *wanted, size_t at, VARIANT *out)
{
    const Records *const records = RecordsOf(wanted->table);
    const uint32_t bits = TableValueBits(&wanted->table->result->view);
    const RecordColumn valueColumn = {.type = bits == 8 ? RecordU8 : bits == 16 ? RecordU16 : RecordU32};
    const RecordColumn *const column =
        records != NULL ? records->columns + ColumnAt(records, (uint32_t)at) : &valueColumn;
    const char *const name = column->tag == VT_DATE      ? "date"
                             : column->tag == VT_CY      ? "currency"
                             : column->tag == VT_DECIMAL ? "decimal"
                                                         : recordTypeNames[column->type];
    return TextKeyBytesOut((const uint8_t *)name, strlen(name), out);
}

static HRESULT ColumnsOut(IPerfectHashTable *self, Wanted wanted, VARIANT *value)
{
    if (value == NULL)
        return ErrorRaisePointer(ObjectOf(self), L"value");
    VariantInit(value);
    wanted.table = TableOf(self);
    return SUCCEEDED(ArrayOut(&wanted, NULL, ColumnsOf(wanted.table), value)) ? S_OK : ErrorRaiseMemory(ObjectOf(self));
}

HRESULT STDMETHODCALLTYPE TableGetColumnNames(IPerfectHashTable *self, VARIANT *value)
{
    const Wanted wanted = {.put = ColumnNamePut};
    return ColumnsOut(self, wanted, value);
}

HRESULT STDMETHODCALLTYPE TableGetColumnTypes(IPerfectHashTable *self, VARIANT *value)
{
    const Wanted wanted = {.put = PutType};
    return ColumnsOut(self, wanted, value);
}

/* ---- values ---- */

/* Is it the column's name? */
static BOOL ColumnIsNamed(const Records *records, uint32_t column, BSTR wanted)
{
    VARIANT name;
    if (FAILED(NameOut(records, column, &name)))
        return FALSE;
    const BOOL is = wcscmp(V_BSTR(&name), wanted) == 0;
    VariantClear(&name);
    return is;
}

/* Finds a column by its name, or its number from 0; the only one where none is said. */
static HRESULT TableFindColumn(const Table *table, BSTR wanted, uint32_t *column)
{
    const Records *const records = RecordsOf(table);
    const UINT length = SysStringLen(wanted);
    const uint32_t count = ColumnsOf(table);
    Number number = {0, FALSE};
    for (uint32_t i = 0; length != 0 && i < count; i++) {
        *column = ColumnAt(records, i);
        if (ColumnIsNamed(records, *column, wanted))
            return S_OK;
    }
    const BOOL isNumber = length == 0 ? count == 1 : NumberFromText(wanted, length, &number) == NumberOk;
    if (!isNumber || number.bits >= count)
        return ErrorRaiseArgument(&table->object, L"column", L"expected one of ColumnNames, or its number from 0");
    *column = ColumnAt(records, (uint32_t)number.bits);
    return S_OK;
}

/* Gives the value of a table without columns; nothing for what it knows to be no key. */
static HRESULT NumberOut(IPerfectHashTable *self, VARIANT key, VARIANT *found)
{
    double number;
    const HRESULT hr = TableLookupValue(self, key, &number);
    return SUCCEEDED(hr) && number >= 0 ? KeyOut((ULONGLONG)number, found) : hr;
}

static HRESULT PutOfRow(const Wanted *wanted, size_t at, VARIANT *out)
{
    const Records *const records = RecordsOf(wanted->table);
    return CellOut(records, wanted->row, ColumnAt(records, (uint32_t)at), out);
}

static HRESULT PutOfPosition(const Wanted *wanted, size_t at, VARIANT *out)
{
    const void *const positions = V_ARRAY(wanted->positions)->pvData;
    const BOOL areVariants = V_VT(wanted->positions) == (VT_ARRAY | VT_VARIANT);
    const LONG row = areVariants ? V_I4((const VARIANT *)positions + at) : ((const LONG *)positions)[at];
    return row >= 0 ? CellOut(RecordsOf(wanted->table), (uint32_t)row, wanted->column, out) : S_OK;
}

/* Gives the value of a key in a column, or its whole row. */
static HRESULT LookUp(IPerfectHashTable *self, VARIANT key, BOOL isRow, BSTR column, VARIANT *found)
{
    const Table *table = TableOf(self);
    LONG row = -1;
    uint32_t at = 0;
    if (found == NULL)
        return ErrorRaisePointer(&table->object, L"found");
    VariantInit(found);
    if (RecordsOf(table) == NULL)
        return NumberOut(self, key, found);
    HRESULT hr = isRow ? S_OK : TableFindColumn(table, column, &at);
    if (SUCCEEDED(hr))
        hr = TableLookupFind(self, key, &row);
    if (FAILED(hr) || row < 0)
        return hr;
    const Wanted wanted = {.table = table, .put = PutOfRow, .row = (uint32_t)row};
    if (isRow && ColumnsOf(table) != 1)
        hr = ArrayOut(&wanted, NULL, ColumnsOf(table), found);
    else
        hr = CellOut(RecordsOf(table), (uint32_t)row, isRow ? ColumnAt(RecordsOf(table), 0) : at, found);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(&table->object);
}

HRESULT STDMETHODCALLTYPE TableRecordValue(IPerfectHashTable *self, VARIANT key, BSTR column, VARIANT *found)
{
    return LookUp(self, key, FALSE, column, found);
}

HRESULT STDMETHODCALLTYPE TableRecordItem(IPerfectHashTable *self, VARIANT key, VARIANT *found)
{
    return LookUp(self, key, TRUE, NULL, found);
}

HRESULT STDMETHODCALLTYPE TableRecordValues(IPerfectHashTable *self, VARIANT keys, BSTR column, VARIANT *found)
{
    const Table *table = TableOf(self);
    VARIANT positions;
    Wanted wanted = {.table = table, .put = PutOfPosition, .positions = &positions};
    size_t count = 1;
    if (found == NULL)
        return ErrorRaisePointer(&table->object, L"found");
    VariantInit(found);
    if (RecordsOf(table) == NULL)
        return TableLookupValues(self, keys, found);
    HRESULT hr = TableFindColumn(table, column, &wanted.column);
    if (SUCCEEDED(hr))
        hr = TableLookupFindMany(self, keys, &positions);
    if (FAILED(hr))
        return hr;
    SAFEARRAY *const like = V_ARRAY(&positions);
    for (UINT i = 0; i < SafeArrayGetDim(like); i++)
        count *= like->rgsabound[i].cElements;
    hr = ArrayOut(&wanted, like, count, found);
    VariantClear(&positions);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(&table->object);
}
