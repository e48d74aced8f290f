/*
 * A line of the log as people read it: with the date, and with the name of the user instead of his
 * SID. One thread at a time; to find a name may take as long as another machine needs to tell it.
 */
#ifndef EXE_SERVER_LOG_LINE_H
#define EXE_SERVER_LOG_LINE_H

#include <windows.h>

/* text: "[PROCESS SID] ..." of the server. The line is for TextFree; NULL: out of memory. */
wchar_t *ServerLogLine(const wchar_t *text);
/* Does the text begin with that mark, behind whom it is about? */
BOOL ServerLogBegins(const wchar_t *text, const wchar_t *mark);
/* Returns the line behind its date. */
const wchar_t *ServerLogUndated(const wchar_t *line);

#endif
