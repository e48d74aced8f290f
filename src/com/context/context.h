/* The IocpContext class: makes and loads tables. Any thread; several calls at once. */
#ifndef COM_CONTEXT_H
#define COM_CONTEXT_H

#include <windows.h>
#include <objbase.h>

HRESULT ContextCreate(IUnknown **out);

#endif
