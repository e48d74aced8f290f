#include "variant_number.h"

#include <oleauto.h>

static NumberStatus ElementDecimal(const DECIMAL *decimal, Number *out)
{
    return NumberFromDecimal(decimal->Hi32, decimal->Lo64, decimal->scale, (decimal->sign & DECIMAL_NEG) != 0, out);
}

static NumberStatus ElementText(BSTR text, Number *out)
{
    return text != NULL ? NumberFromText(text, SysStringLen(text), out) : NumberNotRead;
}

NumberStatus NumberOfElement(VARTYPE type, const void *data, Number *out)
{
    switch (type) {
    case VT_I1: return NumberFromSigned(*(const signed char *)data, out);
    case VT_UI1: return NumberFromUnsigned(*(const BYTE *)data, out);
    case VT_I2: return NumberFromSigned(*(const SHORT *)data, out);
    case VT_UI2: return NumberFromUnsigned(*(const USHORT *)data, out);
    case VT_I4:
    case VT_INT: return NumberFromSigned(*(const LONG *)data, out);
    case VT_UI4:
    case VT_UINT: return NumberFromUnsigned(*(const ULONG *)data, out);
    case VT_I8: return NumberFromSigned(*(const LONGLONG *)data, out);
    case VT_UI8: return NumberFromUnsigned(*(const ULONGLONG *)data, out);
    case VT_R4: return NumberFromDouble(*(const float *)data, out);
    case VT_R8: return NumberFromDouble(*(const double *)data, out);
    case VT_CY: return NumberFromCurrency(((const CY *)data)->int64, out);
    case VT_DECIMAL: return ElementDecimal(data, out);
    case VT_BSTR: return ElementText(*(const BSTR *)data, out);
    default: return NumberOfNoType;
    }
}

NumberStatus NumberOfVariant(const VARIANT *value, Number *out)
{
    const VARTYPE type = V_VT(value);
    if (type == VT_DECIMAL)
        return NumberOfElement(type, &V_DECIMAL(value), out);
    if (!(type & VT_BYREF))
        return NumberOfElement(type, &V_I8(value), out);
    return V_BYREF(value) != NULL ? NumberOfElement((VARTYPE)(type & ~VT_BYREF), V_BYREF(value), out) : NumberOfNoType;
}
