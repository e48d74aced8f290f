#include "properties.h"

#include <math.h>
#include <wchar.h>

#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "arrays.h"
#include "errors.h"
#include "jobs/pure/option_take.h"
#include "jobs/text/option_text.h"
#include "jobs/text/text.h"

enum { NumberChars = 32, SubjectChars = 480 };

HRESULT PropertyGiveText(const Object *object, const wchar_t *text, BSTR *value)
{
    if (value == NULL)
        return ErrorRaisePointer(object, L"value");
    return SUCCEEDED(BstrOut(text, value)) ? S_OK : ErrorRaiseMemory(object);
}

HRESULT PropertyGiveLong(const Object *object, ULONGLONG number, LONG *value)
{
    if (value == NULL)
        return ErrorRaisePointer(object, L"value");
    *value = (LONG)number;
    return S_OK;
}

HRESULT PropertyGiveDouble(const Object *object, double number, double *value)
{
    if (value == NULL)
        return ErrorRaisePointer(object, L"value");
    *value = number;
    return S_OK;
}

HRESULT PropertyGiveFlag(const Object *object, BOOL flag, VARIANT_BOOL *value)
{
    if (value == NULL)
        return ErrorRaisePointer(object, L"value");
    *value = flag ? VARIANT_TRUE : VARIANT_FALSE;
    return S_OK;
}

/* ---- settings ---- */

static BOOL PropertyIsText(const Option *option)
{
    return option->kind == OptionText;
}

static wchar_t **PropertyTextField(const Option *option, void *target)
{
    return (wchar_t **)(void *)((char *)target + option->offset);
}

void PropertiesFree(const PropertySet *set)
{
    for (size_t group = 0; group < set->count; group++)
        for (size_t i = 0; i < set->groups[group].count; i++)
            if (PropertyIsText(&set->groups[group].options[i]))
                TextFree(*PropertyTextField(&set->groups[group].options[i], set->groups[group].target));
}

/* A setting of an object: its row, and the group that has it. */
typedef struct Setting {
    const Object *object;
    SRWLOCK *lock;
    OptionGroup group;
    const Option *option;
} Setting;

/* Finds the setting; the object has one of that name. */
static Setting PropertyFind(void *self, const wchar_t *name)
{
    Object *object = ObjectOf(self);
    const PropertySet set = object->objectClass->settings(object);
    Setting setting = {object, set.lock, set.groups[0], NULL};
    for (size_t i = 0; setting.option == NULL && i < set.count; i++) {
        setting.group = set.groups[i];
        setting.option = OptionNamed(&setting.group, name);
    }
    return setting;
}

HRESULT PropertyGetText(void *self, const wchar_t *name, BSTR *value)
{
    const Setting setting = PropertyFind(self, name);
    AcquireSRWLockShared(setting.lock);
    wchar_t *text = OptionValueText(setting.option, setting.group.target);
    ReleaseSRWLockShared(setting.lock);
    const HRESULT hr = text != NULL ? PropertyGiveText(setting.object, text, value) : ErrorRaiseMemory(setting.object);
    TextFree(text);
    return hr;
}

static uint64_t PropertyGetNumber(void *self, const wchar_t *name)
{
    const Setting setting = PropertyFind(self, name);
    AcquireSRWLockShared(setting.lock);
    const uint64_t number = OptionValueNumber(setting.option, setting.group.target);
    ReleaseSRWLockShared(setting.lock);
    return number;
}

HRESULT PropertyGetLong(void *self, const wchar_t *name, LONG *value)
{
    return PropertyGiveLong(ObjectOf(self), PropertyGetNumber(self, name), value);
}

HRESULT PropertyGetDouble(void *self, const wchar_t *name, double *value)
{
    return PropertyGiveDouble(ObjectOf(self), (double)PropertyGetNumber(self, name), value);
}

HRESULT PropertyGetFlag(void *self, const wchar_t *name, VARIANT_BOOL *value)
{
    return PropertyGiveFlag(ObjectOf(self), PropertyGetNumber(self, name) != 0, value);
}

/*
 * Stores `given` as --Name=given would; a text field gets it as its own, and *given the old one.
 * The lock is held.
 */
static HRESULT PropertyStore(const Setting *setting, wchar_t **given, Failure *failure)
{
    const BOOL isText = PropertyIsText(setting->option);
    BOOL (*fixed)(const Object *, const void *) = setting->object->objectClass->fixed;
    const wchar_t *name = setting->option->help.name;
    wchar_t subject[SubjectChars];
    wchar_t *old = isText ? *PropertyTextField(setting->option, setting->group.target) : *given;
    if (fixed != NULL && fixed(setting->object, setting->group.target))
        return FailureSet(failure, PERFECTHASH_E_RUNTIME_STARTED, name, NULL, 0, 0, 0);
    swprintf(subject, ARRAYSIZE(subject), L"%.60ls=%.400ls", name, *given);
    const HRESULT hr = OptionStore(&setting->group, name, *given, subject, failure);
    if (SUCCEEDED(hr))
        *given = old;
    return hr;
}

static HRESULT PropertyPut(void *self, const wchar_t *name, const wchar_t *value)
{
    const Setting setting = PropertyFind(self, name);
    Failure failure;
    wchar_t *given = TextCopy(value);
    if (given == NULL)
        return ErrorRaiseMemory(setting.object);
    AcquireSRWLockExclusive(setting.lock);
    const HRESULT hr = PropertyStore(&setting, &given, &failure);
    ReleaseSRWLockExclusive(setting.lock);
    TextFree(given);
    return SUCCEEDED(hr) ? S_OK : ErrorRaise(setting.object, &failure);
}

HRESULT PropertyPutText(void *self, const wchar_t *name, BSTR value)
{
    const HRESULT hr = ErrorCheckText(ObjectOf(self), name, value, NULL);
    return SUCCEEDED(hr) ? PropertyPut(self, name, value) : hr;
}

HRESULT PropertyPutLong(void *self, const wchar_t *name, LONG value)
{
    wchar_t text[NumberChars];
    swprintf(text, ARRAYSIZE(text), L"%ld", value);
    return PropertyPut(self, name, text);
}

/* Writes a number that is not whole as it is; the property refuses it. */
HRESULT PropertyPutDouble(void *self, const wchar_t *name, double value)
{
    wchar_t text[NumberChars];
    const BOOL whole = value == floor(value) && fabs(value) <= 9007199254740992.0; /* 2^53 */
    swprintf(text, ARRAYSIZE(text), whole ? L"%.0f" : L"%g", value);
    return PropertyPut(self, name, text);
}

HRESULT PropertyPutFlag(void *self, const wchar_t *name, VARIANT_BOOL value)
{
    return PropertyPut(self, name, value != VARIANT_FALSE ? L"true" : L"false");
}
