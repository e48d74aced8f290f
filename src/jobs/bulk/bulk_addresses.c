/* See bulk_addresses.h. */
#include "bulk_addresses.h"

#include <stdio.h>

#include "PerfectHashErrors.h"
#include "jobs/base/block.h"
#include "runtime/base/win32_calls.h"

enum { AddressesAtOnce = 64 };

void BulkAddressesInit(BulkAddresses *addresses)
{
    memset(addresses, 0, sizeof *addresses);
    InitializeSRWLock(&addresses->lock);
}

static void AddressesForget(BulkAddresses *addresses)
{
    BlockFree(addresses->index);
    addresses->index = NULL;
}

void BulkAddressesClose(BulkAddresses *addresses)
{
    AddressesForget(addresses);
    Win32Free(addresses->modules);
}

/* ---- modules ---- */

/* Returns whether a module begins at or behind another's end. */
static BOOL ModuleIsBehind(const BulkModule *module, const BulkModule *other)
{
    return module->base >= other->base && module->base - other->base >= other->bytes;
}

/* Returns where a module belongs. */
static size_t ModulePlace(const BulkAddresses *addresses, const BulkModule *module)
{
    size_t at = 0;
    while (at < addresses->count && addresses->modules[at].base <= module->base)
        at++;
    return at;
}

static HRESULT ModuleInsert(BulkAddresses *addresses, const BulkModule *module, Failure *failure)
{
    const size_t at = ModulePlace(addresses, module), size = (addresses->count + 1) * sizeof *module;
    const BulkModule *before = at != 0 ? &addresses->modules[at - 1] : NULL;
    const BulkModule *after = at < addresses->count ? &addresses->modules[at] : NULL;
    if ((before != NULL && !ModuleIsBehind(module, before)) || (after != NULL && !ModuleIsBehind(after, module))) {
        wchar_t reason[80];
        const BulkModule *other = before != NULL && !ModuleIsBehind(module, before) ? before : after;
        swprintf(reason, ARRAYSIZE(reason), L"it overlaps the module of table %lu", other->number);
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"moduleBase", reason, 0, 0, 0);
    }
    BulkModule *modules = Win32Allocate(size);
    if (modules == NULL)
        return FailureMemory(failure, L"MapModule", size);
    if (addresses->count != 0) {
        memcpy(modules, addresses->modules, at * sizeof *module);
        memcpy(modules + at + 1, addresses->modules + at, (addresses->count - at) * sizeof *module);
    }
    modules[at] = *module;
    Win32Free(addresses->modules);
    addresses->modules = modules;
    addresses->count++;
    AddressesForget(addresses);
    return S_OK;
}

/* Returns why the keys of a table can't be the functions of a module; S_OK: they can. */
static HRESULT TableHasStarts(const TableResult *table, Failure *failure)
{
    if (TableResultIsText(table) || TableIsWide(&table->view))
        return FailureSet(failure, PERFECTHASH_E_KEY_TYPE, table->name, L"its keys are no addresses", 0, 0, 0);
    return table->view.keys != NULL ? S_OK
                                    : FailureSet(failure, PERFECTHASH_E_TABLE_WITHOUT_KEYS, table->name, NULL, 0, 0, 0);
}

/* Tells how a module differs from the one that a table is of. */
static HRESULT ModuleDiffers(const wchar_t *subject, ULONGLONG given, const TableResult *table, uint32_t recorded,
                             Failure *failure)
{
    wchar_t reason[160];
    swprintf(reason, ARRAYSIZE(reason), L"0x%llX: table %.60ls is of another build, of which it is 0x%lX",
             (unsigned long long)given, table->name, (unsigned long)recorded);
    return FailureSet(failure, PERFECTHASH_E_ARGUMENT, subject, reason, 0, 0, 0);
}

/* Compares the build id that is known of a module with that of the table's program. */
static HRESULT ModuleBuildFits(const BulkModule *module, const TableResult *table, Failure *failure)
{
    wchar_t recorded[TableBuildIdChars], reason[240];
    TableModuleBuildId(table->view.module, recorded);
    if (module->buildId[0] == 0 || _wcsicmp(module->buildId, recorded) == 0)
        return S_OK;
    swprintf(reason, ARRAYSIZE(reason),
             recorded[0] != 0 ? L"%ls: table %.60ls is of another build, of which it is %ls"
                              : L"%ls: table %.60ls has no build id to compare%ls",
             module->buildId, table->name, recorded);
    return FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"timeDateStamp", reason, 0, 0, 0);
}

/* Compares what the table says of its program, and looks at its starts where it says nothing. */
static HRESULT ModuleFits(const BulkModule *module, const TableResult *table, Failure *failure)
{
    const TableModule *const of = table->view.module;
    const KeySet starts = {table->view.keys, (size_t)table->view.keyCount, table->view.keySizeInBytes};
    if (of != NULL && of->imageBytes != module->bytes)
        return ModuleDiffers(L"moduleBytes", module->bytes, table, of->imageBytes, failure);
    if (of != NULL && module->timeDateStamp != 0 && of->timeDateStamp != module->timeDateStamp)
        return ModuleDiffers(L"timeDateStamp", module->timeDateStamp, table, of->timeDateStamp, failure);
    if (of == NULL && module->timeDateStamp != 0)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"timeDateStamp",
                          L"the table's keys are of no program, so that it has none to compare; expected 0", 0, 0, 0);
    const HRESULT build = ModuleBuildFits(module, table, failure);
    if (FAILED(build))
        return build;
    for (size_t i = 0; i < starts.count; i++)
        if (KeySetAt(&starts, i) >= module->bytes)
            return FailureSet(failure, PERFECTHASH_E_ARGUMENT, table->name,
                              L"a function begins outside the bytes of the module", 0, 0, 0);
    return S_OK;
}

static HRESULT ModuleCheck(BulkResult *result, const BulkModule *module, Failure *failure)
{
    TableResult *table;
    if (module->bytes == 0 || module->base > UINT64_MAX - module->bytes)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"moduleBytes", L"expected the bytes of a module in memory",
                          0, 0, 0);
    HRESULT code = BulkResultTable(result, module->row, &table, failure);
    if (FAILED(code))
        return code;
    code = TableHasStarts(table, failure);
    if (SUCCEEDED(code))
        code = ModuleFits(module, table, failure);
    TableResultRelease(table);
    return code;
}

HRESULT BulkAddressesMap(BulkAddresses *addresses, BulkResult *result, const BulkModule *module, Failure *failure)
{
    HRESULT code = ModuleCheck(result, module, failure);
    if (FAILED(code))
        return code;
    AcquireSRWLockExclusive(&addresses->lock);
    code = ModuleInsert(addresses, module, failure);
    ReleaseSRWLockExclusive(&addresses->lock);
    return code;
}

/* ---- the index ---- */

/* The input of the index: the tables, which are loaded meanwhile, and what they are. */
typedef struct AddressTables {
    TableResult **tables;
    RangesModule *modules;
    size_t count;
} AddressTables;

static void TablesRelease(AddressTables *loaded)
{
    for (size_t i = 0; loaded->tables != NULL && i < loaded->count; i++)
        TableResultRelease(loaded->tables[i]);
    Win32Free(loaded->tables);
    Win32Free(loaded->modules);
}

static HRESULT TablesLoadAll(const BulkAddresses *addresses, BulkResult *result, AddressTables *loaded,
                             Failure *failure)
{
    HRESULT code = S_OK;
    loaded->count = addresses->count;
    loaded->tables = Win32Allocate((addresses->count + 1) * sizeof *loaded->tables);
    loaded->modules = Win32Allocate((addresses->count + 1) * sizeof *loaded->modules);
    if (loaded->tables == NULL || loaded->modules == NULL)
        return FailureMemory(failure, L"FindAddress", addresses->count * sizeof *loaded->modules);
    for (size_t i = 0; i < addresses->count && SUCCEEDED(code); i++) {
        const BulkModule *module = &addresses->modules[i];
        code = BulkResultTable(result, module->row, &loaded->tables[i], failure);
        if (SUCCEEDED(code))
            code = TableHasStarts(loaded->tables[i], failure);
        if (SUCCEEDED(code)) {
            const TableView *view = &loaded->tables[i]->view;
            const RangesModule made = {
                {view->keys, (size_t)view->keyCount, view->keySizeInBytes}, module->base, module->bytes};
            loaded->modules[i] = made;
        }
    }
    return code;
}

static HRESULT IndexBuild(BulkAddresses *addresses, const AddressTables *loaded, Failure *failure)
{
    const size_t bytes = RangesJointBytes(loaded->modules, loaded->count);
    ChmError error = {ChmOk, NULL, {0}};
    void *index = BlockAllocate(bytes);
    HRESULT code = index != NULL ? S_OK : FailureMemory(failure, L"FindAddress", bytes);
    if (index != NULL && RangesJointBuild(loaded->modules, loaded->count, index, &addresses->joint, &error) != ChmOk)
        code = error.status == ChmInvalidOption
                   ? FailureSet(failure, PERFECTHASH_E_ARGUMENT, loaded->tables[error.numbers[0]]->name,
                                L"a function begins outside the bytes of the module", 0, 0, 0)
                   : FailureChm(failure, L"FindAddress", &error);
    if (SUCCEEDED(code))
        addresses->index = index;
    else
        BlockFree(index);
    return code;
}

/* Makes the index, if it is not there. */
static HRESULT AddressesPrepare(BulkAddresses *addresses, BulkResult *result, Failure *failure)
{
    AddressTables loaded = {0};
    if (addresses->index != NULL)
        return S_OK;
    HRESULT code = TablesLoadAll(addresses, result, &loaded, failure);
    if (SUCCEEDED(code))
        code = IndexBuild(addresses, &loaded, failure);
    TablesRelease(&loaded);
    return code;
}

/* ---- addresses ---- */

static void AddressesLook(const BulkAddresses *addresses, const ULONGLONG *sought, size_t count, ULONG *numbers,
                          ULONG *positions)
{
    RangesPlace places[AddressesAtOnce];
    for (size_t first = 0; first < count; first += AddressesAtOnce) {
        const size_t some = min(count - first, (size_t)AddressesAtOnce);
        RangesJointFindBatch(&addresses->joint, (const uint64_t *)sought + first, some, places);
        for (size_t i = 0; i < some; i++) {
            const uint32_t module = places[i].module;
            numbers[first + i] = module != RANGES_NONE ? addresses->modules[module].number : RANGES_NONE;
            positions[first + i] = places[i].position;
        }
    }
}

HRESULT BulkAddressesFind(BulkAddresses *addresses, BulkResult *result, const ULONGLONG *sought, size_t count,
                          ULONG *numbers, ULONG *positions, Failure *failure)
{
    HRESULT code = S_OK;
    AcquireSRWLockShared(&addresses->lock);
    while (addresses->index == NULL && SUCCEEDED(code)) {
        ReleaseSRWLockShared(&addresses->lock);
        AcquireSRWLockExclusive(&addresses->lock);
        code = AddressesPrepare(addresses, result, failure);
        ReleaseSRWLockExclusive(&addresses->lock);
        AcquireSRWLockShared(&addresses->lock);
    }
    if (SUCCEEDED(code))
        AddressesLook(addresses, sought, count, numbers, positions);
    ReleaseSRWLockShared(&addresses->lock);
    return code;
}
