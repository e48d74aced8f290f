/*
 * The object layer: what every COM object here has in common, written once. An object begins with
 * an Object; each interface that it offers is an Interface member, whose vtable starts with the
 * shared functions (OBJECT_UNKNOWN, OBJECT_DISPATCH). The class tells the layer which interfaces
 * there are and how to destroy an object. IDispatch goes through the type library. Objects are
 * counted, free-threaded-marshalled and never aggregated; any thread may call them.
 */
#ifndef COM_OBJECT_H
#define COM_OBJECT_H

#include <stddef.h>

#include <windows.h>
#include <oaidl.h>

#include "runtime/pure/ref_count.h"

typedef struct Object Object;

typedef struct Interface {
    const void *vtable; /* first: a pointer to an Interface is a COM interface pointer */
    Object *object;
} Interface;

typedef struct InterfaceEntry {
    const IID *iid;
    const void *vtable;
    size_t offset; /* of the Interface member in the object */
} InterfaceEntry;

typedef struct ObjectClass {
    const wchar_t *source;           /* of errors: the ProgID, or the class's name */
    size_t size;                     /* of the whole object in bytes */
    void (*destroy)(Object *object); /* frees what the object owns, not the object; NULL: it owns nothing */
    BOOL dispatch;                   /* entries[0] is a dual interface; FALSE: the class has no IDispatch */
    /*
     * up to one without an iid; entries[0] answers for IUnknown and IDispatch, and is what errors
     * name
     */
    InterfaceEntry entries[6];
    struct PropertySet (*settings)(Object *object); /* NULL: none (properties.h) */
    /*
     * Under the lock of the settings: whether those of this target can't be put now. NULL: none is.
     */
    BOOL (*fixed)(const Object *object, const void *target);
} ObjectClass;

struct Object {
    const ObjectClass *objectClass;
    RefCount references;
    IUnknown *volatile marshaler; /* the free-threaded marshaler, made at the first IMarshal query */
    Interface errorInfo;          /* ISupportErrorInfo */
};

/*
 * Creates a zeroed object with one reference; *out is the interface of entries[0]. Returns the
 * object, or NULL when there is no memory. The object holds the module until it is destroyed.
 */
void *ObjectCreate(const ObjectClass *objectClass, void **out);

/* The object behind an interface pointer of this layer. */
void *ObjectOf(void *interfacePointer);

/* Fixed parts of a vtable; I is the interface's C name. */
/* clang-format off */
#define OBJECT_UNKNOWN(I) \
    (HRESULT(STDMETHODCALLTYPE *)(I *, REFIID, void **))ObjectQueryInterface, \
    (ULONG(STDMETHODCALLTYPE *)(I *))ObjectAddRef, (ULONG(STDMETHODCALLTYPE *)(I *))ObjectRelease
#define OBJECT_DISPATCH(I) \
    OBJECT_UNKNOWN(I), (HRESULT(STDMETHODCALLTYPE *)(I *, UINT *))ObjectGetTypeInfoCount, \
    (HRESULT(STDMETHODCALLTYPE *)(I *, UINT, LCID, ITypeInfo **))ObjectGetTypeInfo, \
    (HRESULT(STDMETHODCALLTYPE *)(I *, REFIID, LPOLESTR *, UINT, LCID, DISPID *))ObjectGetIDsOfNames, \
    (HRESULT(STDMETHODCALLTYPE *)(I *, DISPID, REFIID, LCID, WORD, DISPPARAMS *, VARIANT *, EXCEPINFO *, \
                                  UINT *))ObjectInvoke
/* clang-format on */

HRESULT STDMETHODCALLTYPE ObjectQueryInterface(void *self, REFIID iid, void **out);
ULONG STDMETHODCALLTYPE ObjectAddRef(void *self);
ULONG STDMETHODCALLTYPE ObjectRelease(void *self);
HRESULT STDMETHODCALLTYPE ObjectGetTypeInfoCount(void *self, UINT *count);
HRESULT STDMETHODCALLTYPE ObjectGetTypeInfo(void *self, UINT index, LCID locale, ITypeInfo **out);
HRESULT STDMETHODCALLTYPE ObjectGetIDsOfNames(void *self, REFIID reserved, LPOLESTR *names, UINT count, LCID locale,
                                              DISPID *ids);
HRESULT STDMETHODCALLTYPE ObjectInvoke(void *self, DISPID id, REFIID reserved, LCID locale, WORD flags,
                                       DISPPARAMS *params, VARIANT *result, EXCEPINFO *exception, UINT *argumentError);

#endif
