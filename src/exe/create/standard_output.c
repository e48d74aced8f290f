#include "standard_output.h"

#include <wchar.h>

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"

#define OPTION L"--OutputFile="

/* Makes an empty file of a name that no other has. It ends as a header does, or says --Outputs. */
static HRESULT StandardOutputMake(StandardOutput *output, Failure *failure)
{
    wchar_t folder[MAX_PATH] = L"", path[MAX_PATH + 32] = L"";
    const DWORD length = GetTempPathW(ARRAYSIZE(folder), folder);
    if (length == 0 || length >= ARRAYSIZE(folder))
        return FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, folder, GetLastError());
    swprintf(path, ARRAYSIZE(path), L"%lspho%08lx-%08lx.h", folder, GetCurrentProcessId(), GetTickCount());
    const HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, path, GetLastError());
    CloseHandle(file);
    output->path = TextCopy(path);
    if (output->path == NULL)
        DeleteFileW(path);
    return output->path != NULL ? S_OK : FailureMemoryText(failure, path);
}

/* Makes the option that names the file. */
static wchar_t *StandardOutputOption(const wchar_t *path)
{
    const size_t chars = ARRAYSIZE(OPTION) + wcslen(path);
    wchar_t *const option = HeapAlloc(GetProcessHeap(), 0, chars * sizeof *option);
    if (option != NULL) {
        wcscpy(option, OPTION);
        wcscat(option, path);
    }
    return option;
}

/* Stands the value in that word? */
static BOOL StandardOutputIsIn(const wchar_t *word, const wchar_t *value)
{
    return value >= word && value <= word + wcslen(word);
}

HRESULT StandardOutputTake(StandardOutput *output, int count, const wchar_t *const *words, const wchar_t *value,
                           Failure *failure)
{
    HRESULT code = StandardOutputMake(output, failure);
    if (FAILED(code))
        return code;
    output->option = StandardOutputOption(output->path);
    output->words = HeapAlloc(GetProcessHeap(), 0, ((size_t)count + 1) * sizeof *output->words);
    if (output->option == NULL || output->words == NULL) {
        StandardOutputClose(output);
        return FailureMemoryText(failure, L"command line");
    }
    for (int i = 0; i < count; i++) {
        const BOOL isOther = i + 1 < count && words[i + 1] == value; /* its value is the next word */
        if (!isOther)
            output->words[output->wordCount++] = StandardOutputIsIn(words[i], value) ? output->option : words[i];
    }
    return S_OK;
}

static DWORD StandardOutputWrite(HANDLE to, const BYTE *bytes, DWORD count)
{
    DWORD written;
    for (DWORD done = 0; done < count; done += written) {
        if (!WriteFile(to, bytes + done, count - done, &written, NULL))
            return GetLastError();
        if (written == 0)
            return ERROR_HANDLE_DISK_FULL;
    }
    return ERROR_SUCCESS;
}

HRESULT StandardOutputCopy(const StandardOutput *output, Failure *failure)
{
    static BYTE chunk[1 << 16];
    const HANDLE to = GetStdHandle(STD_OUTPUT_HANDLE);
    const HANDLE file = CreateFileW(output->path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    DWORD bytes = 0, error = file == INVALID_HANDLE_VALUE ? GetLastError() : ERROR_SUCCESS;
    while (error == ERROR_SUCCESS) {
        if (!ReadFile(file, chunk, sizeof chunk, &bytes, NULL))
            error = GetLastError();
        if (error != ERROR_SUCCESS || bytes == 0)
            break;
        error = to != NULL ? StandardOutputWrite(to, chunk, bytes) : ERROR_SUCCESS;
    }
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    return error == ERROR_SUCCESS ? S_OK : FailureSystem(failure, PERFECTHASH_E_OUTPUT_WRITE, L"stdout", error);
}

void StandardOutputClose(StandardOutput *output)
{
    if (output->path != NULL)
        DeleteFileW(output->path);
    TextFree(output->path);
    if (output->option != NULL)
        HeapFree(GetProcessHeap(), 0, output->option);
    if (output->words != NULL)
        HeapFree(GetProcessHeap(), 0, (void *)output->words);
    memset(output, 0, sizeof *output);
}
