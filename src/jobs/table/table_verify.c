/* See table_result.h: TableResultVerify. */
#include "runtime/base/win32_calls.h"
#include "table_result.h"

static HRESULT VerifyTexts(const TableResult *result, ULONGLONG *keys, Failure *failure)
{
    ChmError error = {ChmOk, NULL, {0}};
    TextView view;
    if (TextImageOpen(result->view.image, result->view.imageBytes, &view, &error) != ChmOk)
        return FailureChm(failure, result->name, &error);
    uint8_t *key = Win32Allocate(view.table.longest + 1);
    if (key == NULL)
        return FailureMemory(failure, result->name, view.table.longest + 1);
    if (!TextTableVerify(&view.table, key))
        ChmFail(&error, ChmTableMalformed, "a key does not give its position", 0, 0, 0);
    Win32Free(key);
    *keys = view.table.keyCount;
    return error.status == ChmOk ? S_OK : FailureChm(failure, result->name, &error);
}

HRESULT TableResultVerify(const TableResult *result, ULONGLONG *keys, Failure *failure)
{
    ChmError error = {ChmOk, NULL, {0}};
    TableView view;
    *keys = 0;
    if (TableResultIsText(result))
        return VerifyTexts(result, keys, failure);
    if (TableOpen(result->view.image, result->view.imageBytes, &view, &error) != ChmOk ||
        TableVerify(&view, &error) != ChmOk)
        return FailureChm(failure, result->name, &error);
    *keys = view.keys != NULL ? view.keyCount : 0;
    return S_OK;
}
