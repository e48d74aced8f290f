/* See server_event_log.h. */
#include "server_event_log.h"

#include <stdio.h>
#include <wchar.h>

#include "PerfectHashErrors.h"

#define SOURCES L"SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\"

enum { SourceChars = 512, ModuleChars = 32768, KnownTypes = 7 };

static HANDLE openSource;

static void SourcePath(const wchar_t *source, wchar_t path[SourceChars])
{
    swprintf(path, SourceChars, SOURCES L"%.256ls", source);
}

static DWORD EventLogPut(HKEY key, const wchar_t *module)
{
    const DWORD types = KnownTypes, bytes = (DWORD)((wcslen(module) + 1) * sizeof(wchar_t));
    const LSTATUS error = RegSetValueExW(key, L"EventMessageFile", 0, REG_SZ, (const BYTE *)module, bytes);
    return (DWORD)(error != ERROR_SUCCESS
                       ? error
                       : RegSetValueExW(key, L"TypesSupported", 0, REG_DWORD, (const BYTE *)&types, sizeof types));
}

DWORD EventLogInstall(const wchar_t *source)
{
    HKEY key;
    wchar_t path[SourceChars];
    SourcePath(source, path);
    wchar_t *module = HeapAlloc(GetProcessHeap(), 0, ModuleChars * sizeof(wchar_t));
    if (module == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    DWORD error = GetModuleFileNameW(NULL, module, ModuleChars) != 0 ? ERROR_SUCCESS : GetLastError();
    if (error == ERROR_SUCCESS)
        error = (DWORD)RegCreateKeyExW(HKEY_LOCAL_MACHINE, path, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL);
    if (error == ERROR_SUCCESS) {
        error = EventLogPut(key, module);
        RegCloseKey(key);
    }
    HeapFree(GetProcessHeap(), 0, module);
    return error;
}

DWORD EventLogUninstall(const wchar_t *source)
{
    wchar_t path[SourceChars];
    SourcePath(source, path);
    const LSTATUS error = RegDeleteKeyW(HKEY_LOCAL_MACHINE, path);
    return error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : (DWORD)error;
}

void EventLogOpen(const wchar_t *source)
{
    openSource = RegisterEventSourceW(NULL, source);
}

static void EventLogReport(WORD type, HRESULT message, WORD count, const wchar_t **texts)
{
    if (openSource != NULL)
        ReportEventW(openSource, type, 0, (DWORD)message, NULL, count, 0, texts, NULL);
}

void EventLogError(HRESULT hr, const wchar_t *text)
{
    wchar_t code[16];
    const wchar_t *texts[] = {text, code};
    swprintf(code, ARRAYSIZE(code), L"0x%08lX", (unsigned long)hr);
    EventLogReport(EVENTLOG_ERROR_TYPE, PERFECTHASH_E_SERVICE, ARRAYSIZE(texts), texts);
}

void EventLogLine(const wchar_t *text)
{
    EventLogReport(EVENTLOG_INFORMATION_TYPE, PERFECTHASH_S_SERVICE, 1, &text);
}
