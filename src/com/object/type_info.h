/* The embedded type library, loaded once at the first IDispatch call. Any thread. */
#ifndef COM_TYPE_INFO_H
#define COM_TYPE_INFO_H

#include <windows.h>
#include <oaidl.h>

/* The type description of an interface or a class; the caller releases it. */
HRESULT TypeInfoGet(REFIID iid, ITypeInfo **out);

/* Releases everything that was loaded; may be called only while no object lives. */
void TypeInfoClear(void);

#endif
