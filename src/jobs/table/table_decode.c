/*
 * See table_job_steps.h: the bytes of a keys file become keys. A large text is decoded in slices,
 * which take turns with those of the searches. A text whose lines are no numbers has text keys:
 * that is known when reading numbers has failed, and none of the lines is one.
 */
#include "table_job_steps.h"

#include "PerfectHashErrors.h"
#include "jobs/pure/keys_failure.h"
#include "jobs/pure/keys_file.h"
#include "runtime/engine/identity.h"
#include "runtime/pure/atomic.h"

/* That many steps take about half a millisecond. */
enum { DecodeSteps = 1 << 15 };

static void SliceAdmitted(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    TableJob *job = CONTAINING_RECORD(item, TableJob, sliceItem);
    (void)worker;
    (void)bytes;
    const BOOL more = error == ERROR_SUCCESS && job->slice(job) && AtomicRead(job->cancelled) == 0;
    if (error == ERROR_SUCCESS)
        AdmissionDone(&job->slices);
    if (more)
        error = AdmissionSubmit(&job->slices, &job->sliceItem);
    if (more && error == ERROR_SUCCESS)
        return;
    if (error != ERROR_SUCCESS && AtomicRead(job->cancelled) == 0)
        FailureSystem(&job->core.failure, PERFECTHASH_E_RUNTIME, job->core.subject, error);
    RundownRelease(&job->core.rundown);
}

void TableJobSlicesInit(TableJob *job)
{
    AdmissionInitSlices(&job->slices, job->node, job->kind, 1);
    job->slices.cancelled = job->cancelled;
    WorkItemInit(&job->sliceItem, SliceAdmitted);
    IdentityCarry(&job->sliceItem);
}

HRESULT TableJobSlices(TableJob *job, BOOL (*slice)(TableJob *job))
{
    job->slice = slice;
    if (!slice(job) || AtomicRead(job->cancelled) != 0)
        return S_OK;
    AdmissionLeave(&job->place);
    return JobCoreAwait(&job->core, &job->slices, &job->sliceItem);
}

/* Begins a phase. S_OK: it has ended; S_FALSE: slices of it are under way. */
static HRESULT DecodePhaseBegin(TableJob *job, DecodePhase phase, BOOL (*slice)(TableJob *job))
{
    job->decodePhase = phase;
    return TableJobSlices(job, slice);
}

/* ---- memory for what is decoded ---- */

HRESULT TableJobDecodeRoom(TableJob *job, OwnKind kind, size_t bound, HRESULT (*next)(TableJob *job))
{
    job->decodePhase = DecodeRoom;
    job->decodeKind = kind;
    job->decodeBound = bound;
    job->decodeNext = next;
    return TableJobReserveOwn(job, bound);
}

static HRESULT DecodeRoomFor(TableJob *job, size_t bound, HRESULT (*next)(TableJob *job))
{
    return TableJobDecodeRoom(job, OwnDecoded, bound, next);
}

static HRESULT DecodeRoomMade(TableJob *job)
{
    const HRESULT code = job->decodeBound != 0 ? TableJobOwn(job, job->decodeKind, job->decodeBound) : S_OK;
    return SUCCEEDED(code) ? job->decodeNext(job) : code;
}

void *TableJobText(const TableJob *job)
{
    if (job->own[OwnKeys].bytes != NULL)
        return job->own[OwnKeys].bytes;
    return job->keysBuffer != NULL ? BufferData(job->keysBuffer) : NULL;
}

size_t TableJobTextSize(const TableJob *job)
{
    return job->own[OwnKeys].bytes != NULL ? job->texts.utf16.length : BufferLength(job->keysBuffer);
}

/* ---- failures ---- */

/* The text that is decoded: as it was read, or the UTF-8 that it becomes. */
static KeysBytes DecodedBytes(const TableJob *job)
{
    const TextUtf16 *utf16 = &job->texts.utf16;
    const BOOL isUtf16 = job->decodePhase == DecodeUtf16;
    const KeysBytes bytes = {isUtf16 ? utf16->out : TableJobText(job), isUtf16 ? utf16->length : TableJobTextSize(job)};
    return bytes;
}

static HRESULT DecodeFailed(TableJob *job)
{
    ChmError error = job->decodeError;
    error.status = job->decodeStatus;
    return KeysDecodeFailed(&job->core.failure, job->core.subject, DecodedBytes(job), &error);
}

/* ---- the lines of a text, which say how much memory it takes ---- */

static BOOL LinesSlice(TableJob *job)
{
    Work work = {DecodeSteps};
    return !LineCountOn(&job->lines, &work);
}

/* `next` begins when they are counted. */
static HRESULT LinesBegin(TableJob *job, HRESULT (*next)(TableJob *job))
{
    job->lines = LineCountOf(TableJobText(job), TableJobTextSize(job));
    job->decodeNext = next;
    return DecodePhaseBegin(job, DecodeLines, LinesSlice);
}

/* ---- UTF-16, which becomes UTF-8 ---- */

static BOOL Utf16Slice(TableJob *job)
{
    Work work = {DecodeSteps};
    job->decodeStatus = TextUtf16DecodeOn(&job->texts.utf16, &work, &job->decodeError);
    return job->decodeStatus == ChmContinue;
}

static HRESULT Utf16Start(TableJob *job)
{
    job->texts.utf16.out = job->own[OwnDecoded].bytes;
    return DecodePhaseBegin(job, DecodeUtf16, Utf16Slice);
}

static HRESULT Utf16Begin(TableJob *job)
{
    TextUtf16 *utf16 = &job->texts.utf16;
    utf16->text = BufferData(job->keysBuffer);
    utf16->size = BufferLength(job->keysBuffer);
    return DecodeRoomFor(job, max(TextUtf16Bound(utf16->size), sizeof(uint64_t)), Utf16Start);
}

/* ---- text keys ---- */

static BOOL TextsSlice(TableJob *job)
{
    Work work = {DecodeSteps};
    job->decodeStatus = TextKeysReadOn(&job->texts.reading, &work, &job->texts.keys, &job->decodeError);
    return job->decodeStatus == ChmContinue;
}

static HRESULT TextsStart(TableJob *job)
{
    job->decodeStatus =
        TextKeysReadBegin(TableJobText(job), TableJobTextSize(job), job->lines.ends, job->own[OwnDecoded].bytes,
                          job->decodeBound, &job->texts.reading, &job->decodeError);
    if (job->decodeStatus != ChmOk)
        return DecodeFailed(job);
    job->texts.areKeys = TRUE;
    return DecodePhaseBegin(job, DecodeTexts, TextsSlice);
}

static HRESULT TextsBegin(TableJob *job)
{
    const size_t bound = TextKeysBoundOf(TableJobText(job), TableJobTextSize(job), job->lines.ends);
    TableJobOwnFree(job, OwnDecoded); /* of what were no numbers */
    return DecodeRoomFor(job, max(bound, sizeof(uint64_t)), TextsStart);
}

static BOOL TraitsSlice(TableJob *job)
{
    TableJobTexts *texts = &job->texts;
    Work work = {DecodeSteps / 4};
    return !TextTraitsOn(&texts->keys, &texts->traits, &texts->place, &work);
}

HRESULT TableJobTraitsBegin(TableJob *job)
{
    return DecodePhaseBegin(job, DecodeTraits, TraitsSlice);
}

static HRESULT TextsEnd(TableJob *job)
{
    return job->decodeStatus == ChmOk ? TableJobTraitsBegin(job) : DecodeFailed(job);
}

static HRESULT TraitsEnd(TableJob *job)
{
    job->decodePhase = DecodeOver;
    return S_OK;
}

/* ---- numbers ---- */

static BOOL NumbersSlice(TableJob *job)
{
    Work work = {DecodeSteps};
    job->decodeStatus = KeysDecodeOn(&job->decoding, &work, &job->keys, &job->decodeError);
    return job->decodeStatus == ChmContinue;
}

static HRESULT NumbersStart(TableJob *job)
{
    const KeysFormat format = job->format;
    const uint32_t keyBytes = KeysBytesAsked(&job->options, TableJobKeysFormat(job), format);
    job->decodePhase = DecodeNumbers;
    job->decodeStatus =
        KeysDecodeBegin(format, TableJobText(job), TableJobTextSize(job), keyBytes, job->own[OwnDecoded].bytes,
                        job->decodeBound, &job->decoding, &job->decodeError);
    job->decoding.functions = (ProgramFunctions)job->options.functions;
    job->decoding.pieces = job->options.chainedEntries != FALSE;
    return job->decodeStatus == ChmOk ? TableJobSlices(job, NumbersSlice) : S_OK;
}

static HRESULT NumbersRoom(TableJob *job)
{
    const size_t bound = KeysDecodedBoundOf(job->format, TableJobText(job), TableJobTextSize(job), job->lines.ends);
    return DecodeRoomFor(job, bound, NumbersStart);
}

static HRESULT NumbersBegin(TableJob *job)
{
    return KeysFormatIsText(job->format) ? LinesBegin(job, NumbersRoom) : NumbersRoom(job);
}

/* ---- what the bytes ask for, whatever the name ---- */

static BOOL FormatSlice(TableJob *job)
{
    Work work = {DecodeSteps};
    return !KeysFormatLookOn(&job->formatLook, &work, &job->format);
}

static HRESULT FormatBegin(TableJob *job)
{
    const KeysFormat named = job->texts.utf16.text != NULL ? KeysText : TableJobKeysFormat(job);
    KeysFormatLookBegin(&job->formatLook, named, TableJobText(job), TableJobTextSize(job));
    return DecodePhaseBegin(job, DecodeFormat, FormatSlice);
}

static BOOL KindsSlice(TableJob *job)
{
    Work work = {DecodeSteps};
    return !KeysKindsOn(&job->texts.kinds, &work);
}

static HRESULT NumbersFailed(TableJob *job)
{
    const KeysFormat named = TableJobKeysFormat(job);
    DecodeFailed(job);
    if (job->decoding.format != named && KeysFormatIsText(job->decoding.format) && named != KeysText)
        FailureAdd(&job->core.failure, KEYS_READ_AS_TEXT);
    return job->core.failure.code;
}

static HRESULT NumbersEnd(TableJob *job)
{
    if (job->decodeStatus == ChmTextMalformed && job->options.keyType == KeyTypeUnsaid &&
        job->options.keySizeInBytes == 0) {
        job->texts.kinds = KeysKindsOf(TableJobText(job), TableJobTextSize(job));
        return DecodePhaseBegin(job, DecodeKinds, KindsSlice);
    }
    if (job->decodeStatus != ChmOk)
        return NumbersFailed(job);
    if (job->options.ignoreCase)
        return FailureSet(&job->core.failure, PERFECTHASH_E_OPTION_VALUE, job->core.subject, KEYS_CASE_OF_NUMBERS, 0, 0,
                          0);
    if (job->decoding.format == KeysPe) {
        KeysModule(job->keysPath, BufferData(job->keysBuffer), BufferLength(job->keysBuffer), &job->module);
        job->options.solve.module = &job->module;
    }
    if (job->own[OwnDecoded].bytes != NULL && !job->duplicate.isSought) {
        BufferRelease(job->keysBuffer);
        job->keysBuffer = NULL;
        TableJobOwnFree(job, OwnKeys);
    }
    job->decodePhase = DecodeOver;
    return S_OK;
}

/* The lines are not all numbers: are they all other texts? */
static HRESULT KindsEnd(TableJob *job)
{
    const KeysKinds *kinds = &job->texts.kinds;
    if (kinds->numberLine == 0 && kinds->otherLine != 0)
        return TextsBegin(job);
    if (kinds->otherLine != 0 && kinds->otherLine < kinds->numberLine)
        KeysTextFailed(&job->core.failure, job->core.subject, KEYS_NUMBER_BEHIND_TEXT, DecodedBytes(job),
                       kinds->numberLine, kinds->numberOffset);
    else
        NumbersFailed(job);
    if (kinds->otherLine != 0)
        FailureAdd(&job->core.failure, KEYS_BOTH_KINDS);
    return job->core.failure.code;
}

static HRESULT GperfRoom(TableJob *job)
{
    return DecodeRoomFor(job, max(GperfBound(TableJobTextSize(job), job->lines.ends), sizeof(uint64_t)),
                         TableJobReadGperf);
}

static HRESULT KeysBegin(TableJob *job)
{
    if (TableJobTakesRecords(job))
        return LinesBegin(job, TableJobRecordsBegin);
    if (job->gperf.isGiven)
        return LinesBegin(job, GperfRoom);
    return job->options.keyType == KeyTypeText ? LinesBegin(job, TextsBegin) : FormatBegin(job);
}

static HRESULT Utf16End(TableJob *job)
{
    if (job->decodeStatus != ChmOk)
        return DecodeFailed(job);
    BufferRelease(job->keysBuffer);
    job->keysBuffer = NULL;
    job->own[OwnKeys] = job->own[OwnDecoded];
    job->own[OwnDecoded] = (OwnMemory){NULL, 0};
    return KeysBegin(job);
}

/* Texts that were given are keys already. */
static HRESULT DecodeBegin(TableJob *job)
{
    if (job->texts.areKeys)
        return TableJobTraitsBegin(job);
    if (job->keysPath == NULL)
        return TableJobRecordsBegin(job);
    const void *bytes = BufferData(job->keysBuffer);
    const size_t size = BufferLength(job->keysBuffer);
    if (FAILED(KeysRefuseForeign(&job->core.failure, job->core.subject, bytes, size)))
        return job->core.failure.code;
    const BOOL isText = job->options.keyType == KeyTypeText || job->gperf.isGiven || job->records != NULL;
    if (!TextIsUtf16(bytes, size))
        return KeysBegin(job);
    return isText ? Utf16Begin(job) : FormatBegin(job);
}

/* Ends the look; a text in UTF-16 is looked at again when it is UTF-8. */
static HRESULT FormatEnd(TableJob *job)
{
    const BOOL isUtf16 = job->texts.utf16.text == NULL && TextIsUtf16(TableJobText(job), TableJobTextSize(job));
    return isUtf16 && KeysFormatIsText(job->format) ? Utf16Begin(job) : NumbersBegin(job);
}

/* Ends the present phase, if there is one, and begins what follows it. */
static HRESULT DecodeGoOn(TableJob *job)
{
    switch (job->decodePhase) {
    case DecodeNothing: return DecodeBegin(job);
    case DecodeRoom: return DecodeRoomMade(job);
    case DecodeFormat: return FormatEnd(job);
    case DecodeLines: return job->decodeNext(job);
    case DecodeUtf16: return Utf16End(job);
    case DecodeNumbers: return NumbersEnd(job);
    case DecodeKinds: return KindsEnd(job);
    case DecodeTexts: return TextsEnd(job);
    case DecodeRecordRows: return TableJobRecordRowsEnd(job);
    case DecodeRecordLook: return TableJobRecordLookEnd(job);
    case DecodeRecordPack: return TableJobRecordPackEnd(job);
    case DecodeTraits: return TraitsEnd(job);
    case DecodeGperf: return TableJobTakeGperf(job);
    case DecodeOver: break;
    }
    return S_OK;
}

HRESULT TableJobDecode(TableJob *job)
{
    HRESULT code = S_OK;
    while (code == S_OK && job->decodePhase != DecodeOver) {
        code = JobCoreCheck(&job->core, AtomicRead(job->cancelled) != 0);
        if (SUCCEEDED(code))
            code = DecodeGoOn(job);
    }
    return code;
}
