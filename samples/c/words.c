/*
 * PerfectHash from C: a table of text keys, looked up as bytes where they lie, without VARIANTs and
 * BSTRs.
 *
 *   cl words.c PerfectHash_i.c ole32.lib oleaut32.lib
 *   x86_64-w64-mingw32-gcc words.c PerfectHash_i.c -o words.exe -lole32 -loleaut32
 *
 * PerfectHash.h and PerfectHash_i.c are made from PerfectHash.idl by the build (folder
 * `generated`).
 */
#define COBJMACROS
#include <windows.h>
#include <oleauto.h>
#include <stdio.h>
#include <string.h>

#include "PerfectHash.h"

static const wchar_t *const methods[] = {L"GET", L"HEAD", L"POST", L"PUT", L"DELETE"};
static const char *const uses[] = {"read", "look", "add", "replace", "remove"};

/* Keys as the methods take them: an array of strings. */
static SAFEARRAY *MethodArray(void)
{
    SAFEARRAY *array = SafeArrayCreateVector(VT_BSTR, 0, ARRAYSIZE(methods));
    for (LONG i = 0; array != NULL && i < (LONG)ARRAYSIZE(methods); i++) {
        BSTR method = SysAllocString(methods[i]);
        if (method == NULL || FAILED(SafeArrayPutElement(array, &i, method))) {
            SafeArrayDestroy(array);
            array = NULL;
        }
        SysFreeString(method);
    }
    return array;
}

static HRESULT MakeTable(IPerfectHashIocpContext *context, IPerfectHashTable **table)
{
    VARIANT keys;
    V_VT(&keys) = VT_ARRAY | VT_BSTR;
    V_ARRAY(&keys) = MethodArray();
    if (V_ARRAY(&keys) == NULL)
        return E_OUTOFMEMORY;
    BSTR name = SysAllocString(L"Methods");
    /* NULL: an empty string */
    const HRESULT hr = IPerfectHashIocpContext_TableCreateFromKeys(context, keys, name, NULL, NULL, table);
    SysFreeString(name);
    SafeArrayDestroy(V_ARRAY(&keys));
    return hr;
}

static const char *UseAt(ULONG position)
{
    return position < ARRAYSIZE(uses) ? uses[position] : "not in the table"; /* 0xFFFFFFFF */
}

/* A word of a longer text: it is not copied, and no NUL is behind it. */
static void LookUpOne(IPerfectHashTableNativeText *native)
{
    static const char line[] = "POST /tables HTTP/1.1";
    const size_t length = strcspn(line, " ");
    printf("%.*s: %s\n", (int)length, line, UseAt(IPerfectHashTableNativeText_FindText(native, line, length)));
    printf("/tables: %s\n", UseAt(IPerfectHashTableNativeText_FindText(native, line + length + 1, 7)));
}

/* Many at once: one call, and one array of positions. */
static void LookUpMany(IPerfectHashTableNativeText *native)
{
    static const PerfectHashText seen[] = {{"DELETE", 6}, {"delete", 6}, {"GET", 3}};
    ULONG positions[ARRAYSIZE(seen)];
    IPerfectHashTableNativeText_FindTextBatch(native, seen, ARRAYSIZE(seen), positions);
    for (size_t i = 0; i < ARRAYSIZE(seen); i++)
        printf("%s: %s\n", (const char *)seen[i].Bytes, UseAt(positions[i]));
}

static HRESULT LookUp(IPerfectHashTable *table)
{
    IPerfectHashTableNativeText *native;
    const HRESULT hr = IPerfectHashTable_QueryInterface(table, &IID_IPerfectHashTableNativeText, (void **)&native);
    if (FAILED(hr))
        return hr; /* a table of numbers */
    LookUpOne(native);
    LookUpMany(native);
    IPerfectHashTableNativeText_Release(native);
    return S_OK;
}

static HRESULT Run(void)
{
    IPerfectHashIocpContext *context;
    IPerfectHashTable *table;
    const DWORD place = CLSCTX_INPROC_SERVER;
    HRESULT hr = CoCreateInstance(&CLSID_IocpContext, NULL, place, &IID_IPerfectHashIocpContext, (void **)&context);
    if (FAILED(hr))
        return hr;
    hr = MakeTable(context, &table);
    IPerfectHashIocpContext_Release(context); /* without which a table lives on */
    if (FAILED(hr))
        return hr;
    hr = LookUp(table);
    IPerfectHashTable_Release(table);
    return hr;
}

int main(void)
{
    HRESULT hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    if (FAILED(hr))
        return 1;
    hr = Run();
    if (FAILED(hr))
        printf("failed (0x%08lX)\n", (ULONG)hr);
    CoUninitialize();
    return SUCCEEDED(hr) ? 0 : 2;
}
