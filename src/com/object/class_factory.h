/*
 * One class factory for every class: it differs by the function that makes an object. Any thread.
 */
#ifndef COM_CLASS_FACTORY_H
#define COM_CLASS_FACTORY_H

#include <windows.h>
#include <objbase.h>

/* Makes an object and gives its first interface with one reference. */
typedef HRESULT (*ClassCreate)(IUnknown **out);

HRESULT ClassFactoryQuery(ClassCreate create, REFIID iid, void **out);

#endif
