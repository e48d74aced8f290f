/*
 * ./bench com [--json] [--baseline=DLL] [OPERATION]: nanoseconds that the COM contract costs:
 * making a context and a small table, looking keys up one by one through the vtable, through
 * IDispatch and natively, 100,000 in one call (per key), and a table of a collection of 20,000 by
 * its name. The median of 31 rounds, and the best, for machines that do other things too. With a
 * baseline, another build's PerfectHash.dll does the same in turn, and a line tells how many times
 * faster this one is: the median of the rounds' ratios. OPERATION: those whose names have this in
 * them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>
#include <oleauto.h>

#include "PerfectHash.h"

enum { KeyCount = 100000, Rounds = 31, TableCount = 20000, SmallKeys = 100, MiddleKeys = 31016 };

/* A build of the server, and what is asked of it. */
typedef struct Side {
    IClassFactory *factory;
    IPerfectHashIocpContext *context;
    IPerfectHashTable *table;
    IPerfectHashTableNative *native;
    IPerfectHashTableNative *middle; /* of the first MiddleKeys keys: a flat table, in the second-level cache */
    IPerfectHashTables *tables;
    DISPID indexId;
    const ULONG *keys;
    VARIANT array;  /* what IndexMany is given */
    VARIANT answer; /* and what it gave, which is released off the clock: that is the system's work */
    VARIANT small;  /* the keys of a small table */
    ULONG positions[KeyCount];
} Side;

typedef struct Bench {
    BOOL json;
    const char *baseline; /* the path of a DLL, or NULL */
    const char *only;     /* a part of the names of operations, or NULL: all */
    LONGLONG ticksPerSecond;
    int sideCount;
    Side sides[2]; /* this build, and the baseline */
    ULONG keys[KeyCount];
} Bench;

typedef void Operation(Side *side, int count);

static void Require(HRESULT hr, const char *what)
{
    if (SUCCEEDED(hr))
        return;
    fprintf(stderr, "%s fails with 0x%08lX\n", what, (ULONG)hr);
    exit(1);
}

/* ---- what is measured ---- */

static void CreateContexts(Side *side, int count)
{
    (void)side;
    for (int i = 0; i < count; i++) {
        IPerfectHashIocpContext *context;
        Require(CoCreateInstance(&CLSID_IocpContext, NULL, CLSCTX_INPROC_SERVER, &IID_IPerfectHashIocpContext,
                                 (void **)&context),
                "CoCreateInstance");
        IPerfectHashIocpContext_Release(context);
    }
}

/* Asks for IDispatch, whose vtable is the context's own: a baseline may have other IIDs. */
static IPerfectHashIocpContext *NewContext(Side *side)
{
    IPerfectHashIocpContext *context;
    Require(IClassFactory_CreateInstance(side->factory, NULL, &IID_IDispatch, (void **)&context), "CreateInstance");
    return context;
}

/* The server's own share of the above: the rest is the system finding it. */
static void CreateContextsByFactory(Side *side, int count)
{
    for (int i = 0; i < count; i++)
        IPerfectHashIocpContext_Release(NewContext(side));
}

static IPerfectHashTable *NewTable(IPerfectHashIocpContext *context, VARIANT keys)
{
    IPerfectHashTable *table;
    BSTR name = SysAllocString(L"Bench");
    Require(IPerfectHashIocpContext_TableCreateFromKeys(context, keys, name, NULL, NULL, &table),
            "TableCreateFromKeys");
    SysFreeString(name);
    return table;
}

static void CreateSmallTables(Side *side, int count)
{
    for (int i = 0; i < count; i++) {
        IPerfectHashIocpContext *context = NewContext(side);
        IPerfectHashTable_Release(NewTable(context, side->small));
        IPerfectHashIocpContext_Release(context);
    }
}

static void IndexByVtable(Side *side, int count)
{
    VARIANT key;
    V_VT(&key) = VT_UI4;
    for (int i = 0; i < count; i++) {
        LONG position;
        V_UI4(&key) = side->keys[i];
        Require(IPerfectHashTable_Index(side->table, key, &position), "Index");
        side->positions[i] = (ULONG)position;
    }
}

static void IndexByDispatch(Side *side, int count)
{
    VARIANT key, position;
    DISPPARAMS parameters = {&key, NULL, 1, 0};
    V_VT(&key) = VT_UI4;
    for (int i = 0; i < count; i++) {
        VariantInit(&position);
        V_UI4(&key) = side->keys[i];
        Require(IPerfectHashTable_Invoke(side->table, side->indexId, &IID_NULL, 0, DISPATCH_METHOD, &parameters,
                                         &position, NULL, NULL),
                "Invoke");
        side->positions[i] = (ULONG)V_I4(&position);
    }
}

static void IndexNatively(Side *side, int count)
{
    for (int i = 0; i < count; i++)
        side->positions[i] = IPerfectHashTableNative_Index(side->native, side->keys[i]);
}

static void IndexMiddleNatively(Side *side, int count)
{
    for (int i = 0; i < count; i++)
        side->positions[i] = IPerfectHashTableNative_Index(side->middle, side->keys[i]);
}

static void IndexBatch(Side *side, int count)
{
    IPerfectHashTableNative_IndexBatch(side->native, side->keys, (SIZE_T)count, side->positions);
}

/* Takes the last position of an answer, which is enough to check. */
static void TakePositions(Side *side)
{
    VARIANT *positions = &side->answer;
    LONG last = KeyCount - 1;
    if (V_VT(positions) == (VT_ARRAY | VT_I4)) {
        Require(SafeArrayGetElement(V_ARRAY(positions), &last, &side->positions[last]), "the array");
    } else {
        VARIANT position;
        VariantInit(&position);
        Require(SafeArrayGetElement(V_ARRAY(positions), &last, &position), "the array of VARIANT");
        side->positions[last] = (ULONG)V_I4(&position);
    }
    VariantClear(positions);
}

static void IndexMany(Side *side, int count)
{
    (void)count; /* all keys */
    Require(IPerfectHashTable_IndexMany(side->table, side->array, &side->answer), "IndexMany");
}

static void FindMany(Side *side, int count)
{
    (void)count;
    Require(IPerfectHashTable_FindMany(side->table, side->array, &side->answer), "FindMany");
}

/* Asks for the last table, which a search from the first one finds last. */
static void ItemByName(Side *side, int count)
{
    wchar_t text[16];
    VARIANT name;
    swprintf(text, ARRAYSIZE(text), L"t%05d.txt", TableCount - 1);
    V_VT(&name) = VT_BSTR;
    V_BSTR(&name) = SysAllocString(text);
    for (int i = 0; i < count; i++) {
        IPerfectHashTable *table;
        Require(IPerfectHashTables_get_Item(side->tables, name, &table), "Item");
        IPerfectHashTable_Release(table);
    }
    VariantClear(&name);
}

/* ---- measuring ---- */

static int CompareDoubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double Median(double *values)
{
    qsort(values, Rounds, sizeof *values, CompareDoubles);
    return values[Rounds / 2];
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

static void ReportRatio(const Bench *bench, const char *name, double ratio)
{
    if (bench->json)
        printf("{\"bench\": \"com\", \"operation\": \"%s\", \"times_faster\": %.3f}\n", name, ratio);
    else
        printf("%-28s %10.2f times faster than the baseline\n", name, ratio);
    fflush(stdout);
}

/*
 * Does `count` things and returns the nanoseconds of one. A lookup of many keys must end with the
 * last one's position.
 */
static double MeasureOnce(const Bench *bench, Side *side, const char *name, Operation *operation, int count)
{
    LARGE_INTEGER start, end;
    side->positions[count - 1] = 0;
    QueryPerformanceCounter(&start);
    operation(side, count);
    QueryPerformanceCounter(&end);
    if (V_VT(&side->answer) != VT_EMPTY)
        TakePositions(side);
    if (count >= MiddleKeys && side->positions[count - 1] != (ULONG)count - 1) {
        fprintf(stderr, "%s gives a wrong position\n", name);
        exit(1);
    }
    return (double)(end.QuadPart - start.QuadPart) * 1e9 / (double)bench->ticksPerSecond / count;
}

/* The baseline does baselineCount things a round where it would take too long otherwise. */
static void MeasureUnequal(Bench *bench, const char *name, Operation *operation, int count, int baselineCount)
{
    double times[2][Rounds], ratios[Rounds];
    if (bench->only != NULL && strstr(name, bench->only) == NULL)
        return;
    for (int round = -1; round < Rounds; round++) { /* the first one warms up */
        const int at = round < 0 ? 0 : round;
        for (int side = 0; side < bench->sideCount; side++)
            times[side][at] =
                MeasureOnce(bench, &bench->sides[side], name, operation, side == 0 ? count : baselineCount);
        ratios[at] = bench->sideCount > 1 ? times[1][at] / times[0][at] : 1;
    }
    const double median = Median(times[0]);
    Report(bench, name, median, times[0][0]);
    if (bench->sideCount > 1)
        ReportRatio(bench, name, Median(ratios));
}

static void Measure(Bench *bench, const char *name, Operation *operation, int count)
{
    MeasureUnequal(bench, name, operation, count, count);
}

/*
 * Makes an array of keys: of the type (VT_I4 or VT_UI4: the same bits), or of VARIANT of VT_I4 or
 * VT_R8.
 */
static VARIANT NewArray(const ULONG *keys, ULONG count, VARTYPE type, VARTYPE ofVariants)
{
    void *data;
    VARIANT made;
    SAFEARRAY *array = SafeArrayCreateVector(type, 0, count);
    if (array == NULL)
        Require(E_OUTOFMEMORY, "SafeArrayCreateVector");
    Require(SafeArrayAccessData(array, &data), "SafeArrayAccessData");
    if (type == VT_VARIANT) {
        VARIANT *items = data;
        for (ULONG i = 0; i < count; i++) {
            V_VT(&items[i]) = ofVariants;
            if (ofVariants == VT_R8)
                V_R8(&items[i]) = keys[i];
            else
                V_I4(&items[i]) = (LONG)keys[i];
        }
    } else {
        memcpy(data, keys, count * sizeof *keys);
    }
    SafeArrayUnaccessData(array);
    V_VT(&made) = (VARTYPE)(VT_ARRAY | type);
    V_ARRAY(&made) = array;
    return made;
}

static void MeasureMany(Bench *bench, VARTYPE type, VARTYPE ofVariants, const char *name, Operation *operation)
{
    for (int side = 0; side < bench->sideCount; side++) {
        VariantClear(&bench->sides[side].array);
        bench->sides[side].array = NewArray(bench->keys, KeyCount, type, ofVariants);
    }
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

/* ---- what is prepared ---- */

static IClassFactory *BaselineFactory(const char *path)
{
    IClassFactory *factory = NULL;
    HMODULE module = LoadLibraryA(path);
    FARPROC entry = module != NULL ? GetProcAddress(module, "DllGetClassObject") : NULL;
    HRESULT(STDMETHODCALLTYPE * get)(REFCLSID, REFIID, void **);
    if (entry == NULL) {
        fprintf(stderr, "%s: there is no server to compare with\n", path);
        exit(1);
    }
    memcpy(&get, &entry, sizeof get);
    Require(get(&CLSID_IocpContext, &IID_IClassFactory, (void **)&factory), "DllGetClassObject");
    return factory;
}

static IPerfectHashTableNative *NativeOf(IPerfectHashTable *table)
{
    IPerfectHashTableNative *native;
    Require(IPerfectHashTable_QueryInterface(table, &IID_IPerfectHashTableNative, (void **)&native),
            "IPerfectHashTableNative");
    return native;
}

static void PrepareSide(Bench *bench, Side *side)
{
    wchar_t indexName[] = L"Index", *names[] = {indexName};
    side->keys = bench->keys;
    side->array = NewArray(bench->keys, KeyCount, VT_UI4, VT_EMPTY);
    side->small = NewArray(bench->keys, SmallKeys, VT_UI4, VT_EMPTY);
    VARIANT middle = NewArray(bench->keys, MiddleKeys, VT_UI4, VT_EMPTY);
    side->context = NewContext(side);
    side->table = NewTable(side->context, side->array);
    side->native = NativeOf(side->table);
    IPerfectHashTable *const middleTable = NewTable(side->context, middle);
    side->middle = NativeOf(middleTable);
    IPerfectHashTable_Release(middleTable);
    VariantClear(&middle);
    Require(IPerfectHashTable_GetIDsOfNames(side->table, &IID_NULL, names, 1, 0, &side->indexId), "GetIDsOfNames");
}

static void WriteKeysFiles(const char *folder)
{
    char path[MAX_PATH];
    CreateDirectoryA(folder, NULL);
    for (int i = 0; i < TableCount; i++) {
        snprintf(path, sizeof path, "%s\\t%05d.txt", folder, i);
        FILE *file = fopen(path, "wb");
        if (file == NULL)
            Require(HRESULT_FROM_WIN32(ERROR_CANNOT_MAKE), path);
        fprintf(file, "%d\n%d\n", i, i + TableCount);
        fclose(file);
    }
}

static void DeleteKeysFiles(const char *folder, const char *pack)
{
    char path[MAX_PATH];
    for (int i = 0; i < TableCount; i++) {
        snprintf(path, sizeof path, "%s\\t%05d.txt", folder, i);
        DeleteFileA(path);
    }
    RemoveDirectoryA(folder);
    DeleteFileA(pack);
}

static BSTR NewText(const char *text)
{
    wchar_t wide[2 * MAX_PATH];
    MultiByteToWideChar(CP_ACP, 0, text, -1, wide, ARRAYSIZE(wide));
    return SysAllocString(wide);
}

/* Makes a collection of many small tables in a pack, which each side opens. */
static void MeasureCollection(Bench *bench)
{
    static const char name[] = "Item, by name of 20,000";
    char folder[MAX_PATH], pack[MAX_PATH], options[MAX_PATH + 16];
    IPerfectHashTables *made;
    if (bench->only != NULL && strstr(name, bench->only) == NULL)
        return;
    GetTempPathA(MAX_PATH - 64, folder);
    snprintf(folder + strlen(folder), 32, "bench_com_%lu", GetCurrentProcessId());
    snprintf(pack, sizeof pack, "%.200s.phpack", folder);
    snprintf(options, sizeof options, "--NoSummary --Pack=\"%s\"", pack);
    WriteKeysFiles(folder);
    BSTR keysDirectory = NewText(folder), packPath = NewText(pack), packOption = NewText(options);
    Require(IPerfectHashIocpContext_BulkCreate(bench->sides[0].context, keysDirectory, NULL, packOption, &made),
            "BulkCreate");
    IPerfectHashTables_Release(made);
    for (int side = 0; side < bench->sideCount; side++)
        Require(IPerfectHashIocpContext_LoadPack(bench->sides[side].context, packPath, &bench->sides[side].tables),
                "LoadPack");
    MeasureUnequal(bench, name, ItemByName, 10000, 2);
    for (int side = 0; side < bench->sideCount; side++)
        IPerfectHashTables_Release(bench->sides[side].tables);
    SysFreeString(keysDirectory);
    SysFreeString(packPath);
    SysFreeString(packOption);
    DeleteKeysFiles(folder, pack);
}

static void ReleaseSide(Side *side)
{
    VariantClear(&side->array);
    VariantClear(&side->small);
    IPerfectHashTableNative_Release(side->native);
    IPerfectHashTableNative_Release(side->middle);
    IPerfectHashTable_Release(side->table);
    IPerfectHashIocpContext_Release(side->context);
    IClassFactory_Release(side->factory);
}

static void Prepare(Bench *bench)
{
    LARGE_INTEGER frequency;
    for (ULONG i = 0; i < KeyCount; i++)
        bench->keys[i] = ScatteredKey(i + 1);
    QueryPerformanceFrequency(&frequency);
    bench->ticksPerSecond = frequency.QuadPart;
    Require(CoGetClassObject(&CLSID_IocpContext, CLSCTX_INPROC_SERVER, NULL, &IID_IClassFactory,
                             (void **)&bench->sides[0].factory),
            "CoGetClassObject");
    if (bench->baseline != NULL)
        bench->sides[1].factory = BaselineFactory(bench->baseline);
    bench->sideCount = bench->baseline != NULL ? 2 : 1;
    for (int side = 0; side < bench->sideCount; side++)
        PrepareSide(bench, &bench->sides[side]);
}

static BOOL TakeArguments(Bench *bench, int argc, char **argv)
{
    static const char baseline[] = "--baseline=";
    const size_t length = sizeof baseline - 1;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            bench->json = TRUE;
        else if (strncmp(argv[i], baseline, length) == 0)
            bench->baseline = argv[i] + length;
        else if (argv[i][0] != '-' && bench->only == NULL)
            bench->only = argv[i];
        else
            return FALSE;
    }
    return TRUE;
}

int main(int argc, char **argv)
{
    static Bench bench;
    if (!TakeArguments(&bench, argc, argv)) {
        fprintf(stderr, "bench_com [--json] [--baseline=DLL] [OPERATION]\n");
        return 2;
    }
    Require(CoInitializeEx(NULL, COINIT_MULTITHREADED), "CoInitializeEx");
    Prepare(&bench);
    const int sideCount = bench.sideCount;
    bench.sideCount = 1; /* the system finds one server only */
    Measure(&bench, "CoCreateInstance and Release", CreateContexts, 1000);
    bench.sideCount = sideCount;
    Measure(&bench, "IClassFactory and Release", CreateContextsByFactory, 1000);
    Measure(&bench, "context, table of 100 keys", CreateSmallTables, 20);
    Measure(&bench, "Index, vtable", IndexByVtable, KeyCount);
    Measure(&bench, "Index, IDispatch", IndexByDispatch, KeyCount);
    Measure(&bench, "Index, native", IndexNatively, KeyCount);
    Measure(&bench, "Index, native, 31,016 keys", IndexMiddleNatively, MiddleKeys);
    Measure(&bench, "IndexBatch, native", IndexBatch, KeyCount);
    MeasureMany(&bench, VT_I4, VT_EMPTY, "IndexMany, VT_I4", IndexMany);
    MeasureMany(&bench, VT_UI4, VT_EMPTY, "IndexMany, VT_UI4", IndexMany);
    MeasureMany(&bench, VT_VARIANT, VT_I4, "IndexMany, VT_VARIANT", IndexMany);
    MeasureMany(&bench, VT_VARIANT, VT_R8, "IndexMany, VARIANT of VT_R8", IndexMany);
    MeasureMany(&bench, VT_UI4, VT_EMPTY, "FindMany, VT_UI4", FindMany);
    MeasureMany(&bench, VT_VARIANT, VT_I4, "FindMany, VT_VARIANT", FindMany);
    MeasureCollection(&bench);
    for (int side = 0; side < bench.sideCount; side++)
        ReleaseSide(&bench.sides[side]);
    CoUninitialize();
    return 0;
}
