/*
 * ./bench com [--json]: nanoseconds that the COM contract costs: making a context, and looking keys
 * up one by one through the vtable, through IDispatch and natively, and 100,000 in one call (per
 * key). The median of 31 rounds, and the best, for machines that do other things too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>
#include <oleauto.h>

#include "PerfectHash.h"

enum { KeyCount = 100000, Rounds = 31 };

typedef struct Bench {
    BOOL json;
    LONGLONG ticksPerSecond;
    IClassFactory *factory;
    IPerfectHashIocpContext *context;
    IPerfectHashTable *table;
    IPerfectHashTableNative *native;
    DISPID indexId;
    ULONG keys[KeyCount];
    VARIANT array; /* what IndexMany is given */
    ULONG positions[KeyCount];
} Bench;

typedef void Operation(Bench *bench);

static void Require(HRESULT hr, const char *what)
{
    if (SUCCEEDED(hr))
        return;
    fprintf(stderr, "%s fails with 0x%08lX\n", what, (ULONG)hr);
    exit(1);
}

/* ---- what is measured ---- */

enum { Contexts = 1000 };

static void CreateContexts(Bench *bench)
{
    (void)bench;
    for (int i = 0; i < Contexts; i++) {
        IPerfectHashIocpContext *context;
        Require(CoCreateInstance(&CLSID_IocpContext, NULL, CLSCTX_INPROC_SERVER, &IID_IPerfectHashIocpContext,
                                 (void **)&context),
                "CoCreateInstance");
        IPerfectHashIocpContext_Release(context);
    }
}

/* The server's own share of the above: the rest is the system finding it. */
static void CreateContextsByFactory(Bench *bench)
{
    for (int i = 0; i < Contexts; i++) {
        IUnknown *context;
        Require(IClassFactory_CreateInstance(bench->factory, NULL, &IID_IPerfectHashIocpContext, (void **)&context),
                "CreateInstance");
        IUnknown_Release(context);
    }
}

static void IndexByVtable(Bench *bench)
{
    VARIANT key;
    V_VT(&key) = VT_UI4;
    for (int i = 0; i < KeyCount; i++) {
        LONG position;
        V_UI4(&key) = bench->keys[i];
        Require(IPerfectHashTable_Index(bench->table, key, &position), "Index");
        bench->positions[i] = (ULONG)position;
    }
}

static void IndexByDispatch(Bench *bench)
{
    VARIANT key, position;
    DISPPARAMS parameters = {&key, NULL, 1, 0};
    V_VT(&key) = VT_UI4;
    for (int i = 0; i < KeyCount; i++) {
        VariantInit(&position);
        V_UI4(&key) = bench->keys[i];
        Require(IPerfectHashTable_Invoke(bench->table, bench->indexId, &IID_NULL, 0, DISPATCH_METHOD, &parameters,
                                         &position, NULL, NULL),
                "Invoke");
        bench->positions[i] = (ULONG)V_I4(&position);
    }
}

static void IndexNatively(Bench *bench)
{
    for (int i = 0; i < KeyCount; i++)
        bench->positions[i] = IPerfectHashTableNative_Index(bench->native, bench->keys[i]);
}

static void IndexBatch(Bench *bench)
{
    IPerfectHashTableNative_IndexBatch(bench->native, bench->keys, KeyCount, bench->positions);
}

/* The result's end is enough to check; copying it all would be measured too. */
static void TakePositions(Bench *bench, VARIANT *positions)
{
    LONG last = KeyCount - 1;
    if (V_VT(positions) == (VT_ARRAY | VT_I4)) {
        Require(SafeArrayGetElement(V_ARRAY(positions), &last, &bench->positions[last]), "the array");
    } else {
        VARIANT position;
        VariantInit(&position);
        Require(SafeArrayGetElement(V_ARRAY(positions), &last, &position), "the array of VARIANT");
        bench->positions[last] = (ULONG)V_I4(&position);
    }
    VariantClear(positions);
}

static void IndexMany(Bench *bench)
{
    VARIANT positions;
    Require(IPerfectHashTable_IndexMany(bench->table, bench->array, &positions), "IndexMany");
    TakePositions(bench, &positions);
}

static void FindMany(Bench *bench)
{
    VARIANT positions;
    Require(IPerfectHashTable_FindMany(bench->table, bench->array, &positions), "FindMany");
    TakePositions(bench, &positions);
}

/* ---- measuring ---- */

static int CompareDoubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void Report(const Bench *bench, const char *name, double median, double best)
{
    if (bench->json)
        printf("{\"bench\": \"com\", \"operation\": \"%s\", \"keys\": %d, \"ns\": %.2f, \"best_ns\": %.2f}\n", name,
               KeyCount, median, best);
    else
        printf("%-28s %10.2f ns  best %10.2f ns\n", name, median, best);
    fflush(stdout);
}

/*
 * Runs the operation, which does `count` things, and reports what one costs. A lookup must end with
 * the last key's position.
 */
static void Measure(Bench *bench, const char *name, Operation *operation, int count)
{
    double nanoseconds[Rounds];
    operation(bench);
    for (int round = 0; round < Rounds; round++) {
        LARGE_INTEGER start, end;
        bench->positions[KeyCount - 1] = 0;
        QueryPerformanceCounter(&start);
        operation(bench);
        QueryPerformanceCounter(&end);
        nanoseconds[round] = (double)(end.QuadPart - start.QuadPart) * 1e9 / (double)bench->ticksPerSecond / count;
        if (count == KeyCount && bench->positions[KeyCount - 1] != KeyCount - 1) {
            fprintf(stderr, "%s gives a wrong position\n", name);
            exit(1);
        }
    }
    qsort(nanoseconds, Rounds, sizeof *nanoseconds, CompareDoubles);
    Report(bench, name, nanoseconds[Rounds / 2], nanoseconds[0]);
}

/*
 * The keys as an array of the type (VT_I4 or VT_UI4: the same bits; else VT_VARIANT) in
 * bench->array.
 */
static void SetArray(Bench *bench, VARTYPE type)
{
    void *data;
    VariantClear(&bench->array);
    SAFEARRAY *array = SafeArrayCreateVector(type, 0, KeyCount);
    if (array == NULL)
        Require(E_OUTOFMEMORY, "SafeArrayCreateVector");
    Require(SafeArrayAccessData(array, &data), "SafeArrayAccessData");
    if (type == VT_VARIANT) {
        VARIANT *items = data;
        for (int i = 0; i < KeyCount; i++) {
            V_VT(&items[i]) = VT_I4;
            V_I4(&items[i]) = (LONG)bench->keys[i];
        }
    } else {
        memcpy(data, bench->keys, sizeof bench->keys);
    }
    SafeArrayUnaccessData(array);
    V_VT(&bench->array) = (VARTYPE)(VT_ARRAY | type);
    V_ARRAY(&bench->array) = array;
}

static void MeasureMany(Bench *bench, VARTYPE type, const char *name, Operation *operation)
{
    SetArray(bench, type);
    Measure(bench, name, operation, KeyCount);
}

/*
 * Distinct keys without an order: the numbers 1, 2, ... through the finalizer of MurmurHash3
 * (Austin Appleby), which is a bijection.
 */
static ULONG ScatteredKey(ULONG number)
{
    number ^= number >> 16;
    number *= 0x85EBCA6Bu;
    number ^= number >> 13;
    number *= 0xC2B2AE35u;
    return number ^ number >> 16;
}

static void Prepare(Bench *bench)
{
    LARGE_INTEGER frequency;
    wchar_t indexName[] = L"Index", *names[] = {indexName};
    BSTR tableName = SysAllocString(L"Bench");
    for (ULONG i = 0; i < KeyCount; i++)
        bench->keys[i] = ScatteredKey(i + 1);
    QueryPerformanceFrequency(&frequency);
    bench->ticksPerSecond = frequency.QuadPart;
    SetArray(bench, VT_UI4);
    Require(CoCreateInstance(&CLSID_IocpContext, NULL, CLSCTX_INPROC_SERVER, &IID_IPerfectHashIocpContext,
                             (void **)&bench->context),
            "CoCreateInstance");
    Require(
        CoGetClassObject(&CLSID_IocpContext, CLSCTX_INPROC_SERVER, NULL, &IID_IClassFactory, (void **)&bench->factory),
        "CoGetClassObject");
    Require(
        IPerfectHashIocpContext_TableCreateFromKeys(bench->context, bench->array, tableName, NULL, NULL, &bench->table),
        "TableCreateFromKeys");
    Require(IPerfectHashTable_QueryInterface(bench->table, &IID_IPerfectHashTableNative, (void **)&bench->native),
            "IPerfectHashTableNative");
    Require(IPerfectHashTable_GetIDsOfNames(bench->table, &IID_NULL, names, 1, 0, &bench->indexId), "GetIDsOfNames");
    SysFreeString(tableName);
}

int main(int argc, char **argv)
{
    static Bench bench;
    bench.json = argc > 1 && strcmp(argv[1], "--json") == 0;
    if (argc > 1 + bench.json) {
        fprintf(stderr, "bench_com [--json]\n");
        return 2;
    }
    Require(CoInitializeEx(NULL, COINIT_MULTITHREADED), "CoInitializeEx");
    Prepare(&bench);
    Measure(&bench, "CoCreateInstance and Release", CreateContexts, Contexts);
    Measure(&bench, "IClassFactory and Release", CreateContextsByFactory, Contexts);
    Measure(&bench, "Index, vtable", IndexByVtable, KeyCount);
    Measure(&bench, "Index, IDispatch", IndexByDispatch, KeyCount);
    Measure(&bench, "Index, native", IndexNatively, KeyCount);
    Measure(&bench, "IndexBatch, native", IndexBatch, KeyCount);
    MeasureMany(&bench, VT_I4, "IndexMany, VT_I4", IndexMany);
    MeasureMany(&bench, VT_UI4, "IndexMany, VT_UI4", IndexMany);
    MeasureMany(&bench, VT_VARIANT, "IndexMany, VT_VARIANT", IndexMany);
    MeasureMany(&bench, VT_UI4, "FindMany, VT_UI4", FindMany);
    VariantClear(&bench.array);
    IPerfectHashTableNative_Release(bench.native);
    IPerfectHashTable_Release(bench.table);
    IPerfectHashIocpContext_Release(bench.context);
    IClassFactory_Release(bench.factory);
    CoUninitialize();
    return 0;
}
