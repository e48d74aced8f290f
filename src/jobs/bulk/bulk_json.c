#include "bulk_options.h"
#include "bulk_text.h"
#include "jobs/text/path_name.h"
#include "jobs/text/text.h"

static void BulkJsonPutText(Utf8Text *out, const char *name, const wchar_t *text)
{
    Utf8Put(out, name);
    Utf8PutJson(out, text);
}

static void BulkJsonPutNumber(Utf8Text *out, const char *name, ULONGLONG number)
{
    Utf8Put(out, name);
    Utf8PutNumber(out, number);
}

static void BulkJsonPutCost(const SolveCost *cost, Utf8Text *out)
{
    BulkJsonPutNumber(out, ", \"attemptsMade\": ", cost->attempts);
    BulkJsonPutNumber(out, ", \"setups\": ", cost->setups);
    BulkJsonPutNumber(out, ", \"rejectedAttempts\": ", cost->rejected);
    BulkJsonPutNumber(out, ", \"setupMicroseconds\": ", cost->setupMicroseconds);
    BulkJsonPutNumber(out, ", \"attemptMicroseconds\": ", cost->attemptMicroseconds);
    BulkJsonPutNumber(out, ", \"assignMicroseconds\": ", cost->assignMicroseconds);
    BulkJsonPutNumber(out, ", \"verifyMicroseconds\": ", cost->verifyMicroseconds);
    BulkJsonPutNumber(out, ", \"scatterMicroseconds\": ", cost->scatterMicroseconds);
}

/* Ends a record, of a row without a table, too. */
static void BulkJsonPutEnd(const BulkRow *row, Utf8Text *out)
{
    BulkJsonPutNumber(out, ", \"endedMilliseconds\": ", row->endedMs);
    BulkJsonPutNumber(out, ", \"node\": ", row->node);
    Utf8Put(out, "}");
}

static void BulkJsonPutName(const BulkRow *row, Utf8Text *out)
{
    wchar_t *name = PathBaseName(row->keysPath);
    BulkJsonPutText(out, ", \"name\": ", name != NULL ? name : L"");
    out->failed = out->failed || name == NULL;
    TextFree(name);
}

static void PutRecord(const BulkResult *result, const BulkRow *row, Utf8Text *out)
{
    BulkJsonPutText(out, "    {\"keysPath\": ", row->keysPath);
    BulkJsonPutName(row, out);
    Utf8Put(out, ", \"status\": \"");
    Utf8Put(out, BulkRowStatus(row));
    if (row->failure != NULL) {
        wchar_t text[FAILURE_TEXT_CHARS];
        StoredFailureText(row->failure, text, ARRAYSIZE(text));
        Utf8Put(out, "\", \"errorCode\": \"");
        Utf8PutCode(out, (uint32_t)row->failure->code);
        BulkJsonPutText(out, "\", \"error\": ", text);
        BulkJsonPutEnd(row, out);
        return;
    }
    BulkJsonPutNumber(out, "\", \"keyCount\": ", row->keyCount);
    BulkJsonPutNumber(out, ", \"keySizeInBytes\": ", row->keySizeInBytes);
    Utf8Put(out, row->layout == LayoutText ? ", \"keyType\": \"Text\"" : ", \"keyType\": \"Number\"");
    if (row->hashFunction != 0)
        BulkJsonPutText(out, ", \"hashFunction\": ", HashFunctionName(row->hashFunction));
    Utf8Put(out, ", \"layout\": \"");
    Utf8Put(out, TableLayoutName(row->layout));
    Utf8Put(out, "\"");
    BulkJsonPutNumber(out, ", \"attempts\": ", row->attempts);
    BulkJsonPutNumber(out, ", \"tableResizes\": ", row->resizes);
    BulkJsonPutNumber(out, ", \"tableBytes\": ", row->tableBytes);
    if (row->tablePath != NULL)
        BulkJsonPutText(out, ", \"tablePath\": ", BulkRelativePath(result, row->tablePath));
    BulkJsonPutNumber(out, ", \"solveMicroseconds\": ", row->solveMicroseconds);
    BulkJsonPutCost(&row->cost, out);
    BulkJsonPutEnd(row, out);
}

/* Puts what stands before the records. */
static void BulkJsonBegin(const BulkResult *result, const BulkRunDescription *figures, Utf8Text *out)
{
    const BulkSums *sums = &result->sums;
    BulkJsonPutText(out, "{\n  \"keysDirectory\": ", result->keysDirectory);
    BulkJsonPutText(out, ",\n  \"outputDirectory\": ", result->outputDirectory);
    Utf8Put(out, ",\n  \"options\": ");
    BulkOptionsPutJson(figures->options, out);
    if (figures->pack != NULL)
        BulkJsonPutText(out, ",\n  \"pack\": ", figures->pack);
    if (figures->options->shardCount != 0) {
        BulkJsonPutNumber(out, ",\n  \"shard\": {\"index\": ", figures->options->shardIndex);
        BulkJsonPutNumber(out, ", \"count\": ", figures->options->shardCount);
        BulkJsonPutNumber(out, ", \"files\": ", figures->filesFound);
        Utf8Put(out, "}");
    }
    BulkJsonPutNumber(out, ",\n  \"total\": ", result->rowCount);
    BulkJsonPutNumber(out, ",\n  \"created\": ", result->succeeded);
    BulkJsonPutNumber(out, ",\n  \"skipped\": ", result->skipped);
    BulkJsonPutNumber(out, ",\n  \"failed\": ", result->failed);
    BulkJsonPutNumber(out, ",\n  \"withoutFunctions\": ", result->withoutFunctions);
    BulkJsonPutNumber(out, ",\n  \"keys\": ", sums->keys);
    BulkJsonPutNumber(out, ",\n  \"attempts\": ", sums->attempts);
    BulkJsonPutNumber(out, ",\n  \"tableBytes\": ", sums->tableBytes);
    Utf8Put(out, ",\n  \"tables\": [\n");
}

static void BulkJsonEnd(const BulkResult *result, const BulkRunDescription *figures, Utf8Text *out)
{
    BulkJsonPutNumber(out, "  ],\n  \"solveMicroseconds\": ", result->sums.solveMicroseconds);
    BulkJsonPutNumber(out, ",\n  \"elapsedMilliseconds\": ", figures->elapsedMs);
    Utf8Put(out, "\n}\n");
}

void BulkJsonPut(const BulkResult *result, const BulkRunDescription *figures, size_t row, Utf8Text *out)
{
    if (row == 0)
        BulkJsonBegin(result, figures, out);
    if (row < result->rowCount) {
        PutRecord(result, &result->rows[row], out);
        Utf8Put(out, row + 1 < result->rowCount ? ",\n" : "\n");
    }
    if (row + 1 >= result->rowCount)
        BulkJsonEnd(result, figures, out);
}
