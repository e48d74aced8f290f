/* The shards' CSV and JSON: taken apart into rows, and put together in the order of a whole run. */
#include <string.h>

#include "bulk_merge.h"
#include "bulk_result.h"
#include "jobs/text/text.h"

enum { MostColumns = 256, MostRowBytes = 1 << 20 }; /* of a line of CSV, and of a record of JSON */

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

static HRESULT AddRow(BulkJob *job, const MergeRow *row)
{
    BulkMerge *merge = job->merge;
    if (merge->rowCount == merge->filesFound)
        return BulkMergeOtherCount(job);
    merge->rows[merge->rowCount++] = *row;
    return S_OK;
}

/* Takes a line of the CSV with its record of the JSON, if both are about the same keys file. */
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
    row.keysPath = BulkResultKeep(job->result, CsvFieldText(&fields[columns->at[KeysPathColumn]], &sound));
    if (row.keysPath == NULL)
        return sound ? FailureMemory(&job->core.failure, job->keysDirectory, line->length)
                     : BulkMergeUnsound(job, shard, MergeCsv, line->bytes, L"the path of the keys file is no text");
    wchar_t *told = JsonFind(record, "keysPath", &value) ? JsonText(&value, &sound) : NULL;
    const BOOL same = told != NULL && wcscmp(told, row.keysPath) == 0;
    TextFree(told);
    return same ? AddRow(job, &row)
                : BulkMergeUnsound(job, shard, MergeJson, record->bytes, L"the CSV has another table there");
}

/* The next record, of a line of at most MostRowBytes. */
static CsvAnswer MergeNextLine(CsvText *text, CsvField *fields, size_t most, size_t *count)
{
    const char *const end = text->end;
    if ((size_t)(end - text->at) > MostRowBytes)
        text->end = text->at + MostRowBytes;
    const CsvAnswer answer = CsvNext(text, fields, most, count);
    text->end = end;
    return answer;
}

/* FALSE: there is none, or *isLong: it is longer than MostRowBytes. */
static BOOL MergeNextRecord(JsonMembers *records, JsonSlice *record, BOOL *isLong)
{
    const char *const end = records->end;
    *isLong = (size_t)(end - records->at) > MostRowBytes;
    if (*isLong)
        records->end = records->at + MostRowBytes;
    const BOOL found = JsonNextElement(records, record);
    records->end = end;
    *isLong = *isLong && !found;
    return found;
}

/* Looks at what the texts of shard `at` begin with. */
static HRESULT ShardBegin(BulkJob *job)
{
    BulkMerge *merge = job->merge;
    MergeShard *shard = &merge->shards[merge->at];
    const MergeBytes *csv = &shard->parts[MergeCsv];
    MergeTaking *taking = &merge->taking;
    CsvField fields[MostColumns];
    size_t count;
    taking->csv = (CsvText){csv->bytes, csv->bytes + csv->length};
    taking->records = JsonMembersOf(&shard->tables);
    if (MergeNextLine(&taking->csv, fields, MostColumns, &count) != CsvRecord || count > MostColumns ||
        !FindColumns(fields, count, &taking->columns))
        return BulkMergeUnsound(job, shard, MergeCsv, csv->bytes, L"it has no line with the names of the columns");
    shard->csvHeader = (CsvField){csv->bytes, (size_t)(taking->csv.at - csv->bytes)};
    const CsvField *first = &merge->shards[0].csvHeader;
    return shard->csvHeader.length == first->length && memcmp(shard->csvHeader.bytes, first->bytes, first->length) == 0
               ? S_OK
               : BulkMergeOther(job, shard, MergeCsv, L"it has other columns");
}

/* Takes the next row of shard `at`. S_FALSE: there is none. */
static HRESULT ShardRow(BulkJob *job)
{
    MergeShard *shard = &job->merge->shards[job->merge->at];
    MergeTaking *taking = &job->merge->taking;
    CsvField fields[MostColumns], line = {taking->csv.at, 0};
    JsonSlice record = {0};
    size_t count;
    BOOL isLong;
    const CsvAnswer answer = MergeNextLine(&taking->csv, fields, MostColumns, &count);
    const BOOL another = MergeNextRecord(&taking->records, &record, &isLong);
    if (answer == CsvMalformed || (answer == CsvRecord && count != taking->columns.count))
        return BulkMergeUnsound(job, shard, MergeCsv, line.bytes, L"this line is no whole row of at most 1 MiB");
    if (isLong)
        return BulkMergeUnsound(job, shard, MergeJson, taking->records.at, L"this record is longer than 1 MiB");
    if ((answer == CsvRecord) != (another != FALSE))
        return BulkMergeUnsound(job, shard, MergeJson, shard->tables.bytes, L"the CSV has another number of tables");
    if (answer == CsvEnd)
        return S_FALSE;
    line.length = (size_t)(taking->csv.at - line.bytes);
    return BulkMergeTextTakeRow(job, shard, fields, &taking->columns, &line, &record);
}

HRESULT BulkMergeTakeRows(BulkJob *job)
{
    enum {
        BytesAtOnce = 1 << 17,
        RowBytes = 1 << 10
    }; /* some tenths of a millisecond; a row costs besides its bytes */
    BulkMerge *merge = job->merge;
    for (size_t left = BytesAtOnce; left != 0;) {
        if (merge->at == merge->shardCount)
            return merge->rowCount == merge->filesFound ? S_OK : BulkMergeOtherCount(job);
        const char *csv = merge->taking.csv.at, *json = merge->taking.records.at;
        const HRESULT code = merge->shardBegun ? ShardRow(job) : ShardBegin(job);
        if (FAILED(code))
            return code;
        size_t cost = RowBytes;
        if (merge->shardBegun)
            cost += (size_t)(merge->taking.csv.at - csv) + (size_t)(merge->taking.records.at - json);
        merge->at += code == S_FALSE;
        merge->shardBegun = code != S_FALSE;
        left -= min(left, cost);
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

/* ---- the merged texts ---- */

void BulkMergeCsvPut(const BulkMerge *merge, size_t row, Utf8Text *out)
{
    if (row == 0)
        Utf8PutBytes(out, merge->shards[0].csvHeader.bytes, merge->shards[0].csvHeader.length);
    if (row < merge->rowCount)
        Utf8PutBytes(out, merge->rows[row].csv.bytes, merge->rows[row].csv.length);
}

static void PutMember(const BulkMerge *merge, const BulkResult *result, size_t member, Utf8Text *out)
{
    const JsonMember *at = &merge->first.members[member];
    Utf8PutBytes(out, at->name.bytes, at->name.length);
    Utf8Put(out, ": ");
    if (JsonNameIs(&at->name, "outputDirectory"))
        Utf8PutJson(out, result->outputDirectory);
    else if (JsonNameIs(&at->name, "pack"))
        Utf8PutJson(out, merge->pack);
    else if (merge->counted[member])
        Utf8PutNumber(out, merge->totals[member]);
    else
        Utf8PutBytes(out, at->value.bytes, at->value.length);
}

/* Puts the members, each behind what separates it; the whole run is no shard. */
static void PutMembers(const BulkMerge *merge, const BulkResult *result, size_t from, size_t to, const char *before,
                       Utf8Text *out)
{
    for (size_t i = from; i < to; i++) {
        if (JsonNameIs(&merge->first.members[i].name, "shard"))
            continue;
        Utf8Put(out, before);
        PutMember(merge, result, i, out);
        before = ",\n  ";
    }
}

void BulkMergeJsonPut(const BulkMerge *merge, const BulkResult *result, size_t row, Utf8Text *out)
{
    const size_t tables = merge->first.tables;
    if (row == 0) {
        const size_t before = out->length;
        PutMembers(merge, result, 0, tables, "{\n  ", out);
        Utf8Put(out, out->length != before ? ",\n  \"tables\": [\n" : "{\n  \"tables\": [\n");
    }
    if (row < merge->rowCount) {
        Utf8Put(out, "    ");
        Utf8PutBytes(out, merge->rows[row].json.bytes, merge->rows[row].json.length);
        Utf8Put(out, row + 1 < merge->rowCount ? ",\n" : "\n");
    }
    if (row + 1 < merge->rowCount)
        return;
    Utf8Put(out, "  ]");
    PutMembers(merge, result, tables + 1, merge->first.count, ",\n  ", out);
    Utf8Put(out, "\n}\n");
}
