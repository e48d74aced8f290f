/* The program whose functions are a Table's keys: see table_object.h. */
#include <windows.h>
#include <oleauto.h>

#include "com/object/errors.h"
#include "com/object/properties.h"
#include "jobs/text/text.h"
#include "table_object.h"

/* The module of a table that is of no program. */
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
    wchar_t text[TableBuildIdChars];
    TableModuleBuildId(table->result->view.module, text);
    return PropertyGiveText(&table->object, text, value);
}
