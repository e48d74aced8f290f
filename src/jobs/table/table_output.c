/* See table_job_steps.h: the folder or the one file that is written, and names of what would be. */
#include "PerfectHashErrors.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/pure/path_text.h"
#include "table_job_steps.h"

static HRESULT OutputFailed(TableJob *job, const wchar_t *reason)
{
    return FailureSet(&job->core.failure, PERFECTHASH_E_OPTION_VALUE, L"-o", reason, 0, 0, 0);
}

/* Cuts the one file's path into its folder and its name. */
static HRESULT TakeOutputFile(TableJob *job, const TableRequest *request)
{
    const wchar_t *const path = request->options.outputFile;
    if (wcscmp(path, L"-") == 0)
        return OutputFailed(job, L"it is a program that has a standard output");
    wchar_t *const whole = PathFull(path);
    if (whole == NULL)
        return FailureSystem(&job->core.failure, PERFECTHASH_E_OUTPUT_WRITE, path, ERROR_INVALID_NAME);
    job->outputDirectory = whole;
    const wchar_t *const name = PathNameOf(whole);
    if (*name == 0 || wcslen(name) >= TABLE_FILE_NAME_CHARS)
        return FailureSystem(&job->core.failure, PERFECTHASH_E_OUTPUT_WRITE, path,
                             *name == 0 ? ERROR_INVALID_NAME : ERROR_FILENAME_EXCED_RANGE);
    if (PathIsSame(whole, job->keysPath) || PathIsSame(whole, request->options.values))
        return OutputFailed(job, L"the file is the one that the keys or the values are read from");
    job->outputName = TextCopy(name);
    if (job->outputName == NULL)
        return FailureMemoryText(&job->core.failure, path);
    whole[name - whole] = 0; /* a separator is last, as a drive's folder needs it */
    return S_OK;
}

static HRESULT TakeOutputDirectory(TableJob *job, const TableRequest *request)
{
    job->outputDirectory = PathFull(request->outputDirectory);
    return job->outputDirectory != NULL ? S_OK
                                        : FailureSystem(&job->core.failure, PERFECTHASH_E_OUTPUT_DIRECTORY,
                                                        request->outputDirectory, ERROR_INVALID_NAME);
}

HRESULT TableJobTakeOutput(TableJob *job, const TableRequest *request)
{
    const TableOptions *const options = &request->options;
    const BOOL hasDirectory = request->outputDirectory != NULL && *request->outputDirectory != 0;
    if (options->outputFile != NULL && hasDirectory)
        return OutputFailed(job, L"it goes without an output directory");
    const BOOL writes = hasDirectory || options->outputFile != NULL;
    if (!writes || options->noFileIo || options->outputs == 0)
        return options->printOutputs ? FailureSet(&job->core.failure, PERFECTHASH_E_OPTION_VALUE, L"--PrintOutputs",
                                                  TABLE_OPTION_NO_OUTPUT, 0, 0, 0)
                                     : S_OK;
    job->outputs.durable = options->durable;
    job->outputs.foldersLater = request->foldersLater;
    job->outputs.writer = (FileWriter){job->kind, job->guest, job->cancelled};
    job->outputs.cancelled = job->cancelled;
    if (options->outputFile != NULL)
        return TakeOutputFile(job, request);
    const HRESULT code = TakeOutputDirectory(job, request);
    if (FAILED(code) || request->noLinksFrom == 0)
        return code;
    /* the two differ in their beginnings at most */
    const size_t given = wcslen(request->outputDirectory), whole = wcslen(job->outputDirectory);
    const size_t behind = given - min(request->noLinksFrom, given);
    job->outputs.noLinksFrom = whole - min(behind, whole);
    return S_OK;
}

HRESULT TableJobPlanOutputs(TableJob *job)
{
    TableResult *const result = job->result;
    wchar_t *const folder = OutputSetFolder(job->outputDirectory, job->name, TableJobHashName(job));
    if (folder == NULL)
        return FailureMemory(&job->core.failure, job->core.subject, MAX_PATH);
    TextFree(result->outputDirectory);
    result->outputDirectory = folder;
    for (size_t form = 0; form < OutputForms; form++) {
        wchar_t name[TABLE_FILE_NAME_CHARS];
        if (!TableJobMakes(job, form))
            continue;
        TableJobFileName(job, form, name);
        wchar_t *const path = PathJoin(folder, name);
        if (path == NULL)
            return FailureMemory(&job->core.failure, job->core.subject, MAX_PATH);
        result->files[result->fileCount++] = path;
    }
    TextFree(job->outputDirectory);
    job->outputDirectory = NULL; /* nothing is written */
    return S_OK;
}
