/* See client.h: what an operator asks a server, the list of its jobs and its metrics. */
#include "PerfectHashErrors.h"
#include "client_state.h"
#include "jobs/text/utf8_text.h"

/* Adds a page to the list, and tells whether there is another one. */
static HRESULT ClientJobsPage(Client *client, JobList *list, BOOL *more, ClientFailure *failure)
{
    ClientAnswer answer;
    uint8_t after[ProtocolJobIdBytes];
    ProtocolJobIdEncode(JobListLast(list), after);
    const HRESULT code = ClientRequest(client, ProtocolJobs, 0, after, sizeof after, &answer, failure);
    if (FAILED(code))
        return code;
    const DWORD error = JobListAdd(list, answer.payload, answer.bytes, more);
    PipeClientFree(answer.payload);
    if (error == ERROR_SUCCESS)
        return S_OK;
    return error == ERROR_INVALID_DATA ? ClientMalformed(client, failure) : ClientNoMemory(client, failure);
}

HRESULT ClientJobs(Client *client, JobList **out, ClientFailure *failure)
{
    JobList *list = JobListCreate();
    HRESULT code = list != NULL ? S_OK : ClientNoMemory(client, failure);
    *out = NULL;
    for (BOOL more = TRUE; more && SUCCEEDED(code);)
        code = ClientJobsPage(client, list, &more, failure);
    if (FAILED(code))
        JobListRelease(list);
    else
        *out = list;
    return code;
}

HRESULT ClientMetrics(Client *client, wchar_t **out, ClientFailure *failure)
{
    ClientAnswer answer;
    bool sound;
    *out = NULL;
    const HRESULT code = ClientRequest(client, ProtocolMetrics, 0, NULL, 0, &answer, failure);
    if (FAILED(code))
        return code;
    *out = Utf8ToWide(answer.payload, answer.bytes, &sound);
    PipeClientFree(answer.payload);
    if (*out != NULL)
        return S_OK;
    return sound ? ClientNoMemory(client, failure) : ClientMalformed(client, failure);
}
