/*
 * The parts of a table job's steps that are about records (see table_job_steps.h): rows of a CSV,
 * TSV or JSON Lines file become keys, and values of a table or an array in its header. All of it is
 * done in slices.
 */
#include <stdio.h>
#include <wchar.h>

#include "PerfectHashErrors.h"
#include "jobs/pure/keys_failure.h"
#include "jobs/pure/keys_file.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/memory.h"
#include "table_job_steps.h"

/* So many steps take half a millisecond or so. */
enum { RecordSteps = 1 << 13 };

/* ---- the request */

static const wchar_t *const recordExtensions[] = {L".jsonl", L".ndjson", L".tsv", L".csv"};
enum { RecordsAreLines = 2, RecordsHaveTabs, RecordExtensions }; /* the first so many are JSON Lines; .tsv */

/* Returns which extension of records the name has, from 1; 0: none. */
static size_t RecordExtensionOf(const wchar_t *path)
{
    const wchar_t *const point = wcsrchr(path, L'.');
    for (size_t i = 0; point != NULL && i < ARRAYSIZE(recordExtensions); i++)
        if (TextSame(point, recordExtensions[i]))
            return i + 1;
    return 0;
}

BOOL TableRequestHasRecords(const TableRequest *request)
{
    return !request->loads && request->keysPath != NULL && !TableGperfIsMeant(&request->options, request->keysPath) &&
           (request->options.keyColumn != NULL || RecordExtensionOf(request->keysPath) != 0);
}

HRESULT TableRequestCheckRecords(const TableRequest *request, Failure *failure)
{
    const TableOptions *const options = &request->options;
    const wchar_t *option = options->keyColumn != NULL ? L"--KeyColumn"
                            : options->columns != NULL ? L"--Columns"
                            : options->dropDuplicates  ? L"--DropDuplicates"
                                                       : NULL;
    const BOOL has = TableRequestHasRecords(request);
    const wchar_t *reason = L"it is for records: a file of CSV, TSV or JSON Lines";
    if (has) {
        option = options->solve.valueBits != 0 ? L"--ValueBits" : NULL;
        reason = L"the values of records are columns";
    }
    return option == NULL ? S_OK : FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, option, reason, 0, 0, 0);
}

HRESULT TableJobPrimeRecords(TableJob *job, const TableRequest *request)
{
    TableOptions *const options = &job->options;
    const wchar_t *const keyColumn = options->keyColumn, *const columns = options->columns;
    options->keyColumn = options->columns = NULL; /* are the caller's */
    if (!TableRequestHasRecords(request))
        return S_OK;
    TableJobRecords *const records = job->records = MemoryAllocate(sizeof *records);
    if (records == NULL)
        return FailureMemory(&job->core.failure, job->core.subject, sizeof *records);
    const size_t extension = RecordExtensionOf(job->keysPath);
    records->choice.isJson = extension != 0 && extension <= RecordsAreLines;
    records->choice.separator = extension == RecordsHaveTabs ? '\t' : 0;
    records->isNamed = extension != 0;
    records->choice.wantsNumbers = options->keyType == KeyTypeNumber;
    records->choice.wantsTexts = options->keyType == KeyTypeText;
    records->choice.ignoreCase = options->ignoreCase != FALSE;
    records->choice.keyBytes = options->keySizeInBytes;
    records->keyColumn = keyColumn != NULL ? TextCopyUtf8(keyColumn) : NULL;
    records->columns = columns != NULL ? TextCopyUtf8(columns) : NULL;
    records->choice.keyColumn = records->keyColumn;
    records->choice.columns = records->columns;
    return (keyColumn != NULL) == (records->keyColumn != NULL) && (columns != NULL) == (records->columns != NULL)
               ? S_OK
               : FailureMemoryText(&job->core.failure, job->core.subject);
}

void TableJobFreeRecords(TableJob *job)
{
    TableJobRecords *const records = job->records;
    if (records == NULL)
        return;
    TextFree(records->keyColumn);
    TextFree(records->columns);
    MemoryFree(records);
    job->records = NULL;
}

/* ---- errors */

static void AddQuoted(wchar_t *out, size_t chars, const wchar_t *before, const uint8_t *text, size_t length,
                      const wchar_t *behind)
{
    enum { QuotedBytes = 120 };
    wchar_t quoted[QuotedKeyChars];
    const size_t used = wcslen(out);
    KeysQuote(text, length, QuotedBytes, quoted);
    swprintf(out + used, chars - used, L"%ls%.130ls%ls", before, quoted, behind);
}

static HRESULT TellDuplicate(TableJob *job, const RecordError *error)
{
    wchar_t text[FAILURE_SUBJECT_CHARS];
    swprintf(text, ARRAYSIZE(text), L"%.120ls: ", job->core.subject); /* beside two texts of 130 */
    AddQuoted(text, ARRAYSIZE(text), L"the key ", error->text, error->textLength, L" occurs twice");
    const size_t used = wcslen(text);
    swprintf(text + used, ARRAYSIZE(text) - used, L"%ls, on lines %llu and %llu",
             job->options.ignoreCase ? L" (case is ignored)" : L"", (unsigned long long)error->line,
             (unsigned long long)error->second);
    if (error->name != NULL)
        AddQuoted(text, ARRAYSIZE(text), L", and the rows differ in the column ", error->name, error->nameLength, L"");
    wcscat(text, L".");
    return FailureTold(&job->core.failure, PERFECTHASH_E_KEYS_DUPLICATE, text);
}

/* Tells what is wrong, and in which line, column and text. */
static HRESULT TellRecords(TableJob *job, const RecordError *error)
{
    wchar_t text[FAILURE_SUBJECT_CHARS];
    if (error->status == ChmDuplicateKey)
        return TellDuplicate(job, error);
    size_t used = (size_t)swprintf(text, ARRAYSIZE(text), L"%.150ls: ", job->core.subject);
    if (error->line != 0)
        used += (size_t)swprintf(text + used, ARRAYSIZE(text) - used, L"line %llu", (unsigned long long)error->line);
    if (error->column != 0)
        swprintf(text + used, ARRAYSIZE(text) - used, L", column %lu", (unsigned long)error->column);
    if (error->name != NULL)
        AddQuoted(text, ARRAYSIZE(text), L" (", error->name, error->nameLength, L")");
    used = wcslen(text);
    swprintf(text + used, ARRAYSIZE(text) - used, L"%ls%hs%ls%hs", error->line != 0 ? L": " : L"", error->reason,
             error->type != NULL ? L", " : L"", error->type != NULL ? error->type : "");
    if (error->text != NULL)
        AddQuoted(text, ARRAYSIZE(text), L": ", error->text, error->textLength, L"");
    wcscat(text, L".");
    return FailureTold(&job->core.failure,
                       error->status == ChmNoKeys ? PERFECTHASH_E_KEYS_EMPTY : PERFECTHASH_E_KEYS_TEXT, text);
}

/* ---- rows */

static BOOL RowsSlice(TableJob *job)
{
    Work work = {RecordSteps};
    TableJobRecords *const records = job->records;
    records->status = RecordsReadOn(&records->reading, &work, &records->error);
    return records->status == ChmContinue;
}

BOOL TableJobTakesRecords(TableJob *job)
{
    TableJobRecords *const records = job->records;
    if (records != NULL && records->keyColumn == NULL && !records->choice.isJson &&
        RecordsAreKeys(TableJobText(job), TableJobTextSize(job)))
        TableJobFreeRecords(job);
    return job->records != NULL;
}

static HRESULT RowsBegin(TableJob *job)
{
    RecordsRoom(&job->records->reading, job->own[OwnDecoded].bytes);
    job->decodePhase = DecodeRecordRows;
    return TableJobSlices(job, RowsSlice);
}

HRESULT TableJobRecordsBegin(TableJob *job)
{
    TableJobRecords *const records = job->records;
    uint8_t *const text = TableJobText(job); /* which is unquoted where it lies */
    const size_t size = TableJobTextSize(job);
    records->choice.isJson = records->choice.isJson || (!records->isNamed && RecordsAreJson(text, size));
    if (RecordsBegin(&records->reading, &records->choice, text, size, &records->error) != ChmOk)
        return TellRecords(job, &records->error);
    return TableJobDecodeRoom(job, OwnDecoded, RecordsBound(&records->reading), RowsBegin);
}

/* ---- equal keys */

static BOOL LookSlice(TableJob *job)
{
    Work work = {RecordSteps};
    TableJobRecords *const records = job->records;
    records->status = RecordLookOn(&records->look, &work, &records->error);
    return records->status == ChmContinue;
}

static HRESULT LookBegin(TableJob *job)
{
    TableJobRecords *const records = job->records;
    uint64_t secret;
    if (!Win32Random(&secret, sizeof secret))
        return FailureSystem(&job->core.failure, PERFECTHASH_E_RUNTIME, job->core.subject, GetLastError());
    RecordLookBegin(&records->look, &records->reading, job->options.dropDuplicates != FALSE, secret,
                    job->own[OwnLook].bytes);
    job->decodePhase = DecodeRecordLook;
    return TableJobSlices(job, LookSlice);
}

HRESULT TableJobRecordRowsEnd(TableJob *job)
{
    TableJobRecords *const records = job->records;
    const Records *const read = &records->reading.records;
    const uint64_t most = read->keyBytes != 0 ? CHM_MAX_KEYS : TEXT_MAX_KEYS;
    if (records->status != ChmOk)
        return TellRecords(job, &records->error);
    if (read->rows > most)
        return FailureSet(&job->core.failure, PERFECTHASH_E_KEYS_TOO_MANY, job->core.subject, NULL, read->rows, most,
                          0);
    if (read->keyBytes != 0 && job->options.ignoreCase)
        return FailureSet(&job->core.failure, PERFECTHASH_E_OPTION_VALUE, job->core.subject, KEYS_CASE_OF_NUMBERS, 0, 0,
                          0);
    return TableJobDecodeRoom(job, OwnLook, RecordLookBound(&records->reading), LookBegin);
}

/* ---- what is wanted of them */

/* Returns the bits of values, where a table of values serves as well as an array of records. */
static uint32_t ValueBitsOf(const TableJob *job)
{
    const SolveOptions *const solve = &job->options.solve;
    const BOOL isQuadx = (solve->hashFunction == 0 || solve->hashFunction == HashQuadx) &&
                         (solve->fallbackHashFunction == 0 || solve->fallbackHashFunction == HashQuadx);
    const uint32_t bits = RecordsValueBits(&job->records->reading.records);
    const BOOL comparesKeys = job->options.contains && !solve->positions;
    return !isQuadx || comparesKeys || (bits == 32 && solve->fingerprintBits != 0) ? 0 : bits;
}

/* Are there records for a header, beside what the table holds itself? */
static BOOL HasArray(const TableJob *job)
{
    const Records *const read = &job->records->reading.records;
    return (read->columnCount > 1 || read->columns[0].type == RecordEnum) && job->options.solve.valueBits == 0;
}

/* Looks whether a header can have the records. */
static HRESULT CheckArray(TableJob *job)
{
    const wchar_t *reason = NULL;
    if (!HasArray(job) || (job->options.outputs & OutputHeader) == 0)
        return S_OK;
    if (job->options.solve.fingerprintBits != 0)
        reason = L"--Reject: the header has the records, and compares their keys";
    else if (job->options.headerWithoutData)
        reason = L"--HeaderWithoutData: the header is where the records are";
    else if (job->records->reading.records.rows - job->records->look.dropped > TEXT_HEADER_KEYS)
        reason = L"a header is for at most 1,048,576 records; --Outputs=TableFile makes a table of the keys alone";
    return reason == NULL
               ? S_OK
               : FailureSet(&job->core.failure, PERFECTHASH_E_OPTION_VALUE, job->core.subject, reason, 0, 0, 0);
}

static BOOL PackSlice(TableJob *job)
{
    Work work = {RecordSteps};
    return !RecordPackOn(&job->records->packing, &work);
}

/* Takes memory for keys and values, that of the records being there. */
static HRESULT PackRoom(TableJob *job)
{
    TableJobRecords *const records = job->records;
    const size_t kept = records->reading.records.rows - records->look.dropped;
    const uint32_t bits = ValueBitsOf(job);
    HRESULT code = TableJobOwn(job, OwnPacked, RecordKeysBound(&records->reading));
    if (SUCCEEDED(code) && bits != 0)
        code = TableJobOwn(job, OwnValues, kept * (bits / 8));
    if (FAILED(code) || bits == 0)
        return code;
    job->options.solve.valueBits = bits;
    job->options.solve.omitKeys = job->options.solve.omitKeys || !job->options.solve.positions;
    return S_OK;
}

static HRESULT PackBegin(TableJob *job)
{
    TableJobRecords *const records = job->records;
    if (FAILED(PackRoom(job)) || FAILED(CheckArray(job)))
        return job->core.failure.code;
    RecordPackBegin(&records->packing, &records->reading, records->look.dropped, job->own[OwnRecords].bytes,
                    job->own[OwnPacked].bytes, job->own[OwnValues].bytes);
    job->decodePhase = DecodeRecordPack;
    return TableJobSlices(job, PackSlice);
}

HRESULT TableJobRecordLookEnd(TableJob *job)
{
    TableJobRecords *const records = job->records;
    return records->status == ChmOk ? TableJobDecodeRoom(job, OwnRecords, RecordPackBound(&records->reading), PackBegin)
                                    : TellRecords(job, &records->error);
}

/* The file's text and the rows have gone. */
static void PackedOnly(TableJob *job)
{
    BufferRelease(job->keysBuffer);
    job->keysBuffer = NULL;
    TableJobOwnFree(job, OwnKeys);
    TableJobOwnFree(job, OwnLook);
    TableJobOwnFree(job, OwnDecoded);
    job->own[OwnDecoded] = job->own[OwnPacked];
    job->own[OwnPacked] = (OwnMemory){NULL, 0};
}

HRESULT TableJobRecordPackEnd(TableJob *job)
{
    const Records *const made = job->own[OwnRecords].bytes;
    job->records->areForHeader = HasArray(job);
    PackedOnly(job);
    void *const keys = job->own[OwnDecoded].bytes;
    if (made->keyBytes != 0) {
        job->keys = (KeySet){keys, made->rows, made->keyBytes};
    } else {
        const uint32_t *const starts = keys;
        job->texts.keys =
            (TextKeys){made->pool, starts, (const uint16_t *)(const void *)(starts + made->rows), made->rows};
        job->texts.areKeys = TRUE;
        return TableJobTraitsBegin(job);
    }
    job->decodePhase = DecodeOver;
    return S_OK;
}

const Records *TableJobRecordsOfHeader(const TableJob *job)
{
    return job->records != NULL && job->records->areForHeader ? job->own[OwnRecords].bytes : NULL;
}

void TableJobGiveRecords(TableJob *job)
{
    if (TableJobRecordsOfHeader(job) == NULL)
        return;
    job->result->records = job->own[OwnRecords].bytes;
    job->own[OwnRecords] = (OwnMemory){NULL, 0};
}
