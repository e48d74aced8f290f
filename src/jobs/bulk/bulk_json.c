#include "bulk_options.h"
#include "bulk_text.h"

typedef struct Sums {
    ULONGLONG keys, attempts, tableBytes, solveMicroseconds;
} Sums;

static Sums SumsOf(const BulkResult *result)
{
    Sums sums = {0};
    for (size_t i = 0; i < result->rowCount; i++) {
        const BulkRow *row = &result->rows[i];
        sums.keys += row->keyCount;
        sums.attempts += row->attempts;
        sums.tableBytes += row->tableBytes;
        sums.solveMicroseconds += row->solveMicroseconds;
    }
    return sums;
}

static void PutText(Utf8Text *out, const char *name, const wchar_t *text)
{
    Utf8Put(out, name);
    Utf8PutJson(out, text);
}

static void PutNumber(Utf8Text *out, const char *name, ULONGLONG number)
{
    Utf8Put(out, name);
    Utf8PutNumber(out, number);
}

static void PutCost(const SolveCost *cost, Utf8Text *out)
{
    PutNumber(out, ", \"attemptsMade\": ", cost->attempts);
    PutNumber(out, ", \"setups\": ", cost->setups);
    PutNumber(out, ", \"rejectedAttempts\": ", cost->rejected);
    PutNumber(out, ", \"setupMicroseconds\": ", cost->setupMicroseconds);
    PutNumber(out, ", \"attemptMicroseconds\": ", cost->attemptMicroseconds);
    PutNumber(out, ", \"assignMicroseconds\": ", cost->assignMicroseconds);
    PutNumber(out, ", \"verifyMicroseconds\": ", cost->verifyMicroseconds);
    PutNumber(out, ", \"scatterMicroseconds\": ", cost->scatterMicroseconds);
}

static void PutRecord(const BulkResult *result, const BulkRow *row, Utf8Text *out)
{
    PutText(out, "    {\"keysPath\": ", row->keysPath);
    if (row->failure != NULL) {
        wchar_t text[FAILURE_TEXT_CHARS];
        FailureText(row->failure, text, ARRAYSIZE(text));
        Utf8Put(out, ", \"status\": \"Failed\", \"errorCode\": \"");
        Utf8PutCode(out, (uint32_t)row->failure->code);
        PutText(out, "\", \"error\": ", text);
        Utf8Put(out, "}");
        return;
    }
    Utf8Put(out, row->skipped ? ", \"status\": \"Skipped\"" : ", \"status\": \"Created\"");
    PutNumber(out, ", \"keyCount\": ", row->keyCount);
    PutNumber(out, ", \"keySizeInBytes\": ", row->keySizeInBytes);
    PutText(out, ", \"hashFunction\": ", HashFunctionName(row->hashFunction));
    Utf8Put(out, row->layout == LayoutPartitioned ? ", \"layout\": \"Partitioned\"" : ", \"layout\": \"Flat\"");
    PutNumber(out, ", \"attempts\": ", row->attempts);
    PutNumber(out, ", \"tableResizes\": ", row->resizes);
    PutNumber(out, ", \"tableBytes\": ", row->tableBytes);
    if (row->tablePath != NULL)
        PutText(out, ", \"tablePath\": ", BulkRelativePath(result, row->tablePath));
    PutNumber(out, ", \"solveMicroseconds\": ", row->solveMicroseconds);
    PutCost(&row->cost, out);
    Utf8Put(out, "}");
}

void BulkJsonWrite(const BulkResult *result, const BulkFacts *facts, Utf8Text *out)
{
    const Sums sums = SumsOf(result);
    PutText(out, "{\n  \"keysDirectory\": ", result->keysDirectory);
    PutText(out, ",\n  \"outputDirectory\": ", result->outputDirectory);
    Utf8Put(out, ",\n  \"options\": ");
    BulkOptionsPutJson(facts->options, out);
    if (facts->pack != NULL)
        PutText(out, ",\n  \"pack\": ", facts->pack);
    if (facts->options->shardCount != 0) {
        PutNumber(out, ",\n  \"shard\": {\"index\": ", facts->options->shardIndex);
        PutNumber(out, ", \"count\": ", facts->options->shardCount);
        PutNumber(out, ", \"files\": ", facts->filesFound);
        Utf8Put(out, "}");
    }
    PutNumber(out, ",\n  \"total\": ", result->rowCount);
    PutNumber(out, ",\n  \"created\": ", result->succeeded);
    PutNumber(out, ",\n  \"skipped\": ", result->skipped);
    PutNumber(out, ",\n  \"failed\": ", result->failed);
    PutNumber(out, ",\n  \"keys\": ", sums.keys);
    PutNumber(out, ",\n  \"attempts\": ", sums.attempts);
    PutNumber(out, ",\n  \"tableBytes\": ", sums.tableBytes);
    Utf8Put(out, ",\n  \"tables\": [\n");
    for (size_t i = 0; i < result->rowCount; i++) {
        PutRecord(result, &result->rows[i], out);
        Utf8Put(out, i + 1 < result->rowCount ? ",\n" : "\n");
    }
    PutNumber(out, "  ],\n  \"solveMicroseconds\": ", sums.solveMicroseconds);
    PutNumber(out, ",\n  \"elapsedMilliseconds\": ", facts->elapsedMs);
    Utf8Put(out, "\n}\n");
}
