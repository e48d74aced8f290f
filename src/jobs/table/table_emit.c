/*
 * See table_job_steps.h: the outputs of a table are made one after another, in slices, and then
 * written at once. Which there are, and who writes each, stands in chm01/output/outputs.h.
 */
#include "PerfectHashErrors.h"
#include "jobs/base/block.h"
#include "table_job_steps.h"

BOOL TableJobMakes(const TableJob *job, size_t form)
{
    return job->outputDirectory != NULL && (job->options.outputs & outputForms[form].output) != 0;
}

size_t TableJobNextText(const TableJob *job, size_t from)
{
    while (from < OutputForms && (outputForms[from].write == NULL || !TableJobMakes(job, from)))
        from++;
    return from;
}

/* ---- names */

void TableJobFileName(const TableJob *job, size_t form, wchar_t name[TABLE_FILE_NAME_CHARS])
{
    if (job->outputName != NULL)
        wcscpy(name, job->outputName);
    else if (job->gperf.isGiven && outputForms[form].write != NULL)
        PathSafeName(job->gperf.output, name);
    else
        TableOutputName(job->stem, job->names.style, form, name);
}

/* ---- texts */

/* Returns the first text that is not made; OutputForms: none. */
static size_t NotMade(const TableJob *job)
{
    size_t form = TableJobNextText(job, 0);
    while (form < OutputForms && job->sources[form].text.out != NULL)
        form = TableJobNextText(job, form + 1);
    return form;
}

/* Returns the first text that is not counted, likewise. */
static size_t NotCounted(const TableJob *job)
{
    size_t form = TableJobNextText(job, 0);
    while (form < OutputForms && job->sources[form].counted)
        form = TableJobNextText(job, form + 1);
    return form;
}

/* Returns a bound of all texts together, which are counted. */
static size_t TextsBound(const TableJob *job)
{
    size_t bytes = 0;
    for (size_t form = 0; form < OutputForms; form++)
        bytes += job->sources[form].bytes;
    return bytes;
}

/* That many numbers take about half a millisecond. */
enum { TextSteps = 1 << 14 };

/* Writes the text on, or counts it where there is no memory for it yet. */
static BOOL EmitSlice(TableJob *job)
{
    const SourceOptions options = TableJobSource(job);
    SourceText *const text = &job->sources[job->sourceAt].text;
    Work work = {TextSteps};
    return job->gperf.isGiven ? !TableJobGperfOn(job, &work, text)
                              : !TableResultTextOn(job->result, &outputForms[job->sourceAt], &options, &work, text);
}

static BOOL EmitCountSlice(TableJob *job)
{
    TableSource *const source = &job->sources[job->sourceAt];
    const SourceText none = {.out = NULL};
    if (EmitSlice(job))
        return TRUE;
    source->bytes = source->text.length;
    source->counted = TRUE;
    source->text = none;
    return FALSE;
}

/* S_FALSE: what the slices do is done, or some are under way; the step comes again. */
static HRESULT EmitSlices(TableJob *job, size_t form, BOOL (*slice)(TableJob *job))
{
    job->sourceAt = form;
    const HRESULT code = TableJobSlices(job, slice);
    return FAILED(code) ? code : S_FALSE;
}

static HRESULT TextBegin(TableJob *job, size_t form)
{
    TableSource *const source = &job->sources[form];
    source->text.out = BlockAllocate(source->bytes);
    if (source->text.out == NULL)
        return FailureMemory(&job->core.failure, job->core.subject, source->bytes);
    return EmitSlices(job, form, EmitSlice);
}

BOOL TableJobEmitBlocks(const TableJob *job)
{
    return job->outputDirectory != NULL && NotMade(job) == OutputForms;
}

size_t TableJobSourceBytes(const TableJob *job)
{
    size_t bytes = 0;
    for (size_t i = 0; i < OutputForms; i++)
        bytes += job->sources[i].text.out != NULL ? job->sources[i].bytes : 0;
    return bytes;
}

void TableJobFreeSources(TableJob *job)
{
    for (size_t i = 0; i < OutputForms; i++) {
        BlockFree(job->sources[i].text.out);
        job->sources[i].text.out = NULL;
    }
}

/* ---- files */

static HRESULT StartWrite(TableJob *job, size_t form)
{
    const TableView *const view = &job->result->view;
    const SourceText *const text = &job->sources[form].text;
    const BOOL isTable = outputForms[form].write == NULL;
    wchar_t name[TABLE_FILE_NAME_CHARS];
    TableJobFileName(job, form, name);
    return OutputSetWrite(&job->outputs, job->node, &job->core.rundown, NULL, name,
                          isTable ? view->image : (void *)text->out, isTable ? view->imageBytes : text->length,
                          &job->core.failure);
}

static HRESULT StartWrites(TableJob *job)
{
    HRESULT code = OutputSetOpen(&job->outputs, job->node, &job->core.rundown, job->outputDirectory, job->name,
                                 TableJobHashName(job), &job->core.failure);
    if (code == S_FALSE)
        AdmissionLeave(&job->place); /* the folder is being removed: the job only waits */
    for (size_t form = 0; form < OutputForms && code == S_OK; form++)
        if (TableJobMakes(job, form))
            code = StartWrite(job, form);
    return code;
}

/* Before anything is written: can each output have the table? */
static HRESULT EmitRefused(TableJob *job)
{
    const SourceOptions options = TableJobSource(job);
    for (size_t form = TableJobNextText(job, 0); form < OutputForms && !job->gperf.isGiven;
         form = TableJobNextText(job, form + 1)) {
        const char *const refused = TableResultRefuses(job->result, &outputForms[form], &options);
        if (refused != NULL)
            return OutputRefused(outputForms[form].output, refused, &job->core.failure);
    }
    return S_OK;
}

HRESULT TableJobEmit(TableJob *job)
{
    TableJobReleaseSolver(job);
    const HRESULT refused = EmitRefused(job);
    if (FAILED(refused))
        return refused;
    if (job->options.printOutputs && job->outputDirectory != NULL) {
        const HRESULT planned = TableJobPlanOutputs(job);
        if (FAILED(planned))
            return planned;
    }
    const HRESULT floors = TableJobMakeFloors(job, &job->result->view);
    if (floors != S_OK)
        return floors;
    const size_t counts = NotCounted(job);
    if (counts != OutputForms)
        return EmitSlices(job, counts, EmitCountSlice);
    const HRESULT reserved = TableJobReserveText(job, TextsBound(job) + job->floors.bytes);
    AdmissionLeave(&job->large);
    if (reserved != S_OK || job->outputDirectory == NULL)
        return reserved;
    const size_t next = NotMade(job);
    return next != OutputForms ? TextBegin(job, next) : StartWrites(job);
}
