/*
 * An example of each member that C and C++ alone can call. scripts/reference-contract takes them
 * into docs/reference/com.md: a comment names the member, and the lines up to the next blank one
 * are the example. The test runs all, in a folder with http.txt (200, 301, 404 and 500) and
 * http.values, of a byte each.
 */
#define COBJMACROS
#include <windows.h>
#include <oleauto.h>
#include <stdio.h>
#include <stdlib.h>

#include "PerfectHash.h"

static void Check(HRESULT hr, const char *what)
{
    if (FAILED(hr)) {
        printf("%s: 0x%08lX\n", what, (unsigned long)hr);
        exit(1);
    }
}

/* Makes a table, and returns the interface of it that is asked for. */
static void *TableOf(IPerfectHashIocpContext *context, const wchar_t *words, REFIID iid)
{
    IPerfectHashTable *table = NULL;
    void *found = NULL;
    BSTR line = SysAllocString(words);
    Check(IPerfectHashIocpContext_TableCreateCommandLine(context, line, &table), "TableCreateCommandLine");
    SysFreeString(line);
    Check(IPerfectHashTable_QueryInterface(table, iid, &found), "QueryInterface");
    IPerfectHashTable_Release(table);
    return found;
}

static void Numbers(IPerfectHashIocpContext *context)
{
    IPerfectHashTableNative *native = TableOf(context, L"http.txt --Reject=Keys", &IID_IPerfectHashTableNative);
    const ULONG keys[] = {404, 200};
    ULONG positions[2];

    /* IPerfectHashTableNative.Index */
    printf("404 is number %lu\n", IPerfectHashTableNative_Index(native, 404));

    /* IPerfectHashTableNative.Contains */
    ULONG position = 0;
    if (IPerfectHashTableNative_Contains(native, 404, &position))
        printf("404 is number %lu\n", position);

    /* IPerfectHashTableNative.IndexBatch */
    IPerfectHashTableNative_IndexBatch(native, keys, 2, positions);
    printf("404 is number %lu, 200 is number %lu\n", positions[0], positions[1]);

    /* IPerfectHashTableNative.GetConstants */
    PerfectHashTableConstants constants;
    IPerfectHashTableNative_GetConstants(native, &constants);
    printf("%llu keys in %llu slots\n", constants.KeyCount, constants.SlotCount);

    IPerfectHashTableNative_Release(native);
}

static void Values(IPerfectHashIocpContext *context)
{
    IPerfectHashTableNativeValues *native =
        TableOf(context, L"http.txt --Values=http.values --ValueBits=8 --Reject=Fingerprint16",
                &IID_IPerfectHashTableNativeValues);
    const ULONG keys[] = {404, 405};
    ULONG values[2];
    BYTE found[2];

    /* IPerfectHashTableNativeValues.GetValueBits */
    printf("%lu bits\n", IPerfectHashTableNativeValues_GetValueBits(native));

    /* IPerfectHashTableNativeValues.GetValue */
    printf("404 has %lu\n", IPerfectHashTableNativeValues_GetValue(native, 404));

    /* IPerfectHashTableNativeValues.GetValueBatch */
    IPerfectHashTableNativeValues_GetValueBatch(native, keys, 1, values);
    printf("404 has %lu\n", values[0]);

    /* IPerfectHashTableNativeValues.FindBatch */
    const ULONGLONG count = IPerfectHashTableNativeValues_FindBatch(native, keys, 2, values, found);
    printf("%llu found: 404 %d, 405 %d\n", count, found[0], found[1]);

    IPerfectHashTableNativeValues_Release(native);
}

static void Guids(IPerfectHashIocpContext *context)
{
    IPerfectHashTableNativeGuids *native =
        TableOf(context, L"guids.txt --Reject=Keys", &IID_IPerfectHashTableNativeGuids);
    IPerfectHashTableNativeGuids *values =
        TableOf(context, L"guids.txt --Values=guids.values --ValueBits=8", &IID_IPerfectHashTableNativeGuids);

    /* IPerfectHashTableNativeGuids.IndexOfGuid */
    printf("IUnknown is number %lu\n", IPerfectHashTableNativeGuids_IndexOfGuid(native, &IID_IUnknown));

    /* IPerfectHashTableNativeGuids.ContainsGuid */
    ULONG position = 0;
    if (IPerfectHashTableNativeGuids_ContainsGuid(native, &IID_IDispatch, &position))
        printf("IDispatch is number %lu\n", position);

    /* IPerfectHashTableNativeGuids.ValueOfGuid */
    printf("IDispatch has %lu\n", IPerfectHashTableNativeGuids_ValueOfGuid(values, &IID_IDispatch));

    IPerfectHashTableNativeGuids_Release(values);
    IPerfectHashTableNativeGuids_Release(native);
}

static void Texts(IPerfectHashIocpContext *context)
{
    IPerfectHashTableNativeText *native = TableOf(context, L"methods.txt", &IID_IPerfectHashTableNativeText);

    /* IPerfectHashTableNativeText.FindText */
    printf("POST is number %lu\n", IPerfectHashTableNativeText_FindText(native, "POST", 4));

    /* IPerfectHashTableNativeText.IndexText */
    printf("POST is number %lu\n", IPerfectHashTableNativeText_IndexText(native, "POST", 4));

    /* IPerfectHashTableNativeText.FindTextBatch */
    const PerfectHashText texts[] = {{"POST", 4}, {"PATCH", 5}};
    ULONG positions[2];
    IPerfectHashTableNativeText_FindTextBatch(native, texts, 2, positions);
    printf("POST %lu, PATCH 0x%lX\n", positions[0], positions[1]);

    IPerfectHashTableNativeText_Release(native);
}

static void Ranges(IPerfectHashIocpContext *context)
{
    IPerfectHashTableNativeRanges *native =
        TableOf(context, L"http.txt --Reject=Keys", &IID_IPerfectHashTableNativeRanges);
    const ULONG numbers[] = {450, 199};
    ULONG positions[2];

    /* IPerfectHashTableNativeRanges.PrepareRanges */
    Check(IPerfectHashTableNativeRanges_PrepareRanges(native), "PrepareRanges");

    /* IPerfectHashTableNativeRanges.FindFloor */
    printf("450 is not below number %lu\n", IPerfectHashTableNativeRanges_FindFloor(native, 450));

    /* IPerfectHashTableNativeRanges.FindFloorBatch */
    IPerfectHashTableNativeRanges_FindFloorBatch(native, numbers, 2, positions);
    printf("450: %lu, 199: 0x%lX\n", positions[0], positions[1]);

    IPerfectHashTableNativeRanges_Release(native);
}

static void Addresses(IPerfectHashIocpContext *context)
{
    IPerfectHashTables *tables = NULL;
    IPerfectHashTablesNative *native = NULL;
    const ULONGLONG addresses[] = {0x10000000 + 404, 0x20000000};
    ULONG numbers[2], positions[2];
    VARIANT which = {.vt = VT_I4, .lVal = 0}, base = {.vt = VT_I4, .lVal = 0x10000000},
            bytes = {.vt = VT_I4, .lVal = 4096};
    VARIANT stamp = {.vt = VT_I4, .lVal = 0};
    BSTR line = SysAllocString(L". made --Include=http.txt");
    Check(IPerfectHashIocpContext_BulkCreateCommandLine(context, line, &tables), "BulkCreateCommandLine");
    SysFreeString(line);
    Check(IPerfectHashTables_MapModule(tables, which, base, bytes, stamp), "MapModule");
    Check(IPerfectHashTables_QueryInterface(tables, &IID_IPerfectHashTablesNative, (void **)&native), "QueryInterface");

    /* IPerfectHashTablesNative.FindAddressBatch */
    Check(IPerfectHashTablesNative_FindAddressBatch(native, addresses, 2, numbers, positions), "FindAddressBatch");
    printf("table %lu, function %lu; none: 0x%lX\n", numbers[0], positions[0], numbers[1]);

    IPerfectHashTablesNative_Release(native);
    IPerfectHashTables_Release(tables);
}

int main(void)
{
    IPerfectHashIocpContext *context = NULL;
    Check(CoInitializeEx(NULL, COINIT_MULTITHREADED), "CoInitializeEx");
    Check(CoCreateInstance(&CLSID_IocpContext, NULL, CLSCTX_INPROC_SERVER, &IID_IPerfectHashIocpContext,
                           (void **)&context),
          "CoCreateInstance");
    Numbers(context);
    Values(context);
    Guids(context);
    Texts(context);
    Ranges(context);
    Addresses(context);
    IPerfectHashIocpContext_Release(context);
    CoUninitialize();
    return 0;
}
