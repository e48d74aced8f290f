/*
 * PerfectHash from C: a table of HTTP status codes. A key's position in the table is its position
 * in the array that the table was made from, so what belongs to the keys stays in plain arrays
 * beside them.
 *
 *   cl status.c PerfectHash_i.c ole32.lib oleaut32.lib
 *   x86_64-w64-mingw32-gcc status.c PerfectHash_i.c -o status.exe -lole32 -loleaut32
 *
 * PerfectHash.h and PerfectHash_i.c are made from PerfectHash.idl by the build (folder
 * `generated`).
 */
#define COBJMACROS
#include <windows.h>
#include <oleauto.h>
#include <stdio.h>

#include "PerfectHash.h"

static const ULONG codes[] = {200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 500};
static const char *const texts[] = {"OK",        "Created",      "No Content",           "Moved Permanently",
                                    "Found",     "Not Modified", "Bad Request",          "Unauthorized",
                                    "Forbidden", "Not Found",    "Internal Server Error"};

/*
 * Keys as the methods take them: in a VARIANT that holds an array, to be cleared by VariantClear.
 */
static HRESULT KeysToVariant(const ULONG *keys, ULONG count, VARIANT *out)
{
    VariantInit(out);
    SAFEARRAY *array = SafeArrayCreateVector(VT_UI4, 0, count);
    if (array == NULL)
        return E_OUTOFMEMORY;
    for (LONG i = 0; i < (LONG)count; i++) {
        ULONG key = keys[i];
        SafeArrayPutElement(array, &i, &key);
    }
    V_VT(out) = VT_ARRAY | VT_UI4;
    V_ARRAY(out) = array;
    return S_OK;
}

static HRESULT MakeTable(IPerfectHashIocpContext *context, IPerfectHashTable **table)
{
    VARIANT keys;
    BSTR name = SysAllocString(L"HttpStatus");
    HRESULT hr = KeysToVariant(codes, ARRAYSIZE(codes), &keys);
    if (SUCCEEDED(hr))
        /* NULL: an empty string */
        hr = IPerfectHashIocpContext_TableCreateFromKeys(context, keys, name, NULL, NULL, table);
    VariantClear(&keys);
    SysFreeString(name);
    return hr;
}

static HRESULT ShowProperties(IPerfectHashTable *table)
{
    BSTR name = NULL;
    LONG keyCount = 0;
    HRESULT hr = IPerfectHashTable_get_Name(table, &name);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_KeyCount(table, &keyCount);
    if (SUCCEEDED(hr))
        printf("%ls: %ld keys\n", name, keyCount);
    SysFreeString(name);
    return hr;
}

/* One key that is known to be in the set (Index), and one that may not be (Find). */
static HRESULT LookUpOne(IPerfectHashTable *table)
{
    VARIANT key;
    LONG position;
    V_VT(&key) = VT_UI4;
    V_UI4(&key) = 404;
    HRESULT hr = IPerfectHashTable_Index(table, key, &position);
    if (FAILED(hr))
        return hr;
    printf("404: %s\n", texts[position]);
    V_UI4(&key) = 418;
    hr = IPerfectHashTable_Find(table, key, &position);
    if (SUCCEEDED(hr))
        printf("418: %s\n", position < 0 ? "not in the table" : texts[position]);
    return hr;
}

/* Many keys at once: one call, and one array of positions. */
static HRESULT LookUpMany(IPerfectHashTable *table)
{
    static const ULONG seen[] = {500, 200, 301};
    VARIANT keys, positions;
    VariantInit(&positions);
    HRESULT hr = KeysToVariant(seen, ARRAYSIZE(seen), &keys);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_IndexMany(table, keys, &positions);
    for (LONG i = 0; SUCCEEDED(hr) && i < (LONG)ARRAYSIZE(seen); i++) {
        LONG position;
        hr = SafeArrayGetElement(V_ARRAY(&positions), &i, &position);
        if (SUCCEEDED(hr))
            printf("%lu: %s\n", seen[i], texts[position]);
    }
    VariantClear(&positions);
    VariantClear(&keys);
    return hr;
}

/*
 * Callers who count nanoseconds: no VARIANT, no array, only the lookup. Any number of threads may
 * do this at once.
 */
static HRESULT LookUpFast(IPerfectHashTable *table)
{
    IPerfectHashTableNative *native;
    HRESULT hr = IPerfectHashTable_QueryInterface(table, &IID_IPerfectHashTableNative, (void **)&native);
    if (FAILED(hr))
        return hr;
    printf("304: %s\n", texts[IPerfectHashTableNative_Index(native, 304)]);
    IPerfectHashTableNative_Release(native);
    return S_OK;
}

/* The text that a failed call left for this thread, with its HRESULT. */
static void PrintError(HRESULT hr)
{
    IErrorInfo *error;
    BSTR text = NULL;
    if (GetErrorInfo(0, &error) == S_OK) {
        IErrorInfo_GetDescription(error, &text);
        IErrorInfo_Release(error);
    }
    printf("%ls (0x%08lX)\n", text ? text : L"failed", (ULONG)hr);
    SysFreeString(text);
}

static void ShowMissingFile(IPerfectHashIocpContext *context)
{
    IPerfectHashTable *table;
    BSTR path = SysAllocString(L"no-such.keys");
    const HRESULT hr = IPerfectHashIocpContext_TableCreate(context, path, NULL, NULL, &table);
    if (SUCCEEDED(hr))
        IPerfectHashTable_Release(table);
    else
        PrintError(hr);
    SysFreeString(path);
}

int main(void)
{
    IPerfectHashIocpContext *context = NULL;
    IPerfectHashTable *table = NULL;
    HRESULT hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    if (FAILED(hr))
        return 1;
    hr = CoCreateInstance(&CLSID_IocpContext, NULL, CLSCTX_INPROC_SERVER, &IID_IPerfectHashIocpContext,
                          (void **)&context);
    if (SUCCEEDED(hr))
        hr = MakeTable(context, &table);
    if (SUCCEEDED(hr))
        hr = ShowProperties(table);
    if (SUCCEEDED(hr))
        hr = LookUpOne(table);
    if (SUCCEEDED(hr))
        hr = LookUpMany(table);
    if (SUCCEEDED(hr))
        hr = LookUpFast(table);
    if (SUCCEEDED(hr))
        ShowMissingFile(context);
    else
        PrintError(hr);
    if (table != NULL)
        IPerfectHashTable_Release(table);
    if (context != NULL)
        IPerfectHashIocpContext_Release(context);
    CoUninitialize();
    return FAILED(hr);
}
