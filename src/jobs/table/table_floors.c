/* See table_job_steps.h: what <Name>FindFloor searches, for a header that has it. */
#include "PerfectHashErrors.h"
#include "jobs/base/block.h"
#include "jobs/pure/keys_file.h"
#include "table_job_steps.h"

/* That many steps take about half a millisecond. */
enum { FloorSteps = 1 << 15 };

static BOOL FloorsSlice(TableJob *job)
{
    Work work = {FloorSteps};
    job->floors.isOver = RangesSortOn(&job->floors.sort, &work);
    return !job->floors.isOver;
}

static KeySet FloorKeys(const TableView *view)
{
    const KeySet keys = {view->keys, (size_t)view->keyCount, view->keySizeInBytes};
    return keys;
}

void TableJobFreeFloors(TableJob *job)
{
    BlockFree(job->floors.memory);
    job->floors.memory = NULL;
    job->floors.bytes = 0;
    job->floors.isOver = FALSE;
}

HRESULT TableJobRefuseFloors(TableJob *job)
{
    return job->options.ranges && KeySetIsWide(&job->keys) ? FailureSet(&job->core.failure, PERFECTHASH_E_OPTION_VALUE,
                                                                        job->core.subject, KEYS_RANGES_WIDE, 0, 0, 0)
                                                           : S_OK;
}

static HRESULT FloorsBegin(TableJob *job, const KeySet *keys)
{
    const size_t bytes = RangesSortedBytes(keys);
    job->floors.memory = BlockAllocate(bytes);
    if (job->floors.memory == NULL)
        return FailureMemory(&job->core.failure, job->core.subject, bytes);
    job->floors.bytes = bytes;
    RangesSortBegin(&job->floors.sort, keys, job->floors.memory);
    return TableJobSlices(job, FloorsSlice);
}

/* The keys of a table file are searched as they lie there. */
static HRESULT FloorsFit(TableJob *job, const TableView *view)
{
    return job->floors.sort.made.positions != NULL && SourceIsOverImage(view, job->options.headerWithoutData != FALSE)
               ? FailureSet(&job->core.failure, PERFECTHASH_E_OPTION_VALUE, job->core.subject, KEYS_RANGES_ORDER, 0, 0,
                            0)
               : S_OK;
}

HRESULT TableJobMakeFloors(TableJob *job, const TableView *view)
{
    const KeySet keys = FloorKeys(view);
    if (!job->options.ranges || TableJobNextText(job, 0) == OutputForms)
        return S_OK;
    if (job->floors.isOver && job->floors.sort.keys.keys == keys.keys)
        return FloorsFit(job, view);
    TableJobFreeFloors(job);
    HRESULT code = TableJobReserveOwn(job, RangesSortedBytes(&keys) + view->imageBytes);
    if (code == S_OK)
        code = FloorsBegin(job, &keys);
    return FAILED(code) ? code : S_FALSE;
}

SourceOptions TableJobSource(const TableJob *job)
{
    SourceOptions options = TableOptionsSource(&job->options);
    options.stem = job->stem;
    options.names = &job->names;
    options.floors = job->floors.memory != NULL ? &job->floors.sort.made : NULL;
    options.keys = job->keys.keys != NULL ? &job->keys : NULL;
    return options;
}
