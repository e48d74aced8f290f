/*
 * See table_gperf.h, and table_job_steps.h for the parts of the steps. A file is read in slices, as
 * all texts are; its bytes stay until the source is written, since most of it goes there.
 */
#include "table_gperf.h"

#include <stdio.h>

#include "PerfectHashErrors.h"
#include "chm01/emit/source_gperf.h"
#include "jobs/text/text.h"
#include "table_job_steps.h"

/* ---- options ---- */

static BOOL NameEndsWithGperf(const wchar_t *path)
{
    static const wchar_t ending[] = L".gperf";
    const size_t length = TextLength(path), count = ARRAYSIZE(ending) - 1;
    return length > count && TextSame(path + length - count, ending);
}

BOOL TableGperfIsMeant(const TableOptions *options, const wchar_t *keysPath)
{
    return options->keyType == KeyTypeGperf || options->gperf != NULL ||
           (options->keyType == KeyTypeUnsaid && NameEndsWithGperf(keysPath));
}

static HRESULT OptionWrong(const char *word, const char *reason, Failure *failure)
{
    wchar_t subject[FAILURE_SUBJECT_CHARS], text[160];
    wchar_t *wide = TextFromUtf8(word);
    swprintf(subject, ARRAYSIZE(subject), L"--Gperf: %.400ls", wide != NULL ? wide : L"?");
    swprintf(text, ARRAYSIZE(text), L"%.150hs", reason);
    TextFree(wide);
    return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject, text, 0, 0, 0);
}

/* Reads gperf's options of a line that was copied. */
static HRESULT ReadOptions(char *line, GperfOptions *out, Failure *failure)
{
    ChmError error = {ChmOk, NULL, {0}};
    const char *word = "";
    if (GperfOptionsRead(line, out, &word, &error) != ChmOk)
        return OptionWrong(word, error.reason, failure);
    const char *const output = GperfNameOf(out, GperfOutput);
    if (strpbrk(output, "/\\:") != NULL)
        return OptionWrong(output, "it is the name of a file in the output directory, without a folder", failure);
    return S_OK;
}

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
    if (FAILED(ReadOptions(gperf->line, &gperf->options, &job->core.failure)))
        return job->core.failure.code;
    gperf->options.flags |= job->options.ignoreCase ? (uint32_t)GperfIgnoreCase : 0;
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
        GperfReadBegin(TableJobText(job), TableJobTextSize(job), &gperf->options, job->own[OwnDecoded].bytes,
                       job->decodeBound, &gperf->reading, &gperf->file, &job->decodeError);
    return job->decodeStatus == ChmOk ? TableJobSlices(job, GperfSlice) : S_OK;
}

/* Names the file that is written: as the options say, or as the table. */
static HRESULT NameOutput(TableJob *job)
{
    const GperfOptions *options = &job->gperf.file.options;
    const char *named = GperfNameOf(options, GperfOutput);
    wchar_t name[TABLE_MAX_NAME + 16];
    if (*named != 0 && strcmp(named, "-") != 0)
        job->gperf.output = TextFromUtf8(named);
    else {
        swprintf(name, ARRAYSIZE(name), L"%.*ls%ls", TABLE_MAX_NAME, job->name,
                 (options->flags & GperfCpp) != 0 ? L".cpp" : L".c");
        job->gperf.output = TextCopy(name);
    }
    return job->gperf.output != NULL ? S_OK : FailureMemoryText(&job->core.failure, job->core.subject);
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
    return FAILED(NameOutput(job)) ? job->core.failure.code : TableJobTraitsBegin(job);
}

/* ---- write ---- */

static SourceGperf GperfSourceOf(const TableJob *job)
{
    const SourceGperf source = {&job->gperf.file, &job->result->text.table, job->gperf.path};
    return source;
}

size_t TableJobGperfBound(const TableJob *job)
{
    const SourceGperf source = GperfSourceOf(job);
    return SourceGperfBound(&source);
}

BOOL TableJobGperfOn(TableJob *job, Work *work)
{
    const SourceGperf source = GperfSourceOf(job);
    return SourceGperfWriteOn(&source, work, &job->header);
}

/* ---- the end ---- */

void TableJobFreeGperf(TableJob *job)
{
    TextFree(job->gperf.line);
    TextFree(job->gperf.path);
    TextFree(job->gperf.output);
}
