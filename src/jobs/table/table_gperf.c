/*
 * See table_gperf.h, and table_job_steps.h for the parts of the steps. A file is read in slices, as
 * all texts are; its bytes stay until the source is written, since most of it goes there.
 */
#include "table_gperf.h"

#include "chm01/emit/source_gperf.h"
#include "jobs/text/text.h"
#include "table_job_steps.h"

/* ---- options ---- */

HRESULT TableJobPrimeGperf(TableJob *job)
{
    TableGperf *gperf = &job->gperf;
    if (job->keysPath == NULL || job->loads || !TableGperfIsMeant(&job->options, job->keysPath))
        return S_OK;
    gperf->isGiven = TRUE;
    gperf->line = TextCopyUtf8(job->options.gperf != NULL ? job->options.gperf : L"");
    gperf->path = TextCopyUtf8(job->keysName == NULL ? job->keysPath : L""); /* of no file that stays */
    job->options.gperf = NULL;                                               /* the caller's text */
    if (gperf->line == NULL || gperf->path == NULL)
        return FailureMemoryText(&job->core.failure, job->keysPath);
    if (FAILED(GperfCommandRead(&job->core.failure, gperf->line, &job->options, &job->names, &gperf->options)))
        return job->core.failure.code;
    if ((job->options.outputs & OutputHeader) != 0)
        job->options.outputs = OutputHeader;
    return S_OK;
}

/* ---- read ---- */

static BOOL GperfSlice(TableJob *job)
{
    enum { Steps = 1 << 14 }; /* half a millisecond or so */
    Work work = {Steps};
    job->decodeStatus = GperfReadOn(&job->gperf.reading, &work, &job->decodeError);
    return job->decodeStatus == ChmContinue;
}

HRESULT TableJobReadGperf(TableJob *job)
{
    TableGperf *gperf = &job->gperf;
    job->decodePhase = DecodeGperf;
    job->decodeStatus =
        GperfReadBegin(TableJobText(job), TableJobTextSize(job), job->lines.ends, &gperf->options,
                       job->own[OwnDecoded].bytes, job->decodeBound, &gperf->reading, &gperf->file, &job->decodeError);
    return job->decodeStatus == ChmOk ? TableJobSlices(job, GperfSlice) : S_OK;
}

HRESULT TableJobTakeGperf(TableJob *job)
{
    const GperfFile *file = &job->gperf.file;
    job->decodePhase = DecodeOver;
    if (job->decodeStatus != ChmOk)
        return FailureChm(&job->core.failure, job->core.subject, &job->decodeError);
    job->texts.keys = file->keywords;
    job->texts.keys.count = file->distinct;
    job->texts.areKeys = TRUE;
    job->options.ignoreCase = (file->options.flags & GperfIgnoreCase) != 0;
    job->gperf.output = GperfOutputName(file, job->name);
    return job->gperf.output != NULL ? TableJobTraitsBegin(job)
                                     : FailureMemoryText(&job->core.failure, job->core.subject);
}

/* ---- write ---- */

BOOL TableJobGperfOn(TableJob *job, Work *work, SourceText *text)
{
    const SourceGperf source = {&job->gperf.file, &job->result->text.table, job->gperf.path, &job->names};
    return SourceGperfWriteOn(&source, work, text);
}

/* ---- the end ---- */

void TableJobFreeGperf(TableJob *job)
{
    TextFree(job->gperf.line);
    TextFree(job->gperf.path);
    TextFree(job->gperf.output);
}
