/*
 * See client.h: what an operator asks a server, the list of its jobs, its metrics and the last
 * events of its workers.
 */
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

/* Gives the server's text. */
static HRESULT ClientGiveText(const Client *client, const char *utf8, size_t bytes, wchar_t **out,
                              ClientFailure *failure)
{
    bool sound;
    *out = Utf8ToWide(utf8, bytes, &sound);
    if (*out != NULL)
        return S_OK;
    return sound ? ClientNoMemory(client, failure) : ClientMalformed(client, failure);
}

HRESULT ClientMetrics(Client *client, wchar_t **out, ClientFailure *failure)
{
    ClientAnswer answer;
    *out = NULL;
    HRESULT code = ClientRequest(client, ProtocolMetrics, 0, NULL, 0, &answer, failure);
    if (SUCCEEDED(code))
        code = ClientGiveText(client, answer.payload, answer.bytes, out, failure);
    PipeClientFree(answer.payload);
    return code;
}

/* Adds a page to the text, and goes on to the next one; 0: that was the last. */
static HRESULT ClientRingsPage(Client *client, uint64_t *page, Utf8Text *text, ClientFailure *failure)
{
    ClientAnswer answer;
    uint8_t asked[ProtocolJobIdBytes];
    uint64_t next = 0;
    ProtocolJobIdEncode(*page, asked);
    const HRESULT code = ClientRequest(client, ProtocolRings, 0, asked, sizeof asked, &answer, failure);
    if (FAILED(code))
        return code;
    const size_t head = min(answer.bytes, (size_t)ProtocolJobIdBytes);
    const BOOL sound = ProtocolJobIdDecode(answer.payload, head, &next) && (next == 0 || next > *page);
    if (sound)
        Utf8PutBytes(text, (const char *)answer.payload + head, answer.bytes - head);
    PipeClientFree(answer.payload);
    *page = next;
    return sound ? S_OK : ClientMalformed(client, failure);
}

HRESULT ClientRings(Client *client, wchar_t **out, ClientFailure *failure)
{
    Utf8Text text = {0};
    uint64_t page = 0;
    HRESULT code;
    *out = NULL;
    do {
        code = ClientRingsPage(client, &page, &text, failure);
    } while (SUCCEEDED(code) && page != 0);
    if (SUCCEEDED(code))
        code = text.failed ? ClientNoMemory(client, failure)
                           : ClientGiveText(client, text.bytes, text.length, out, failure);
    Utf8Free(&text);
    return code;
}
