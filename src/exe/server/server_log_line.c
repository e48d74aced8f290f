/* See server_log_line.h. */
#include "server_log_line.h"

#include <stdio.h>
#include <wchar.h>

#include "jobs/base/user_name.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"

enum { DateChars = 40, SidChars = 192 };

/* The user who was looked up last: most lines are about one. */
static wchar_t knownSid[SidChars], *knownName; /* NULL: nobody was */

/* Returns his name, or the SID itself where there is no memory for it. */
static const wchar_t *ServerLogName(const wchar_t *sid)
{
    if (knownName != NULL && wcscmp(sid, knownSid) == 0)
        return knownName;
    TextFree(knownName);
    wcscpy(knownSid, sid);
    knownName = UserName(sid);
    return knownName != NULL ? knownName : sid;
}

/* Now, as RFC 3339 has it, with the local time's distance from UTC: no hour comes twice. */
static void ServerLogDate(wchar_t out[DateChars])
{
    FILETIME utc, local;
    SYSTEMTIME now;
    GetSystemTimeAsFileTime(&utc);
    FileTimeToLocalFileTime(&utc, &local);
    FileTimeToSystemTime(&local, &now);
    const LONGLONG ticks = (LONGLONG)(((ULONGLONG)local.dwHighDateTime << 32 | local.dwLowDateTime) -
                                      ((ULONGLONG)utc.dwHighDateTime << 32 | utc.dwLowDateTime));
    const int minutes = (int)(ticks / 600000000), distance = minutes < 0 ? -minutes : minutes;
    swprintf(out, DateChars, L"%04u-%02u-%02uT%02u:%02u:%02u.%03u%lc%02d:%02d", now.wYear, now.wMonth, now.wDay,
             now.wHour, now.wMinute, now.wSecond, now.wMilliseconds, minutes < 0 ? L'-' : L'+', distance / 60,
             distance % 60);
}

/* The SID in "[PROCESS SID] ..."; 0: the text doesn't begin so. */
static size_t ServerLogSid(const wchar_t *text, const wchar_t **sid)
{
    const wchar_t *space = *text == L'[' ? wcschr(text, L' ') : NULL;
    *sid = space != NULL ? space + 1 : text;
    const size_t chars = space != NULL ? wcscspn(*sid, L"] ") : 0;
    return chars < SidChars && (*sid)[chars] == L']' ? chars : 0;
}

wchar_t *ServerLogLine(const wchar_t *text)
{
    wchar_t date[DateChars], sid[SidChars] = L"";
    const wchar_t *at;
    const size_t sidChars = ServerLogSid(text, &at);
    const size_t before = sidChars != 0 ? (size_t)(at - text) : 0;
    if (sidChars != 0)
        wmemcpy(sid, at, sidChars);
    const wchar_t *name = sidChars != 0 ? ServerLogName(sid) : L"";
    const size_t room = DateChars + wcslen(text) + wcslen(name) + 1;
    wchar_t *line = Win32Allocate(room * sizeof *line);
    if (line == NULL)
        return NULL;
    ServerLogDate(date);
    TextLine out = TextLineIn(line, room);
    TextAdd(&out, date);
    TextAdd(&out, L" ");
    TextAddMost(&out, text, before);
    TextAdd(&out, name);
    TextAdd(&out, text + before + sidChars);
    return line;
}

const wchar_t *ServerLogUndated(const wchar_t *line)
{
    const wchar_t *space = *line != L'[' ? wcschr(line, L' ') : NULL;
    return space != NULL ? space + 1 : line;
}

BOOL ServerLogBegins(const wchar_t *text, const wchar_t *mark)
{
    const wchar_t *sid;
    const size_t chars = ServerLogSid(text, &sid);
    return chars != 0 && wcsncmp(sid + chars, L"] ", 2) == 0 && wcsncmp(sid + chars + 2, mark, wcslen(mark)) == 0;
}
