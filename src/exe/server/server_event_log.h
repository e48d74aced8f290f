/*
 * The Windows event log, where a service says why it fails, and with --Verbose what happens. The
 * program's message table has the messages. Any thread.
 */
#ifndef EXE_SERVER_EVENT_LOG_H
#define EXE_SERVER_EVENT_LOG_H

#include <windows.h>

/* Makes this program a source of events, and no longer. Win32 codes. */
DWORD EventLogInstall(const wchar_t *source);
DWORD EventLogUninstall(const wchar_t *source);

/* Opens the process' one source, for as long as it runs. */
void EventLogOpen(const wchar_t *source);
/* Without an open source nothing is written. */
void EventLogError(HRESULT hr, const wchar_t *text);
void EventLogLine(const wchar_t *text);

#endif
