/*
 * The parts of a table job's steps that are about records (see table_job_steps.h): rows of a CSV,
 * TSV or JSON Lines file become keys, and values of a table or an array in its header. All of it is
 * done in slices.
 */
#include "PerfectHashErrors.h"
#include "jobs/pure/records_file.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/memory.h"
#include "table_job_steps.h"

/* That many steps take about half a millisecond. */
enum { RecordSteps = 1 << 13 };

/* ---- the request */

BOOL TableRequestHasRecords(const TableRequest *request)
{
    return request->records != NULL ||
           (!request->loads && request->keysPath != NULL && RecordsAreMeant(&request->options, request->keysPath));
}

HRESULT TableRequestCheckRecords(const TableRequest *request, Failure *failure)
{
    return RecordsCheckOptions(failure, &request->options, TableRequestHasRecords(request));
}

static void TakeGiven(TableJobRecords *records, const GivenRecords *given)
{
    RecordChoice *const choice = &records->choice;
    memcpy(records->shapes, given->shapes, min(given->columns, RecordMaxColumns) * sizeof *given->shapes);
    choice->shapes = records->shapes;
    choice->shapeCount = given->columns;
    choice->givenRows = given->rows;
    records->isNamed = true; /* no text of CSV or JSON */
    records->keysAreApart = given->keysAreApart;
    if (!given->keysAreApart)
        return;
    choice->wantsTexts = given->keyBytes == 0;
    choice->wantsNumbers = given->keyBytes != 0;
    choice->keyBytes = given->keyBytes;
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
    RecordsChoose(options, job->keysPath != NULL ? job->keysPath : L"", &records->choice, &records->isNamed);
    if (request->records != NULL)
        TakeGiven(records, request->records);
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

static HRESULT TellRecords(TableJob *job, const RecordError *error)
{
    RecordError told = *error;
    told.areRows = job->records->choice.shapes != NULL;
    told.column -= told.column != 0 && job->records->keysAreApart;
    return RecordsFailed(&job->core.failure, job->core.subject, job->options.ignoreCase, &told);
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
    return TableJobDecodeRoom(job, OwnDecoded, RecordsBound(&records->reading, job->lines.ends), RowsBegin);
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
    if (records->status != ChmOk)
        return TellRecords(job, &records->error);
    if (FAILED(RecordsRefuse(&job->core.failure, job->core.subject, &job->options, &records->reading.records)))
        return job->core.failure.code;
    return TableJobDecodeRoom(job, OwnLook, RecordLookBound(&records->reading), LookBegin);
}

/* ---- what the options ask of them */

static BOOL PackSlice(TableJob *job)
{
    Work work = {RecordSteps};
    return !RecordPackOn(&job->records->packing, &work);
}

static HRESULT PackBegin(TableJob *job)
{
    TableJobRecords *const records = job->records;
    RecordPackBegin(&records->packing, &records->reading, records->look.dropped, job->own[OwnRecords].bytes,
                    job->own[OwnPacked].bytes, job->own[OwnValues].bytes);
    job->decodePhase = DecodeRecordPack;
    return TableJobSlices(job, PackSlice);
}

static HRESULT ValuesRoom(TableJob *job)
{
    const Records *const read = &job->records->reading.records;
    const size_t kept = read->rows - job->records->look.dropped;
    const uint32_t bits = job->keysPath != NULL ? RecordsTableBits(&job->options, read) : 0;
    RecordsTakeBits(&job->options, bits);
    if (FAILED(RecordsCheckArray(&job->core.failure, job->core.subject, &job->options, read,
                                 job->outputDirectory != NULL ? kept : 0)))
        return job->core.failure.code;
    return TableJobDecodeRoom(job, OwnValues, kept * (bits / 8), PackBegin);
}

static HRESULT KeysRoom(TableJob *job)
{
    return TableJobDecodeRoom(job, OwnPacked, RecordKeysBound(&job->records->reading), ValuesRoom);
}

HRESULT TableJobRecordLookEnd(TableJob *job)
{
    TableJobRecords *const records = job->records;
    return records->status == ChmOk ? TableJobDecodeRoom(job, OwnRecords, RecordPackBound(&records->reading), KeysRoom)
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
    job->records->areForHeader = RecordsHaveArray(&job->options, &job->records->reading.records);
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
