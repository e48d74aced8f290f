/*
 * The list of a server's jobs: a page of it for a client, and all of it for this process.
 */
#include "runtime/base/win32_calls.h"
#include "server_state.h"

/* Fills a page with as many as have room; returns its bytes. */
static size_t ServerListFill(const Server *server, const RegistryListed *list, size_t count, uint8_t *out,
                             size_t capacity)
{
    size_t at = JobPageHeadBytes, taken = 0;
    for (; taken < count; taken++) {
        const RegistryListed *listed = &list[taken];
        const size_t bytes =
            ServerJobList(listed->job, server->sid, &listed->progress, listed->place, out + at, capacity - at);
        if (bytes == 0)
            break;
        at += bytes;
    }
    JobPageHeadEncode((uint32_t)taken, taken < count, out);
    return at;
}

uint8_t *ServerListPage(Server *server, const PipeClient *client, uint64_t after, size_t *bytes)
{
    RegistryListed *list;
    size_t count;
    *bytes = 0;
    if (!RegistryList(&server->registry, client, after, &list, &count))
        return NULL;
    uint8_t *page = Win32Allocate(ProtocolMaxResponseBytes);
    if (page != NULL)
        *bytes = ServerListFill(server, list, count, page, ProtocolMaxResponseBytes);
    RegistryListFree(list, count);
    return page;
}

JobList *ServerListTake(Server *server)
{
    JobList *list = JobListCreate();
    DWORD error = list != NULL ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
    for (BOOL more = TRUE; more && error == ERROR_SUCCESS;) {
        size_t bytes;
        uint8_t *page = ServerListPage(server, NULL, JobListLast(list), &bytes);
        error = page != NULL ? JobListAdd(list, page, bytes, &more) : ERROR_NOT_ENOUGH_MEMORY;
        Win32Free(page);
    }
    if (error == ERROR_SUCCESS)
        return list;
    JobListRelease(list);
    return NULL;
}
