/*
 * Stands for a client's object that belongs to its apartment: calls come to it by COM's own
 * proxies, in that apartment, and go on to the object while it is open. So the object itself is
 * marshaled nowhere, and is released at once when the forwarder is closed. An IDispatch, counted.
 */
#ifndef COM_FORWARDER_H
#define COM_FORWARDER_H

#include <windows.h>
#include <oaidl.h>

/* In the object's apartment. The caller gets one reference; NULL: out of memory. */
IDispatch *ForwarderCreate(IDispatch *target);

/*
 * Closes the forwarder, in the object's apartment: no further call goes on, and the object is
 * released, now or by the call that is under way.
 */
void ForwarderClose(IDispatch *forwarder);

/* Gives the object, in its apartment. CO_E_OBJNOTCONNECTED: the object was released. */
HRESULT ForwarderTarget(IDispatch *forwarder, IDispatch **out);

#endif
