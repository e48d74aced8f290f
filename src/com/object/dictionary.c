#include "dictionary.h"

#include <oleauto.h>

#include "default_value.h"
#include "script_array.h"

/* .NET's IEnumerable: what its private classes, as collections of keys are, show of themselves. */
typedef struct NetEnumerable NetEnumerable;
typedef struct NetEnumerableVtbl {
    IDispatchVtbl dispatch;
    HRESULT(STDMETHODCALLTYPE *GetEnumerator)(NetEnumerable *enumerable, IUnknown **enumerator);
} NetEnumerableVtbl;
struct NetEnumerable {
    const NetEnumerableVtbl *lpVtbl;
};
static const IID netEnumerableId = {0x496B0ABE, 0xCDEE, 0x11D3, {0x88, 0xE8, 0x00, 0x90, 0x27, 0x54, 0xC4, 0x3A}};

/* Gives what stands for the enumerator of a collection of .NET, or what _NewEnum returns. */
static HRESULT DictionaryNewEnum(const VARIANT *collection, VARIANT *value)
{
    NetEnumerable *enumerable;
    DISPPARAMS none = {0};
    HRESULT hr = DISP_E_MEMBERNOTFOUND;
    VariantInit(value);
    V_UNKNOWN(value) = NULL;
    if (SUCCEEDED(IUnknown_QueryInterface(V_UNKNOWN(collection), &netEnumerableId, (void **)&enumerable))) {
        hr = enumerable->lpVtbl->GetEnumerator(enumerable, &V_UNKNOWN(value));
        V_VT(value) = SUCCEEDED(hr) ? VT_UNKNOWN : VT_EMPTY;
        IDispatch_Release((IDispatch *)enumerable);
        return hr;
    }
    IDispatch *const object = ObjectIn(collection);
    if (object != NULL) {
        hr = IDispatch_Invoke(object, DISPID_NEWENUM, &IID_NULL, LOCALE_NEUTRAL, DISPATCH_PROPERTYGET | DISPATCH_METHOD,
                              &none, value, NULL, NULL);
        IDispatch_Release(object);
    }
    return hr;
}

static BOOL IsObject(const VARIANT *value)
{
    return (V_VT(value) == VT_UNKNOWN || V_VT(value) == VT_DISPATCH) && V_UNKNOWN(value) != NULL;
}

/* Returns the enumerator of a collection; NULL: it is none. */
static IEnumVARIANT *DictionaryEnumerator(const VARIANT *collection)
{
    IEnumVARIANT *enumerator = NULL;
    VARIANT value;
    if (!IsObject(collection) || FAILED(DictionaryNewEnum(collection, &value)))
        return NULL;
    if (!IsObject(&value) ||
        FAILED(IUnknown_QueryInterface(V_UNKNOWN(&value), &IID_IEnumVARIANT, (void **)&enumerator)))
        enumerator = NULL;
    VariantClear(&value);
    return enumerator;
}

/* Reads `count` items, which must be all of them. */
static HRESULT DictionaryRead(IEnumVARIANT *enumerator, VARIANT *items, ULONG count)
{
    ULONG read = 0, got = 1;
    VARIANT more;
    HRESULT hr = S_OK;
    while (SUCCEEDED(hr) && read < count && got != 0) {
        got = 0;
        hr = IEnumVARIANT_Next(enumerator, count - read, items + read, &got);
        read += min(got, count - read);
    }
    VariantInit(&more);
    if (SUCCEEDED(hr) && (read < count || IEnumVARIANT_Next(enumerator, 1, &more, &got) == S_OK))
        hr = DISP_E_BADINDEX;
    VariantClear(&more);
    return hr;
}

/* Replaces a collection of that many items by an array of them; leaves other values as they are. */
static HRESULT DictionarySpread(VARIANT *collection, ULONG count)
{
    IEnumVARIANT *const enumerator = DictionaryEnumerator(collection);
    if (enumerator == NULL)
        return S_OK;
    SAFEARRAY *const items = SafeArrayCreateVector(VT_VARIANT, 0, count);
    const HRESULT hr = items != NULL ? DictionaryRead(enumerator, items->pvData, count) : E_OUTOFMEMORY;
    IEnumVARIANT_Release(enumerator);
    if (FAILED(hr)) {
        SafeArrayDestroy(items);
        return hr;
    }
    VariantClear(collection);
    V_VT(collection) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(collection) = items;
    return S_OK;
}

/* Takes the members, whose names are those of a dictionary where all of them are there. */
static HRESULT DictionaryMembers(IDispatch *object, Dictionary *out)
{
    const WORD kind = DISPATCH_PROPERTYGET | DISPATCH_METHOD;
    VARIANT count;
    if (FAILED(ScriptGet(object, L"Count", kind, NULL, &count)))
        return S_FALSE;
    const BOOL usable = V_VT(&count) == VT_I4 && V_I4(&count) >= 0 && V_I4(&count) <= SCRIPT_MAX_ITEMS;
    const ULONG items = usable ? (ULONG)V_I4(&count) : 0;
    VariantClear(&count);
    if (!usable || FAILED(ScriptGet(object, L"Keys", kind, NULL, &out->keys)) ||
        (FAILED(ScriptGet(object, L"Items", kind, NULL, &out->values)) &&
         FAILED(ScriptGet(object, L"Values", kind, NULL, &out->values))))
        return S_FALSE;
    const HRESULT hr = DictionarySpread(&out->keys, items);
    return SUCCEEDED(hr) ? DictionarySpread(&out->values, items) : hr;
}

HRESULT DictionaryTake(const VARIANT *object, Dictionary *out)
{
    IDispatch *const dispatch = ObjectIn(VariantBehind(object));
    const HRESULT hr = dispatch != NULL ? DictionaryMembers(dispatch, out) : S_FALSE;
    if (dispatch != NULL)
        IDispatch_Release(dispatch);
    return hr;
}

void DictionaryFree(Dictionary *dictionary)
{
    VariantClear(&dictionary->keys);
    VariantClear(&dictionary->values);
}
