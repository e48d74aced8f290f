/*
 * A program to look into with a debugger: it begins a table that fails, a table that is sought for
 * ever and a bulk run that waits for such a table, says that it is ready, and crashes when it is
 * told to go on.
 *   debuggee MISSING ENDLESS FOLDER     a keys file that is not there, one without a table, and a
 *                                       folder that has such a one
 */
#include <windows.h>

#include "PerfectHash.h"
#include "exe/program/program.h"

enum { JobFails, JobSolves, JobRunsInBulk, JobCount };
static IPerfectHashJob *volatile jobs[JobCount];

static const wchar_t endless[] =
    L"--NoFileIo --HashFunction=MultiplyShiftR --MaxTableResizes=0 --MaxAttempts=18446744073709551615";

static HRESULT Begin(IPerfectHashIocpContext *context, int index, const wchar_t *path, IPerfectHashJob **job)
{
    const BSTR keys = SysAllocString(path), options = SysAllocString(endless);
    const HRESULT hr = index == JobRunsInBulk
                           ? IPerfectHashIocpContext_BeginBulkCreate(context, keys, NULL, options, job)
                           : IPerfectHashIocpContext_BeginTableCreate(context, keys, NULL, options, job);
    SysFreeString(keys);
    SysFreeString(options);
    return hr;
}

/* A job is where it stays: it has failed, or it solves. */
static BOOL Stays(int index, IPerfectHashJob *job)
{
    PerfectHashJobState state = PerfectHashJobRunning;
    double value = 0;
    if (index == JobFails)
        return SUCCEEDED(IPerfectHashJob_get_State(job, &state)) && state == PerfectHashJobFailed;
    if (index == JobSolves)
        return SUCCEEDED(IPerfectHashJob_get_Progress(job, &value)) && value >= 0.2;
    return SUCCEEDED(IPerfectHashJob_get_Total(job, &value)) && value == 1;
}

static void Crash(void)
{
    int *volatile nowhere = (int *)(ULONG_PTR)16;
    char line[2];
    DWORD read;
    ReadFile(GetStdHandle(STD_INPUT_HANDLE), line, sizeof line, &read, NULL);
    *nowhere = 1;
}

static ExitCode Run(const Command *command, void *object, void *context)
{
    Output output = {0};
    (void)context;
    for (int index = 0; index < JobCount; index++) {
        IPerfectHashJob *job = NULL;
        if (index >= command->wordCount || FAILED(Begin(object, index, command->words[index], &job)))
            return ExitNotRun;
        while (!Stays(index, job))
            Sleep(10);
        jobs[index] = job;
    }
    OutputPut(&output, L"ready\n");
    OutputFlush(&output, STD_OUTPUT_HANDLE);
    Crash();
    return ExitNotRun;
}

int wmain(int argc, wchar_t **argv)
{
    const Program program = {
        .name = L"debuggee", .clsid = &CLSID_IocpContext, .iid = &IID_IPerfectHashIocpContext, .run = Run};
    return ProgramMain(&program, argc, argv);
}
