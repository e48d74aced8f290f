/* Failures as COM tells them: an HRESULT, and an IErrorInfo with the whole message. */
#ifndef COM_ERRORS_H
#define COM_ERRORS_H

#include "jobs/base/failure_message.h"
#include "object.h"

/*
 * Sets the calling thread's IErrorInfo from the failure (source and interface of the object's
 * class) and returns its code.
 */
HRESULT ErrorRaise(const Object *object, const Failure *failure);

/* The same with a text that is whole; an empty one is replaced by the system's words. */
HRESULT ErrorRaiseText(const Object *object, HRESULT code, const wchar_t *text);

/* The same for an argument at fault: "%1: %2." */
HRESULT ErrorRaiseArgument(const Object *object, const wchar_t *argument, const wchar_t *reason);

/*
 * Checks a text that came from outside: no NUL character inside, which would cut it short, and not
 * empty when `wanted` says what it should be (NULL: it may be empty). S_OK, or raises.
 */
HRESULT ErrorCheckText(const Object *object, const wchar_t *argument, BSTR text, const wchar_t *wanted);

/* The same for a code of COM's, in the system's words about what was asked for. */
HRESULT ErrorRaiseSystem(const Object *object, const wchar_t *subject, HRESULT code);

/* E_POINTER with a text, for a NULL where a result should go. */
HRESULT ErrorRaisePointer(const Object *object, const wchar_t *argument);

/*
 * Checks the arguments of an enumerator's Next: `items` must be there, `fetched` too for more than
 * one. *fetched becomes 0. S_OK, or raises.
 */
HRESULT ErrorCheckNext(const Object *object, ULONG count, const void *items, ULONG *fetched);

/* E_OUTOFMEMORY with a text. */
HRESULT ErrorRaiseMemory(const Object *object);

#endif
