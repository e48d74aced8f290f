#include "bulk_summary.h"

#include <stdio.h>

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"

wchar_t *BulkSummaryPath(const wchar_t *outputDirectory, DWORD shardIndex, DWORD shardCount, const wchar_t *extension)
{
    wchar_t name[80];
    if (shardCount != 0)
        swprintf(name, ARRAYSIZE(name), L"PerfectHashBulkCreate.%lu-of-%lu%ls", (unsigned long)shardIndex,
                 (unsigned long)shardCount, extension);
    else
        swprintf(name, ARRAYSIZE(name), L"PerfectHashBulkCreate%ls", extension);
    return PathJoin(outputDirectory, name);
}

static HRESULT BulkSummaryWrite(BulkSummary *summary, Node *node, Rundown *rundown, const wchar_t *base,
                                const wchar_t *extension, BulkText *text, Failure *failure)
{
    const FileWriteSource source = {BulkTextNext, text};
    return OutputSetWriteFrom(&summary->files, node, rundown, base, extension, &source, failure);
}

/* S_FALSE: the folder is being removed by somebody, and open when that is over. */
static HRESULT BulkSummaryOpen(BulkSummary *summary, Node *node, Rundown *rundown, const BulkResult *result,
                               const BulkRunDescription *figures, Failure *failure)
{
    wchar_t *folder = TextCopy(result->outputDirectory);
    if (folder == NULL)
        return FailureMemoryText(failure, result->outputDirectory);
    BulkTextOpen(&summary->csv, result, figures, FALSE);
    BulkTextOpen(&summary->json, result, figures, TRUE);
    summary->files.durable = figures->options->table.durable;
    return OutputSetOpenFolder(&summary->files, node, rundown, folder, failure);
}

HRESULT BulkSummaryStart(BulkSummary *summary, Node *node, Rundown *rundown, const BulkResult *result,
                         const BulkRunDescription *figures, Failure *failure)
{
    wchar_t *base = BulkSummaryPath(L"", figures->options->shardIndex, figures->options->shardCount, L"");
    HRESULT code = base != NULL ? S_OK : FailureMemoryText(failure, result->outputDirectory);
    if (SUCCEEDED(code) && summary->files.folder == NULL) /* else it is open by now */
        code = BulkSummaryOpen(summary, node, rundown, result, figures, failure);
    if (code == S_OK)
        code = BulkSummaryWrite(summary, node, rundown, base, L".csv", &summary->csv, failure);
    if (code == S_OK)
        code = BulkSummaryWrite(summary, node, rundown, base, L".json", &summary->json, failure);
    TextFree(base);
    return code;
}

void BulkSummaryLock(BulkSummary *summary)
{
    if (summary->files.count != 0)
        OutputSetLock(&summary->files);
}

HRESULT BulkSummaryEnd(BulkSummary *summary, Node *node, Rundown *rundown, BulkResult *result, Failure *failure)
{
    OutputFile *files = summary->files.files;
    if (summary->files.count == 0)
        return S_OK;
    const HRESULT code = OutputSetCommit(&summary->files, node, rundown, failure);
    if (code != S_OK)
        return code;
    result->csvPath = files[0].path;
    result->jsonPath = files[1].path;
    files[0].path = files[1].path = NULL;
    return S_OK;
}

HRESULT BulkSummaryLook(BulkSummary *summary, Node *node, Rundown *rundown, const BulkResult *result,
                        const BulkOptions *options, BOOL noLinks, Failure *failure)
{
    wchar_t *folder = PathExtended(result->outputDirectory), *paths[2] = {NULL};
    const wchar_t *refused = result->outputDirectory;
    DWORD error;
    if (folder != NULL) {
        paths[0] = BulkSummaryPath(folder, options->shardIndex, options->shardCount, L".csv");
        paths[1] = BulkSummaryPath(folder, options->shardIndex, options->shardCount, L".json");
    }
    const size_t root = folder != NULL ? wcslen(folder) : 0;
    if (paths[0] == NULL || paths[1] == NULL)
        error = ERROR_NOT_ENOUGH_MEMORY;
    else if (noLinks && (PathHasLink(paths[0], root) || PathHasLink(paths[1], root)))
        error = ERROR_SUCCESS; /* nothing is opened by way of a link; it is replaced itself */
    else
        error = OutputSetLook(folder, (const wchar_t *const *)paths, ARRAYSIZE(paths), &refused);
    wchar_t *told = error != ERROR_SUCCESS ? PathFull(refused) : NULL;
    HRESULT code = S_OK;
    if (error != ERROR_SUCCESS && ReplaceWaits(&summary->wait, node, rundown, &error))
        code = S_FALSE;
    else if (error != ERROR_SUCCESS)
        code = FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, told != NULL ? told : refused, error);
    TextFree(told);
    TextFree(paths[0]);
    TextFree(paths[1]);
    TextFree(folder);
    return code;
}

void BulkSummaryClose(BulkSummary *summary)
{
    OutputSetClose(&summary->files);
    BulkTextClose(&summary->csv);
    BulkTextClose(&summary->json);
    memset(summary, 0, sizeof *summary);
}
