/*
 * The IocpServer class: serves table and bulk requests of other processes over a named pipe. Any
 * thread.
 */
#ifndef COM_SERVER_H
#define COM_SERVER_H

#include <windows.h>
#include <objbase.h>

HRESULT ServerCreate(IUnknown **out);

#endif
