/* See table_look.h. */
#include "table_look.h"

#include <oleauto.h>
#include <wchar.h>

#include "PerfectHashErrors.h"
#include "exe/report/table_report.h"
#include "jobs/text/text.h"

/* A file that was opened: one of the two. */
typedef struct Opened {
    IPerfectHashTable *table;
    IPerfectHashTables *pack;
} Opened;

BOOL TableLookAsked(const TableLook *look)
{
    return look->info || look->verify || look->listKeys || look->table != NULL;
}

/* Returns whether the command has a path and no more than --Ranges besides. */
static BOOL HasPathAlone(const Command *command)
{
    static const wchar_t ranges[] = L"--Ranges";
    int others = 0;
    for (int i = 0; i < command->wordCount; i++)
        others += _wcsnicmp(command->words[i], ranges, ARRAYSIZE(ranges) - 1) != 0;
    return command->subject != NULL && others == 1;
}

HRESULT TableLookCheck(const Command *command, const TableLook *look, Failure *failure)
{
    const wchar_t *subject = look->info       ? L"--Info"
                             : look->verify   ? L"--Verify"
                             : look->listKeys ? L"--ListKeys"
                                              : L"--Table";
    const wchar_t *reason = NULL;
    if (!HasPathAlone(command))
        reason = L"it takes a table file or a pack, and nothing that makes a table";
    else if (look->listKeys && (look->info || look->verify || look->lookup.keys != NULL))
        reason = L"--ListKeys prints keys alone, and goes with none of --Info, --Verify and --Lookup";
    else if (look->table != NULL && !look->info && !look->verify && !look->listKeys && look->lookup.keys == NULL)
        reason = L"it goes with --Info, --Verify, --ListKeys or --Lookup";
    if (reason == NULL && look->lookup.ranges && look->lookup.keys == NULL) {
        subject = L"--Ranges";
        reason = L"of a finished table it goes with --Lookup";
    }
    return reason != NULL ? FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject, reason, 0, 0, 0) : S_OK;
}

/* ---- the file ---- */

static HRESULT LoadAs(IPerfectHashIocpContext *server, BSTR path, BOOL pack, Opened *opened)
{
    return pack ? IPerfectHashIocpContext_LoadPack(server, path, &opened->pack)
                : IPerfectHashIocpContext_LoadTable(server, path, &opened->table);
}

/* Opens it as what its name says last: the error of that stays with the thread. */
static HRESULT TableLookOpen(IPerfectHashIocpContext *server, const wchar_t *path, Opened *opened)
{
    static const wchar_t packName[] = L".phpack";
    const size_t length = wcslen(path), suffix = ARRAYSIZE(packName) - 1;
    const BOOL packLast = length > suffix && TextEqual(path + length - suffix, packName);
    BSTR name = SysAllocString(path);
    if (name == NULL)
        return E_OUTOFMEMORY;
    HRESULT hr = LoadAs(server, name, !packLast, opened);
    if (FAILED(hr))
        hr = LoadAs(server, name, packLast, opened);
    SysFreeString(name);
    return hr;
}

static void OpenedClose(Opened *opened)
{
    if (opened->table != NULL)
        IPerfectHashTable_Release(opened->table);
    if (opened->pack != NULL)
        IPerfectHashTables_Release(opened->pack);
}

/* ---- one table ---- */

/* Puts what was asked for about a table; of JSON the members that follow its name. */
static HRESULT PutTable(const Command *command, const TableLook *look, IPerfectHashTable *table, Output *output,
                        ExitCode *code)
{
    const BOOL json = command->style.json;
    HRESULT hr = look->info ? TableReportInfo(table, json, output) : S_OK;
    if (SUCCEEDED(hr) && look->verify)
        hr = TableReportVerify(table, json, output);
    if (SUCCEEDED(hr) && look->lookup.keys != NULL)
        hr = CreateReportLookups(table, &look->lookup, json, output, code);
    return hr;
}

static ExitCode LookAtTable(const Command *command, const TableLook *look, IPerfectHashTable *table)
{
    ExitCode code = ExitDone;
    Output output = {0};
    BSTR name = NULL;
    if (look->listKeys)
        return TableReportKeys(command, table);
    HRESULT hr = IPerfectHashTable_get_Name(table, &name);
    if (SUCCEEDED(hr) && command->style.json) {
        OutputPut(&output, L"{\"name\": ");
        OutputPutJson(&output, name);
    }
    if (SUCCEEDED(hr))
        hr = PutTable(command, look, table, &output, &code);
    OutputPut(&output, command->style.json ? L"}\n" : L"");
    SysFreeString(name);
    if (FAILED(hr)) {
        OutputDrop(&output);
        return CommandFailed(command, hr);
    }
    CommandPrint(command, &output);
    return code;
}

/* ---- a pack ---- */

/* Puts what was asked for about a table of a pack. It may be damaged, and the others still tell. */
static HRESULT PutPacked(const Command *command, const TableLook *look, IPerfectHashTables *pack, BSTR name, LONG at,
                         Output *output)
{
    const BOOL json = command->style.json;
    IPerfectHashTable *table = NULL;
    VARIANT number;
    V_VT(&number) = VT_I4;
    V_I4(&number) = at;
    HRESULT hr = IPerfectHashTables_get_Item(pack, number, &table);
    if (json) {
        OutputPut(output, at != 0 ? L", {\"name\": " : L"{\"name\": ");
        OutputPutJson(output, name);
        if (SUCCEEDED(hr) && look->info)
            hr = TableReportInfo(table, TRUE, output);
    } else if (SUCCEEDED(hr) && look->info) {
        hr = TableReportLine(table, name, output);
    }
    if (SUCCEEDED(hr) && look->verify)
        hr = TableReportVerify(table, json, output);
    if (json && FAILED(hr))
        OutputFormat(output, L", \"code\": \"0x%08lX\"", (unsigned long)hr);
    OutputPut(output, json ? L"}" : L"");
    if (table != NULL)
        IPerfectHashTable_Release(table);
    return hr;
}

/* The error of a table goes to stderr alone: the JSON says which one it is. */
static void PrintPackedError(const Command *command, BSTR name, HRESULT hr)
{
    ErrorStyle style = command->style;
    style.json = FALSE;
    ErrorPrintCom(&style, name, hr);
}

static ExitCode LookAtAll(const Command *command, const TableLook *look, IPerfectHashTables *pack)
{
    ExitCode code = ExitDone;
    Output output = {0};
    VARIANT names, *texts = NULL;
    LONG count = 0;
    VariantInit(&names);
    HRESULT hr = IPerfectHashTables_get_Count(pack, &count);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTables_get_Names(pack, &names);
    if (SUCCEEDED(hr))
        hr = SafeArrayAccessData(V_ARRAY(&names), (void **)&texts);
    if (FAILED(hr))
        return CommandFailed(command, hr);
    OutputPut(&output, command->style.json ? L"{\"tables\": [" : L"");
    for (LONG i = 0; i < count; i++) {
        hr = PutPacked(command, look, pack, V_BSTR(&texts[i]), i, &output);
        if (FAILED(hr)) {
            PrintPackedError(command, V_BSTR(&texts[i]), hr);
            code = ExitFailed;
        }
        CommandPrint(command, &output);
    }
    OutputPut(&output, command->style.json ? L"]}\n" : L"");
    CommandPrint(command, &output);
    SafeArrayUnaccessData(V_ARRAY(&names));
    VariantClear(&names);
    return code;
}

static ExitCode LookAtNamed(const Command *command, const TableLook *look, IPerfectHashTables *pack)
{
    IPerfectHashTable *table = NULL;
    VARIANT name;
    V_VT(&name) = VT_BSTR;
    V_BSTR(&name) = SysAllocString(look->table);
    const HRESULT hr = V_BSTR(&name) != NULL ? IPerfectHashTables_get_Item(pack, name, &table) : E_OUTOFMEMORY;
    VariantClear(&name);
    if (FAILED(hr))
        return CommandFailed(command, hr);
    const ExitCode code = LookAtTable(command, look, table);
    IPerfectHashTable_Release(table);
    return code;
}

/* Prints why what was asked for can't be answered by this file. */
static ExitCode TableLookRefuse(const Command *command, const wchar_t *option, const wchar_t *reason)
{
    Failure failure;
    FailureSet(&failure, PERFECTHASH_E_OPTION_VALUE, option, reason, 0, 0, 0);
    ErrorPrintFailure(&command->style, &failure);
    return ExitUsage;
}

static ExitCode TableLookAt(const Command *command, const TableLook *look, const Opened *opened)
{
    if (opened->table != NULL)
        return look->table == NULL ? LookAtTable(command, look, opened->table)
                                   : TableLookRefuse(command, L"--Table", L"the file is no pack but one table");
    if (look->table != NULL)
        return LookAtNamed(command, look, opened->pack);
    if (look->listKeys || look->lookup.keys != NULL)
        return TableLookRefuse(command, look->listKeys ? L"--ListKeys" : L"--Lookup",
                               L"name one of the pack's tables by --Table=NAME; --Info lists them");
    return LookAtAll(command, look, opened->pack);
}

BOOL TableLookRun(const Command *command, IPerfectHashIocpContext *server, const TableLook *look, ExitCode *code)
{
    const BOOL asked = TableLookAsked(look);
    Opened opened = {NULL, NULL};
    if (!asked && (look->lookup.keys == NULL || !HasPathAlone(command)))
        return FALSE;
    const HRESULT hr = TableLookOpen(server, command->subject, &opened);
    if (FAILED(hr) && !asked)
        return FALSE;
    *code = SUCCEEDED(hr) ? TableLookAt(command, look, &opened) : CommandFailed(command, hr);
    OpenedClose(&opened);
    return TRUE;
}
