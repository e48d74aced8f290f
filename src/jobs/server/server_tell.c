/*
 * The lines of a server's log. Each begins with whom it is about: his process and his user, as a
 * SID, since the name of a user may have to be asked of another machine.
 */
#include <stdarg.h>
#include <wchar.h>

#include "jobs/text/text.h"
#include "server_state.h"

enum { LineChars = 1400 };

void ServerTellBegin(Server *server)
{
    PipeUser own;
    if (PipeUserOfProcess(GetCurrentProcess(), &own) != ERROR_SUCCESS ||
        PipeUserText(&own, server->sid) != ERROR_SUCCESS)
        *server->sid = 0;
}

/* job 0: the line is of no job. */
static void ServerTellOf(const Server *server, DWORD processId, const wchar_t *sid, uint64_t job, const wchar_t *format,
                         va_list arguments)
{
    wchar_t line[LineChars], *at = line;
    if (server->log == NULL)
        return;
    at += swprintf(at, LineChars, L"[%lu %ls] ", (unsigned long)processId, sid != NULL && *sid != 0 ? sid : L"-");
    if (job != 0)
        at += swprintf(at, (size_t)(line + LineChars - at), L"job %llu: ", (unsigned long long)job);
    if (vswprintf(at, (size_t)(line + LineChars - at), format, arguments) < 0)
        line[LineChars - 1] = 0; /* cut short */
    TextOneLine(line);
    server->log(server->logContext, line);
}

void ServerTell(const Server *server, const wchar_t *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ServerTellOf(server, GetCurrentProcessId(), server->sid, 0, format, arguments);
    va_end(arguments);
}

void ServerTellClient(const Server *server, const PipeClient *client, const wchar_t *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ServerTellOf(server, client->processId, client->sid, 0, format, arguments);
    va_end(arguments);
}

void ServerTellJob(const Server *server, const ServerJob *job, const wchar_t *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ServerTellOf(server, job->sid != NULL ? job->processId : GetCurrentProcessId(),
                 job->sid != NULL ? job->sid : server->sid, job->id, format, arguments);
    va_end(arguments);
}
