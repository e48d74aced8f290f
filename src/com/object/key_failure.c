#include "key_failure.h"

#include <wchar.h>

#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "default_value.h"
#include "jobs/text/text.h"

enum { QuotedChars = 60 };

#define KEY_EXPECTED L"; expected a whole number, or the text of one such as 0x1F"

/* Adds a text so that its reader sees all that is in it, such as a NUL or a foreign blank. */
static void KeyFailureQuote(TextLine *line, BSTR text)
{
    const UINT length = SysStringLen(text);
    TextAdd(line, L"the text \"");
    for (UINT i = 0; i < length && i < QuotedChars; i++) {
        wchar_t shown[8] = {text[i]};
        if (text[i] < L' ' || (text[i] >= 0x7F && text[i] <= 0xA0) || (text[i] >= 0x2000 && text[i] <= 0x206F))
            swprintf(shown, ARRAYSIZE(shown), L"\\u%04X", (unsigned)text[i]);
        TextAdd(line, shown);
    }
    TextAdd(line, length > QuotedChars ? L"...\"" : L"\"");
}

/* Adds what the value is: its text or number where it has one, otherwise its type. */
static void KeyFailureName(TextLine *line, VARIANT *value)
{
    wchar_t shown[64];
    VARIANT text;
    VariantInit(&text);
    switch (V_VT(value)) {
    case VT_EMPTY: TextAdd(line, L"nothing (VT_EMPTY)"); return;
    case VT_NULL: TextAdd(line, L"Null (VT_NULL)"); return;
    case VT_BOOL: TextAdd(line, L"a Boolean (VT_BOOL)"); return;
    case VT_DATE: TextAdd(line, L"a date (VT_DATE)"); return;
    case VT_ERROR:
        swprintf(shown, ARRAYSIZE(shown), L"an error value (VT_ERROR 0x%08lX)", (ULONG)V_ERROR(value));
        TextAdd(line, shown);
        return;
    case VT_DISPATCH:
    case VT_UNKNOWN:
        TextAdd(line, V_UNKNOWN(value) != NULL ? L"an object without a value" : L"no object (Nothing)");
        return;
    case VT_BSTR: KeyFailureQuote(line, V_BSTR(value)); return;
    default: break;
    }
    if (V_VT(value) & VT_ARRAY) {
        TextAdd(line, L"an array inside an array");
    } else if (SUCCEEDED(VariantChangeTypeEx(&text, value, LOCALE_INVARIANT, 0, VT_BSTR))) {
        TextAdd(line, L"the number ");
        TextAddMost(line, V_BSTR(&text), QuotedChars);
    } else {
        swprintf(shown, ARRAYSIZE(shown), L"a VARIANT of type %u", V_VT(value));
        TextAdd(line, shown);
    }
    VariantClear(&text);
}

HRESULT KeyFailureSay(const wchar_t *argument, size_t element, const VARIANT *value, const wchar_t *verdict,
                      Failure *failure)
{
    wchar_t subject[80], reason[200];
    VARIANT plain;
    VariantInit(&plain);
    TextLine line = TextLineIn(reason, ARRAYSIZE(reason));
    if (SUCCEEDED(VariantCopyInd(&plain, (VARIANT *)(uintptr_t)value)))
        KeyFailureName(&line, &plain);
    else
        TextAdd(&line, L"what can't be read");
    VariantClear(&plain);
    TextAdd(&line, verdict);
    swprintf(subject, ARRAYSIZE(subject), element == KEY_ALONE ? L"%ls" : L"%ls, element %llu", argument,
             (unsigned long long)element);
    return FailureSet(failure, PERFECTHASH_E_KEY_TYPE, subject, reason, 0, 0, 0);
}

HRESULT KeyFailureOf(const wchar_t *argument, size_t element, const VARIANT *value, NumberStatus status,
                     Failure *failure)
{
    static const wchar_t *const verdicts[] = {
        [NumberOfNoType] = L" is no key" KEY_EXPECTED,
        [NumberNotWhole] = L" is not whole" KEY_EXPECTED,
        [NumberNotRead] = L" is not the text of a whole number, decimal or hexadecimal after 0x",
        [NumberOutOfRange] = L" is not from -2^63 to 2^64-1",
    };
    return KeyFailureSay(argument, element, value, verdicts[status], failure);
}

HRESULT KeyFailureRange(const Number *number, Failure *failure)
{
    wchar_t subject[32];
    swprintf(subject, ARRAYSIZE(subject), number->negative ? L"%lld" : L"0x%llX", (unsigned long long)number->bits);
    return FailureSet(failure, PERFECTHASH_E_KEY_RANGE, subject, NULL, 32, 0, 0);
}

BOOL KeyIsMissing(const VARIANT *argument)
{
    argument = VariantBehind(argument);
    return V_VT(argument) == VT_EMPTY || (V_VT(argument) == VT_ERROR && V_ERROR(argument) == DISP_E_PARAMNOTFOUND);
}

HRESULT KeyFailureMissing(const wchar_t *argument, Failure *failure)
{
    return FailureSet(failure, PERFECTHASH_E_KEY_TYPE, argument, L"missing argument" KEY_EXPECTED, 0, 0, 0);
}
