/* The program whose functions are a Table's keys: see table_object.h. */
#include <wchar.h>

#include <windows.h>
#include <oleauto.h>

#include "com/object/errors.h"
#include "com/object/properties.h"
#include "jobs/text/text.h"
#include "table_object.h"

/* What a table says that is of no program. */
static const TableModule noModule;

static const TableModule *ModuleOf(const Table *table)
{
    const TableModule *module = table->result->view.module;
    return module != NULL ? module : &noModule;
}

HRESULT STDMETHODCALLTYPE TableGetModuleName(IPerfectHashTable *self, BSTR *value)
{
    const Table *table = TableOf(self);
    wchar_t *name = TextFromUtf8(ModuleOf(table)->name);
    const HRESULT hr = name != NULL ? PropertyGiveText(&table->object, name, value) : ErrorRaiseMemory(&table->object);
    TextFree(name);
    return hr;
}

HRESULT STDMETHODCALLTYPE TableGetModuleTimeDateStamp(IPerfectHashTable *self, double *value)
{
    const Table *table = TableOf(self);
    return PropertyGiveDouble(&table->object, ModuleOf(table)->timeDateStamp, value);
}

HRESULT STDMETHODCALLTYPE TableGetModuleImageBytes(IPerfectHashTable *self, double *value)
{
    const Table *table = TableOf(self);
    return PropertyGiveDouble(&table->object, ModuleOf(table)->imageBytes, value);
}

HRESULT STDMETHODCALLTYPE TableGetModuleBuildId(IPerfectHashTable *self, BSTR *value)
{
    const Table *table = TableOf(self);
    const TableModule *module = ModuleOf(table);
    const BYTE *end = module->buildId + 8;
    GUID id;
    wchar_t text[48];
    memcpy(&id, module->buildId, sizeof id);
    swprintf(text, ARRAYSIZE(text), L"%08lX%04X%04X%02X%02X%02X%02X%02X%02X%02X%02X%lX", id.Data1, id.Data2, id.Data3,
             end[0], end[1], end[2], end[3], end[4], end[5], end[6], end[7], (unsigned long)module->buildAge);
    const BOOL isThere = memcmp(module->buildId, noModule.buildId, sizeof noModule.buildId) != 0;
    return PropertyGiveText(&table->object, isThere ? text : L"", value);
}
