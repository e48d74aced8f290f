/*
 * See table_job_steps.h: what is looked at of a table that is loaded, or that may be kept. All of
 * it takes time with the bytes, so it goes in slices.
 */
#include "chm01/output/outputs.h"
#include "chm01/table/table_measure.h"
#include "jobs/base/block.h"
#include "table_job_steps.h"

/* That many steps take about a quarter of a millisecond: 64 bytes each, or a number of a text. */
enum { CheckSteps = 1 << 13 };

static BOOL ImageSlice(TableJob *job)
{
    TableCheck *check = &job->check;
    Work work = {CheckSteps};
    check->status = ImageCheckOn(&check->image, &work, &check->error);
    return check->status == ChmContinue;
}

HRESULT TableJobCheckImage(TableJob *job, const FileRead *read)
{
    job->check.phase = CheckImage;
    ImageCheckBegin(read->memory, (size_t)read->size, &job->check.image);
    return TableJobSlices(job, ImageSlice);
}

static BOOL KeysSlice(TableJob *job)
{
    TableCheck *check = &job->check;
    Work work = {CheckSteps};
    return job->texts.areKeys ? !TextKeysHashOn(&job->texts.keys, &check->hash, &check->place, &work)
                              : !KeySetHashOn(SolvePlanKeys(&job->plan), &check->hash, &check->place, &work);
}

HRESULT TableJobCheckKeys(TableJob *job)
{
    job->check.phase = CheckKeys;
    if (job->texts.areKeys)
        TextKeysHashBegin(&job->check.hash);
    else
        KeySetHashBegin(SolvePlanKeys(&job->plan), &job->check.hash);
    return TableJobSlices(job, KeysSlice);
}

static BOOL TextSlice(TableJob *job)
{
    SourceOptions options = TableJobSource(job);
    options.records = TableJobRecordsOfHeader(job);
    const SourceInput input = {.table = job->texts.areKeys ? NULL : &job->prior,
                               .texts = job->texts.areKeys ? &job->priorTexts.table : NULL,
                               .name = job->texts.areKeys ? job->priorTexts.name : job->prior.name,
                               .options = &options};
    Work work = {CheckSteps};
    return !outputForms[job->check.form].write(&input, &work, &job->check.text);
}

HRESULT TableJobCheckText(TableJob *job)
{
    const FileRead *read = &job->priorSource.read;
    const HRESULT floors = TableJobMakeFloors(job, &job->prior);
    if (floors != S_OK)
        return floors;
    job->check.phase = CheckText;
    job->check.text = (SourceText){.compared = read->memory, .comparedBytes = (size_t)read->size};
    return TableJobSlices(job, TextSlice);
}

static BOOL CoverageSlice(TableJob *job)
{
    const SolveOptions *solve = &job->plan.options;
    TableCheck *check = &job->check;
    Work work = {CheckSteps};
    return !TableMeasureOn(&job->prior, SolvePlanKeys(&job->plan), solve->coverageSubset, solve->coverageSubsetCount,
                           &work, &check->place, check->touched, &check->coverage);
}

HRESULT TableJobCheckCoverage(TableJob *job)
{
    static const WorkPlace begin;
    const size_t bytes = (size_t)job->prior.slotCount + 64;
    job->check.phase = CheckMeasures;
    job->check.place = begin;
    job->check.touched = BlockAllocate(bytes);
    if (job->check.touched == NULL)
        return FailureMemory(&job->core.failure, job->core.subject, bytes);
    return TableJobSlices(job, CoverageSlice);
}
