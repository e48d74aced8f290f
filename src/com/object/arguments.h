/* The arguments of a call by IDispatch. Any thread. */
#ifndef COM_ARGUMENTS_H
#define COM_ARGUMENTS_H

#include <windows.h>
#include <oaidl.h>

enum { ArgumentsMost = 8 }; /* more than any member has parameters */

typedef struct Arguments {
    DISPPARAMS params;
    VARIANT values[ArgumentsMost]; /* borrowed: never cleared */
} Arguments;

/*
 * Returns the arguments with each that means "not given" made one that is left out, so that its
 * parameter's default comes: Null, Nothing, and the text that PowerShell makes of [Type]::Missing.
 * `changed` holds what is returned, if that is not `given` itself.
 */
DISPPARAMS *ArgumentsGiven(DISPPARAMS *given, Arguments *changed);

#endif
