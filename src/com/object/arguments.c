#include "arguments.h"

#include <string.h>

#include <oleauto.h>

#include "default_value.h"

static BOOL ArgumentIsLeftOut(const VARIANT *argument)
{
    static const wchar_t missing[] = L"System.Reflection.Missing";
    const UINT bytes = sizeof missing - sizeof missing[0];
    argument = VariantBehind(argument);
    switch (V_VT(argument)) {
    case VT_NULL: return TRUE;
    case VT_ERROR: return V_ERROR(argument) == DISP_E_PARAMNOTFOUND; /* behind a reference, too */
    case VT_DISPATCH:
    case VT_UNKNOWN: return V_UNKNOWN(argument) == NULL;
    case VT_BSTR: return SysStringByteLen(V_BSTR(argument)) == bytes && memcmp(V_BSTR(argument), missing, bytes) == 0;
    default: return FALSE;
    }
}

DISPPARAMS *ArgumentsGiven(DISPPARAMS *given, Arguments *changed)
{
    BOOL any = FALSE;
    if (given == NULL || given->cArgs > ArgumentsMost)
        return given;
    for (UINT i = 0; i < given->cArgs; i++) {
        changed->values[i] = given->rgvarg[i];
        if (ArgumentIsLeftOut(&given->rgvarg[i])) {
            V_VT(&changed->values[i]) = VT_ERROR;
            V_ERROR(&changed->values[i]) = DISP_E_PARAMNOTFOUND;
            any = TRUE;
        }
    }
    changed->params = *given;
    changed->params.rgvarg = changed->values;
    return any ? &changed->params : given;
}
