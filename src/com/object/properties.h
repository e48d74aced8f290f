/*
 * Properties of objects. One that can only be read is a line of a list (PROPERTY_READ). A setting
 * is a line, too (PROPERTY_SETTING): its limits, words, default and field stand in the option table
 * of the same name, from which the command line and the options text come as well. Any thread.
 */
#ifndef COM_PROPERTIES_H
#define COM_PROPERTIES_H

#include <windows.h>
#include <oaidl.h>

#include "jobs/text/option.h"
#include "object.h"

/*
 * Gives a value that the caller has read. S_OK, or raises: E_POINTER without `value`,
 * E_OUTOFMEMORY.
 */
HRESULT PropertyGiveText(const Object *object, const wchar_t *text, BSTR *value);
HRESULT PropertyGiveLong(const Object *object, ULONGLONG number, LONG *value);
HRESULT PropertyGiveDouble(const Object *object, double number, double *value);
HRESULT PropertyGiveFlag(const Object *object, BOOL flag, VARIANT_BOOL *value);

/* The settings of an object: the option tables whose targets it holds, and the lock over them. */
enum { PropertyMostGroups = 4 };
typedef struct PropertySet {
    SRWLOCK *lock;
    OptionGroup groups[PropertyMostGroups];
    size_t count;
} PropertySet;

/* Frees the texts of the settings, which are the object's own. */
void PropertiesFree(const PropertySet *set);

/*
 * Gets or puts the setting of the object behind `self`. A put raises PERFECTHASH_E_OPTION_VALUE for
 * a value that the option table refuses, PERFECTHASH_E_ARGUMENT for a text with a NUL inside, and
 * PERFECTHASH_E_RUNTIME_STARTED while the setting is fixed (ObjectClass.fixed).
 */
HRESULT PropertyGetText(void *self, const wchar_t *name, BSTR *value);
HRESULT PropertyGetLong(void *self, const wchar_t *name, LONG *value);
HRESULT PropertyGetDouble(void *self, const wchar_t *name, double *value);
HRESULT PropertyGetFlag(void *self, const wchar_t *name, VARIANT_BOOL *value);
HRESULT PropertyPutText(void *self, const wchar_t *name, BSTR value);
HRESULT PropertyPutLong(void *self, const wchar_t *name, LONG value);
HRESULT PropertyPutDouble(void *self, const wchar_t *name, double value);
HRESULT PropertyPutFlag(void *self, const wchar_t *name, VARIANT_BOOL value);

/* The kinds: what COM passes, and what PropertyGive takes. */
typedef BSTR PropertyText;
typedef LONG PropertyLong;
typedef double PropertyDouble;
typedef VARIANT_BOOL PropertyFlag;
typedef const wchar_t *PropertyTextRead;
typedef ULONGLONG PropertyLongRead;
typedef double PropertyDoubleRead;
typedef BOOL PropertyFlagRead;

/*
 * Defines the function <Prefix>Get<name> of interface I, which gets a property; `expression` reads
 * it from `of`, the object, which is a Type.
 */
#define PROPERTY_READ(I, Type, Prefix, kind, name, expression)                             \
    static HRESULT STDMETHODCALLTYPE Prefix##Get##name(I *self, Property##kind *value)     \
    {                                                                                      \
        Type *of = ObjectOf(self);                                                         \
        return PropertyGive##kind(&of->object, (Property##kind##Read)(expression), value); \
    }

/* Defines the two functions of interface I that get and put a setting. */
#define PROPERTY_SETTING(I, Prefix, kind, name)                                        \
    static HRESULT STDMETHODCALLTYPE Prefix##Get##name(I *self, Property##kind *value) \
    {                                                                                  \
        return PropertyGet##kind(self, L## #name, value);                              \
    }                                                                                  \
    static HRESULT STDMETHODCALLTYPE Prefix##Put##name(I *self, Property##kind value)  \
    {                                                                                  \
        return PropertyPut##kind(self, L## #name, value);                              \
    }

#endif
