/*
 * The shards' CSV and JSON: taken apart into rows and records, and put together in the order of a
 * whole run.
 */
#include <stdlib.h>
#include <string.h>

#include "bulk_merge.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"

enum { MostColumns = 256 };

static const char *const columnNames[ColumnCount] = {"KeysPath", "Status", "TablePath", "ErrorCode", "Error"};

static BOOL FindColumns(const CsvField *fields, size_t count, MergeColumns *columns)
{
    columns->count = count;
    for (int column = 0; column < ColumnCount; column++) {
        size_t i = 0;
        while (i < count && !CsvFieldIs(&fields[i], columnNames[column]))
            i++;
        if (i == count)
            return FALSE;
        columns->at[column] = i;
    }
    return TRUE;
}

/*
 * As many rows as the first shard says that there are, if its CSV can have as many lines beside the
 * others'; twice as many as there were, if there are more.
 */
static size_t RowsToReserve(const BulkMerge *merge)
{
    enum { FewestLineBytes = 16 };
    size_t bytes = 0;
    if (merge->rowCapacity != 0)
        return 2 * merge->rowCapacity;
    for (DWORD i = 0; i < merge->shardCount; i++)
        bytes += merge->shards[i].parts[MergeCsv].length;
    return (size_t)min(merge->shards[0].filesFound, bytes / FewestLineBytes) + 1;
}

static HRESULT AddRow(BulkJob *job, const MergeRow *row)
{
    BulkMerge *merge = job->merge;
    if (merge->rowCount == merge->rowCapacity) {
        const size_t capacity = RowsToReserve(merge);
        MergeRow *larger = Win32Allocate(capacity * sizeof *larger);
        if (larger == NULL)
            return FailureMemory(&job->core.failure, job->keysDirectory, capacity * sizeof *larger);
        if (merge->rowCount != 0)
            memcpy(larger, merge->rows, merge->rowCount * sizeof *larger);
        Win32Free(merge->rows);
        merge->rows = larger;
        merge->rowCapacity = capacity;
    }
    merge->rows[merge->rowCount++] = *row;
    return S_OK;
}

/* A line of the CSV with its record of the JSON, which tell of the same keys file. */
static HRESULT BulkMergeTextTakeRow(BulkJob *job, MergeShard *shard, const CsvField *fields,
                                    const MergeColumns *columns, const CsvField *line, const JsonSlice *record)
{
    bool sound;
    JsonSlice value;
    MergeRow row = {.shard = shard, .csv = *line, .json = *record};
    row.status = fields[columns->at[StatusColumn]];
    row.tablePath = fields[columns->at[TablePathColumn]];
    row.errorCode = fields[columns->at[ErrorCodeColumn]];
    row.error = fields[columns->at[ErrorColumn]];
    row.keysPath = CsvFieldText(&fields[columns->at[KeysPathColumn]], &sound);
    if (row.keysPath == NULL)
        return sound ? FailureMemory(&job->core.failure, job->keysDirectory, line->length)
                     : BulkMergeUnsound(job, shard, MergeCsv, line->bytes, L"the path of the keys file is no text");
    wchar_t *told = JsonFind(record, "keysPath", &value) ? JsonText(&value, &sound) : NULL;
    const BOOL same = told != NULL && wcscmp(told, row.keysPath) == 0;
    TextFree(told);
    const HRESULT code =
        same ? AddRow(job, &row)
             : BulkMergeUnsound(job, shard, MergeJson, record->bytes, L"the CSV tells of another table there");
    if (FAILED(code))
        TextFree(row.keysPath);
    return code;
}

/* Each shard says which one it is, and how many files all of them have. */
static BOOL TellsShard(const BulkMerge *merge, MergeShard *shard)
{
    JsonSlice told, value;
    ULONGLONG index = 0, count = 0;
    return JsonFind(&shard->json, "shard", &told) && JsonFind(&told, "files", &value) &&
           JsonNumber(&value, &shard->filesFound) && JsonFind(&told, "index", &value) && JsonNumber(&value, &index) &&
           index == (ULONGLONG)(shard - merge->shards) + 1 && JsonFind(&told, "count", &value) &&
           JsonNumber(&value, &count) && count == merge->shardCount;
}

/* Looks at what a shard's texts begin with. */
static HRESULT ShardBegin(BulkJob *job, MergeShard *shard)
{
    const MergeBytes *csv = &shard->parts[MergeCsv], *json = &shard->parts[MergeJson];
    CsvText text = {csv->bytes, csv->bytes + csv->length};
    CsvField fields[MostColumns];
    MergeColumns columns;
    JsonSlice tables;
    size_t count;
    if (!JsonWhole(json->bytes, json->length, &shard->json) || !JsonFind(&shard->json, "tables", &tables) ||
        *tables.bytes != '[')
        return BulkMergeUnsound(job, shard, MergeJson, NULL, L"it is no whole JSON summary");
    if (!TellsShard(job->merge, shard))
        return BulkMergeUnsound(job, shard, MergeJson, NULL, L"it tells of another shard than its name");
    if (CsvNext(&text, fields, MostColumns, &count) != CsvRecord || count > MostColumns ||
        !FindColumns(fields, count, &columns))
        return BulkMergeUnsound(job, shard, MergeCsv, csv->bytes, L"it has no line with the names of the columns");
    shard->csvHeader.bytes = csv->bytes;
    shard->csvHeader.length = (size_t)(text.at - csv->bytes);
    const CsvField *first = &job->merge->shards[0].csvHeader;
    if (shard->csvHeader.length != first->length || memcmp(shard->csvHeader.bytes, first->bytes, first->length) != 0)
        return BulkMergeOther(job, shard, MergeCsv, L"it has other columns");
    job->merge->taking = (MergeTaking){job->merge->taking.shard, TRUE, text, JsonMembersOf(&tables), tables, columns};
    return S_OK;
}

/* Takes the shard's next row. S_FALSE: there is none. */
static HRESULT ShardRow(BulkJob *job, MergeShard *shard)
{
    MergeTaking *taking = &job->merge->taking;
    CsvField fields[MostColumns], line = {taking->csv.at, 0};
    JsonSlice record;
    size_t count;
    const CsvAnswer answer = CsvNext(&taking->csv, fields, MostColumns, &count);
    const BOOL another = JsonNextElement(&taking->records, &record);
    if (answer == CsvMalformed || (answer == CsvRecord && count != taking->columns.count))
        return BulkMergeUnsound(job, shard, MergeCsv, line.bytes, L"this line is no whole row");
    if ((answer == CsvRecord) != (another != FALSE))
        return BulkMergeUnsound(job, shard, MergeJson, taking->tables.bytes, L"the CSV has another number of tables");
    if (answer == CsvEnd)
        return S_FALSE;
    line.length = (size_t)(taking->csv.at - line.bytes);
    return BulkMergeTextTakeRow(job, shard, fields, &taking->columns, &line, &record);
}

/* All shards have been taken apart: are they of one run? */
static HRESULT CheckCounts(BulkJob *job)
{
    BulkMerge *merge = job->merge;
    for (DWORD i = 0; i < merge->shardCount; i++)
        if (merge->shards[i].filesFound != merge->rowCount)
            return BulkMergeOther(job, &merge->shards[i], MergeJson,
                                  L"all shards have not as many files as this one found");
    return S_OK;
}

HRESULT BulkMergeTakeRows(BulkJob *job)
{
    enum { RowsAtOnce = 128 }; /* some tenths of a millisecond */
    BulkMerge *merge = job->merge;
    MergeTaking *taking = &merge->taking;
    for (int left = RowsAtOnce; left != 0; left--) {
        if (taking->shard == merge->shardCount)
            return CheckCounts(job);
        MergeShard *shard = &merge->shards[taking->shard];
        const HRESULT code = taking->isBegun ? ShardRow(job, shard) : ShardBegin(job, shard);
        if (FAILED(code))
            return code;
        taking->shard += code == S_FALSE;
        taking->isBegun = code != S_FALSE;
    }
    return S_FALSE;
}

/* By the names of the keys files, with which the rows begin. */
HRESULT BulkMergeSortRows(BulkJob *job)
{
    enum { SortWork = 1 << 16 }; /* some tenths of a millisecond */
    BulkMerge *merge = job->merge;
    if (merge->sort.spare == NULL && !TextSortBegin(&merge->sort, merge->rows, merge->rowCount, sizeof *merge->rows))
        return FailureMemory(&job->core.failure, job->keysDirectory, merge->rowCount * sizeof *merge->rows);
    if (TextSortRun(&merge->sort, SortWork))
        return S_FALSE;
    merge->rows = TextSortEnd(&merge->sort);
    return S_OK;
}

static void PutCsv(const BulkMerge *merge, Utf8Text *out)
{
    Utf8PutBytes(out, merge->shards[0].csvHeader.bytes, merge->shards[0].csvHeader.length);
    for (size_t i = 0; i < merge->rowCount; i++)
        Utf8PutBytes(out, merge->rows[i].csv.bytes, merge->rows[i].csv.length);
}

static void PutRecords(const BulkMerge *merge, Utf8Text *out)
{
    Utf8Put(out, "[\n");
    for (size_t i = 0; i < merge->rowCount; i++) {
        Utf8Put(out, "    ");
        Utf8PutBytes(out, merge->rows[i].json.bytes, merge->rows[i].json.length);
        Utf8Put(out, i + 1 < merge->rowCount ? ",\n" : "\n");
    }
    Utf8Put(out, "  ]");
}

/*
 * A number is the sum of the shards', the time that passed the longest of theirs; all else is the
 * same in all of them.
 */
static HRESULT PutMember(BulkJob *job, const JsonSlice *name, const JsonSlice *value, Utf8Text *out)
{
    const BulkMerge *merge = job->merge;
    const BOOL passed = JsonNameIs(name, "elapsedMilliseconds");
    ULONGLONG number, total = 0;
    const BOOL counts = JsonNumber(value, &number);
    for (DWORD i = 0; i < merge->shardCount; i++) {
        JsonMembers members = JsonMembersOf(&merge->shards[i].json);
        JsonSlice otherName, other = {0};
        BOOL found = FALSE;
        while (!found && JsonNextMember(&members, &otherName, &other))
            found = JsonSame(name, &otherName);
        if (!found || (counts ? !JsonNumber(&other, &number) : !JsonSame(value, &other))) {
            wchar_t reason[80] = L"its ";
            for (size_t c = 0; c < name->length && c < 40; c++)
                reason[4 + c] = (wchar_t)(unsigned char)name->bytes[c];
            return BulkMergeOther(job, &merge->shards[i], MergeJson, wcscat(reason, L" is another"));
        }
        total = !counts ? 0 : passed ? max(total, number) : total + number;
    }
    if (counts)
        Utf8PutNumber(out, total);
    else
        Utf8PutBytes(out, value->bytes, value->length);
    return S_OK;
}

static HRESULT BulkMergeTextPutJson(BulkJob *job, Utf8Text *out)
{
    const BulkMerge *merge = job->merge;
    JsonMembers members = JsonMembersOf(&merge->shards[0].json);
    JsonSlice name, value;
    const char *before = "{\n  ";
    while (JsonNextMember(&members, &name, &value)) {
        HRESULT code = S_OK;
        if (JsonNameIs(&name, "shard"))
            continue;
        Utf8Put(out, before);
        before = ",\n  ";
        Utf8PutBytes(out, name.bytes, name.length);
        Utf8Put(out, ": ");
        if (JsonNameIs(&name, "outputDirectory"))
            Utf8PutJson(out, job->result->outputDirectory);
        else if (JsonNameIs(&name, "pack"))
            Utf8PutJson(out, merge->pack);
        else if (JsonNameIs(&name, "tables"))
            PutRecords(merge, out);
        else
            code = PutMember(job, &name, &value, out);
        if (FAILED(code))
            return code;
    }
    Utf8Put(out, "\n}\n");
    return S_OK;
}

HRESULT BulkMergeWrite(BulkJob *job)
{
    PutCsv(job->merge, &job->summary.csv);
    return BulkMergeTextPutJson(job, &job->summary.json);
}
