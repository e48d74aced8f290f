/*
 * See table_job_steps.h: the bytes of a keys file become keys. A large text is decoded in slices,
 * which take turns with those of the searches.
 */
#include "table_job_steps.h"

#include "PerfectHashErrors.h"
#include "chm01/table/pack.h"
#include "chm01/table/table_image.h"
#include "runtime/engine/identity.h"

/* So many are decoded in half a millisecond or so. */
enum { DecodeSteps = 1 << 15 };

/* A table or a pack under a keys file's name holds whole integers too, which nobody means. */
static HRESULT RefuseForeign(TableJob *job, const void *bytes, size_t size)
{
    const size_t magicBytes = sizeof(TABLE_MAGIC) - 1;
    const wchar_t *what = NULL;
    if (size >= magicBytes && memcmp(bytes, TABLE_MAGIC, magicBytes) == 0)
        what = L"a table file";
    else if (size >= magicBytes && memcmp(bytes, PACK_MAGIC, magicBytes) == 0)
        what = L"a pack file";
    return what == NULL ? S_OK
                        : FailureSet(&job->core.failure, PERFECTHASH_E_KEYS_FOREIGN, job->core.subject, what, 0, 0, 0);
}

static BOOL DecodeSlice(TableJob *job)
{
    Work work = {DecodeSteps};
    job->decodeStatus = KeysDecodeOn(&job->decoding, &work, &job->keys, &job->decodeError);
    return job->decodeStatus == ChmContinue && *job->cancelled == 0;
}

static void DecodeAdmitted(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    TableJob *job = CONTAINING_RECORD(item, TableJob, decodeItem);
    (void)worker;
    (void)bytes;
    const BOOL more = error == ERROR_SUCCESS && DecodeSlice(job);
    if (error == ERROR_SUCCESS)
        AdmissionDone(&job->decodeSlices);
    if (more)
        error = AdmissionSubmit(&job->decodeSlices, &job->decodeItem);
    if (more && error == ERROR_SUCCESS)
        return;
    if (error != ERROR_SUCCESS)
        FailureSystem(&job->core.failure, PERFECTHASH_E_RUNTIME, job->core.subject, error);
    RundownRelease(&job->core.rundown);
}

void TableJobDecodeInit(TableJob *job)
{
    AdmissionInitSlices(&job->decodeSlices, job->node, job->kind, 1);
    WorkItemInit(&job->decodeItem, DecodeAdmitted);
    IdentityCarry(&job->decodeItem);
}

/* Takes room for what is decoded, and the first slice. S_FALSE: more of them are under way. */
static HRESULT DecodeBegin(TableJob *job)
{
    const void *bytes = BufferData(job->keysBuffer);
    const size_t size = BufferLength(job->keysBuffer);
    const KeysFormat named = TableJobKeysFormat(job), format = KeysFormatOfBytes(named, bytes, size);
    const uint32_t namedBytes = format == KeysText && named == KeysPacked64 ? 8 : 0;
    const uint32_t keyBytes = job->options.keySizeInBytes != 0 ? job->options.keySizeInBytes : namedBytes;
    if (FAILED(RefuseForeign(job, bytes, size)))
        return job->core.failure.code;
    const size_t bound = KeysDecodedBound(format, bytes, size);
    if (bound != 0) {
        job->decodedBuffer = BufferAcquire(job->node, bound);
        if (job->decodedBuffer == NULL)
            return FailureMemory(&job->core.failure, job->core.subject, bound);
    }
    job->decodeStatus =
        KeysDecodeBegin(format, bytes, size, keyBytes, bound != 0 ? BufferData(job->decodedBuffer) : NULL, bound,
                        &job->decoding, &job->decodeError);
    if (job->decodeStatus != ChmOk || !DecodeSlice(job))
        return S_OK;
    AdmissionLeave(&job->place);
    return JobCoreAwait(&job->core, &job->decodeSlices, &job->decodeItem);
}

HRESULT TableJobDecode(TableJob *job)
{
    if (job->decoding.bytes == NULL) {
        const HRESULT code = DecodeBegin(job);
        if (code != S_OK)
            return code;
    }
    if (FAILED(JobCoreCheck(&job->core, *job->cancelled != 0)))
        return job->core.failure.code;
    if (job->decodeStatus != ChmOk) {
        const KeysFormat named = TableJobKeysFormat(job);
        FailureChm(&job->core.failure, job->core.subject, &job->decodeError);
        if (job->decoding.format != named && named != KeysText)
            FailureAdd(&job->core.failure, L"; the file is text, so it is read as one number a line");
        return job->core.failure.code;
    }
    if (job->decodedBuffer != NULL) {
        BufferRelease(job->keysBuffer);
        job->keysBuffer = NULL;
    }
    return S_OK;
}
