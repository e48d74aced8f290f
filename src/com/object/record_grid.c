#include "record_grid.h"

#include <wchar.h>

#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "default_value.h"
#include "script_array.h"

/* A grid that is being filled. */
typedef struct Filling {
    RecordGrid *grid;
    const wchar_t *name; /* of the argument */
    Failure *failure;
    BOOL areRows; /* the parts that come are rows instead of columns */
} Filling;

static HRESULT GridRefuse(const Filling *filling, const wchar_t *reason)
{
    return FailureSet(filling->failure, PERFECTHASH_E_ARGUMENT, filling->name, reason, 0, 0, 0);
}

static HRESULT GridMemory(const Filling *filling, size_t cells)
{
    return FailureMemory(filling->failure, filling->name, cells * sizeof(VARIANT));
}

/* Makes room for `parts` parts of `cells` cells each. */
static HRESULT GridRoom(const Filling *filling, size_t parts, size_t cells)
{
    RecordGrid *const grid = filling->grid;
    grid->columns = filling->areRows ? cells : parts;
    grid->rows = filling->areRows ? parts : cells;
    if (grid->columns > GridMostColumns)
        return GridRefuse(filling, L"there are more than 255 columns");
    if (grid->rows <= (size_t)SCRIPT_MAX_ITEMS / max(grid->columns, 1))
        grid->cells = SafeArrayCreateVector(VT_VARIANT, 0, (ULONG)(parts * cells));
    return grid->cells != NULL ? S_OK : GridMemory(filling, parts * cells);
}

/* Copies what an element stands for. */
static HRESULT GridCopy(const Filling *filling, const VARIANT *element, VARIANT *to)
{
    VARIANT held;
    const VARIANT *const value = DefaultValueOf(element, &held);
    const HRESULT hr = VariantCopyInd(to, (VARIANT *)(uintptr_t)value);
    VariantClear(&held);
    return SUCCEEDED(hr) ? S_OK : GridMemory(filling, 1);
}

/* Takes a row or a column: `count` elements from `first` on. */
static HRESULT GridTakePart(const Filling *filling, size_t part, size_t parts, const KeyArray *from, size_t first,
                            size_t count)
{
    RecordGrid *const grid = filling->grid;
    HRESULT hr = part == 0 ? GridRoom(filling, parts, count) : S_OK;
    if (FAILED(hr))
        return hr;
    if (count != (filling->areRows ? grid->columns : grid->rows))
        return GridRefuse(filling, L"its arrays have different lengths");
    for (size_t i = 0; SUCCEEDED(hr) && i < count; i++) {
        const VARIANT element = KeyArrayBorrow(from, first + i);
        const size_t to = filling->areRows ? i * grid->rows + part : part * grid->rows + i;
        hr = GridCopy(filling, &element, (VARIANT *)grid->cells->pvData + to);
    }
    return hr;
}

/* Takes an array of arrays. */
static HRESULT GridTakeArrays(const Filling *filling, const KeyArray *whole)
{
    HRESULT hr = S_OK;
    for (size_t i = 0; SUCCEEDED(hr) && i < whole->count; i++) {
        KeyArray part;
        const VARIANT element = KeyArrayBorrow(whole, i);
        hr = KeyArrayOpen(&element, 0, BytesAreKeys, filling->name, &part, filling->failure);
        if (FAILED(hr))
            break;
        hr = GridTakePart(filling, i, whole->count, &part, 0, part.count);
        KeyArrayClose(&part);
    }
    return hr;
}

/* Returns the type of the array that an array's first element is; VT_EMPTY: it is none. */
static VARTYPE TypeOfFirst(const KeyArray *array)
{
    VARIANT held;
    if (array->count == 0 || array->type != VT_VARIANT)
        return VT_EMPTY;
    const VARIANT element = KeyArrayBorrow(array, 0);
    const VARTYPE type = V_VT(DefaultValueOf(&element, &held));
    VariantClear(&held);
    return type & VT_ARRAY ? (VARTYPE)(type & VT_TYPEMASK) : VT_EMPTY;
}

static HRESULT GridTakeArray(Filling *filling, const KeyArray *whole, size_t keyCount)
{
    const UINT dimensions = whole->array != NULL ? SafeArrayGetDim(whole->array) : 1;
    size_t parts = 1, count = whole->count;
    HRESULT hr = S_OK;
    if (dimensions > 2)
        return GridRefuse(filling, L"it has more than two dimensions");
    if (dimensions == 2) {
        const SAFEARRAYBOUND *const bounds = whole->array->rgsabound; /* the last dimension's first */
        if (bounds[1].cElements != 1 || bounds[0].cElements != keyCount) {
            parts = bounds[0].cElements;
            count = bounds[1].cElements;
        }
    } else if (TypeOfFirst(whole) != VT_EMPTY) {
        filling->areRows = TypeOfFirst(whole) == VT_VARIANT;
        return GridTakeArrays(filling, whole);
    }
    for (size_t i = 0; SUCCEEDED(hr) && i < parts; i++)
        hr = GridTakePart(filling, i, parts, whole, i * count, count);
    return hr;
}

static HRESULT GridTakeValue(Filling *filling, const VARIANT *value, size_t keyCount)
{
    KeyArray whole;
    HRESULT hr = KeyArrayOpen(value, 0, BytesAreCells, filling->name, &whole, filling->failure);
    if (SUCCEEDED(hr))
        hr = GridTakeArray(filling, &whole, keyCount);
    KeyArrayClose(&whole);
    return hr;
}

/* ---- a Recordset ---- */

/* Gives a member of an object, which takes a number or nothing. */
static HRESULT GridMember(const VARIANT *object, const wchar_t *name, VARIANT *number, VARIANT *value)
{
    VariantInit(value);
    return V_VT(object) == VT_DISPATCH && V_DISPATCH(object) != NULL
               ? ScriptGet(V_DISPATCH(object), name, DISPATCH_PROPERTYGET | DISPATCH_METHOD, number, value)
               : DISP_E_TYPEMISMATCH;
}

/* Takes each name of the fields, in their order. */
static HRESULT GridTakeNames(RecordGrid *grid, const VARIANT *fields)
{
    grid->names = SafeArrayCreateVector(VT_VARIANT, 0, (ULONG)grid->columns);
    HRESULT hr = grid->names != NULL ? S_OK : E_OUTOFMEMORY;
    for (size_t i = 0; SUCCEEDED(hr) && i < grid->columns; i++) {
        VARIANT field, number = {.vt = VT_I4};
        V_I4(&number) = (LONG)i;
        hr = GridMember(fields, L"Item", &number, &field);
        if (SUCCEEDED(hr))
            hr = GridMember(&field, L"Name", NULL, (VARIANT *)grid->names->pvData + i);
        VariantClear(&field);
    }
    return hr;
}

/* Takes the rows of an object that has Fields; its rows come from GetRows. S_FALSE: it has none. */
static HRESULT GridTakeRecordset(Filling *filling, const VARIANT *object)
{
    VARIANT fields, rows;
    if (FAILED(GridMember(object, L"Fields", NULL, &fields)))
        return S_FALSE;
    filling->areRows = TRUE; /* a field's index is the first one */
    HRESULT hr = GridMember(object, L"GetRows", NULL, &rows);
    if (SUCCEEDED(hr)) {
        hr = GridTakeValue(filling, &rows, 0);
        VariantClear(&rows);
        if (SUCCEEDED(hr) && FAILED(GridTakeNames(filling->grid, &fields)))
            hr = GridRefuse(filling, L"its fields have no names");
    } else {
        hr = FailureSystem(filling->failure, PERFECTHASH_E_ARGUMENT, filling->name, (DWORD)hr);
    }
    VariantClear(&fields);
    return hr;
}

HRESULT RecordGridTake(const VARIANT *value, const wchar_t *name, size_t keyCount, RecordGrid *grid, Failure *failure)
{
    Filling filling = {grid, name, failure, FALSE};
    const HRESULT hr = GridTakeRecordset(&filling, VariantBehind(value));
    return hr == S_FALSE ? GridTakeValue(&filling, value, keyCount) : hr;
}

void RecordGridFree(RecordGrid *grid)
{
    SafeArrayDestroy(grid->cells);
    SafeArrayDestroy(grid->names);
}
