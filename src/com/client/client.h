/*
 * The IocpClient class: asks a server for tables. Any thread; requests of one object stand in line.
 */
#ifndef COM_CLIENT_H
#define COM_CLIENT_H

#include <windows.h>
#include <objbase.h>

HRESULT ClientCreate(IUnknown **out);

#endif
