/*
 * See bulk_reload.h. The members that it reads are those that bulk_json.c writes; others are passed
 * over.
 */
#include "bulk_reload.h"

#include <wchar.h>

#include "PerfectHashErrors.h"
#include "bulk_result.h"
#include "bulk_text.h"
#include "jobs/table/read_check.h"
#include "jobs/text/json.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/files/blocking_file.h"

enum { MostSummaryBytes = 0x40000000 };

typedef struct Summary {
    const wchar_t *path;
    char *bytes;
    size_t length;
    Failure *failure;
} Summary;

static HRESULT BulkReloadUnsound(const Summary *summary, const JsonSlice *at, const wchar_t *reason)
{
    return FailureSet(summary->failure, PERFECTHASH_E_RESULTS, summary->path, reason,
                      (ULONGLONG)(at->bytes - summary->bytes), 0, 0);
}

static HRESULT BulkReloadRead(Summary *summary)
{
    HANDLE file = INVALID_HANDLE_VALUE;
    ULONGLONG size = 0;
    wchar_t *extended = PathExtended(summary->path);
    if (extended == NULL)
        return FailureMemory(summary->failure, summary->path, MAX_PATH);
    DWORD error = BlockingOpen(extended, FILE_SHARE_READ | FILE_SHARE_DELETE, &file, &size);
    TextFree(extended);
    if (error == ERROR_SUCCESS && size > MostSummaryBytes)
        error = ERROR_FILE_TOO_LARGE;
    ReadCheck check;
    ReadCheckText(&check);
    if (error == ERROR_SUCCESS)
        error = BlockingCheck(file, 0, size, &check.check);
    if (check.error.status != ChmOk) {
        CloseHandle(file);
        return FailureSet(summary->failure, PERFECTHASH_E_RESULTS, summary->path, L"a zero byte stands there",
                          check.error.numbers[0], 0, 0);
    }
    if (error == ERROR_SUCCESS && (summary->bytes = Win32Allocate((size_t)size + 1)) == NULL) {
        CloseHandle(file);
        return FailureMemory(summary->failure, summary->path, (size_t)size);
    }
    if (error == ERROR_SUCCESS) {
        summary->length = (size_t)size;
        error = BlockingRead(file, 0, summary->bytes, summary->length);
    }
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    return error == ERROR_SUCCESS
               ? S_OK
               : FailureSystem(summary->failure, PERFECTHASH_E_RESULTS_UNREADABLE, summary->path, error);
}

/* ---- members ---- */

/* S_FALSE: there is none. *out is the caller's. */
static HRESULT TakeText(const Summary *summary, const JsonSlice *object, const char *name, wchar_t **out)
{
    JsonSlice value;
    bool sound;
    *out = NULL;
    if (!JsonFind(object, name, &value))
        return S_FALSE;
    *out = JsonText(&value, &sound);
    if (!sound)
        return BulkReloadUnsound(summary, &value, L"expected a text");
    return *out != NULL ? S_OK : FailureMemory(summary->failure, summary->path, value.length * sizeof(wchar_t));
}

static HRESULT NeedText(const Summary *summary, const JsonSlice *object, const char *name, wchar_t **out)
{
    const HRESULT code = TakeText(summary, object, name, out);
    return code == S_FALSE ? BulkReloadUnsound(summary, object, L"a member that names something is missing") : code;
}

/* 0 where there is none. */
static HRESULT BulkReloadTakeNumber(const Summary *summary, const JsonSlice *object, const char *name, ULONGLONG *out)
{
    JsonSlice value;
    *out = 0;
    if (!JsonFind(object, name, &value) || JsonNumber(&value, out))
        return S_OK;
    return BulkReloadUnsound(summary, &value, L"expected a whole number");
}

/* As that, of a number that is not larger than any table has it. */
static HRESULT BulkReloadTakeSmall(const Summary *summary, const JsonSlice *object, const char *name, DWORD most,
                                   DWORD *out)
{
    ULONGLONG number;
    const HRESULT code = BulkReloadTakeNumber(summary, object, name, &number);
    *out = (DWORD)number;
    return SUCCEEDED(code) && number > most ? BulkReloadUnsound(summary, object, L"a number is too large") : code;
}

/* ---- rows ---- */

/* A path that the summary gives below its output directory. */
static HRESULT TakeTablePath(const Summary *summary, BulkResult *result, const JsonSlice *record, BulkRow *row)
{
    wchar_t *path;
    const HRESULT code = TakeText(summary, record, "tablePath", &path);
    if (code != S_OK)
        return code;
    const BOOL whole = path[0] == L'\\' || (path[0] != 0 && path[1] == L':');
    if (whole) {
        BulkRowSetTable(result, row, path);
        return S_OK;
    }
    BulkRowSetTable(result, row, BulkTablePath(result, path));
    TextFree(path);
    return row->tablePath != NULL ? S_OK : FailureMemory(summary->failure, summary->path, MAX_PATH);
}

static HRESULT BulkReloadTakeFailure(const Summary *summary, BulkResult *result, const JsonSlice *record, BulkRow *row)
{
    wchar_t *text, *code, *end;
    Failure told;
    HRESULT hr = NeedText(summary, record, "error", &text);
    if (FAILED(hr))
        return hr;
    hr = NeedText(summary, record, "errorCode", &code);
    if (SUCCEEDED(hr)) {
        const HRESULT number = (HRESULT)wcstoul(code, &end, 16);
        if (*end != 0 || SUCCEEDED(number))
            hr = BulkReloadUnsound(summary, record, L"its errorCode is no failure");
        else
            FailureTold(&told, number, text);
    }
    if (SUCCEEDED(hr))
        BulkRowFail(result, row, &told);
    TextFree(code);
    TextFree(text);
    return hr;
}

static HRESULT BulkReloadTakeRow(const Summary *summary, BulkResult *result, const JsonSlice *record, BulkRow *row)
{
    wchar_t *status = NULL;
    DWORD keySize = 0;
    wchar_t *keysPath = NULL;
    HRESULT code = NeedText(summary, record, "keysPath", &keysPath);
    row->keysPath = BulkResultKeep(result, keysPath);
    if (SUCCEEDED(code) && row->keysPath == NULL)
        code = FailureMemoryText(summary->failure, summary->path);
    if (SUCCEEDED(code))
        code = NeedText(summary, record, "status", &status);
    if (FAILED(code))
        return code;
    const BOOL failed = TextSame(status, L"Failed") || TextSame(status, L"" BULK_WITHOUT_FUNCTIONS);
    row->skipped = TextSame(status, L"Skipped");
    const BOOL known = failed || row->skipped || TextSame(status, L"Created");
    TextFree(status);
    if (!known)
        return BulkReloadUnsound(summary, record, L"its status is none that there is");
    if (failed)
        return BulkReloadTakeFailure(summary, result, record, row);
    code = BulkReloadTakeSmall(summary, record, "keyCount", MAXDWORD, &row->keyCount);
    if (SUCCEEDED(code))
        code = BulkReloadTakeNumber(summary, record, "attempts", &row->attempts);
    if (SUCCEEDED(code))
        code = BulkReloadTakeNumber(summary, record, "tableBytes", &row->tableBytes);
    if (SUCCEEDED(code))
        code = BulkReloadTakeNumber(summary, record, "solveMicroseconds", &row->solveMicroseconds);
    if (SUCCEEDED(code))
        code = BulkReloadTakeSmall(summary, record, "keySizeInBytes", MAXBYTE, &keySize);
    if (SUCCEEDED(code))
        code = BulkReloadTakeSmall(summary, record, "tableResizes", MAXDWORD, &row->resizes);
    row->keySizeInBytes = (BYTE)keySize;
    return SUCCEEDED(code) ? TakeTablePath(summary, result, record, row) : code;
}

static HRESULT TakeRows(const Summary *summary, const JsonSlice *whole, BulkResult *result)
{
    JsonSlice tables, record;
    size_t count = 0;
    if (!JsonFind(whole, "tables", &tables))
        return BulkReloadUnsound(summary, whole, L"it has no tables");
    JsonMembers members = JsonMembersOf(&tables);
    while (JsonNextElement(&members, &record))
        count++;
    if (!BulkResultReserve(result, count))
        return FailureMemory(summary->failure, summary->path, count * sizeof *result->rows);
    HRESULT code = S_OK;
    members = JsonMembersOf(&tables);
    while (SUCCEEDED(code) && JsonNextElement(&members, &record))
        code = BulkReloadTakeRow(summary, result, &record, &result->rows[result->rowCount++]);
    return code;
}

/* The CSV file lies beside, under the same name. */
static HRESULT NamePaths(const Summary *summary, BulkResult *result)
{
    const size_t chars = wcslen(summary->path);
    result->jsonPath = TextCopy(summary->path);
    if (result->jsonPath == NULL)
        return FailureMemory(summary->failure, summary->path, chars * sizeof(wchar_t));
    if (chars < 5 || !TextSame(summary->path + chars - 5, L".json"))
        return S_OK;
    result->csvPath = TextCopy(summary->path);
    if (result->csvPath == NULL)
        return FailureMemory(summary->failure, summary->path, chars * sizeof(wchar_t));
    wcscpy(result->csvPath + chars - 5, L".csv");
    return S_OK;
}

static HRESULT BulkReloadMake(Summary *summary, BulkResult **out)
{
    JsonSlice whole;
    wchar_t *keysDirectory = NULL, *outputDirectory = NULL;
    if (!JsonWhole(summary->bytes, summary->length, &whole))
        return FailureSet(summary->failure, PERFECTHASH_E_RESULTS, summary->path, L"this is no JSON", 0, 0, 0);
    HRESULT code = NeedText(summary, &whole, "keysDirectory", &keysDirectory);
    if (SUCCEEDED(code))
        code = NeedText(summary, &whole, "outputDirectory", &outputDirectory);
    if (SUCCEEDED(code)) {
        *out = BulkResultCreate(keysDirectory, outputDirectory);
        if (*out == NULL)
            code = FailureMemory(summary->failure, summary->path, sizeof **out);
    }
    TextFree(keysDirectory);
    TextFree(outputDirectory);
    if (SUCCEEDED(code))
        code = TakeText(summary, &whole, "pack", &(*out)->packPath);
    if (SUCCEEDED(code))
        code = NamePaths(summary, *out);
    if (SUCCEEDED(code))
        code = TakeRows(summary, &whole, *out);
    return code;
}

HRESULT BulkResultOfSummary(const wchar_t *jsonPath, BulkResult **out, Failure *failure)
{
    Summary summary = {jsonPath, NULL, 0, failure};
    BulkResult *result = NULL;
    *out = NULL;
    HRESULT code = BulkReloadRead(&summary);
    if (SUCCEEDED(code))
        code = BulkReloadMake(&summary, &result);
    Win32Free(summary.bytes);
    if (SUCCEEDED(code)) {
        BulkResultCount(result);
        *out = result;
        return S_OK;
    }
    BulkResultRelease(result);
    return code;
}
