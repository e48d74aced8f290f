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

static void BulkSummaryWriteEnded(FileWrite *write, Worker *worker, DWORD error)
{
    BulkSummaryFile *file = CONTAINING_RECORD(write, BulkSummaryFile, write);
    (void)worker;
    file->error = error;
    RundownRelease(file->rundown);
}

static HRESULT BulkSummaryStartFile(BulkSummaryFile *file, Node *node, Rundown *rundown, const BulkResult *result,
                                    const BulkRunDescription *figures, const wchar_t *extension, Failure *failure)
{
    file->path =
        BulkSummaryPath(result->outputDirectory, figures->options->shardIndex, figures->options->shardCount, extension);
    if (file->path == NULL || file->text.failed)
        return FailureMemory(failure, result->outputDirectory, file->text.length);
    file->rundown = rundown;
    RundownHold(rundown);
    file->begun = TRUE;
    const DWORD error =
        FileWriteStart(&file->write, node, file->path, file->text.bytes, file->text.length, BulkSummaryWriteEnded);
    if (error == ERROR_SUCCESS)
        return S_OK; /* it may have ended by now: the error is BulkSummaryWriteEnded's */
    file->begun = FALSE;
    RundownRelease(rundown);
    return FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, file->path, error);
}

HRESULT BulkSummaryStart(BulkSummary *summary, Node *node, Rundown *rundown, const BulkResult *result,
                         const BulkRunDescription *figures, Failure *failure)
{
    if (summary->csv.text.length == 0) {
        BulkCsvWrite(result, &summary->csv.text);
        BulkJsonWrite(result, figures, &summary->json.text);
    }
    const HRESULT code = BulkSummaryStartFile(&summary->csv, node, rundown, result, figures, L".csv", failure);
    return FAILED(code) ? code
                        : BulkSummaryStartFile(&summary->json, node, rundown, result, figures, L".json", failure);
}

static HRESULT BulkSummaryEndFile(BulkSummaryFile *file, wchar_t **path, Failure *failure)
{
    if (!file->begun)
        return S_OK;
    if (file->error != ERROR_SUCCESS)
        return FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, file->path, file->error);
    *path = file->path;
    file->path = NULL;
    return S_OK;
}

HRESULT BulkSummaryEnd(BulkSummary *summary, BulkResult *result, Failure *failure)
{
    const HRESULT code = BulkSummaryEndFile(&summary->csv, &result->csvPath, failure);
    return FAILED(code) ? code : BulkSummaryEndFile(&summary->json, &result->jsonPath, failure);
}

void BulkSummaryClose(BulkSummary *summary)
{
    Utf8Free(&summary->csv.text);
    Utf8Free(&summary->json.text);
    TextFree(summary->csv.path);
    TextFree(summary->json.path);
    memset(summary, 0, sizeof *summary);
}
