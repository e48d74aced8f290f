/* See table_report.h. */
#include "table_report.h"

#include <stdio.h>
#include <wchar.h>

#include <windows.h>
#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "exe/program/automation.h"

/* ---- properties ---- */

/* In the order of their lines. */
static const wchar_t *const properties[] = {
    L"KeyCount",         L"KeyType",       L"KeySizeInBytes", L"KeysHash",   L"HasKeys",
    L"FingerprintBits",  L"HasPositions",  L"ValueBits",      L"Layout",     L"HashFunction",
    L"PackedBits",       L"Seeds",         L"RngSeed",        L"Attempts",   L"TableResizes",
    L"TableBytes",       L"FileBytes",     L"FormatVersion",  L"ModuleName", L"ModuleTimeDateStamp",
    L"ModuleImageBytes", L"ModuleBuildId",
};

/* Puts the name of a property's member of the JSON object: it begins with a small letter. */
static void PutPropertyName(const wchar_t *property, Output *output)
{
    const BOOL isCount = wcscmp(property, L"KeyCount") == 0, isResizes = wcscmp(property, L"TableResizes") == 0;
    const wchar_t *name = isCount ? L"Keys" : isResizes ? L"Resizes" : property;
    OutputFormat(output, L", \"%lc%ls\": ", name[0] | 0x20, name + 1);
}

static void PutText(const wchar_t *text, BOOL json, Output *output)
{
    if (json)
        OutputPutJson(output, text != NULL ? text : L"");
    else
        OutputPutName(output, text != NULL ? text : L"");
}

static void PutTexts(SAFEARRAY *array, BOOL json, Output *output)
{
    LONG last = -1;
    VARIANT *items;
    SafeArrayGetUBound(array, 1, &last);
    OutputPut(output, json ? L"[" : L"");
    if (SUCCEEDED(SafeArrayAccessData(array, (void **)&items))) {
        for (LONG i = 0; i <= last; i++) {
            OutputPut(output, i != 0 ? L", " : L"");
            PutText(V_BSTR(&items[i]), json, output);
        }
        SafeArrayUnaccessData(array);
    }
    OutputPut(output, json ? L"]" : L"");
}

static void PutValue(const VARIANT *value, BOOL json, Output *output)
{
    switch (V_VT(value)) {
    case VT_BSTR: PutText(V_BSTR(value), json, output); break;
    case VT_I4: OutputFormat(output, L"%ld", V_I4(value)); break;
    case VT_R8: OutputFormat(output, L"%.0f", V_R8(value)); break;
    case VT_BOOL: OutputPut(output, V_BOOL(value) ? L"true" : L"false"); break;
    default: PutTexts(V_ARRAY(value), json, output); break;
    }
}

/* The share of other keys that the table rejects. */
static HRESULT PutRejects(IPerfectHashTable *table, BOOL json, Output *output)
{
    VARIANT_BOOL hasKeys;
    LONG bits;
    HRESULT hr = IPerfectHashTable_get_HasKeys(table, &hasKeys);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_FingerprintBits(table, &bits);
    if (FAILED(hr))
        return hr;
    if (json)
        OutputFormat(output, L", \"rejectRate\": %.6g", hasKeys ? 1.0 : 1 - 1 / (double)(1 << bits));
    else if (hasKeys || bits == 0)
        OutputFormat(output, L"%-21ls%ls\n", L"Rejects", hasKeys ? L"all other keys" : L"no other key");
    else
        OutputFormat(output, L"%-21lsall other keys but one in %d\n", L"Rejects", 1 << bits);
    return S_OK;
}

HRESULT TableReportInfo(IPerfectHashTable *table, BOOL json, Output *output)
{
    HRESULT hr = S_OK;
    for (size_t i = 0; i < ARRAYSIZE(properties) && SUCCEEDED(hr); i++) {
        VARIANT value;
        hr = AutomationGet(table, properties[i], &value);
        if (SUCCEEDED(hr)) {
            if (json)
                PutPropertyName(properties[i], output);
            else
                OutputFormat(output, L"%-21ls", properties[i]);
            PutValue(&value, json, output);
            OutputPut(output, json ? L"" : L"\n");
        }
        VariantClear(&value);
    }
    return SUCCEEDED(hr) ? PutRejects(table, json, output) : hr;
}

HRESULT TableReportLine(IPerfectHashTable *table, const wchar_t *name, Output *output)
{
    LONG keys;
    double bytes;
    BSTR layout = NULL;
    HRESULT hr = IPerfectHashTable_get_KeyCount(table, &keys);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_FileBytes(table, &bytes);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_Layout(table, &layout);
    if (FAILED(hr))
        return hr;
    OutputPutName(output, name);
    OutputFormat(output, L"  %ld keys  %ls  %.0f bytes\n", keys, layout, bytes);
    SysFreeString(layout);
    return S_OK;
}

/* ---- all keys looked up ---- */

HRESULT TableReportVerify(IPerfectHashTable *table, BOOL json, Output *output)
{
    double count;
    BSTR name = NULL;
    HRESULT hr = IPerfectHashTable_Verify(table, &count);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_Name(table, &name);
    if (FAILED(hr))
        return hr;
    if (json) {
        OutputFormat(output, L", \"verifiedKeys\": %.0f", count);
    } else {
        OutputPutName(output, name);
        if (count != 0)
            OutputFormat(output,
                         count == 1 ? L": the checksum holds, and its %.0f key gives its position\n"
                                    : L": the checksum holds, and each of %.0f keys gives its position\n",
                         count);
        else
            OutputPut(output, L": the checksum holds; there are no keys in it to look up\n");
    }
    SysFreeString(name);
    return S_OK;
}

/* ---- the keys ---- */

/* Many keys are gathered and printed in parts of this number. */
enum { KeysPart = 1 << 16 };

/* The keys of a table; those of texts were got at once, as a text's position is slow to find. */
typedef struct ReportedKeys {
    IPerfectHashTable *table;
    VARIANT texts; /* an array, or empty */
    VARIANT *textItems;
    VARIANT positions; /* what Find says of each text */
    LONG count;
} ReportedKeys;

static HRESULT KeysOpen(IPerfectHashTable *table, ReportedKeys *keys)
{
    BSTR type = NULL;
    keys->table = table;
    HRESULT hr = IPerfectHashTable_get_KeyCount(table, &keys->count);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTable_get_KeyType(table, &type);
    if (SUCCEEDED(hr) && wcscmp(type, L"Text") == 0) {
        hr = IPerfectHashTable_Keys(table, &keys->texts);
        if (SUCCEEDED(hr))
            hr = IPerfectHashTable_FindMany(table, keys->texts, &keys->positions);
        if (SUCCEEDED(hr))
            hr = SafeArrayAccessData(V_ARRAY(&keys->texts), (void **)&keys->textItems);
    }
    SysFreeString(type);
    return hr;
}

static void KeysClose(ReportedKeys *keys)
{
    if (keys->textItems != NULL)
        SafeArrayUnaccessData(V_ARRAY(&keys->texts));
    VariantClear(&keys->texts);
    VariantClear(&keys->positions);
}

/* Returns why a text can't be told; NULL: it can. */
static const wchar_t *TextUntold(const ReportedKeys *keys, LONG at, BOOL json)
{
    const wchar_t *text = V_BSTR(&keys->textItems[at]);
    const size_t length = SysStringLen(V_BSTR(&keys->textItems[at]));
    VARIANT position;
    VariantInit(&position);
    SafeArrayGetElement(V_ARRAY(&keys->positions), &at, &position);
    if (V_I4(&position) != at)
        return L"it is not UTF-8";
    if (json)
        return wmemchr(text, 0, length) != NULL ? L"it holds a NUL" : NULL;
    if (length == 0)
        return L"it is empty, and an empty line is no key";
    return wmemchr(text, L'\n', length) != NULL || text[length - 1] == L'\r' ? L"it holds a line's end" : NULL;
}

/* Fails as the first text does that can't be told. */
static BOOL TextsAreTold(const Command *command, const ReportedKeys *keys)
{
    for (LONG i = 0; keys->textItems != NULL && i < keys->count; i++) {
        const wchar_t *reason = TextUntold(keys, i, command->style.json);
        if (reason != NULL) {
            wchar_t text[120];
            swprintf(text, ARRAYSIZE(text), L"--ListKeys, the key at position %ld: %ls.", i, reason);
            ErrorPrint(&command->style, PERFECTHASH_E_KEY_TYPE, text);
            return FALSE;
        }
    }
    return TRUE;
}

static HRESULT PutKey(const ReportedKeys *keys, LONG at, BOOL json, Output *output)
{
    VARIANT key;
    if (keys->textItems != NULL) {
        BSTR text = V_BSTR(&keys->textItems[at]);
        if (json)
            OutputPutJson(output, text != NULL ? text : L"");
        else
            OutputPutChars(output, text, SysStringLen(text));
        return S_OK;
    }
    const HRESULT hr = IPerfectHashTable_KeyAt(keys->table, at, &key);
    if (SUCCEEDED(hr))
        PutValue(&key, json, output);
    VariantClear(&key);
    return hr;
}

static HRESULT PutKeys(const Command *command, const ReportedKeys *keys)
{
    const BOOL json = command->style.json;
    Output output = {0};
    HRESULT hr = S_OK;
    OutputPut(&output, json ? L"{\"keys\": [" : L"");
    for (LONG i = 0; i < keys->count && SUCCEEDED(hr); i++) {
        OutputPut(&output, json && i != 0 ? L", " : L"");
        hr = PutKey(keys, i, json, &output);
        OutputPut(&output, json ? L"" : L"\n");
        if (output.length >= KeysPart && SUCCEEDED(hr))
            CommandPrint(command, &output);
    }
    OutputPut(&output, json ? L"]}\n" : L"");
    if (FAILED(hr))
        OutputDrop(&output);
    CommandPrint(command, &output);
    return hr;
}

ExitCode TableReportKeys(const Command *command, IPerfectHashTable *table)
{
    ReportedKeys keys = {0};
    HRESULT hr = KeysOpen(table, &keys);
    const BOOL told = FAILED(hr) || TextsAreTold(command, &keys);
    if (SUCCEEDED(hr) && told)
        hr = PutKeys(command, &keys);
    KeysClose(&keys);
    return FAILED(hr) ? CommandFailed(command, hr) : told ? ExitDone : ExitFailed;
}
